# SPDX-License-Identifier: BSD-2-Clause
"""Kernels to measure: the configuration as products have it, without debugger and assertions, once
with the fast path of IPC and once without; for one processor, and for several where the port offers
that. They are built in folders of their own below the configuration's, whose settings are left
alone."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pecan import config

PRODUCT = {"KDB": "n", "KASSERT": "n", "SMP": "n"}


@dataclass
class Variant:
    """A built kernel, and the folder whose programs go with it."""

    path: str  # "fast" or "c"
    smp: bool
    obj: Path
    programs: Path
    conf: dict[str, str]


def settings(text: str, changes: dict[str, str]) -> str:
    """A .config with some options changed."""
    lines = [
        line
        for line in text.splitlines()
        if not any(line.startswith((f"CONFIG_{n}=", f"# CONFIG_{n} ")) for n in changes)
    ]
    lines += [f"# CONFIG_{n} is not set" if v == "n" else f"CONFIG_{n}={v}" for n, v in changes.items()]
    return "\n".join(lines) + "\n"


def run(command: list[str], top: Path) -> None:
    env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "O")}
    done = subprocess.run(command, cwd=top, env=env, text=True, capture_output=True, check=False)
    if done.returncode:
        last = " / ".join((done.stdout + done.stderr).splitlines()[-3:])
        raise OSError(0, last, " ".join(command))


def configure(top: Path, obj: Path, folder: Path, changes: dict[str, str]) -> None:
    """Only if something differs from last time, so that nothing is built in vain."""
    wanted = settings((obj / ".config").read_text(), changes)
    folder.mkdir(parents=True, exist_ok=True)
    asked = folder / "asked.config"
    if asked.exists() and asked.read_text() == wanted and (folder / ".config").exists():
        return
    (folder / ".config").write_text(wanted)
    run(["scripts/configure", "olddefconfig", str(folder)], top)
    asked.write_text(wanted)


def programs_of(conf: dict[str, str]) -> list[str]:
    return [n for n in ("pingpong", "bench") if conf.get(f"APP_{n.upper()}") == "y"]


def build(top: Path, obj: Path) -> list[Variant]:
    """For one processor first, and fast first; all programs are those of the first."""
    conf = config.read(obj / ".config")
    paths = ["fast", "c"] if "IPC_FASTPATH" in conf else ["c"]
    out: list[Variant] = []
    for smp in (False, True) if "SMP" in conf else (False,):
        for path in paths:
            folder = obj / "bench" / (f"{path}-smp" if smp else path)
            changes = {n: v for n, v in PRODUCT.items() if n in conf}
            changes["VERBOSE_INIT"] = "n"  # as configs/release.config has it
            if smp:
                changes["SMP"] = "y"
            if len(paths) > 1:
                changes["IPC_FASTPATH"] = "y" if path == "fast" else "n"
            configure(top, obj, folder, changes)
            if smp and config.read(folder / ".config").get("SMP") != "y":
                continue  # not with what else is chosen
            names = ["kernel"] if out else ["kernel", "kickstart", "sigma0", *programs_of(conf)]
            run(["make", "-j2", f"O={folder}", *(f"{folder}/images/{n}" for n in names)], top)
            programs = out[0].programs if out else folder
            out.append(Variant(path, smp, folder, programs, config.read(folder / ".config")))
    return out
