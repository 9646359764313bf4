"""What an id doesn't say by itself: when it was made, and behind one that refers to something, the name of that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..ages import age, moment
from ..composition import entity_references, text_of
from ..document import Document, Entity, entity_of
from ..identifiers import created, is_uuid7
from ..text import Span


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
    if entry and id_ and is_uuid7(id_) and (time := moment(created(id_))):
        tooltip = f"created {time}, {age(created(id_), now)}"
        yield Hint(entry.value.span.end, time.partition(" ")[0], "created", tooltip)


def _names(entity: Entity, within: Span, name_of: Callable[[str], str | None]) -> Iterator[Hint]:
    for reference in entity_references(entity):
        for node in reference.names:
            text = text_of(node) or ""
            if is_uuid7(text) and within.start <= node.span.end <= within.end and (name := name_of(text.lower())):
                yield Hint(node.span.end, name, "name", f"the {reference.kind} {name}")
