"""The words of the format that code must know by heart, and the nearest of a list of words to a misspelt one.

The schemas say what each key means; a test holds these names to the schemas.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter

from .values import NamedTuple

KINDS = ("domain", "module")
REQUIRED = ("name", "id", "purpose")
SECTIONS = (
    "bounded_contexts", "aggregates", "entities", "value_objects", "events", "commands", "policies", "workflows",
    "external_systems",
)  # fmt: skip
ENTITY_KEYS = (
    *REQUIRED, "description", "version", "status", "type", "category", "domain", "modules", "dependencies",
    "repository", "homepage", "visibility", "maintainers", "keywords", "topics", "fqdn", *SECTIONS,
)  # fmt: skip
"""Every key of a domain or a module, in the order in which they are best written."""

LINKS = {
    "events": ("aggregate", "triggered_by"),
    "commands": ("produces_events",),
    "aggregates": ("root_entity", "owns_events", "handles_commands"),
    "policies": ("when", "then"),
}
"""The keys that link a record to others of its document, by the section in which it stands."""

TARGETS = {
    "aggregate": ("aggregates",),
    "triggered_by": ("commands", "policies", "events"),
    "produces_events": ("events",),
    "root_entity": ("entities",),
    "owns_events": ("events",),
    "handles_commands": ("commands",),
    "when": ("events",),
    "then": ("commands",),
}
"""The sections whose records each of these keys usually links to; any record may be meant."""

_LEAST_PREFIX = 3
_CUTOFF = 0.7
_MANY = 100
"""Of more words than these only the neighbours in the alphabet are compared: to look at each would take too long."""


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` that `word` most likely means: another case or separator, its first letters, a typo.

    None where none is near enough.
    """
    return _spelled(tuple(words)).nearest(word)


class Spellings(NamedTuple):
    """Words in the order of what they come down to, which stands before each of them: to look one up is no walk."""

    pairs: list[tuple[str, str]]

    @classmethod
    def of(cls, words: Iterable[str]) -> Spellings:
        return cls(sorted({(_plain(word), word) for word in words}))

    def exchange(self, old: Iterable[str], new: Iterable[str]) -> Spellings:
        """These with some words taken out and others put in."""
        pairs = list(self.pairs)
        for word in old:
            del pairs[bisect_left(pairs, (_plain(word), word))]
        for word in new:
            insort(pairs, (_plain(word), word))
        return Spellings(pairs)

    def nearest(self, word: str, but: Container[str] = ()) -> str | None:
        """The one that a word most likely means, some excepted; see `nearest`."""
        plain = _plain(word)
        at = bisect_left(self.pairs, (plain,))
        ahead = dict(islice(self._distinct(range(at, len(self.pairs)), but), _MANY))
        if plain in ahead:
            return ahead[plain]
        longer = [name for each, name in islice(ahead.items(), 2) if each.startswith(plain)]
        if len(plain) >= _LEAST_PREFIX and len(longer) == 1:
            return longer[0]
        behind = dict(islice(self._distinct(range(at - 1, -1, -1), but), _MANY))
        if len(ahead) + len(behind) > _MANY:
            ahead, behind = (dict(islice(each.items(), _MANY // 2)) for each in (ahead, behind))
        near = ahead | behind
        match = _closest(plain, tuple(near))
        return near[match] if match else None

    def _distinct(self, places: Iterable[int], but: Container[str]) -> Iterator[tuple[str, str]]:
        """The words at some places; of those that come down to the same, the one that sorts last."""
        allowed = (pair for at in places if (pair := self.pairs[at])[1] not in but)
        return (max(pairs) for _, pairs in groupby(allowed, itemgetter(0)))


@lru_cache(maxsize=8)
def _spelled(words: tuple[str, ...]) -> Spellings:
    return Spellings.of(words)


@lru_cache(maxsize=64)
def _closest(word: str, words: tuple[str, ...]) -> str | None:
    """One name that is gone is looked for by all who refer to it."""
    import difflib  # noqa: PLC0415 - only a mistake pays for it

    return next(iter(difflib.get_close_matches(word, words, n=1, cutoff=_CUTOFF)), None)


def _plain(word: str) -> str:
    return re.sub(r"[\W_]+", "", word.casefold())
