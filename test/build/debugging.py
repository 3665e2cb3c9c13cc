# SPDX-License-Identifier: BSD-2-Clause
"""The debugger on the outside: make debug, with the helper commands."""

from __future__ import annotations

import re

from harness.build import Workshop
from pecan import elf


def test_make_debug(shop: Workshop) -> None:
    """Stops at the root task's first instruction and looks at the kernel from there."""
    folder = shop.built()
    entry = elf.Image(shop.top / folder / "images/pingpong").entry
    # Some processors show kernel memory in kernel mode only.
    then = "tbreak on_page_fault\ncontinue\n" if shop.product.startswith("mips") else ""
    script = shop.top / folder / "commands.gdb"
    script.write_text(
        f"tbreak *{entry:#x}\ncontinue\n{then}pecan threads\npecan spaces\n"
        "pecan tag 0xffffffffffe20002\ndetach\n"
    )
    out = shop.good("debug", f"O={folder}", GDBFLAGS=f"-batch -x {script}")
    assert re.search(r"^\* \d+\.1 .* running", out, re.M), f"no running thread is shown: {out}"
    assert re.search(r"^0x[0-9a-f]+ +1 .*sigma0$", out, re.M), f"sigma0 is not shown: {out}"
    assert "(page fault), 2 untyped, 0 typed" in out, f"the tag is not explained: {out}"
