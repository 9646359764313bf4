"""The budgets: what each figure may cost, beside a peer in the same run, or at all.

Another row is another line of this table; the page, the exit code and `--only` follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from . import commands as cli
from . import editing as lsp
from .found import Found, figure
from .peers import AJV, CHECK, CHECK_C, NATIVE, OURS, PYTHON, SERVER, WRAPPED, YLS, YLS_AT_ONCE

Verdict: TypeAlias = Literal["met", "over", "not measured"]
ONE, MANY = 1, 10_000
SHORT, LONG = 50, 5_000
"""Files of a small project, and of a large one."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many times what another figure is; without a `tool`, at most so many ms, MB or percent.

    `what` and `size` are the row's own where they aren't given.
    """

    most: float
    tool: str = ""
    what: str = ""
    size: int | None = None
    least: bool = False
    """At least so much, instead."""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of ours, `peers` that are shown beside it, and its limits. `share` is the percentile that they hold."""

    key: str
    title: str
    what: str
    size: int
    tool: str
    limits: Sequence[Limit] = ()
    peers: Sequence[str] = ()
    unit: str = "ms"
    share: float = 0.5


def _typing(what: str, lines: int, most: float, ratio: float, peer: str) -> Row:
    limits = (Limit(most), Limit(ratio, peer))
    return Row(f"{what}-{lines}", f"{what}, {lines:,} lines (p95)", what, lines, SERVER, limits, (peer,), share=0.95)


def _good(what: str, kinds: str, number: int) -> Row:
    """At least as good as the peer's; edits, of what each shows, must be right whatever the peer's are."""
    name = f"{what}: {kinds}"
    limit = Limit(99, least=True) if what == lsp.SHARES["edit"] else Limit(1, YLS, least=True)
    return Row(f"quality-{number}", f"completion, {name}", name, 0, SERVER, (limit,), (YLS,), "%")


ROWS: tuple[Row, ...] = (
    Row("one-valid", "`cim-validate`, one valid file", cli.VALID, ONE, OURS,
        (Limit(2.5, PYTHON), Limit(0.12, CHECK), Limit(1, WRAPPED)), (PYTHON, CHECK, CHECK_C, WRAPPED, NATIVE, AJV)),
    Row("one-invalid", "one invalid file", cli.INVALID, ONE, OURS, (Limit(0.5, CHECK),), (CHECK, WRAPPED)),
    Row("many-cold", "10,000 valid files, nothing cached", cli.VALID, MANY, OURS,
        (Limit(1.5, NATIVE), Limit(0.04, CHECK)), (NATIVE, CHECK, CHECK_C, AJV)),
    Row("many-again", "the same again, nothing changed", cli.UNCHANGED, MANY, OURS,
        (Limit(0.15, NATIVE, cli.VALID),), (NATIVE,)),
    Row("many-faulty", "10,000 files, 1 % of them faulty", cli.FAULTY, MANY, OURS, (Limit(1.3, OURS, cli.VALID),)),
    Row("many-memory", "memory, 10,000 files", cli.MEMORY, MANY, OURS, (Limit(100),), (NATIVE, CHECK, AJV), "MB"),
    Row("start", "server: start → diagnostics, 12 lines", lsp.START, 12, SERVER, (Limit(0.75, YLS),), (YLS,)),
    Row("keystroke-12", "keystroke → diagnostics, 12 lines (p95)", lsp.KEYSTROKE, 12, SERVER,
        (Limit(5),), (YLS_AT_ONCE,), share=0.95),
    _typing(lsp.KEYSTROKE, 1_000, 15, 0.5, YLS_AT_ONCE),
    _typing(lsp.KEYSTROKE, 10_000, 60, 0.2, YLS_AT_ONCE),
    _typing(lsp.COMPLETION, 12, 16, 0.5, YLS),
    _typing(lsp.COMPLETION, 1_000, 16, 0.5, YLS),
    _typing(lsp.COMPLETION, 10_000, 16, 0.5, YLS),
    Row("burst", "completion behind 200 edits, 10,000 lines", lsp.BURST, 10_000, SERVER, (Limit(0.5, YLS),), (YLS,)),
    Row("project-purpose", "keystroke in one of 5,000 files (p95) ÷ of 50", f"{lsp.IN_PROJECT}, p95", LONG, SERVER,
        (Limit(1.5, SERVER, size=SHORT),)),
    Row("project-name", "the same in a name that others need", f"{lsp.IN_NAME}, p95", LONG, SERVER,
        (Limit(1.5, SERVER, size=SHORT),)),
    Row("project-index", "indexing 5,000 files ÷ `cim-validate`", lsp.INDEXING, LONG, SERVER,
        (Limit(2, OURS, lsp.VALIDATING),)),
    Row("memory-12", "server memory, 12 lines", lsp.MEMORY, 12, SERVER, (Limit(60),), (YLS,), "MB"),
    Row("memory-10000", "server memory, 10,000 lines", lsp.MEMORY, 10_000, SERVER, (Limit(150),), (YLS,), "MB"),
    Row("memory-project", "server memory, 5,000 files", lsp.PROJECT_MEMORY, LONG, SERVER, (Limit(200),), (), "MB"),
    *(_good(what, kinds, 3 * at + number) for at, kinds in enumerate((lsp.PLAIN, lsp.OTHER))
      for number, what in enumerate(lsp.SHARES.values(), 1)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A limit, the figure that it limits (a ratio, or ours), and whether it is met."""

    limit: Limit
    value: float | None
    verdict: Verdict


def beside(found: Found, row: Row, peer: str) -> float | None:
    """The figure of a peer that a row's is compared with."""
    compared = next((limit for limit in row.limits if limit.tool == peer), Limit(1))
    size = row.size if compared.size is None else compared.size
    return figure(found, compared.what or row.what, size, peer, row.share)


def held(found: Found, row: Row) -> list[Held]:
    """What a run says of every limit of a row."""
    return [_held(found, row, limit) for limit in row.limits]


def _held(found: Found, row: Row, limit: Limit) -> Held:
    value = figure(found, row.what, row.size, row.tool, row.share)
    if limit.tool:
        other = beside(found, row, limit.tool)
        value = value / other if value is not None and other else None
    if value is None:
        return Held(limit, None, "not measured")
    is_met = value >= limit.most if limit.least else value <= limit.most
    return Held(limit, value, "met" if is_met else "over")


def verdict(found: Found, row: Row) -> Verdict:
    """Over where any limit is, not measured where any peer is missing."""
    verdicts = {each.verdict for each in held(found, row)}
    return "over" if "over" in verdicts else "not measured" if "not measured" in verdicts else "met"


def wanted(rows: Iterable[Row]) -> dict[str, frozenset[int]]:
    """The figures that rows are made of."""
    needed: dict[str, set[int]] = {}
    for row in rows:
        needed.setdefault(_measured(row.what), set()).add(row.size)
        for limit in row.limits:
            what = _measured(limit.what or row.what)
            needed.setdefault(what, set()).add(row.size if limit.size is None else limit.size)
    return {what: frozenset(sizes) for what, sizes in needed.items()}


def _measured(what: str) -> str:
    """What is taken, of which this is a percentile."""
    return what.removesuffix(", p95")
