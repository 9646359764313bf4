"""From a name to what it names: a domain's or module's declaration, the record behind a link, the schema of a key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..document import Document
from ..nodes import resolve
from ..project import Project
from ..schema_places import SchemaPlace, schema_place
from ..symbols import Definition, Record
from ..symbols import Reference as Link
from ..targets import bare, declared, records_at, seen_from, tokens_at
from ..text import Span


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """Where a name leads (LSP 3.17, LocationLink): the name itself, and in a document all of what it names.

    `selection` is the token in it that gives the name.
    """

    origin: Span
    document: Document
    span: Span
    selection: Span


def definition(project: Project, document: Document, offset: int) -> tuple[Target, ...]:
    """What is named at an offset; a declaration leads to itself. Empty where nothing is, or nobody answers."""
    if found := records_at(document, offset):
        return tuple(_of_record(document, record, place) for record, place in found)
    return tuple(_of_member(seen_from(project, document), document, offset))


def type_definition(document: Document, offset: int) -> SchemaPlace | None:
    """Where the published schemas describe the key at an offset; None where there is none that they know."""
    return schema_place(document, offset)


def _of_member(project: Project, document: Document, offset: int) -> Iterator[Target]:
    seen: set[tuple[str, int]] = set()
    for token in tokens_at(project, document, offset):
        found = declared(project, token.member) if token.member and token.member.place not in seen else None
        if found and token.member:
            seen.add(token.member.place)
            yield Target(token.span, found.document, found.span, found.selection)


def _of_record(document: Document, record: Record, place: Definition | Link) -> Target:
    named = next((it for it in record.definitions if it.text == place.text), record.definitions[0])
    whole = resolve(record.node).span
    is_within = whole.start <= named.span.start and named.span.end <= whole.end
    selection = bare(document, named.span)
    return Target(bare(document, place.span), document, whole if is_within else selection, selection)
