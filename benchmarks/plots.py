"""What things cost against size, for the eye: three pictures, both axes logarithmic, each line with its name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from . import commands as cli
from . import editing as lsp
from .found import Found, series
from .peers import AJV, CHECK, CHECK_C, NATIVE, OURS, SERVER, WRAPPED, YAMLLINT, YLS, YLS_AT_ONCE

_OWN, _THEIRS = ("#0b57d0", "#d9730d"), ("#1f7a4d", "#8a5a00", "#7a3e9d", "#b3261e", "#00696f", "#5f6368", "#a0327a")
"""Ours are blue and orange, and thicker; theirs thinner. All of them are dark enough on white."""
_GAP = 0.052
"""The least distance of two names, in heights of the picture."""
_STYLE = {
    "svg.fonttype": "none",  # text stays text: it can be found, read aloud, and is small
    "svg.hashsalt": "cim-lsp",  # the same figures give the same bytes
    "font.family": "sans-serif", "font.size": 11, "axes.spines.top": False, "axes.spines.right": False,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """What is drawn, of whom, and its name in the picture."""

    what: str
    tool: str
    name: str

    @property
    def is_ours(self) -> bool:
        return self.tool in (OURS, SERVER)


@dataclass(frozen=True)
class Plot:
    """A picture: its file's name, title, what the horizontal axis counts, and its lines."""

    file: str
    title: str
    axis: str
    lines: Sequence[Line]


PLOTS = (
    Plot("files.svg", "Judging valid files", "files", (
        Line(cli.VALID, OURS, "cim-validate"), Line(cli.UNCHANGED, OURS, "cim-validate, again"),
        *(Line(cli.VALID, tool, tool) for tool in (CHECK, CHECK_C, YAMLLINT, NATIVE, WRAPPED, AJV)),
    )),
    Plot("lines.svg", "From a keystroke to the diagnostics, in one file", "lines of the file", (
        Line(lsp.KEYSTROKE, SERVER, SERVER),
        Line(lsp.KEYSTROKE, YLS, YLS), Line(lsp.KEYSTROKE, YLS_AT_ONCE, YLS_AT_ONCE),
    )),
    Plot("project.svg", "From a keystroke to the diagnostics, in a project", "files of the project", (
        Line(lsp.IN_PROJECT, SERVER, "cim-lsp, in a purpose"),
        Line(lsp.IN_NAME, SERVER, "cim-lsp, in a name that five need"),
        Line(lsp.IN_PROJECT, YLS_AT_ONCE, YLS_AT_ONCE),
    )),
)  # fmt: skip


def draw(found: Found, folder: Path, suffix: str = ".svg") -> list[Path]:
    """Draw every picture that there are figures for; returns the files."""
    mpl: Any = import_module("matplotlib")  # the test dependencies do without it, and so do the checks of types
    mpl.use("agg")
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[Path] = []
    with mpl.rc_context(_STYLE):
        for plot in PLOTS:
            lines = [(line, found_) for line in plot.lines if len(found_ := series(found, line.what, line.tool)) > 1]
            if lines:
                drawn.append((folder / plot.file).with_suffix(suffix))
                _draw(plot, lines, drawn[-1])
    return drawn


def _draw(plot: Plot, lines: Sequence[tuple[Line, list[tuple[int, float]]]], file: Path) -> None:
    pyplot: Any = import_module("matplotlib.pyplot")
    figure, axes = pyplot.subplots(figsize=(9.2, 4.8), layout="constrained")
    colours = {True: iter(_OWN), False: iter(_THEIRS)}
    ends: list[tuple[float, float, str, str, bool]] = []
    for line, points in lines:
        colour, ours = next(colours[line.is_ours]), line.is_ours
        axes.plot(*zip(*points, strict=True), color=colour, linewidth=2.6 if ours else 1.3, marker="o",
                  markersize=5 if ours else 3.5, zorder=3 if ours else 2)  # fmt: skip
        ends.append((*points[-1], line.name, colour, ours))
    axes.set(xscale="log", yscale="log", xlabel=plot.axis)
    axes.set_title(plot.title, loc="left", fontweight="bold")
    _ticks(axes, [points for _, points in lines])
    _name(axes, ends)
    figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None, dpi=90)
    pyplot.close(figure)


def _ticks(axes: Any, lines: Sequence[Sequence[tuple[int, float]]]) -> None:
    """Sizes that were measured, times in whole decades, both as people say them."""
    ticker: Any = import_module("matplotlib.ticker")
    times = [math.log10(time) for points in lines for _, time in points]
    axes.set_ylim(10 ** math.floor(min(times)), 10 ** math.ceil(max(times)))
    axes.set_xticks(sorted({size for points in lines for size, _ in points}))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter(_time)
    axes.xaxis.set_minor_locator(ticker.NullLocator())
    axes.yaxis.set_minor_formatter(ticker.NullFormatter())
    axes.grid(visible=True, which="major", color="#dadce0", linewidth=0.7)


def _time(milliseconds: float, _: object) -> str:
    return f"{milliseconds / 1000:g} s" if milliseconds >= 1000 else f"{milliseconds:g} ms"


def _name(axes: Any, ends: Sequence[tuple[float, float, str, str, bool]]) -> None:
    """Write each line's name beside its end, moved apart where they would lie on one another."""
    low, high = (math.log(limit) for limit in axes.get_ylim())
    right = max(x for x, *_ in ends)
    last = -1.0
    for x, y, name, colour, ours in sorted(ends, key=lambda end: end[1]):
        at = (math.log(y) - low) / (high - low)
        last = max(at, last + _GAP)
        axes.annotate(
            name, (x, y), (1.02, last), textcoords="axes fraction", color=colour, va="center", annotation_clip=False,
            fontweight="bold" if ours else "normal",
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.6, "linestyle": ":", "shrinkA": 0}
            if x < right or abs(last - at) > _GAP / 4 else None,
        )  # fmt: skip
