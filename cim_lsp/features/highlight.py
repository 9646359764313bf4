"""Where else in the file the same thing is meant: a record of a section by name or local id, a module or domain.

Links by name and links by local id (references by name and by id) lead to the same thing, so they light up together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..composition import entity_references, text_of
from ..document import Document, entity_of
from ..identifiers import is_uuid7
from ..places import inner, tree_at
from ..symbols import Definition, linked_records, references
from ..text import Span


@dataclass(frozen=True, slots=True, order=True)
class Highlight:
    """A place in the file: "write" where the thing is named, "read" where it is referred to."""

    span: Span
    kind: Literal["text", "read", "write"]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name or id of a domain or module. `own` is the number of the YAML document that gives it; None: a reference."""

    kind: str
    text: str
    span: Span
    own: int | None


def highlights(document: Document, offset: int) -> tuple[Highlight, ...]:
    """The places of what is named at an offset, in the order of the text; empty where nothing is named."""
    return _of_record(document, offset) or _of_entity(document, offset)


def _of_record(document: Document, offset: int) -> tuple[Highlight, ...]:
    tree = tree_at(document, offset)
    if not tree or not tree.root:
        return ()
    records = linked_records(tree.root)
    meant = [record for record in records if any(_holds(place.span, offset) for place in record.places)]
    places = [place for record in meant for place in record.places]
    if not places and (dangling := next((it for it in references(tree.root) if _holds(it.span, offset)), None)):
        places = [it for it in references(tree.root) if it.text == dangling.text and it.key == dangling.key]
    return _sorted(document, ((it.span, isinstance(it, Definition)) for it in places))


def _of_entity(document: Document, offset: int) -> tuple[Highlight, ...]:
    names = tuple(_names(document))
    here = next((name for name in names if _holds(name.span, offset)), None)
    if here is None:
        return ()
    meant = {it.own for it in names if it.own is not None and (it.kind, it.text) == (here.kind, here.text)}
    texts = {here.text, *(it.text for it in names if it.own in meant)}
    return _sorted(
        document,
        ((it.span, it.own is not None) for it in names if it.kind == here.kind and it.text in texts),
    )


def _names(document: Document) -> Iterator[_Name]:
    """Every name and id of domains and modules in the file."""
    for number, tree in enumerate(document.trees):
        entity = entity_of(tree.root)
        if entity is None:
            continue
        for key in ("name", "id"):
            if (entry := entity.get(key)) and (text := text_of(entry.value)):
                yield _Name(entity.kind, _canonical(text), entry.value.span, number)
        for reference in entity_references(entity):
            for node in reference.names:
                yield _Name(reference.kind, _canonical(text_of(node) or ""), node.span, None)


def _canonical(text: str) -> str:
    """An id in lower case, since case makes no difference to it; a name as it is."""
    return text.lower() if is_uuid7(text) else text


def _holds(span: Span, offset: int) -> bool:
    return span.start <= offset <= span.end


def _sorted(document: Document, places: Iterable[tuple[Span, bool]]) -> tuple[Highlight, ...]:
    """Highlights in the order of the text, each place once, without quotes; a place that gives the name is written."""
    kinds: dict[Span, Literal["read", "write"]] = {}
    for span, is_written in places:
        place = inner(document.text, span)
        if is_written or place not in kinds:
            kinds[place] = "write" if is_written else "read"
    return tuple(sorted(Highlight(span, kind) for span, kind in kinds.items()))
