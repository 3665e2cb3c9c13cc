# SPDX-License-Identifier: BSD-2-Clause
"""Figures of a built configuration: guest instructions and bytes, so that two runs on two
machines agree. test/bench/run writes them down; test/run holds them against test/bench/limits.toml.

IPC: pingpong prints a line `BENCH metric=ipc spaces=inter words=0 insns=149.1` for each figure.
If such a line also says `rounds=N`, the program executed the mark instruction right before and
right after N one-way transfers; then the parts of kernel and users are told apart. Marked
stretches that fit no figure are skipped.

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

from .report import Report

LINE = re.compile(r"^BENCH (.*)$", re.M)


def value(text: str) -> int | float | str:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def parts(marks: list[guest.Counts], rounds: int, insns: float) -> dict[str, Any]:
    """Kernel's and users' parts of the next marked stretch that fits the figure."""
    while len(marks) >= 2:
        start, end = marks.pop(0), marks.pop(0)
        if abs((end.total - start.total) / rounds - insns) <= 1 + insns / 100:
            return {
                "insns_kernel": round((end.kernel - start.kernel) / rounds, 2),
                "insns_user": round((end.user - start.user) / rounds, 2),
            }
    return {}


def ipc_figures(result: guest.Result, common: dict[str, Any]) -> list[dict[str, Any]]:
    """One object for each BENCH line of the root task."""
    out: list[dict[str, Any]] = []
    marks = list(result.marks)
    for m in LINE.finditer(result.console):
        item: dict[str, Any] = {}
        for pair in m.group(1).split():
            key, _, text = pair.partition("=")
            item[key] = value(text)
        item = {**item, **{k: v for k, v in common.items() if k not in item}}
        rounds = item.pop("rounds", 0)
        if rounds:
            item |= parts(marks, rounds, float(item["insns"]))
        out.append(item)
    return out


def boot_figures(
    result: guest.Result, places: dict[str, int], calibration: str
) -> list[dict[str, Any]]:
    """What booting costs, from place to place."""
    out: list[dict[str, Any]] = []
    for start, end in (("kickstart", "kernel"), ("kernel", "root")):
        a, b = result.at.get(places[start]), result.at.get(places[end])
        if a and b:
            told = re.search(calibration, result.console) if end == "root" else None
            waiting = int(told.group(1)) if told else 0
            out.append({"metric": "boot", "from": start, "to": end,
                        "insns": b.total - a.total - waiting, "calibration": waiting})  # fmt: skip
    return out


def size_figures(images: Path, conf: dict[str, str]) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for image in ("kernel", "kickstart", "sigma0", "pingpong"):
        if not (images / image).exists():
            continue
        for section, size in elf.Image(images / image).sizes().items():
            out.append({"metric": "size", "image": image, "section": section,
                        "kdb": conf.get("KDB", "n"), "bytes": size})  # fmt: skip
    return out


def take(obj: Path) -> tuple[list[dict[str, Any]], guest.Result]:
    """Runs pingpong once and answers all figures."""
    images = obj / "images"
    conf = config.read(obj / ".config")
    mach = machine.load(conf)
    places = {
        "kickstart": mach.first_instruction(elf.Image(images / "kickstart")),
        "kernel": mach.first_instruction(elf.Image(images / "kernel")),
        "root": elf.Image(images / "pingpong").entry,
    }
    setup = guest.Setup(
        machine=mach,
        loader=images / "kickstart",
        modules=[str(images / "kernel"), str(images / "sigma0"), f"{images / 'pingpong'} auto"],
        plugin=obj / "host/insns.so",
        budget=4_000_000_000,
        seconds=600,
        at=list(places.values()),
    )
    result = guest.run(setup)
    path = "fast" if conf.get("IPC_FASTPATH") == "y" else "c"
    figures = ipc_figures(result, {"path": path, "abi": mach.abi})
    return figures + boot_figures(result, places, mach.calibration) + size_figures(images, conf), result


def over(limit: dict[str, Any], figures: list[dict[str, Any]]) -> str:
    """What is wrong with the figures a limit is about, or nothing."""
    unit = next(u for u in ("insns", "bytes") if u in limit)
    about = [
        f
        for f in figures
        if all(f.get(k) == v for k, v in limit["match"].items())
        and f.get("words", 0) <= limit.get("words", 1 << 30)
    ]
    if not about:
        return "no such figure was taken"
    worst = max(about, key=lambda f: float(f[unit]))
    if worst[unit] <= limit[unit]:
        return ""
    return f"{worst[unit]:,} {unit}, at most {limit[unit]:,}: {worst}"


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
        figures, result = take(obj)
    except OSError as err:
        report.add("bench/run", f"{err.filename} is missing", started)
        return
    bad = result.status != 0
    report.add("bench/run", f"pingpong {guest.explain(result, 0)}" if bad else "", started)
    for limit in limits:
        report.add(f"bench/{limit['name']}", over(limit, figures))
