# SPDX-License-Identifier: BSD-2-Clause
"""Curves as SVG files: a small writer, so that no package is needed to look at a figure."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 400, 70, 170, 34, 44
COLOURS = ("#1f5fa8", "#c0392b", "#27803b", "#b5790b", "#6c3d91", "#3a8f94", "#555555")

Points = list[tuple[float, float]]


@dataclass
class Plot:
    """Some curves over one axis; either axis may be logarithmic."""

    title: str
    x_label: str
    log_x: bool = False
    log_y: bool = False
    curves: dict[str, Points] = field(default_factory=dict)

    def place(self, v: float, low: float, high: float, log: bool) -> float:
        if log:
            v, low, high = (math.log10(max(w, 1e-3)) for w in (v, low, high))
        return (v - low) / (high - low) if high > low else 0.5

    def ticks(self, low: float, high: float, log: bool) -> list[float]:
        if log:
            first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
            return [10.0**e for e in range(first, last + 1) if low <= 10.0**e <= high]
        step = 10.0 ** math.floor(math.log10((high - low) / 4 or 1))
        step *= next(f for f in (1, 2, 5, 10) if (high - low) / (step * f) <= 8)
        return [step * i for i in range(math.ceil(low / step), math.floor(high / step) + 1)]

    def svg(self) -> str:
        xs = [x for c in self.curves.values() for x, _ in c]
        ys = [y for c in self.curves.values() for _, y in c]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys) if self.log_y else 0.0, max(ys) * 1.05

        def at(x: float, y: float) -> tuple[float, float]:
            return (LEFT + self.place(x, x0, x1, self.log_x) * (WIDTH - LEFT - RIGHT),
                    HEIGHT - BOTTOM - self.place(y, y0, y1, self.log_y) * (HEIGHT - TOP - BOTTOM))  # fmt: skip

        out = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            'font-family="sans-serif" font-size="11">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
            f'<text x="{LEFT}" y="20" font-size="14">{self.title}</text>',
            f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">'
            f"{self.x_label}</text>",
        ]
        for x in self.ticks(x0, x1, self.log_x):
            px, py = at(x, y0)
            out.append(f'<text x="{px:.1f}" y="{py + 15:.1f}" text-anchor="middle">{x:,g}</text>')
        for y in self.ticks(y0, y1, self.log_y):
            px, py = at(x0, y)
            out.append(f'<line x1="{px:.1f}" y1="{py:.1f}" x2="{WIDTH - RIGHT}" y2="{py:.1f}" '
                       'stroke="#dddddd"/>')  # fmt: skip
            out.append(f'<text x="{px - 6:.1f}" y="{py + 4:.1f}" text-anchor="end">{y:,g}</text>')
        for i, (name, points) in enumerate(self.curves.items()):
            colour = COLOURS[i % len(COLOURS)]
            line = " ".join("{:.1f},{:.1f}".format(*at(x, y)) for x, y in sorted(points))
            out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.6"/>')
            for px, py in (at(x, y) for x, y in points if len(points) < 20):
                out.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="2.2" fill="{colour}"/>')
            out.append(f'<text x="{WIDTH - RIGHT + 10}" y="{TOP + 12 + 15 * i}" fill="{colour}">'
                       f"{name}</text>")  # fmt: skip
        return "\n".join([*out, "</svg>"]) + "\n"


def add(plots: dict[str, Plot], figure: dict[str, Any]) -> None:
    """Into the plot that the figure belongs to, if any."""
    metric, insns = figure["metric"], float(figure.get("insns", 0))
    if metric == "ipc" and "cpus" in figure:
        plot = plots.setdefault("ipc-across", Plot("IPC between processors, instructions", "words"))
        curve, x = f"path {figure['path']}", figure["words"]
    elif metric == "ipc":
        plot = plots.setdefault("ipc", Plot("IPC, one way, instructions", "words"))
        curve, x = f"{figure['spaces']}, path {figure['path']}", figure["words"]
    elif metric.endswith("-beside"):
        plot = plots.setdefault("beside", Plot("On so many processors at once, instructions",
                                               "processors", True, True))  # fmt: skip
        of = metric.removesuffix("-beside").replace("-", " ")
        curve, x = f"{of}, path {figure['path']}", figure.get("pairs", figure.get("working"))
    elif metric in ("map", "unmap", "flush") and ("pages" in figure or "depth" in figure):
        if "each" in figure:
            return
        by = "pages" if "pages" in figure else "depth"
        plot = plots.setdefault(f"map-by-{by}", Plot("Mapping, instructions", by, True, True))
        curve, x = metric, figure[by]
    elif metric == "growth":
        by = figure["by"]
        plot = plots.setdefault(f"growth-by-{by}", Plot(f"Costs beside many {by}, instructions", by,
                                                        True, True))  # fmt: skip
        curve, x = figure["op"], figure["n"]
    else:
        return
    if figure.get("smp") == "y" and plot.title.startswith(("IPC, ", "Mapping")):
        curve += ", SMP"
    if insns > 0 or not plot.log_y:
        plot.curves.setdefault(curve, []).append((float(x), insns))


def write(figures: list[dict[str, Any]], folder: Path) -> list[Path]:
    plots: dict[str, Plot] = {}
    for figure in figures:
        add(plots, figure)
    folder.mkdir(parents=True, exist_ok=True)
    out: list[Path] = []
    for name, plot in plots.items():
        path = folder / f"{name}.svg"
        path.write_text(plot.svg())
        out.append(path)
    return out
