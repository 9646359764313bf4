"""The names that a YAML document defines and links to in its domain-driven-design sections.

A record of a section is known by its name and by its local id; links from other records of the same document use
either. `actor` may name anybody and is no link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .document import entity_of
from .nodes import Entry, Node, Scalar, Sequence, entries, resolve
from .text import Span
from .vocabulary import LINKS, SECTIONS

_PROSE = ("when", "then")
"""Links that may as well be a sentence or a word."""
_TOKEN = re.compile(r"[^\W\d][\w-]*")
_IDENTIFIER = re.compile(r"(?=.*[A-Z0-9_])[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Definition:
    """A name or local id given to a record, and the section in which it stands."""

    text: str
    span: Span
    section: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a record by name or local id, under the key that makes it one."""

    text: str
    span: Span
    key: str


def definitions(root: Node) -> Iterator[Definition]:
    """Every name and local id that the sections of a YAML document define."""
    for section, record in _records(root):
        for entry in entries(record):
            if entry.name in ("name", "id"):
                yield from (Definition(text, span, section) for text, span in _texts(entry.value))


def references(root: Node) -> Iterator[Reference]:
    """Every link between records; a value that reads like prose is none."""
    for section, record in _records(root):
        for entry in entries(record):
            if entry.name in LINKS.get(section, ()):
                shape = _IDENTIFIER if entry.name in _PROSE else _TOKEN
                for text, span in _texts(entry.value):
                    if shape.fullmatch(text):
                        yield Reference(text, span, entry.name)


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
