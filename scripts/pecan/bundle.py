# SPDX-License-Identifier: BSD-2-Clause
"""Bundles: one ELF image that holds the loader and all modules, for machines whose firmware loads
a single file. The loader has a segment for it, with an empty bundle in it, which is replaced.
What a bundle looks like: kickstart/bundle.h."""

from __future__ import annotations

import struct
from pathlib import Path

MAGIC = b"PecanBdl"
PAGE = 4096
PROGRAMS = 3  # kernel, sigma0 and root task: only what is loaded of them is needed
LOAD = 1


class Elf:
    """The program headers of an ELF file, and the file cut down to what they refer to."""

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data)
        self.wide = data[4] == 2
        self.order = "<" if data[5] == 1 else ">"
        word = "Q" if self.wide else "I"
        (self.phoff,) = struct.unpack_from(self.order + word, data, 32 if self.wide else 28)
        size, count = struct.unpack_from(self.order + "HH", data, 54 if self.wide else 42)
        self.headers = [self.phoff + i * size for i in range(count)]
        self.end = self.phoff + size * count

    def load(self, header: int) -> tuple[int, int] | None:
        """Offset and size in the file of a segment to load."""
        if self.wide:
            kind, _, offset, _, _, size = struct.unpack_from(self.order + "IIQQQQ", self.data, header)
        else:
            kind, offset, _, _, size = struct.unpack_from(self.order + "IIIII", self.data, header)
        return (offset, size) if kind == LOAD else None

    def resize(self, header: int, offset: int, size: int) -> None:
        """Gives a segment another place in the file and another size."""
        word = "Q" if self.wide else "I"
        at = (8, 32, 40) if self.wide else (4, 16, 20)
        for where, value in zip(at, (offset, size, size)):
            struct.pack_into(self.order + word, self.data, header + where, value)

    def trimmed(self) -> bytearray:
        """Without sections: symbols and debugging information stay behind."""
        loads = [part for h in self.headers if (part := self.load(h))]
        end = max([self.end, *(offset + size for offset, size in loads)])
        out = self.data[:end]
        word, at = ("Q", 40) if self.wide else ("I", 32)
        struct.pack_into(self.order + word, out, at, 0)
        struct.pack_into(self.order + "HH", out, 60 if self.wide else 48, 0, 0)
        return out


def is_elf(data: bytes) -> bool:
    return data[:4] == b"\x7fELF" and len(data) > 64


def aligned(size: int) -> int:
    return (size + PAGE - 1) & -PAGE


def pack(modules: list[str], order: str) -> bytes:
    """The block of memory that is the bundle."""
    files: list[bytes] = []
    for i, module in enumerate(modules):
        data = Path(module.partition(" ")[0]).read_bytes()
        files.append(bytes(Elf(data).trimmed()) if i < PROGRAMS and is_elf(data) else data)
    # Command lines begin with the program's name, without its folder.
    lines = [m.partition(" ")[0].rpartition("/")[2] + "".join(m.partition(" ")[1:]) for m in modules]
    texts = [line.encode() + b"\0" for line in lines]
    strings = 16 + 16 * len(files)
    head = strings + sum(map(len, texts))
    table = MAGIC + struct.pack(order + "II", head, len(files))
    start, cmdline = aligned(head), strings
    for data, text in zip(files, texts):
        table += struct.pack(order + "IIII", start, len(data), cmdline, 0)
        start, cmdline = start + aligned(len(data)), cmdline + len(text)
    out = (table + b"".join(texts)).ljust(aligned(head), b"\0")
    for data in files:
        out += data.ljust(aligned(len(data)), b"\0")
    return out


def make(loader: Path, modules: list[str]) -> bytes:
    """The image; a module is a path and what stands behind it on its command line."""
    data = loader.read_bytes()
    if not is_elf(data):
        raise ValueError(f"{loader} is not an ELF file")
    elf = Elf(data)
    for header in elf.headers:
        part = elf.load(header)
        if part and elf.data[part[0] : part[0] + len(MAGIC)] == MAGIC:
            block = pack(modules, elf.order)
            image = elf.trimmed()
            elf.data = image
            offset = aligned(len(image))
            elf.resize(header, offset, len(block))
            return bytes(image.ljust(offset, b"\0") + block)
    raise ValueError(f"{loader} has no room for a bundle")
