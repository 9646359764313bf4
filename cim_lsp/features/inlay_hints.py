"""What an id doesn't say by itself: when it was made, and behind one that refers to something, the name of that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from ..composition import entity_references, text_of
from ..document import Document, Entity, entity_of
from ..identifiers import created, is_uuid7
from ..text import Span

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_LAST = 253_402_300_799_999
"""The last millisecond of the year 9999; a date behind it can't be written."""
_UNITS = (("year", 31_557_600), ("month", 2_629_800), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
"""Units of time in seconds; a year is 365.25 days."""


@dataclass(frozen=True, slots=True, order=True)
class Hint:
    """A word shown behind an offset: the day on which an id was "created", or the "name" that it stands for."""

    offset: int
    label: str
    kind: Literal["created", "name"]
    tooltip: str


def inlay_hints(document: Document, within: Span, now: int, name_of: Callable[[str], str | None]) -> tuple[Hint, ...]:
    """The hints in a span, in the order of the text.

    `now` is milliseconds since 1970; `name_of` gives the name of the domain or module with an id (in lower case).
    """
    found: set[Hint] = set()
    for tree in document.trees:
        entity = entity_of(tree.root)
        if entity and tree.span.touches(within):
            found.update(_created(entity, now))
            found.update(_names(entity, within, name_of))
    return tuple(sorted(hint for hint in found if within.start <= hint.offset <= within.end))


def _created(entity: Entity, now: int) -> Iterator[Hint]:
    entry = entity.get("id")
    id_ = text_of(entry.value) if entry else None
    if entry and id_ and is_uuid7(id_) and created(id_) <= _LAST:
        time = _EPOCH + timedelta(milliseconds=created(id_))
        tooltip = f"created {time:%Y-%m-%d %H:%M:%S} UTC, {_age(created(id_), now)}"
        yield Hint(entry.value.span.end, f"{time:%Y-%m-%d}", "created", tooltip)


def _names(entity: Entity, within: Span, name_of: Callable[[str], str | None]) -> Iterator[Hint]:
    for reference in entity_references(entity):
        for node in reference.names:
            text = text_of(node) or ""
            if is_uuid7(text) and within.start <= node.span.end <= within.end and (name := name_of(text.lower())):
                yield Hint(node.span.end, name, "name", f"the {reference.kind} {name}")


def _age(time: int, now: int) -> str:
    """How long ago a time is, in words: `3 days ago`, `in 2 hours`, `just now`."""
    seconds = abs(now - time) // 1000
    for unit, length in _UNITS:
        if count := seconds // length:
            words = f"{count} {unit}{'s' if count > 1 else ''}"
            return f"in {words}" if time > now else f"{words} ago"
    return "just now"
