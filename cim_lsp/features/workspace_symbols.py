"""Domains and modules found by a few letters: of their names first, then of their ids and purposes.

No document is read: who has thousands of modules gets an answer while typing. `targets.declared` has the place of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter

from ..project import Project
from ..summary import Member

LIMIT = 100
_LEAST_ID = 4
"""So many digits of an id tell it from others; fewer are letters of a name."""
_WORD = re.compile(r"[^\W_]+")
_EXACT, _PREFIX, _WORDS, _INSIDE, _SCATTERED, _ID, _PURPOSE = range(7)


Rank = tuple[int, int, str, str, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A member that answers a query; the lower its rank, the better it does."""

    rank: Rank
    member: Member


def workspace_symbols(project: Project, query: str, limit: int = LIMIT) -> tuple[Found, ...]:
    """The members that a query may mean, the likeliest first; all of them, by name, where it is empty."""
    members = (member for summary in project.summaries.values() for member in summary.members)
    best = nsmallest(limit, _ranked(members, _Query.of(query)), key=itemgetter(0))
    return tuple(Found(rank, member) for rank, member in best)


def _ranked(members: Iterable[Member], query: _Query) -> Iterator[tuple[Rank, Member]]:
    for member in members:
        if not (name := member.name or member.id):
            continue
        quality = query.quality(member)
        if quality is not None:
            rest = len(name) if query.letters else 0
            yield (quality, rest, name.lower(), member.path, member.index), member


@dataclass(frozen=True, slots=True)
class _Query:
    """A query: its words joined by hyphens, its letters alone, and a pattern for letters scattered over a name."""

    text: str
    letters: str
    scattered: re.Pattern[str]

    @classmethod
    def of(cls, query: str) -> _Query:
        words = _WORD.findall(query.lower())
        letters = "".join(words)
        scattered = "".join(f"[^{letter}]*{letter}" for letter in letters)
        return cls("-".join(words), letters, re.compile(scattered))

    def quality(self, member: Member) -> int | None:
        """How well a member answers; None where it doesn't."""
        name = (member.name or "").lower()
        if not self.letters or name == self.text:
            return _EXACT
        if self.scattered.match(name):
            if name.startswith(self.text):
                return _PREFIX
            if self._begins_words(_WORD.findall(name)):
                return _WORDS
            return _INSIDE if self.text in name else _SCATTERED
        if len(self.letters) >= _LEAST_ID and member.id and member.id.startswith(self.text):
            return _ID
        return _PURPOSE if member.purpose and self._is_in(member.purpose.lower()) else None

    def _is_in(self, purpose: str) -> bool:
        """Whether each word of the query begins a word of a purpose; most purposes have not even its letters."""
        wanted = self.text.split("-")
        if not all(each in purpose for each in wanted):
            return False
        words = _WORD.findall(purpose)
        return all(any(word.startswith(each) for word in words) for each in wanted)

    def _begins_words(self, words: list[str]) -> bool:
        """Whether words begin with those of the query, in its order, or their first letters are the query."""
        left = iter(words)
        in_order = all(any(word.startswith(each) for word in left) for each in self.text.split("-"))
        return in_order or self.letters in "".join(word[0] for word in words)
