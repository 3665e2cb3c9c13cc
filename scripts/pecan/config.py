# SPDX-License-Identifier: BSD-2-Clause
"""Configurations: reading .config files, and checking that what was asked for was taken."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from . import kconfig

SETTING = re.compile(r"^CONFIG_([A-Za-z0-9_]+)=(.*)$")
UNSET = re.compile(r"^# CONFIG_([A-Za-z0-9_]+) is not set$")


def read(path: Path) -> dict[str, str]:
    """The settings of a .config, defconfig or fragment; what is not set has the value n."""
    out: dict[str, str] = {}
    for line in path.read_text().splitlines():
        if m := SETTING.match(line):
            out[m.group(1)] = m.group(2).strip().strip('"')
        elif m := UNSET.match(line):
            out[m.group(1)] = "n"
    return out


def same(a: str, b: str) -> bool:
    """Whether two values mean the same (0x3F8 and 0x3f8 do)."""
    if a == b:
        return True
    try:
        return int(a, 0) == int(b, 0)
    except ValueError:
        return False


def refused(
    wanted: dict[str, str], got: dict[str, str], top: Path, spared: set[str] | None = None
) -> list[str]:
    """A sentence for every setting of `wanted` that is not so in `got`."""
    lost = [
        n
        for n, v in wanted.items()
        if not same(v, got.get(n, "n")) and not (spared and n in spared)
    ]
    tree = kconfig.Tree(top) if lost or any(n not in got for n in wanted) else None
    out: list[str] = []
    for name, value in wanted.items():
        if tree and name not in tree.symbols:
            near = difflib.get_close_matches(name, tree.symbols, 3, 0.6)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            out.append(f"CONFIG_{name}={value}: there is no such option{hint}")
        elif tree and name in lost:
            out.append(f"CONFIG_{name}={value}: {_why(tree, name, value, wanted, got)}")
    return out


def _why(
    tree: kconfig.Tree, name: str, value: str, wanted: dict[str, str], got: dict[str, str]
) -> str:
    sym = tree.symbols[name]
    now = got.get(name, "n")
    unmet: list[str] = []
    for dep in sym.depends:
        for term in kconfig.split_terms(dep):
            if not kconfig.evaluate(term, got):
                state = ", ".join(f"{s}={got.get(s, 'n')}" for s in kconfig.symbols_in(term))
                unmet.append(f"{term} (now {state})")
    if unmet:
        return "needs " + " and ".join(dict.fromkeys(unmet))
    if not sym.prompts:
        return f"is derived from other options ({sym.where}) and stays {now}"
    if sym.type == "bool" and value not in ("y", "n"):
        return "is a bool: only y and n are possible"
    if now == "y":
        by = [
            s.name
            for s in tree.symbols.values()
            if got.get(s.name) == "y"
            and any(t == name and (not c or kconfig.evaluate(c, got)) for t, c in s.selects)
        ]
        if by:
            return f"stays y because {', '.join(by)} selects it"
    if sym.choice:
        members = tree.choices[sym.choice - 1].members
        chosen = [m for m in members if got.get(m) == "y"]
        also = [m for m in members if m != name and wanted.get(m) == "y"]
        if also:
            return f"only one of {' and '.join([name, *also])} can be y"
        return f"one of a choice has to be y, which is {', '.join(chosen)}"
    for low, high, cond in sym.ranges:
        if not cond or kconfig.evaluate(cond, got):
            return f"must lie within {low} and {high}; it became {now}"
    if sym.type in ("int", "hex"):
        return f"is not a number of type {sym.type}"
    return f"became {now}"
