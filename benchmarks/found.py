"""Figures as they are kept: by what was measured, at which size, of whom."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from .typing import percentile

Samples: TypeAlias = list[float]
Found: TypeAlias = dict[str, dict[int, dict[str, Samples]]]
"""Samples by what was measured, by size (files or lines), by the name of the tool: milliseconds, MB or percent."""
Wanted: TypeAlias = Mapping[str, frozenset[int]]
"""The sizes that are asked for, by what is to be measured."""


def add(found: Found, what: str, size: int, tool: str, *samples: float | None) -> None:
    """Keep samples to a thousandth; nothing is kept of what couldn't be measured."""
    known = [round(each, 3) for each in samples if each is not None]
    if known:
        found.setdefault(what, {}).setdefault(size, {}).setdefault(tool, []).extend(known)


def figure(found: Found, what: str, size: int, tool: str, share: float = 0.5) -> float | None:
    """A percentile of what was measured; None where it wasn't."""
    samples = found.get(what, {}).get(size, {}).get(tool)
    return percentile(samples, share) if samples else None


def sizes(found: Found, what: str) -> list[int]:
    return sorted(found.get(what, {}))


def tools(found: Found, what: str) -> list[str]:
    """Everybody who was measured at any size, in the order of their first figures."""
    return list(dict.fromkeys(tool for size in sizes(found, what) for tool in found[what][size]))


def exponent(points: Sequence[tuple[float, float]]) -> float | None:
    """k, where the cost grows as size**k between the last two sizes; None of fewer than two."""
    if len(points) < 2:
        return None
    (small, little), (large, much) = points[-2:]
    return math.log(much / little) / math.log(large / small)


def series(found: Found, what: str, tool: str, share: float = 0.5) -> list[tuple[int, float]]:
    """What a tool's cost is at each size that was measured."""
    pairs = ((size, figure(found, what, size, tool, share)) for size in sizes(found, what))
    return [(size, value) for size, value in pairs if value is not None]
