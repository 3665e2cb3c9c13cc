# SPDX-License-Identifier: BSD-2-Clause
"""Reads what the tools need to know of an ELF image: entry, sizes, symbols."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

ALLOC, WRITE, NOBITS, SYMTAB = 2, 1, 8, 2


@dataclass
class Section:
    """One section header."""

    type: int
    flags: int
    addr: int
    offset: int
    size: int
    link: int


class Image:
    """An ELF file of either word size and byte order."""

    def __init__(self, path: Path) -> None:
        self.data = data = path.read_bytes()
        if data[:4] != b"\x7fELF":
            raise ValueError(f"{path} is no ELF file")
        self.wide = data[4] == 2
        self.order = "<" if data[5] == 1 else ">"
        word = "Q" if self.wide else "I"
        self.entry, phoff, shoff = self.unpack(f"{word}{word}{word}", 24)
        (phentsize, phnum, shentsize, shnum) = self.unpack("HHHH", 54 if self.wide else 42)
        self.loads: list[tuple[int, int, int]] = []  # virtual, physical, size
        for i in range(phnum):
            at = phoff + i * phentsize
            if self.wide:
                kind, _, _, vaddr, paddr, _, size = self.unpack("IIQQQQQ", at)
            else:
                kind, _, vaddr, paddr, _, size = self.unpack("IIIIII", at)
            if kind == 1:
                self.loads.append((vaddr, paddr, size))
        self.sections = [self.section(shoff + i * shentsize, word) for i in range(shnum)]

    def unpack(self, form: str, offset: int) -> tuple[int, ...]:
        return struct.unpack_from(self.order + form, self.data, offset)

    def section(self, at: int, word: str) -> Section:
        w = word
        _, kind, flags, addr, offset, size, link = self.unpack(f"II{w}{w}{w}{w}I", at)
        return Section(kind, flags, addr, offset, size, link)

    def symbols(self, prefix: str) -> dict[str, int]:
        """The addresses of all symbols whose names begin so."""
        form, size = ("IBBHQQ", 24) if self.wide else ("IIIBBH", 16)
        found: dict[str, int] = {}
        for table in (s for s in self.sections if s.type == SYMTAB):
            names = self.sections[table.link].offset
            for at in range(table.offset, table.offset + table.size, size):
                fields = self.unpack(form, at)
                start = names + fields[0]
                if self.data.startswith(prefix.encode(), start):
                    name = self.data[start : self.data.index(b"\0", start)].decode()
                    found.setdefault(name, fields[4] if self.wide else fields[1])
        return found

    def symbol(self, name: str) -> int:
        """The address of a symbol."""
        found = self.symbols(name)
        if name not in found:
            raise ValueError(f"there is no symbol {name}")
        return found[name]

    def file_offset(self, address: int) -> int:
        """Where in the file the bytes at an address of the image are."""
        for s in self.sections:
            if s.flags & ALLOC and s.type != NOBITS and s.addr <= address < s.addr + s.size:
                return address - s.addr + s.offset
        raise ValueError(f"{address:#x} is in no section")

    def physical_entry(self) -> int:
        """The address a loader jumps to."""
        for vaddr, paddr, size in self.loads:
            if vaddr <= self.entry < vaddr + size:
                return self.entry - vaddr + paddr
        return self.entry

    def sizes(self) -> dict[str, int]:
        """Bytes of text (code and constants), data and bss, as size(1) sums them up."""
        out = {"text": 0, "data": 0, "bss": 0}
        for s in self.sections:
            if s.flags & ALLOC:
                kind = "bss" if s.type == NOBITS else "data" if s.flags & WRITE else "text"
                out[kind] += s.size
        return out
