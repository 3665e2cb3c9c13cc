# SPDX-License-Identifier: BSD-2-Clause
"""For how long the kernel holds interrupts off, as it measures it itself."""

from __future__ import annotations

from harness.build import Workshop

SETTINGS = """\
CONFIG_KIRQ_LATENCY=y
# CONFIG_IPC_FASTPATH is not set
# CONFIG_KASSERT is not set
"""


def test_interrupts_held_off(shop: Workshop) -> None:
    """Over all of l4test, and with a hundred thousand threads."""
    shop.boots("latency", SETTINGS, "^boot/latency")
