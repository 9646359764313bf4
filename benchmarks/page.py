"""The one page of a run: every budget with its figures and ratios, and what everything costs against size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from . import commands as cli
from . import editing as lsp
from .budgets import ROWS, Held, Limit, Row, beside, held, verdict
from .found import Found, exponent, figure, series, sizes, tools

GROWTH = {
    "Command line: files": (cli.VALID, cli.UNCHANGED, cli.FAULTY, cli.CPU, cli.MEMORY),
    "Server: lines of one file": (lsp.KEYSTROKE, lsp.COMPLETION, lsp.BURST, lsp.START, lsp.CPU, lsp.MEMORY),
    "Server: files of a project": (
        lsp.IN_PROJECT, lsp.IN_NAME, lsp.INDEXING, lsp.VALIDATING, lsp.PROJECT_MEMORY,
    ),
}  # fmt: skip
"""The tables of cost against size; the columns of each are its sizes."""
_ABOUT = """\
Medians (p95 where it says so) of interleaved runs on {machine}, with {versions}. A ratio is ours to theirs; \
the number in brackets is the budget. Absolute figures of two machines don't compare."""


@dataclass(frozen=True)
class Run:
    """What a run found, where, with which versions; `absent` are the peers that couldn't be had, and why."""

    found: Found
    machine: str
    versions: dict[str, str] = field(default_factory=dict[str, str])
    absent: dict[str, str] = field(default_factory=dict[str, str])

    def as_json(self) -> dict[str, Any]:
        rows = {row.key: verdict(self.found, row) for row in measured(self)}
        about = {"machine": self.machine, "versions": self.versions, "absent": self.absent}
        return {**about, "verdicts": rows, "found": self.found}

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Run:
        found: Found = {
            what: {int(size): dict(by_tool) for size, by_tool in by_size.items()}
            for what, by_size in data["found"].items()
        }
        return cls(found, data["machine"], data["versions"], data["absent"])


def measured(run: Run) -> list[Row]:
    """The rows that the run has a figure of ours for."""
    return [row for row in ROWS if figure(run.found, row.what, row.size, row.tool) is not None]


def is_over(run: Run) -> bool:
    return any(verdict(run.found, row) == "over" for row in measured(run))


def page(run: Run) -> str:
    parts = ["# Budgets", about(run), budgets(run, measured(run)), "# Cost against size"]
    for heading, whats in GROWTH.items():
        if any(run.found.get(what) for what in whats):
            parts += [f"## {heading}", growth(run.found, whats)]
    return "\n\n".join(parts)


def about(run: Run) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in run.versions.items())
    absent = "".join(f" Not to be had here: {name} ({reason})." for name, reason in run.absent.items())
    return _ABOUT.format(machine=run.machine, versions=versions) + absent


def budgets(run: Run, rows: Sequence[Row]) -> str:
    """A row for each budget: our figure, the peers' beside it, each limit with what is so, and the verdict."""
    cells = [["", "ours", "beside it", "ratios (budget)", "verdict"]]
    for row in rows:
        ours = figure(run.found, row.what, row.size, row.tool, row.share)
        cells.append(
            [
                row.title,
                _amount(ours, row.unit),
                " · ".join(filter(None, (_peer(run, row, peer) for peer in row.peers))),
                " · ".join(_limit(row, each) for each in held(run.found, row)),
                {"over": "**over**"}.get(word := verdict(run.found, row), word),
            ]
        )
    return table(cells, rights=(1,))


def _peer(run: Run, row: Row, peer: str) -> str:
    theirs = beside(run.found, row, peer)
    if theirs is None:
        return f"{peer}: not to be had here" if peer in run.absent else ""
    return f"{peer} {number(theirs)}"


def _limit(row: Row, it: Held) -> str:
    most = f"{'at least ' if it.limit.least else ''}{it.limit.most:g}"
    if not it.limit.tool:
        return f"({most} {row.unit})"
    value = "?" if it.value is None else number(it.value)
    return f"{value} × {_other(row, it.limit)} ({most})"


def _other(row: Row, limit: Limit) -> str:
    """What a figure is compared with, as short as it is clear."""
    if limit.tool != row.tool:
        return limit.tool
    return f"that of {limit.size:,}" if limit.size is not None else limit.what or row.what


def growth(found: Found, whats: Sequence[str]) -> str:
    """Figures by size; how many times the smallest the largest is, and the k of size^k between the last two."""
    columns = sorted({size for what in whats for size in sizes(found, what)})
    cells = [["", "", *(f"{size:,}" for size in columns), "growth", "k"]]
    for what in whats:
        for tool in tools(found, what):
            points = dict(series(found, what, tool))
            most, least = max(points), min(points)
            power = exponent(list(points.items()))
            values = [_amount(points.get(size), "") for size in columns]
            grown = f"{number(points[most] / points[least])} ×" if len(points) > 1 else ""
            unit = "MB" if "memory" in what else "ms"
            cells.append([f"{what}, {unit}", tool, *values, grown, "" if power is None else f"{power:.2f}"])
    return table(cells, rights=range(2, len(cells[0])))


def number(value: float) -> str:
    """Three digits that mean something, no more."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _amount(value: float | None, unit: str) -> str:
    return "" if value is None else f"{number(value)} {unit}".strip()


def table(rows: Sequence[Sequence[str]], rights: Sequence[int] = ()) -> str:
    rule = ["---:" if at in rights else "---" for at in range(len(rows[0]))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))
