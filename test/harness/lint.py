# SPDX-License-Identifier: BSD-2-Clause
"""Static checks: the rules of the house, the tools' own types, and what compilers and checkers
know about C. Findings that are none stand in scripts/lint/suppressions.toml with their reasons.

The slow ones run in `make check-long` and in continuous integration.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import time
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from .report import Report

SHOWN = 8
PYTHON = ("scripts", "test")
SHELL = ("scripts/bootstrap", ".ci/run")
CPPCHECK = (
    "--quiet", "--enable=warning,style,performance,portability", "--inline-suppr", "--std=c11",
    "--suppress=clarifyCalculation", "--suppress=variableScope",
    "--template={file}:{line}: {severity}: {message} [{id}]",
)  # fmt: skip
FINDING = re.compile(r"^(?:(\S+?):(\d+)(?::\d+)?|cc1): (?:warning|error|style|performance|portability): (.*) \[([^\]]+)\]$")


@dataclass
class Finding:
    """One line of a checker."""

    path: str
    line: int
    text: str
    id: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text} [{self.id}]"


class Lint:
    """The static checks of one configuration."""

    def __init__(self, top: Path, obj: Path, report: Report) -> None:
        self.top, self.obj, self.report = top, obj, report
        self.env = {**os.environ, "MYPYPATH": "scripts:test"}
        with open(top / "scripts/lint/suppressions.toml", "rb") as f:
            self.suppressed = tomllib.load(f)["suppress"]

    def run(self, slow: bool) -> None:
        checks: list[tuple[str, str, Callable[[], tuple[str, int]]]] = [
            ("floors", "", self.floors),
            ("exits", "", self.exits),
            ("conformance", "", self.conformance),
            ("mutants", "", self.mutants),
            ("contract", "", self.contract),
            ("docs", "", self.docs),
            ("python", "mypy", self.python),
            ("shell", "shellcheck", self.shell),
            ("cppcheck", "cppcheck", self.cppcheck),
        ]
        if slow:
            checks += [("gcc", "", self.gcc), ("clang-tidy", "clang-tidy", self.clang_tidy)]
        for name, package, check in checks:
            if not self.report.wants(f"lint/{name}"):
                continue
            started = time.monotonic()
            log = self.obj / "log" / f"lint-{name}.txt"
            log.parent.mkdir(exist_ok=True)
            if package and not shutil.which(package):
                self.report.add(f"lint/{name}", f"{package} is not installed: apt install {package}")
                continue
            output, count = check()
            log.write_text(output)
            lines = output.strip().splitlines()
            error = "; ".join(lines[:SHOWN]) + (" ..." if len(lines) > SHOWN else "")
            self.report.add(f"lint/{name}", error if count else "", started, str(log) if count else "")

    def call(self, *command: str) -> tuple[int, str]:
        run = subprocess.run(
            command, cwd=self.top, env=self.env, text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return run.returncode, run.stdout

    def simple(self, *command: str) -> tuple[str, int]:
        code, output = self.call(*command)
        return output or f"{command[0]} ended with status {code}", code

    def floors(self) -> tuple[str, int]:
        return self.simple("scripts/check-floors")

    def contract(self) -> tuple[str, int]:
        return self.simple("scripts/check-contract")

    def exits(self) -> tuple[str, int]:
        return self.simple("scripts/check-exits")

    def conformance(self) -> tuple[str, int]:
        return self.simple("scripts/check-conformance")

    def mutants(self) -> tuple[str, int]:
        """Whether those that `make mutants` plants fit the code."""
        return self.simple("scripts/mutants", str(self.obj), "--places")

    def docs(self) -> tuple[str, int]:
        return self.simple("scripts/check-docs")

    def python(self) -> tuple[str, int]:
        found = (p for d in PYTHON for p in sorted((self.top / d).rglob("*")) if p.is_file())
        files = [p for p in found if p.suffix == ".py" or p.open("rb").read(18) == b"#!/usr/bin/python3"]
        # gdb brings its own module along
        names = [str(p.relative_to(self.top)) for p in files if p.parent.name != "gdb"]
        names = [n for n in names if not n.endswith("__init__.py")]
        cache = f"--cache-dir={(self.obj / 'log/mypy').absolute()}"
        command = ["mypy", "--strict", "--no-error-summary", "--scripts-are-modules", cache]
        # Programs of one name can't be checked at once.
        later = [n for i, n in enumerate(names) if Path(n).name in {Path(m).name for m in names[:i]}]
        runs = [self.call(*command, *part) for part in ([n for n in names if n not in later], *([n] for n in later))]
        return "".join(out for _, out in runs), max(code for code, _ in runs)

    def shell(self) -> tuple[str, int]:
        return self.simple("shellcheck", *SHELL)

    def commands(self) -> list[tuple[str, list[str]]]:
        """The C files of the configuration and how they are compiled."""
        entries = json.loads((self.obj / "compile_commands.json").read_text())
        return [(e["file"], shlex.split(e["command"])) for e in entries if e["file"].endswith(".c")]

    def judge(self, tool: str, output: str) -> tuple[str, int]:
        left = sorted({str(f) for f in self.findings(output) if not self.is_suppressed(tool, f)})
        return "\n".join(left), len(left)

    def findings(self, output: str) -> Iterator[Finding]:
        for line in output.splitlines():
            if m := FINDING.match(line):
                path = m[1] or "?"
                if path.startswith("/"):
                    path = os.path.relpath(path, self.top)
                name = m[4].removeprefix("-Wanalyzer-").split(",")[0]
                yield Finding(os.path.normpath(path), int(m[2] or 0), m[3], name)

    def is_suppressed(self, tool: str, found: Finding) -> bool:
        return any(
            s["tool"] == tool
            and s["id"] == found.id
            and found.path.startswith(s.get("path", ""))
            and s.get("text", "") in found.text
            for s in self.suppressed
        )

    def cppcheck(self) -> tuple[str, int]:
        project = f"--project={self.obj / 'compile_commands.json'}"
        options = f"--include={self.obj / 'include/generated/autoconf.h'}"  # it overlooks -include
        return self.judge("cppcheck", self.call("cppcheck", *CPPCHECK, options, project)[1])

    def gcc(self) -> tuple[str, int]:
        """gcc's analyzer, on each file alone."""

        def one(command: list[str]) -> str:
            kept = [a for a in command if a not in ("-c", "-Werror")]
            extra = ["-fanalyzer", "-fdiagnostics-plain-output", "-S", "-o", "/dev/null"]
            out = self.call(*kept, *extra)[1]
            return re.sub(r" \[CWE-\d+\]", "", out)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return self.judge("gcc", "".join(pool.map(one, (c for _, c in self.commands()))))

    def clang_tidy(self) -> tuple[str, int]:
        config = f"--config-file={self.top / 'scripts/lint/clang-tidy.yaml'}"
        files = [f for f, _ in self.commands()]

        def some(part: list[str]) -> str:
            if not part:
                return ""
            # clang knows its own names for some of gcc's options, and others not at all
            quiet = ("--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-unused-command-line-argument",
                     "--extra-arg=-Wno-ignored-optimization-argument")  # fmt: skip
            return self.call("clang-tidy", "--quiet", "-p", str(self.obj), config, *quiet, *part)[1]

        count = os.cpu_count() or 1
        with ThreadPoolExecutor(count) as pool:
            parts = pool.map(some, (files[i::count] for i in range(count)))
            return self.judge("clang-tidy", "".join(parts))


def run(top: Path, obj: Path, report: Report, slow: bool) -> None:
    """Runs those that are wanted."""
    Lint(top, obj, report).run(slow)
