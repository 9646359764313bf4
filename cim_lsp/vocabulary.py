"""The words of the format that code must know by heart, and the nearest of a list of words to a misspelt one.

The schemas say what each key means; a test holds these names to the schemas.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

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
    known, ordered = _index(tuple(words))
    plain = _plain(word)
    if plain in known:
        return known[plain]
    at = bisect_left(ordered, plain)
    longer = [name for name in ordered[at : at + 2] if name.startswith(plain)]
    if len(plain) >= _LEAST_PREFIX and len(longer) == 1:
        return known[longer[0]]
    import difflib  # noqa: PLC0415 - only a mistake pays for it

    beside = ordered if len(ordered) <= _MANY else ordered[max(at - _MANY // 2, 0) : at + _MANY // 2]
    matches = difflib.get_close_matches(plain, beside, n=1, cutoff=_CUTOFF)
    return known[matches[0]] if matches else None


@lru_cache(maxsize=8)
def _index(words: tuple[str, ...]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The words by what they come down to, and that in order."""
    known = {_plain(word): word for word in words}
    return known, tuple(sorted(known))


def _plain(word: str) -> str:
    return re.sub(r"[\W_]+", "", word.casefold())
