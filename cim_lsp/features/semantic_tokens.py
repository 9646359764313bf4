"""What each word of a file is, beyond what a grammar of YAML can tell.

The legend, by the standard types of LSP 3.17:

- `keyword`: the `domain` or `module` key at the top; `property`: every other key of the format, with `deprecated`
  those of older files; keys that the format doesn't know, and `x-` data, have no token
- `namespace`: the name of a domain or module, with `declaration` where it is given, `deprecated` where its status
  says so; bounded contexts too
- `class` (aggregates, entities), `struct` (value objects), `event`, `method` (commands), `function` (policies,
  workflows), `interface` (external systems): names of records, with `declaration`, and the links to them
- `variable` with `readonly`: ids, local ones too
- `enumMember`: status, type, category, visibility; `number`: versions and ranges; `string`: all other text
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..composition import RECORD_KEYS, REFERENCES, references_under, text_of
from ..document import Document, Entity, entity_of
from ..faults import OLD_IDS
from ..identifiers import is_uuid7
from ..nodes import Entry, Node, Scalar, Sequence, entries, resolve
from ..places import inner
from ..schema import schema
from ..symbols import linked_records
from ..text import Span
from ..vocabulary import LINKS, SECTIONS

TYPES = (
    "namespace", "class", "interface", "struct", "event", "method", "function", "enumMember", "property", "variable",
    "string", "number", "keyword",
)  # fmt: skip
MODIFIERS = ("declaration", "readonly", "deprecated")

SECTION_TYPES = {
    "bounded_contexts": "namespace", "aggregates": "class", "entities": "class", "value_objects": "struct",
    "events": "event", "commands": "method", "policies": "function", "workflows": "function",
    "external_systems": "interface",
}  # fmt: skip
_LINE = re.compile(r"[^\r\n]+")
_What = tuple[str, tuple[str, ...]]
"""A type and modifiers."""
_Word = tuple[Node, _What]
_KEY: _What = ("property", ())
_OLD_KEY: _What = ("property", ("deprecated",))
_GIVEN_ID: _What = ("variable", ("declaration", "readonly"))
_ID: _What = ("variable", ("readonly",))
_TEXT: _What = ("string", ())
_ENUM: _What = ("enumMember", ())
_NUMBER: _What = ("number", ())
_VALUES = {**dict.fromkeys(("status", "type", "category", "visibility"), _ENUM), "version": _NUMBER}
"""Values that are something else than text."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a line of text, and what it is: one of TYPES and some of MODIFIERS. It lies within one line."""

    span: Span
    type: str
    modifiers: tuple[str, ...] = ()


def tokens(document: Document, within: Span | None = None) -> tuple[Token, ...]:
    """The tokens of a file, or those that touch a span, in the order of the text; none overlaps another."""
    found: dict[Span, _What] = {}
    for tree in document.trees:
        for node, what in _words(tree.root) if tree.root else ():
            if isinstance(node, Scalar) and (within is None or node.span.touches(within)):
                found.setdefault(node.span, what)
    return tuple(
        Token(piece, *what)
        for span, what in sorted(found.items())
        for piece in _lines(document.text, inner(document.text, span))
        if within is None or piece.touches(within)
    )


def _words(root: Node) -> Iterator[_Word]:
    """Each scalar of a YAML document that means something, in no order; what is reached twice comes twice."""
    entity, links = entity_of(root), _link_types(root)
    for entry in entries(root):
        if entity and entry is entity.top:
            yield entry.key, ("keyword", ())
            yield from _entity(entity, links)
        elif entry.name in SECTIONS:
            yield entry.key, _KEY
            yield from _section(entry, links)
        elif entry.name == "$schema":
            yield entry.key, _KEY
            yield from _all(entry.value, _TEXT)


def _entity(entity: Entity, links: dict[Span, _What]) -> Iterator[_Word]:
    known = schema(entity.kind)["$defs"]["keys"]["properties"]
    status = entity.text("status")
    for entry in entity.entries:
        key = entry.name
        if key in OLD_IDS:
            yield entry.key, _OLD_KEY
            yield entry.value, _GIVEN_ID
        if key not in known:
            continue
        yield entry.key, _KEY
        if key in SECTIONS:
            yield from _section(entry, links)
        elif key in REFERENCES[entity.kind]:
            yield from _references(entity.kind, entry)
        elif key == "id":
            yield entry.value, _GIVEN_ID
        elif key == "name":
            gone = ("deprecated",) if status and status[0] == "deprecated" else ()
            yield entry.value, ("namespace", ("declaration", *gone))
        else:
            yield from _all(entry.value, _VALUES.get(key, _TEXT))


def _references(kind: str, entry: Entry) -> Iterator[_Word]:
    for reference in references_under(kind, entry):
        for name in reference.names:
            yield name, _ID if is_uuid7(text_of(name) or "") else ("namespace", ())
        if reference.version:
            yield from _all(reference.version, _NUMBER)
        if reference.repository:
            yield from _all(reference.repository, _TEXT)
        if not isinstance(reference.part, Entry):
            yield from ((part.key, _KEY) for part in entries(reference.part) if part.name in RECORD_KEYS)


def _section(section: Entry, links: dict[Span, _What]) -> Iterator[_Word]:
    records = resolve(section.value)
    linking = LINKS.get(section.name, ())
    for record in records.items if isinstance(records, Sequence) else ():
        for entry in entries(record):
            key, value = entry.name, entry.value
            if key in ("name", "id", "description", *linking) or (key == "actor" and section.name == "commands"):
                yield entry.key, _KEY
            if key == "name":
                yield value, (SECTION_TYPES[section.name], ("declaration",))
            elif key == "id":
                yield value, _GIVEN_ID
            elif key in linking:
                yield from ((node, links.get(node.span, _TEXT)) for node, _ in _all(value, _TEXT))
            elif key in ("description", "actor"):
                yield from _all(value, _TEXT)


def _link_types(root: Node) -> dict[Span, _What]:
    """What each link between records is, by its place: what it leads to, or a local id."""
    found: dict[Span, _What] = {}
    for record in linked_records(root):
        name = next((text_of(entry.value) for entry in entries(record.node) if entry.name == "name"), None)
        for link in record.links:
            found[link.span] = (SECTION_TYPES[record.section], ()) if link.text == name else _ID
    return found


def _all(value: Node, what: _What) -> Iterator[_Word]:
    """A scalar, or each of a list of them."""
    found = resolve(value)
    for node in found.items if isinstance(found, Sequence) else (value,):
        yield node, what


def _lines(text: str, span: Span) -> Iterator[Span]:
    """The pieces of a span that lie on one line each, without the blanks around them."""
    for line in _LINE.finditer(text, span.start, span.end):
        content = line.group()
        start = line.start() + len(content) - len(content.lstrip())
        if content.strip():
            yield Span(start, start + len(content.strip()))
