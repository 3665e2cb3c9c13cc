# SPDX-License-Identifier: BSD-2-Clause
"""Compares figures with those stored in test/bench/baseline, one file per defconfig. A change of
more than 2 % is told, for the better or the worse; for the worse by more than 10 % it is a failure.
test/bench/run OBJDIR --store writes the file anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pecan import config, guest

TELL, FAIL = 0.02, 0.10
LEAST = 3.0  # of anything: below, a percentage says nothing
STOCK = 700.0  # a processor of several fills or empties its stock of objects, once in a while
HIDDEN = guest.EVENTS + guest.TOUCHED
NOT_NAMES = {"insns", "bytes", "kernel", "user", "per_byte", "calibration",
             "here", "there", "shared_lines"}  # fmt: skip


def file_for(top: Path, conf: dict[str, str]) -> Path:
    """That of the defconfig which says most of what is so in this configuration."""
    best = f"{conf['PRODUCT_ARCH']}_{conf['PLATFORM']}"
    most = 0
    for path in sorted((top / "configs").glob(f"{conf['PRODUCT_ARCH']}_*_defconfig")):
        settings = config.read(path)
        if len(settings) > most and all(conf.get(n, "n") == v for n, v in settings.items()):
            best, most = path.name.removesuffix("_defconfig"), len(settings)
    return top / "test/bench/baseline" / f"{best}.json"


def unit(figure: dict[str, Any]) -> str:
    return "bytes" if "bytes" in figure else "insns"


def name(figure: dict[str, Any]) -> str:
    """What was measured, without what came out."""
    keys = [k for k in figure if k not in NOT_NAMES and k not in HIDDEN]
    return " ".join(f"{k}={figure[k]}" for k in keys)


def named(figures: list[dict[str, Any]]) -> dict[str, float]:
    return {name(f): float(f[unit(f)]) for f in figures
            if not str(f["metric"]).endswith("_as_configured")}  # fmt: skip


def store(path: Path, figures: dict[str, float]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f"{json.dumps(n)}: {v:g}" if v < 1e5 else f"{json.dumps(n)}: {v:.0f}"
                       for n, v in figures.items())  # fmt: skip
    path.write_text("{\n" + lines + "\n}\n")


def compare(path: Path, figures: dict[str, float]) -> tuple[list[str], list[str]]:
    """Lines to print, and those among them that are failures. Without a file: none."""
    if not path.exists():
        return [], []
    told: list[str] = []
    worse: list[str] = []
    for what, before in json.loads(path.read_text()).items():
        now = figures.get(what)
        if now is None:
            told.append(f"no longer taken: {what}")
            continue
        if before <= 0 or abs(now - before) < LEAST:
            continue
        change = (now - before) / before
        line = f"{change:+.1%}  {before:,g} -> {now:,g}  {what}"
        if abs(change) > TELL:
            told.append(line)
        once = "smp=y" in what and " depth=" in what  # the others are of many rounds
        if change > FAIL and now - before > (STOCK if once else 0):
            worse.append(line)
    return told, worse
