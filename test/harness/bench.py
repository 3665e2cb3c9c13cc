# SPDX-License-Identifier: BSD-2-Clause
"""Figures of a built configuration: guest instructions and bytes, so that two runs on two
machines agree. test/bench/run writes them down; test/run holds them against test/bench/limits.toml.

What is measured is the configuration without debugger and assertions (variants.py), and IPC also as
it is configured. The programs print a line `BENCH metric=ipc spaces=inter words=0 insns=149.1` for
each figure. If such a line also says `rounds=N`, the program executed the mark instruction right
before and right after N rounds; then the parts of kernel and users, and what instructions hide, are
told as well. `stretch=K` says that it was the K-th marked stretch; without it the next that fits is
taken, and others are skipped.

Boot: from the loader's first instruction to the kernel's, and from there to the root task's.
Waiting for the clock's calibration, of which the kernel tells the length, is given apart.
"""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path
from typing import Any

from pecan import config, elf, guest, machine

from . import baseline, growth, several, variants
from .report import Report

LINE = re.compile(r"^BENCH (.*)$", re.M)
GROWTH_KMEM = {"x64": "512M"}  # elsewhere the kernel's memory is what the first 240 MB have
SEVERAL = ["-smp", "2"]  # processors for kernels that can have them
MANY = ["-smp", "8"]  # for what they do side by side
Figure = dict[str, Any]
USUAL = {"smp": "n", "cpus": 1}  # what figures that don't say are of
UNITS = ("insns", "kernel", "per_byte", "bytes", *guest.EVENTS)


def value(text: str) -> int | float | str:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def parts(start: guest.Counts, end: guest.Counts, item: Figure, rounds: int) -> Figure:
    """Kernel's and users' parts of a marked stretch, and what instructions hide. The plugin counts
    what a fault or a repeated instruction begins anew once more; so the larger part is what the
    smaller one leaves of the processor's own count."""
    insns = float(item["insns"])
    kernel, user = (end.kernel - start.kernel) / rounds, (end.user - start.user) / rounds
    kernel, user = (insns - user, user) if kernel > user else (kernel, insns - kernel)
    out: Figure = {"kernel": round(kernel, 2), "user": round(user, 2)}
    for name in guest.EVENTS:
        out[name] = round((end.more.get(name, 0) - start.more.get(name, 0)) / rounds, 2)
    if end.more.get("kernel_code_lines"):
        out |= {name: end.more[name] for name in guest.TOUCHED}
    return out


def stretch_of(marks: list[guest.Counts], item: Figure, rounds: int) -> Figure:
    """The parts of the marked stretch that belongs to a figure."""
    if "stretch" in item:
        at = 2 * int(item.pop("stretch"))
        if at + 1 >= len(marks):
            return {}
        start, end = marks[at], marks[at + 1]
        if item.pop("precision", 1) > 1 or item["insns"] < 5:
            # the counter is coarse, or there is none; bench's first stretch is empty
            nothing = 0 if item["metric"] == "ipc" else marks[1].total - marks[0].total
            item["insns"] = round((end.total - start.total - nothing) / rounds, 2)
        return parts(start, end, item, rounds)
    while len(marks) >= 2:
        start, end = marks.pop(0), marks.pop(0)
        insns = float(item["insns"])
        if abs((end.total - start.total) / rounds - insns) <= 1 + insns / 100:
            return parts(start, end, item, rounds)
    return {}


def printed(result: guest.Result, common: Figure) -> list[Figure]:
    """One object for each BENCH line of the root task."""
    out: list[Figure] = []
    marks = list(result.marks)
    for m in LINE.finditer(result.console):
        item: Figure = {}
        for pair in m.group(1).split():
            key, _, text = pair.partition("=")
            item[key] = value(text)
        item = {**item, **{k: v for k, v in common.items() if k not in item}}
        rounds = int(item.pop("rounds", 0))
        if item["metric"] == "ipc" and item["insns"] < 5:
            # no counter but a clock: pingpong measures two pairings, each after a warming-up
            each = len(result.marks) // 4
            item["stretch"] = (item["spaces"] == "intra") * each + 1 + item["words"]
        if rounds:
            item |= stretch_of(marks, item, rounds)
        item.pop("stretch", None)
        if item["metric"] == "string":
            item["per_byte"] = round(float(item["insns"]) / item["size"], 4)
        out.append(item)
    return out


def boot_figures(
    result: guest.Result, places: dict[str, int], calibration: str, common: Figure
) -> list[Figure]:
    """What booting costs, from place to place."""
    out: list[Figure] = []
    for start, end in (("kickstart", "kernel"), ("kernel", "root")):
        a, b = result.at.get(places[start]), result.at.get(places[end])
        if a and b:
            told = re.search(calibration, result.console) if end == "root" else None
            waiting = int(told.group(1)) if told else 0
            out.append({"metric": "boot", "from": start, "to": end,
                        "insns": b.total - a.total - waiting, "calibration": waiting, **common})  # fmt: skip
    return out


def size_figures(images: Path, names: tuple[str, ...], conf: dict[str, str]) -> list[Figure]:
    out: list[Figure] = []
    for image in names:
        if not (images / image).exists():
            continue
        for section, size in elf.Image(images / image).sizes().items():
            out.append({"metric": "size", "image": image, "section": section,
                        "kdb": conf.get("KDB", "n"), "bytes": size})  # fmt: skip
    return out


class Bench:
    """All runs of one configuration."""

    def __init__(self, top: Path, obj: Path) -> None:
        self.obj = obj
        self.conf = config.read(obj / ".config")
        self.machine = machine.load(self.conf)
        self.variants = variants.build(top, obj)
        self.failures: list[str] = []
        self.figures: list[Figure] = []

    def run(self, kernel: Path, programs: Path, root: str, **options: Any) -> guest.Result:
        images = programs / "images"
        image = elf.Image(kernel)
        # with 32 bits programs have more than the lower half; with 64 the kernel has code below its
        # image (MIPS: the vectors)
        base = max(v & -(1 << 28) for v, _, _ in image.loads) if self.machine.bits == 32 else 0
        try:
            stubs = (image.symbol("image_stubs"), image.symbol("image_stubs_end"))
        except ValueError:
            stubs = None
        setup = guest.Setup(
            machine=self.machine, loader=images / "kickstart",
            modules=[str(kernel), str(images / "sigma0"), f"{images}/{root}"],
            plugin=self.obj / "host/insns.so", kernel_base=base, user_code=stubs,
            budget=40_000_000_000, seconds=900, **options,
        )  # fmt: skip
        result = guest.run(setup)
        if result.status != 0:
            self.failures.append(f"{root} {guest.explain(result, setup.budget)}")
        elif not LINE.search(result.console):
            self.failures.append(f"{root} took no figure: {result.stderr.strip()}")
        return result

    def common(self, conf: dict[str, str]) -> Figure:
        path = "fast" if conf.get("IPC_FASTPATH") == "y" else "c"
        return {"path": path, "abi": self.machine.abi, "smp": conf.get("SMP", "n"),
                "kdb": conf.get("KDB", "n"), "kassert": conf.get("KASSERT", "n")}  # fmt: skip

    def ipc(self) -> None:
        for v in self.variants:
            kernel = v.obj / "images/kernel"
            result = self.run(kernel, v.programs, "pingpong auto", touched=True,
                              qemu_args=SEVERAL if v.smp else [])  # fmt: skip
            self.figures += printed(result, self.common(v.conf))

    def as_configured(self) -> None:
        """IPC and boot of what is configured; IPC under another name if that differs."""
        images = self.obj / "images"
        places = {
            "kickstart": self.machine.first_instruction(elf.Image(images / "kickstart")),
            "kernel": self.machine.first_instruction(elf.Image(images / "kernel")),
            "root": elf.Image(images / "pingpong").entry,
        }
        result = self.run(images / "kernel", self.obj, "pingpong auto", at=list(places.values()))
        if any(self.conf.get(n, "n") != v for n, v in variants.PRODUCT.items()):
            for figure in printed(result, self.common(self.conf)):
                self.figures.append({**figure, "metric": f"{figure['metric']}_as_configured"})
        options = {k.lower(): self.conf.get(k, "n") for k in (*variants.PRODUCT, "VERBOSE_INIT")}
        if self.conf.get("SMP", "n") == "y":
            options["smp"] = "y"
        self.figures += boot_figures(result, places, self.machine.calibration, options)
        self.figures += size_figures(images, ("kernel", "kickstart", "sigma0", "pingpong"), self.conf)
        if self.conf.get("KDB", "n") == "y":
            v = self.variants[0]
            self.figures += size_figures(v.obj / "images", ("kernel",), v.conf)

    def others(self) -> None:
        """What the program bench measures; how costs grow, of the first kernel."""
        if not (self.variants[0].programs / "images/bench").exists():
            return
        for v in self.variants:
            if v.path != self.variants[0].path:
                continue
            args = ["-rtc", "clock=vm", *(SEVERAL if v.smp else [])]
            result = self.run(v.obj / "images/kernel", v.programs, "bench", touched=True, qemu_args=args)
            self.figures += printed(result, self.common(v.conf))
        v = self.variants[0]
        kmem = "kmem=" + GROWTH_KMEM.get(self.machine.abi, "200M")
        result = self.run(v.obj / "images/kernel", v.programs, "bench growth", memory="1G", loader_args=kmem)
        self.figures += printed(result, self.common(v.conf))

    def side_by_side(self) -> None:
        """What several processors do, if the product has them."""
        if self.conf.get("SMP", "n") != "y":
            return
        for v in (v for v in self.variants if v.smp):
            for program in variants.programs_of(self.conf):
                if program != "pingpong" and v.path != self.variants[0].path:
                    continue
                kernel = v.obj / "images/kernel"
                result = self.run(kernel, self.obj, f"{program} cpus", shared=1, qemu_args=MANY)
                self.figures += several.printed(result, self.common(v.conf))


def take(top: Path, obj: Path) -> tuple[list[Figure], list[str]]:
    """All figures, and what went wrong."""
    bench = Bench(top, obj)
    bench.ipc()
    bench.as_configured()
    bench.others()
    bench.side_by_side()
    return bench.figures, bench.failures


def beyond(limit: Figure, figures: list[Figure]) -> str:
    """What is wrong with messages that grow by more a word than they may, or nothing."""
    keys = ("spaces", "path", "abi", "smp")
    least = {tuple(f[k] for k in keys): f["insns"] for f in figures if f["words"] == limit["above"]}
    for f in (f for f in figures if f["words"] > limit["above"]):
        more = f["insns"] - least[tuple(f[k] for k in keys)]
        allowed = limit["more"] + limit["each"] * (f["words"] - limit["above"] - 1)
        if more > allowed + 1:  # that is what a tick brings
            return f"{more:g} more than {limit['above']} words, at most {allowed}: {f}"
    return ""


def over(limit: Figure, figures: list[Figure]) -> str:
    """What is wrong with the figures a limit is about, or nothing."""
    about = [
        f
        for f in figures
        if all(f.get(k, USUAL.get(k)) == v for k, v in limit["match"].items())
        and f.get("words", 0) <= limit.get("words", 1 << 30)
    ]
    if not about:
        return "no such figure was taken"
    for unit in (u for u in UNITS if u in limit):
        # half an event is what a tick or a fault in the middle of many rounds brings
        allowed = limit[unit] + (0.5 if unit in guest.EVENTS else 0)
        worst = max(about, key=lambda f: float(f.get(unit, 1e9)))
        if worst.get(unit, 1e9) > allowed:
            return f"{worst.get(unit, 'no'):,} {unit}, at most {limit[unit]:,}: {worst}"
    return beyond(limit, about) if "above" in limit else ""


def check(top: Path, obj: Path, conf: dict[str, str], report: Report) -> None:
    """Holds the figures against the limits that apply to the configuration."""
    with open(top / "test/bench/limits.toml", "rb") as f:
        limits = tomllib.load(f)["limit"]
    limits = [
        li
        for li in limits
        if report.wants(f"bench/{li['name']}")
        and all((conf.get(n.lstrip("!"), "n") == "y") != n.startswith("!") for n in li["requires"])
    ]
    if not limits:
        return
    started = time.monotonic()
    try:
        figures, failures = take(top, obj)
    except OSError as err:
        report.add("bench/run", f"{err.filename}: {err.strerror}", started)
        return
    report.add("bench/run", "; ".join(failures), started)
    told, worse = baseline.compare(baseline.file_for(top, conf), baseline.named(figures))
    for line in told:
        print(f"        changed {line}")
    report.add("bench/baseline", "; ".join(worse))
    for limit in limits:
        report.add(f"bench/{limit['name']}", over(limit, figures))
    for name, wrong in growth.judge(figures):
        report.add(f"bench/growth/{name}", wrong)
    for name, wrong in several.judge(figures, conf.get("SMP") == "y"):
        report.add(f"bench/processors/{name}", wrong)
