# SPDX-License-Identifier: BSD-2-Clause
"""Figures of several processors: what each of them executed between its own marks, as the counter
tells. A line `BENCH metric=... cpu=1 rounds=N stretch=K` is about the K-th stretch between two marks
that this processor executed. With cpus=N it says how many take part in one and the same thing: `here`
are then the instructions of processor 0, `there` of the others together.

And whether processors that have nothing to do with each other cost each other nothing."""

from __future__ import annotations

import re
from typing import Any

from pecan import guest

Figure = dict[str, Any]
LINE = re.compile(r"^BENCH (.*\bcpu=\d+ .*)$", re.M)

# metric: key that says how many are at it, what one may cost more than alone
BESIDE = {"ipc-beside": ("pairs", 0.02), "map-and-unmap-beside": ("working", 0.05)}
NOTHING_SHARED = ("ipc-beside",)


def stretches(marks: list[guest.Counts]) -> dict[int, list[tuple[guest.Counts, guest.Counts]]]:
    """Each processor's, in order."""
    out: dict[int, list[tuple[guest.Counts, guest.Counts]]] = {}
    begun: dict[int, guest.Counts] = {}
    for mark in marks:
        cpu = mark.more["cpu"]
        if cpu in begun:
            out.setdefault(cpu, []).append((begun.pop(cpu), mark))
        else:
            begun[cpu] = mark
    return out


def spent(start: guest.Counts, end: guest.Counts, cpu: int) -> tuple[int, int]:
    """A processor's instructions, and those of the kernel among them."""
    before = start.cpus[cpu] if cpu < len(start.cpus) else (0, 0)
    after = end.cpus[cpu] if cpu < len(end.cpus) else (0, 0)
    return after[0] - before[0], after[1] - before[1]


def printed(result: guest.Result, common: Figure) -> list[Figure]:
    """One object for each line."""
    out: list[Figure] = []
    of = stretches(result.marks)
    for m in LINE.finditer(result.console):
        pairs = (pair.partition("=") for pair in m.group(1).split())
        item: Figure = {k: int(v) if v.isdigit() else v for k, _, v in pairs}
        item |= {k: v for k, v in common.items() if k not in item}
        rounds, at, cpu = item.pop("rounds"), item.pop("stretch"), item["cpu"]
        if at >= len(of.get(cpu, [])):
            continue
        start, end = of[cpu][at]
        together = range(item.get("cpus", 1))
        counts = [spent(start, end, c) for c in together] if "cpus" in item else [spent(start, end, cpu)]
        insns, kernel = (sum(c[i] for c in counts) for i in (0, 1))
        item |= {"insns": round(insns / rounds, 2), "kernel": round(kernel / rounds, 2),
                 "user": round((insns - kernel) / rounds, 2)}  # fmt: skip
        if "cpus" in item:
            del item["cpu"]
            item |= {"here": round(counts[0][0] / rounds, 2),
                     "there": round(sum(c[0] for c in counts[1:]) / rounds, 2)}  # fmt: skip
        else:
            item["shared_lines"] = end.more["shared_lines"]
        out.append(item)
    return out


def judge(figures: list[Figure], expected: bool) -> list[tuple[str, str]]:
    """For each kind its name, and what is wrong with it or nothing."""
    there = {f["metric"] for f in figures}
    out = [(metric, "not measured") for metric in BESIDE if expected and metric not in there]
    for path in sorted({f["path"] for f in figures if f["metric"] in BESIDE}):
        for metric, (key, more) in BESIDE.items():
            about = [f for f in figures if f["metric"] == metric and f["path"] == path]
            alone = [f["insns"] for f in about if f[key] == 1]
            if not about:
                continue
            wrong = [f for f in about if not alone or abs(f["insns"] / alone[0] - 1) > more]
            out.append((f"{metric}-{path}", f"alone {alone}, but {wrong}" if wrong else ""))
            if metric in NOTHING_SHARED:
                wrong = [f for f in about if f["shared_lines"]]
                out.append((f"{metric}-{path}-shares-nothing", f"{wrong}" if wrong else ""))
    return out
