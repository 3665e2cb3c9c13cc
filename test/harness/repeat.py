# SPDX-License-Identifier: BSD-2-Clause
"""Root tasks repeated on several processors, in both of QEMU's ways of running them: it turns from one
to the next and counts instructions, or each has a thread of the host. `test/smp` runs any, the
long check those below."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pecan import config, machine

MODES = {"icount": ["-icount", "shift=0,sleep=off"], "threads": ["-accel", "tcg,thread=multi"]}
AT_ONCE = {"icount": 1, "threads": 5}  # l4test is patient there: it mostly sleeps
DONE = re.compile(r"^TESTS DONE [1-9]\d* ok 0 failed", re.M)
FAILED = re.compile(r"^TEST .*FAILED.*$|^panic.*$", re.M)


@dataclass
class Series:
    name: str
    root: str  # {n} is the number of the run
    cpus: int
    mode: str
    times: int
    seconds: int  # after which a run stands still
    at_once: int = 1


def long_series() -> Iterator[Series]:
    """What a configuration for several processors has to get through without one failure."""
    for cpus in (2, 4, 8):
        for mode in MODES:
            yield Series(f"l4test-{cpus}-{mode}", "l4test auto", cpus, mode, 5, 1800, AT_ONCE[mode])
    for mode in MODES:
        groups = "l4test auto smp smp-threads smp-memory"
        yield Series(f"groups-{mode}", groups, 4, mode, 50, 900, AT_ONCE[mode])
    for mode, ms in (("threads", 300000), ("icount", 10000)):
        yield Series(f"stress-{mode}", f"smpstress auto ms={ms} seed={{n}}", 4, mode, 1, 1800)


def once(obj: Path, series: Series, n: int) -> tuple[str, str]:
    """An empty string, or what went wrong; and the console."""
    images = obj / "images"
    root = series.root.replace("{n}", str(n)).split()
    if series.mode == "threads" and root[0] == "l4test":
        root.insert(1, "patient")
    m = machine.load(config.read(obj / ".config"))
    cmd = m.command() + ["-display", "none", "-serial", "stdio", *MODES[series.mode]]
    modules = [f"{images}/kernel", f"{images}/sigma0", f"{images}/{' '.join(root)}"]
    cmd += [*m.image(images / "kickstart", "", modules), "-smp", str(series.cpus)]
    try:
        done = subprocess.run(cmd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False,
                              stderr=subprocess.STDOUT, timeout=series.seconds)  # fmt: skip
    except subprocess.TimeoutExpired as end:
        return f"not done after {series.seconds} seconds", (end.stdout or b"").decode("latin-1")
    console = done.stdout.decode("latin-1")
    if bad := FAILED.search(console):
        return bad.group(), console
    return "" if DONE.search(console) else "no end: " + console[-200:], console


def runs(obj: Path, series: Series) -> Iterator[tuple[int, str]]:
    """The number of each run, and an empty string or what went wrong: then the console is kept."""
    numbers = range(1, series.times + 1)
    with ThreadPoolExecutor(series.at_once) as pool:
        for n, (what, console) in zip(numbers, pool.map(lambda n: once(obj, series, n), numbers)):
            if what:
                log = obj / "log" / f"smp-{series.name}-{n}.txt"
                log.parent.mkdir(exist_ok=True)
                log.write_text(console)
            yield n, what
