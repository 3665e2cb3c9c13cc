# SPDX-License-Identifier: BSD-2-Clause
"""Builds the tests of the whole core (test/unit/core) apart from make: with other flags, or with
some sources replaced. For scripts/coverage and scripts/mutants."""

from __future__ import annotations

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
CORE = Path("test/unit/core")
KMEM = ("kernel/kmem.c", "kernel/kmem_cache.c", "kernel/string.c", "kernel/kmem_stock.c")
WARNINGS = ["-Wall", "-Wextra", "-Wno-unused-parameter"]
SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]


def makefile_words(variable: str, path: Path) -> list[str]:
    """What a Makefile assigns to a variable by := or +=, as it stands there."""
    text = path.read_text().replace("\\\n", " ")
    words: list[str] = []
    for m in re.finditer(rf"^{re.escape(variable)}\s*[:+]?=(.*)$", text, re.M):
        words += m.group(1).split()
    return words


def has_many_cpus(variant: str) -> bool:
    return "-DHOST_SMP=1" in variant_flags(variant)


def kernel_sources(variant: str = "64le") -> list[str]:
    objects = makefile_words("obj-y", TOP / "kernel/Makefile")
    others = makefile_words("host-other-ports", TOP / CORE / "Makefile")
    sources = [f"kernel/{o.removesuffix('.o')}.c" for o in objects if o.endswith(".o")]
    if has_many_cpus(variant):
        for kind in ("src", "kmem-src"):
            sources += makefile_words(f"host-smp-{kind}", TOP / CORE / "Makefile")
    return [s for s in sources if s not in others]


def variant_flags(variant: str) -> list[str]:
    return makefile_words(f"host-variant-{variant}", TOP / CORE / "Makefile")


def tests(variant: str = "64le") -> list[str]:
    """Programs of every variant, and those that only this one has."""
    names = makefile_words("host-tests", TOP / CORE / "Makefile")
    kind = "host-tests-smp" if has_many_cpus(variant) else "host-tests-64"
    return names + makefile_words(kind, TOP / CORE / "Makefile")


def renames() -> list[str]:
    """The allocator's names, as the Makefile's host-rename makes them."""
    text = (TOP / CORE / "Makefile").read_text().replace("\\\n", " ")
    m = re.search(r"^host-rename := \$\(foreach f,(.*),-D", text, re.M)
    assert m, "host-rename has changed its form"
    names = m.group(1).split()
    return [f"-D{n}=real_{n}" for n in names] + ["-D__builtin_memset=real_memset"]


@dataclass
class Build:
    """One folder of objects and programs; `overlay` is looked into before the source tree."""

    out: Path
    includes: Path  # the configuration's generated headers
    variant: str = "64le"
    flags: list[str] = field(default_factory=list)
    overlay: Path | None = None
    sanitize: bool = True
    jobs: int = 2

    def cflags(self) -> list[str]:
        gen = self.includes / "generated/autoconf.h"
        over = [f"-I{self.overlay}"] if self.overlay else []
        return [
            "-std=gnu11", "-g", "-O1", "-fno-omit-frame-pointer", "-fno-strict-aliasing", *WARNINGS,
            *(SANITIZE if self.sanitize else []), *over,
            "-Iinclude", "-Iarch/host/include", "-I.", f"-I{self.includes}",
            "-include", str(gen), "-include", "arch/host/config.h",
            *variant_flags(self.variant), *self.flags,
        ]  # fmt: skip

    def run(self, command: list[str]) -> str:
        done = subprocess.run(command, cwd=TOP, text=True, capture_output=True, check=False)
        return "" if done.returncode == 0 else done.stderr

    def compile(self, source: str, name: str, extra: list[str]) -> str:
        target = self.out / f"{name}.o"
        target.parent.mkdir(parents=True, exist_ok=True)
        found = source
        if self.overlay and (self.overlay / source).exists():
            found = str(self.overlay / source)
        return self.run(["gcc", *self.cflags(), *extra, "-c", "-o", str(target), found])

    def unit(self, name: str, sources: list[str]) -> str:
        path = self.out / f"{name}.c"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f'#include "{s}"\n' for s in sources))
        return str(path)

    def core_jobs(self) -> list[tuple[str, str, list[str]]]:
        names = ("inside_places", "inside", "inside_memory", "inside_user")
        inside = [str(CORE / f"{n}.c") for n in names]
        sources = kernel_sources(self.variant)
        core = self.unit("core", [s for s in sources if s not in KMEM] + inside)
        kmem = self.unit("kmem", [s for s in sources if s in KMEM])
        slices = ["-fsanitize-coverage=trace-pc"] if has_many_cpus(self.variant) else []
        apart = ["-fno-sanitize=address", *renames(), "-include", "kernel/string.h"]
        port = sorted(str(p.relative_to(TOP)) for p in (TOP / "arch/host").glob("*.c"))
        alone = [*port, str(CORE / "world.c")]
        jobs: list[tuple[str, str, list[str]]] = [(core, "core", slices), (kmem, "kmem", apart)]
        return jobs + [(s, f"port/{Path(s).stem}", []) for s in alone]

    def build_core(self, only: list[str] | None = None) -> str:
        """Compiles the core and what stands around it; answers with the compiler's complaint."""
        jobs = [j for j in self.core_jobs() if only is None or j[1] in only]
        with ThreadPoolExecutor(self.jobs) as pool:
            return "".join(pool.map(lambda j: self.compile(*j), jobs))

    def objects(self) -> list[str]:
        return [str(self.out / f"{name}.o") for _, name, _ in self.core_jobs()]

    def build_tests(self, names: list[str]) -> str:
        with ThreadPoolExecutor(self.jobs) as pool:
            return "".join(pool.map(self.build_test, names))

    def build_test(self, name: str) -> str:
        more = makefile_words(f"host-more-{name}", TOP / CORE / "Makefile")
        whole = self.unit(f"whole-{name}", [str(CORE / f"{n}.c") for n in (name, *more)])
        return self.compile(whole, name, []) or self.link(name, self.objects())

    def link(self, name: str, objects: list[str]) -> str:
        return self.run(
            ["gcc", *(SANITIZE if self.sanitize else []), *self.flags, "-o", str(self.out / name),
             str(self.out / f"{name}.o"), *objects, "-lcmocka"]
        )  # fmt: skip
