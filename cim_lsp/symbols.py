"""The names that a YAML document defines and links to in its domain-driven-design sections.

A record of a section is known by its name and by its local id; links from other records of the same document use
either. `actor` may name anybody and is no link. An aggregate and its root entity often share a name: the key of a
link says which of them is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from .document import entity_of
from .nodes import Entry, Node, Scalar, Sequence, data, entries, resolve
from .text import Span
from .values import NamedTuple
from .vocabulary import LINKS, SECTIONS, TARGETS

_PROSE = ("when", "then")
"""Links that may as well be a sentence or a word."""
_SECTION = {key: sections[0] for key, sections in TARGETS.items() if len(sections) == 1 and key not in _PROSE}
"""The section that a link's key speaks of; the other links may lead to any."""
_MOST_MEANT = 8
"""A link stands with no more records than that: a file that is full of one name costs no more than any other."""
_TOKEN = re.compile(r"[^\W\d][\w-]*")
_IDENTIFIER = re.compile(r"(?=.*[A-Z0-9_])[^\W\d]\w*")


class Definition(NamedTuple):
    """A name or local id given to a record, and the section in which it stands."""

    text: str
    span: Span
    section: str


class Reference(NamedTuple):
    """A link to a record by name or local id, under the key that makes it one."""

    text: str
    span: Span
    key: str


class Record(NamedTuple):
    """A record of a section, what it is called, and the links that lead to it."""

    section: str
    node: Node
    definitions: tuple[Definition, ...]
    links: list[Reference]

    @property
    def places(self) -> tuple[Definition | Reference, ...]:
        """Wherever it is called by its name or local id."""
        return (*self.definitions, *self.links)


def definitions(root: Node) -> Iterator[Definition]:
    """Every name and local id that the sections of a YAML document define."""
    for section, record in _records(root):
        yield from _definitions(section, record)


def _definitions(section: str, record: Node) -> Iterator[Definition]:
    for entry in entries(record):
        if entry.name in ("name", "id"):
            yield from (Definition(text, span, section) for text, span in _texts(entry.value))


def references(root: Node) -> Iterator[Reference]:
    """Every link between records; a value that reads like prose is none."""
    for section, record in _records(root):
        yield from _references(section, record)


def _references(section: str, record: Node) -> Iterator[Reference]:
    for entry in entries(record):
        if entry.name in LINKS.get(section, ()):
            yield from (
                Reference(text, span, entry.name) for text, span in _texts(entry.value) if _is_link(entry.name, text)
            )


def _is_link(key: str, text: str) -> bool:
    return (_IDENTIFIER if key in _PROSE else _TOKEN).fullmatch(text) is not None


def loose_links(root: Node) -> tuple[list[Reference], set[str]]:
    """The links that lead to no record, and what the records are called.

    It asks what the records say before it asks where: most of them have no such link.
    """
    records = tuple(_records(root))
    loose = {text for section, record in records for text in _linked(section, record)}
    known = {text for _, record in records for text in _said(record, ("name", "id"))} if loose else set[str]()
    loose -= known
    doubtful = [each for each in records if not loose.isdisjoint(_linked(*each))] if loose else []
    return [link for each in doubtful for link in _references(*each) if link.text in loose], known


def _linked(section: str, record: Node) -> Iterator[str]:
    """The texts that a record links with, and those that read like prose."""
    return _said(record, LINKS.get(section, ()))


def _said(record: Node, keys: tuple[str, ...]) -> Iterator[str]:
    """The texts under some keys of a record, as `_texts` has them with their places."""
    fields = data(record)
    for key in keys if isinstance(fields, dict) else ():
        if value := cast("dict[str, object]", fields).get(key):
            texts = cast("list[object]", value) if isinstance(value, list) else (value,)
            yield from (text for text in texts if isinstance(text, str))


def linked_records(root: Node) -> tuple[Record, ...]:
    """The records of a YAML document with the links to each; a link that may mean several stands with all of them."""
    written = {id(resolve(node)): (section, node) for section, node in _records(root)}
    found = tuple(Record(section, node, tuple(_definitions(section, node)), []) for section, node in written.values())
    named: dict[tuple[str, str | None], list[Record]] = {}
    for record in found:
        for text in {definition.text for definition in record.definitions}:
            named.setdefault((text, None), []).append(record)
            named.setdefault((text, record.section), []).append(record)
    for link in references(root):
        meant = named.get((link.text, _SECTION.get(link.key))) or named.get((link.text, None), [])
        for record in meant[:_MOST_MEANT]:
            record.links.append(link)
    return found


def _records(root: Node) -> Iterator[tuple[str, Node]]:
    for entry in _sections(root):
        section = resolve(entry.value)
        for item in section.items if isinstance(section, Sequence) else ():
            yield entry.name, item


def _sections(root: Node) -> Iterator[Entry]:
    entity = entity_of(root)
    for entry in (*entries(root), *(entity.entries if entity else ())):
        if entry.name in SECTIONS:
            yield entry


def _texts(value: Node) -> Iterator[tuple[str, Span]]:
    """The texts of a value that is one or a list of them, each with the place where it is written."""
    found = resolve(value)
    for node in found.items if isinstance(found, Sequence) else (value,):
        scalar = resolve(node)
        if isinstance(scalar, Scalar) and isinstance(scalar.data, str):
            yield scalar.data, node.span
