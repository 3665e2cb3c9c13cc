# SPDX-License-Identifier: BSD-2-Clause
"""Unit tests: cmocka programs of the building machine, one check for each of their tests."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

from .report import Report

FIGURE = re.compile(r"^# (\d.*)", re.M)
TAP = re.compile(r"^(not )?ok \d+ - (\S+)", re.M)


def run(obj: Path, programs: list[Path], report: Report, seconds: int = 300) -> None:
    """Runs each program and reports its tests as unit/<program>/<test>."""
    env = {**os.environ, "CMOCKA_MESSAGE_OUTPUT": "TAP"}
    for program in programs:
        name = f"unit/{program.name}"
        if not report.wants(name):
            continue
        started = time.monotonic()
        try:
            done = subprocess.run(
                [program], env=env, text=True, timeout=seconds, check=False,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            output, code = done.stdout, done.returncode
        except subprocess.TimeoutExpired:
            output, code = f"did not end within {seconds} s", -1
        log = obj / "log" / f"unit-{program.name}.txt"
        log.parent.mkdir(exist_ok=True)
        log.write_text(output)
        for figure in FIGURE.findall(output):
            print(f"        {program.name}: {figure}")
        failed = 0
        for m in TAP.finditer(output):
            failed += bool(m.group(1))
            report.add(f"{name}/{m.group(2)}", "failed" if m.group(1) else "", log=str(log))
        if code and not failed:
            lines = output.strip().splitlines() or ["no output"]
            hint = next((li for li in lines if "ERROR:" in li or "runtime error" in li), lines[-1])
            report.add(name, f"ended with status {code}: {hint.strip()}", started, str(log))
        elif not TAP.search(output):
            report.add(name, "no test was run", started, str(log))
