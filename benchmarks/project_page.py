"""The page of figures about projects of several sizes, how they grow, and which of them have grown too much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from .project_editor import AFTER, INDEX, NAME, PEAK, PURPOSE, SYMBOLS, VALIDATE, Taken
from .typing import percentile

Found = Mapping[int, Sequence[Taken]]
"""What was taken in each round, by the number of files."""
MEGABYTES = (PEAK, AFTER)


@dataclass(frozen=True)
class Limit:
    """What a figure must not exceed: any of these."""

    growth: float | None = None
    """The p95 of the largest project, in those of the smallest."""
    most: float | None = None
    """The p50 of the largest project."""
    of_validate: float | None = None
    """The p50 of the largest project, in times that cim-validate takes for it."""


LIMITS = {
    NAME: Limit(growth=1.5),
    PURPOSE: Limit(growth=1.5),
    PEAK: Limit(most=200),
    AFTER: Limit(most=200),
    INDEX: Limit(of_validate=2),
    **dict.fromkeys(SYMBOLS.values(), Limit(most=16)),
}


def share(rounds: Sequence[Taken], what: str, part: float) -> float | None:
    """The median over all rounds of a percentile in each of them: a round that was disturbed doesn't count."""
    shares = [percentile(taken[what], part) for taken in rounds if taken.get(what)]
    return median(shares) if shares else None


def over(found: Found, what: str) -> str:
    """In which way a figure is over its limit; empty where it is not."""
    smallest, largest = found[min(found)], found[max(found)]
    limit = LIMITS.get(what, Limit())
    typical, validated = share(largest, what, 0.5), share(largest, VALIDATE, 0.5)
    grown = growth(found, what)
    if limit.growth and smallest is not largest and grown and grown > limit.growth:
        return f"> {limit.growth:g} x"
    if limit.most and typical and typical > limit.most:
        return f"> {limit.most:g}"
    if limit.of_validate and typical and validated and typical > limit.of_validate * validated:
        return f"> {limit.of_validate:g} x {VALIDATE}"
    return ""


def growth(found: Found, what: str) -> float | None:
    """How many times the p95 of the smallest project that of the largest is."""
    least, most = (share(found[size], what, 0.95) for size in (min(found), max(found)))
    return most / least if least and most else None


def measures(found: Found) -> list[str]:
    return list(dict.fromkeys(what for rounds in found.values() for taken in rounds for what in taken))


def page(found: Found) -> str:
    """A row for each figure in Markdown: p50 and p95 by size, how it grows, and whether it is over its limit."""
    sizes = sorted(found)
    heads = ["", *(f"{size:,}: p50" if part == 0.5 else "p95" for size in sizes for part in (0.5, 0.95))]
    heads += [f"{sizes[-1]:,} : {sizes[0]:,}", "over its limit"]
    rows = [heads, ["---", *["---:"] * (len(heads) - 2), "---"]]
    for what in measures(found):
        shares = [share(found[size], what, part) for size in sizes for part in (0.5, 0.95)]
        cells = ["–" if it is None else f"{it:.0f}" if it >= 100 else f"{it:.1f}" for it in shares]
        grown = growth(found, what)
        name = f"{what}, MB" if what in MEGABYTES else what
        rows.append([name, *cells, "–" if grown is None else f"{grown:.2f}", over(found, what)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def as_json(found: Found) -> dict[str, Any]:
    """Every figure of every round, and what the page says of them."""
    return {
        "rounds": {str(size): list(rounds) for size, rounds in found.items()},
        "figures": {
            what: {
                "growth": growth(found, what),
                "over": over(found, what) or None,
                **{str(size): [share(rounds, what, part) for part in (0.5, 0.95)] for size, rounds in found.items()},
            }
            for what in measures(found)
        },
    }
