# SPDX-License-Identifier: BSD-2-Clause
"""Decides whether costs grow as they may: what stands beside many others costs as much as beside
few; what is done to each of many is linear. Curves are told apart by all keys but the one they run
over."""

from __future__ import annotations

from typing import Any

from .baseline import STOCK

Figure = dict[str, Any]
Points = list[tuple[float, float]]

# A slab that comes anew, blocks of memory that are parted and joined again, or a tick fall into one
# measurement and not into the next; what grows shows in the last two.
END, BUMP, SLACK = 1.08, 1.25, 6.0
LINEAR = 1.25
FEW = 8  # of what is done to each: below, the call itself costs more

FLAT = {"growth": "n", "map": "depth"}
EACH = {"map": "pages", "unmap": "pages", "flush": "pages", "string": "size"}
EACH_TOO = {"unmap": "depth", "flush": "depth"}


def curves(figures: list[Figure], over: dict[str, str]) -> dict[str, Points]:
    """By name; the points in order."""
    out: dict[str, Points] = {}
    for f in figures:
        x = over.get(f["metric"])
        if not x or x not in f or "each" in f:
            continue
        keys = [str(f[k]) for k in ("metric", "by", "op") if k in f]
        keys += ["by", x] if len(keys) == 1 else []
        keys += ["smp"] if f.get("smp") == "y" else []
        out.setdefault("-".join(keys), []).append((float(f[x]), float(f["insns"])))
    return {name: sorted(points) for name, points in out.items() if len(points) > 1}


def flat(points: Points, allowed: float = 0) -> str:
    """What is wrong with a curve that should not rise; one of its points may be higher by this."""
    costs = [y for _, y in points]
    least, end = min(costs), min(costs[-2:])
    if end > least * END + SLACK:
        return f"rises from {least:,.0f} to {end:,.0f}: {points}"
    if max(costs) > least * BUMP + SLACK + allowed:
        return f"between {least:,.0f} and {max(costs):,.0f}: {points}"
    return ""


def linear(points: Points) -> str:
    """What is wrong with a curve that may rise by the same for each: the steepness of its far half
    against that before, and no part far steeper than the end."""
    many = [(x, y) for x, y in points if x >= FEW]
    steep = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(many, many[1:])]
    if len(steep) < 2:
        return "too few points"
    if steep[-1] > steep[-2] * LINEAR + SLACK / FEW:
        return f"gets steeper, from {steep[-2]:,.2f} to {steep[-1]:,.2f} each: {points}"
    return ""


def judge(figures: list[Figure]) -> list[tuple[str, str]]:
    """For each curve its name, and what is wrong with it or nothing."""
    out = [(name, flat(points, STOCK if name.endswith("-smp") else 0))
           for name, points in curves(figures, FLAT).items()]  # fmt: skip
    for over in (EACH, EACH_TOO):
        out += [(name, linear(points)) for name, points in curves(figures, over).items()]
    within = [f for f in figures if f["metric"] == "ipc" and f["spaces"] == "intra"]
    for f in within:
        keys = {k: v for k, v in f.items() if k in ("path", "abi", "smp", "words", "cpus")}
        for g in figures:
            if g["metric"] == "ipc" and g["spaces"] == "inter" and keys.items() <= g.items():
                if f["insns"] > g["insns"] + 0.5:
                    out.append((f"within-a-space-{f['path']}-{f['words']}",
                                f"{f['insns']} within, {g['insns']} between"))  # fmt: skip
    if within:
        out.append(("within-a-space", ""))
    return out
