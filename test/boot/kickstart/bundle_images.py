#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Make the modules for the loader's boot tests on machines that start from a bundle.

bundle_images.py OUTDIR INCLUDE CC LD writes one file per name below, in the byte order that the
compiler makes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from images import AARCH64, compile_probe, elf, program

MIPS = 8
KERNEL, SIGMA0, ROOT = 0x100000, 0xE00000, 0xF00000
CKSEG0 = 0xFFFFFFFF80000000
FLAGS = ["-march=mips3", "-mabi=64", "-mno-abicalls", "-msym32", "-G0", "-msoft-float"]


def main() -> int:
    if len(sys.argv) != 5:
        print(__doc__, file=sys.stderr)
        return 2
    out, include, cc, ld = Path(sys.argv[1]), *sys.argv[2:]
    out.mkdir(parents=True, exist_ok=True)
    made = subprocess.run([cc, "-dumpmachine"], check=True, capture_output=True, text=True)
    order = "<" if made.stdout.startswith("mips64el") else ">"
    flat = compile_probe(out, include, [cc, *FLAGS], [ld], "mips64", CKSEG0 + KERNEL, "PROBE_WIDE")
    kernel: dict[str, Any] = {"order": order, "entry": CKSEG0 + KERNEL, "virtual": CKSEG0 + KERNEL}
    sigma0 = program("SIGMA0--", SIGMA0, machine=MIPS, order=order)
    images = {
        "kernel": elf(True, MIPS, KERNEL, flat, bss=0x3000, **kernel),
        # physical addresses written as those of the window
        "kernel-ckseg0": elf(True, MIPS, CKSEG0 + KERNEL, flat, bss=0x3000, order=order),
        "sigma0": sigma0,
        "root": program("ROOTTASK", ROOT, machine=MIPS, order=order),
        "module": b"MODULE-A" + bytes(i * 7 & 0xFF for i in range(50000)),
        "swapped": program("SIGMA0--", SIGMA0, machine=MIPS, order="<" if order == ">" else ">"),
        "aarch64": program("SIGMA0--", SIGMA0, machine=AARCH64, order=order),
        "truncated": sigma0[:0x1234],
        "sigma0-on-vectors": program("SIGMA0--", 0, machine=MIPS, order=order),
        "sigma0-on-loader": program("SIGMA0--", 0x1001000, machine=MIPS, order=order),
        # covers the table, the command lines and the files of the bundle
        "root-on-bundle": elf(True, MIPS, 0x100F000, b"ROOTTASK", b"data" * 4, 0x80000, order=order),
    }
    for name, content in images.items():
        (out / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
