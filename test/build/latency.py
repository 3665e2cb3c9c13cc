# SPDX-License-Identifier: BSD-2-Clause
"""For how long the kernel holds interrupts off, as it measures it itself."""

from __future__ import annotations

import re

from harness.build import Workshop

SETTINGS = """\
CONFIG_KIRQ_LATENCY=y
# CONFIG_IPC_FASTPATH is not set
# CONFIG_KASSERT is not set
"""


def test_interrupts_held_off(shop: Workshop) -> None:
    """Over all of l4test, with a hundred thousand threads, and out of kernel memory."""
    logs = shop.boots("latency", SETTINGS, "^boot/latency")
    text = "".join(p.read_text(errors="replace") for p in logs.glob("boot-latency*.txt"))
    most = max(int(n) for n in re.findall(r"^interrupts off at most: (\d+) cycles", text, re.M))
    print(f"        interrupts are held off for at most {most:,} instructions")
