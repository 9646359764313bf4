"""The words of the format that code must know by heart, and the nearest of a list of words to a misspelt one.

The schemas say what each key means; a test holds these names to the schemas.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable

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


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` that `word` most likely means: another case or separator, its first letters, a typo.

    None where none is near enough.
    """
    known = {_plain(candidate): candidate for candidate in words}
    plain = _plain(word)
    if plain in known:
        return known[plain]
    longer = [name for name in known if name.startswith(plain)]
    if len(plain) >= _LEAST_PREFIX and len(longer) == 1:
        return known[longer[0]]
    import difflib  # noqa: PLC0415 - only a mistake pays for it

    matches = difflib.get_close_matches(plain, _around(plain, known), n=1, cutoff=_CUTOFF)
    return known[matches[0]] if matches else None


def _around(word: str, words: Collection[str]) -> Collection[str]:
    """Of very many words those that stand beside a word in the alphabet: to look at each would take too long."""
    if len(words) <= _MANY:
        return words
    ordered = sorted(words)
    at = bisect_left(ordered, word)
    return ordered[max(at - _MANY // 2, 0) : at + _MANY // 2]


def _plain(word: str) -> str:
    return re.sub(r"[\W_]+", "", word.casefold())
