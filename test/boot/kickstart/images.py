#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Make the modules that the loader's boot tests load, good ones and bad ones.

images.py OUTDIR INCLUDE [CC [LD]] writes one file per name in the functions below. Programs are
ELF files made here, byte by byte; only the probe kernel is compiled.
"""
import struct
import subprocess
import sys
from pathlib import Path

X86, X86_64, AARCH64 = 3, 62, 183
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "scripts"))

from pecan import bundle  # noqa: E402

KERNEL, SIGMA0, ROOT = 0x200000, 0xF00000, 0x1000000


def elf(wide: bool, machine: int, base: int, text: bytes, data: bytes = b"", bss: int = 0,
        entry: int | None = None, virtual: int | None = None, order: str = "<") -> bytes:
    """An executable with a text segment at base and, on the next page, data followed by bss."""
    offset = 0x1000
    virtual = base if virtual is None else virtual
    data_at = (len(text) + 0xFFF) & ~0xFFF
    segments = [(5, offset, 0, len(text), len(text))]
    if data or bss:
        segments.append((6, offset + data_at, data_at, len(data), len(data) + bss))
    ident = bytes([0x7F, *b"ELF", 2 if wide else 1, 1 if order == "<" else 2, 1]).ljust(16, b"\0")
    entry = base if entry is None else entry
    ehsize, phsize = (64, 56) if wide else (52, 32)
    header = ident + struct.pack(order + ("HHI3QIHHHHHH" if wide else "HHI3IIHHHHHH"), 2, machine, 1,
                                 entry, ehsize, 0, 0, ehsize, phsize, len(segments), 0, 0, 0)
    for flags, where, delta, filesz, memsz in segments:
        addresses = (virtual + delta, base + delta)
        header += (struct.pack(order + "II6Q", 1, flags, where, *addresses, filesz, memsz, 0x1000) if wide
                   else struct.pack(order + "8I", 1, where, *addresses, filesz, memsz, flags, 0x1000))
    image = header.ljust(offset, b"\0") + text
    return image.ljust(offset + data_at, b"\0") + data if data or bss else image


def program(name: str, base: int, wide: bool = True, machine: int | None = None,
            order: str = "<") -> bytes:
    """A server: its name as text, a little data, a page and a half of bss."""
    machine = machine or (X86_64 if wide else X86)
    text = name.encode().ljust(0x1800, b"t")
    return elf(wide, machine, base, text, b"data" * 64, 0x1800, order=order)


def compile_probe(out: Path, include: str, cc: list[str], ld: list[str], machine: str, base: int,
                  *defines: str) -> bytes:
    """The probe kernel as a flat binary for an address."""
    obj, linked = out / "probe.o", out / "probe"
    subprocess.run([*cc, "-Os", "-ffreestanding", "-fno-pic", "-fno-stack-protector",
                    "-fno-asynchronous-unwind-tables", "-Wall", "-Wextra", "-I", include,
                    f'-DPROBE_MACHINE="probe_{machine}.h"', *(f"-D{d}" for d in defines),
                    "-c", str(HERE / "probe.c"), "-o", str(obj)], check=True)
    subprocess.run([*ld, f"--defsym=PROBE_BASE={base:#x}", "-T", str(HERE / "probe.ld"),
                    "-o", str(linked), str(obj)], check=True)
    image = bundle.Elf(linked.read_bytes())
    offset, size = next(part for h in image.headers if (part := image.load(h)))
    return bytes(image.data[offset : offset + size])


def probe(out: Path, include: str, cc: str, ld: str, *defines: str) -> bytes:
    """The probe kernel for 32-bit protected mode."""
    flags = ["-m32", "-march=i586", "-mgeneral-regs-only", "-fcf-protection=none"]
    return compile_probe(out, include, [cc, *flags], [ld, "-m", "elf_i386"], "x86", KERNEL, *defines)


def good(out: Path, include: str, cc: str, ld: str) -> dict[str, bytes]:
    """Kernels and programs that load."""
    wide = probe(out, include, cc, ld, "PROBE_WIDE")
    narrow = probe(out, include, cc, ld)
    mixed = probe(out, include, cc, ld, "PROBE_WIDE", "PROBE_NARROW_ROOT")
    return {
        "kernel": elf(True, X86_64, KERNEL, wide, bss=0x3000),
        "kernel32": elf(False, X86, KERNEL, narrow, bss=0x3000),
        "kernel-narrow-root": elf(True, X86_64, KERNEL, mixed),
        # linked high, entered by its virtual address
        "kernel-high": elf(True, X86_64, KERNEL, wide, entry=0xFFFFFFFF80000000,
                           virtual=0xFFFFFFFF80000000),
        "sigma0": program("SIGMA0--", SIGMA0),
        "root": program("ROOTTASK", ROOT),
        "sigma0-32": program("SIGMA0--", SIGMA0, wide=False),
        "root-32": program("ROOTTASK", ROOT, wide=False),
        # covers the place where QEMU puts the module files
        "root-low": elf(True, X86_64, 0x10E000, b"ROOTTASK", b"data" * 4, 0x80000),
        "module": b"MODULE-A" + bytes(i * 7 & 0xFF for i in range(50000)),
        "module-elf": program("PROGRAM-", 0x2000000),
    }


def bad(images: dict[str, bytes]) -> dict[str, bytes]:
    """Files that make the loader stop."""
    sigma0 = images["sigma0"]
    return {
        "truncated": sigma0[:0x1234],
        "truncated-header": sigma0[:0x50],
        "not-elf": b"#!/bin/sh\n" * 100,
        "aarch64": program("SIGMA0--", SIGMA0, machine=AARCH64),
        "sigma0-on-root": program("SIGMA0--", ROOT + 0x1000),
        "sigma0-on-loader": program("SIGMA0--", 0x101000),
        "sigma0-in-rom": program("SIGMA0--", 0x9E000),
        "root-far": program("ROOTTASK", 0x40000000),
        "kernel-without-kip": program("NOKERNEL", KERNEL),
    }


def main() -> int:
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    out, include = Path(sys.argv[1]), sys.argv[2]
    cc, ld = (sys.argv[3:] + ["gcc", "ld"][len(sys.argv) - 3:])[:2]
    out.mkdir(parents=True, exist_ok=True)
    images = good(out, include, cc, ld)
    for name, content in {**images, **bad(images)}.items():
        (out / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
