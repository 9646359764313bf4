"""What came of typing a word at a place: the record that the measuring makes and the report counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .contexts import Scenario
from .corpus import ROOT
from .items import UUID, Choice, shown
from .judging import is_right

_FIRST = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a server made of a scenario.

    `offered` is whether the word is among all items, `rank` its place from 1 among those that the editor shows, None
    where it shows none, `right` whether accepting it leaves the file that was meant. `first` are the first labels.
    """

    scenario: Scenario
    offered: bool
    rank: int | None
    right: bool
    first: tuple[str, ...]
    count: int


def outcome(it: Scenario, found: Sequence[Choice]) -> Outcome:
    """The item that is most surely for the expected word, the topmost of them, and what comes of accepting it."""
    seen = shown(found)
    fits = [_fit(it, choice) for choice in seen]
    best = max(fits, default=0)
    rank = fits.index(best) + 1 if best else None
    right = rank is not None and is_right(it, seen[rank - 1].edits)
    first = tuple(choice.label for choice in seen[:_FIRST])
    return Outcome(it, any(_fit(it, choice) for choice in found), rank, right, first, len(seen))


def _fit(it: Scenario, choice: Choice) -> int:
    """How surely an item is for the word; for an id, whether it makes one that isn't somebody else's already."""
    if it.point.kind == "id":
        return any(made not in it.point.source.text for made in choice.ids - published_ids())
    return choice.fits(it.point.expected)


@cache
def published_ids() -> frozenset[str]:
    """The ids in the schemas' examples: whoever completes them makes a copy."""
    texts = (file.read_text(encoding="utf-8") for file in sorted((ROOT / "schemas").glob("*.schema.json")))
    return frozenset(found for text in texts for found in UUID.findall(text))
