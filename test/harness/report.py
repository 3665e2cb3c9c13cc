# SPDX-License-Identifier: BSD-2-Clause
"""Collects the results of checks: a line each on the terminal, and a JUnit file."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Check:
    """One result. An empty error means passed."""

    name: str
    error: str
    seconds: float
    log: str


class Report:
    """All results of one run."""

    def __init__(self, obj: Path, only: str, repeat: str) -> None:
        self.obj = obj
        self.only = re.compile(only)
        self.repeat = repeat
        self.checks: list[Check] = []

    def wants(self, group: str) -> bool:
        """Whether the selection can name a check of this test (`boot/l4test`)."""
        pattern = self.only.pattern
        if not pattern or self.only.search(group):
            return True
        plain = re.sub(r"[\^$\\]", "", pattern)
        return plain.startswith(group + "/")

    def add(self, name: str, error: str = "", started: float = 0.0, log: str = "") -> None:
        """Notes one result and prints its line at once."""
        seconds = time.monotonic() - started if started else 0.0
        self.checks.append(Check(name, error, seconds, log))
        took = f"  ({seconds:.1f} s)" if seconds >= 0.1 else ""
        if not error:
            print(f"ok      {name}{took}", flush=True)
            return
        print(f"FAILED  {name}: {error}", flush=True)
        print(f"        repeat: {self.repeat} ONLY='^{self.group(name)}'", flush=True)
        if log:
            print(f"        log:    {log}", flush=True)

    @staticmethod
    def group(name: str) -> str:
        """The part of a name that can be run: single tests of a root task run together."""
        return "/".join(name.split("/")[:2])

    def failed(self) -> int:
        return sum(1 for c in self.checks if c.error)

    def finish(self) -> int:
        """Writes check.xml, prints the last line, and answers the exit status."""
        suites = ET.Element("testsuites")
        by_suite: dict[str, list[Check]] = {}
        for c in self.checks:
            by_suite.setdefault(c.name.split("/")[0], []).append(c)
        for suite, checks in by_suite.items():
            el = ET.SubElement(
                suites, "testsuite", name=suite, tests=str(len(checks)),
                failures=str(sum(1 for c in checks if c.error)),
            )  # fmt: skip
            for c in checks:
                case = ET.SubElement(
                    el, "testcase", classname=suite, name=c.name, time=f"{c.seconds:.2f}"
                )
                if c.error:
                    ET.SubElement(case, "failure", message=c.error).text = c.log
        ET.ElementTree(suites).write(self.obj / "check.xml", "utf-8", xml_declaration=True)
        failed = self.failed()
        print(f"{len(self.checks) - failed} passed, {failed} failed", flush=True)
        return 1 if failed or not self.checks else 0
