# SPDX-License-Identifier: BSD-2-Clause
"""Tests of building and configuring: functions test_* in test/build/*.py.

Each is called with a Workshop, a private copy of the source tree in which it may do as it
likes, and raises AssertionError with a sentence if something is not as it should be.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Callable

from .report import Report

COPIED = (
    "Kconfig", "Makefile", "arch", "configs", "include", "kdb", "kernel", "kickstart", "scripts",
    "test", "userland",
)  # fmt: skip


class Workshop:
    """A copy of the sources, and make in it."""

    def __init__(self, source: Path, place: Path, product: str) -> None:
        self.source, self.top, self.product = source, place / "tree", product
        shutil.rmtree(place, ignore_errors=True)
        self.top.mkdir(parents=True)
        for name in COPIED:
            path = source / name
            if path.is_dir():
                skip = shutil.ignore_patterns("__pycache__")
                shutil.copytree(path, self.top / name, symlinks=True, ignore=skip)
            elif path.exists():
                shutil.copy2(path, self.top / name)
        # The generation date is that of the original, not of a copy without history.
        git = ["git", "-C", str(source), "log", "-1", "--format=%ct"]
        date = ""
        if shutil.which("git"):
            date = subprocess.run(
                git, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
            ).stdout.strip()
        self.date = date or "1767225600"

    def make(self, *args: str, **env: str) -> tuple[int, str]:
        """Runs make; answers status and all output."""
        full = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
        full |= {"SOURCE_DATE_EPOCH": self.date, **env}
        run = subprocess.run(
            ["make", *args], cwd=self.top, env=full, text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return run.returncode, run.stdout

    def good(self, *args: str, **env: str) -> str:
        """Runs make, which has to succeed."""
        code, out = self.make(*args, **env)
        assert code == 0, f"make {' '.join(args)} failed: {last(out)}"
        return out

    def bad(self, *args: str, **env: str) -> str:
        """Runs make, which has to fail with a message of its own."""
        code, out = self.make(*args, **env)
        assert code != 0, f"make {' '.join(args)} succeeded"
        return out

    def built(self, folder: str = "") -> str:
        """Configures and builds the product once; answers the object folder's name."""
        folder = folder or f"build/{self.product}"
        if not (self.top / folder / "images").exists():
            self.good(f"{self.product}_defconfig", f"O={folder}")
            self.good("-j2", f"O={folder}", "WERROR=1")
        return folder

    def again(self, folder: str) -> set[str]:
        """Builds once more; answers what was made, as `CC kernel/x.c`."""
        out = self.good(f"O={folder}", "WERROR=1")
        return set(re.findall(r"^  ([A-Z]+ +\S+)", out, re.M))

    def changed(self, name: str, settings: str) -> str:
        """Builds the 64-bit PC with these settings, once; answers the object folder's name."""
        folder = f"build/{name}"
        asked = self.top / folder / "asked.config"
        if asked.exists() and asked.read_text() == settings:
            return folder
        self.good("x86-x64_pc99_defconfig", f"O={folder}")
        (self.top / "configs/probe.config").write_text(settings)
        self.good("probe.config", f"O={folder}")
        config = (self.top / folder / ".config").read_text().splitlines()
        missing = [s for s in settings.splitlines() if s not in config]
        assert not missing, f"not in the configuration: {', '.join(missing)}"
        self.good("-j2", f"O={folder}", f"{folder}/host/insns.so", "all", "WERROR=1")
        asked.write_text(settings)
        return folder

    def boots(self, name: str, settings: str, only: str) -> Path:
        """Runs the boot tests that are named, with these settings; answers the folder of their logs."""
        folder = self.changed(name, settings)
        run = subprocess.run(
            ["test/run", folder, "--no-build", "--only", only], cwd=self.top, text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=dict(os.environ),
        )  # fmt: skip
        bad = "\n".join(li for li in run.stdout.splitlines() if li.startswith("FAILED"))
        assert run.returncode == 0, bad or last(run.stdout)
        return self.top / folder / "log"


def last(text: str) -> str:
    """The last lines of an output, for a message."""
    return " | ".join(text.strip().splitlines()[-4:])


def load(path: Path) -> list[tuple[str, Callable[[Workshop], None]]]:
    spec = importlib.util.spec_from_file_location(f"build_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [(n[5:], f) for n, f in vars(module).items() if n.startswith("test_")]


def run(source: Path, obj: Path, product: str, report: Report) -> None:
    """Runs all functions test_* whose names are wanted."""
    found = [t for p in sorted((source / "test/build").glob("*.py")) for t in load(p)]
    wanted = [(n, f) for n, f in found if report.wants(f"build/{n}")]
    if not wanted:
        return
    place = obj / "boot/workshop"
    shop = Workshop(source, place.absolute(), product)
    for name, function in wanted:
        started = time.monotonic()
        error = ""
        try:
            function(shop)
        except AssertionError as err:
            error = str(err) or "failed"
        except (OSError, ValueError, KeyError) as err:
            error = f"{type(err).__name__}: {err}"
        report.add(f"build/{name}", error, started)
    if not report.failed():
        shutil.rmtree(place, ignore_errors=True)
