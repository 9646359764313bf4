"""The places of a sound file at which a person starts a word that completion could know, and the word there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from cim_lsp.document import Entity, entity_of
from cim_lsp.identifiers import is_uuid7
from cim_lsp.nodes import Entry, Mapping, Node, Scalar, Sequence
from cim_lsp.symbols import definitions, references
from cim_lsp.syntax import parse
from cim_lsp.text import Span
from cim_lsp.vocabulary import ENTITY_KEYS, KINDS, LINKS, SECTIONS

from .corpus import ROOT, Source

Kind = Literal["key", "value", "item", "link", "id"]
Form = Literal["record", "list", "flow", "json"]
KINDS_OF_POINT: tuple[Kind, ...] = ("key", "value", "item", "link", "id")
FORMS: tuple[Form, ...] = ("record", "list", "flow", "json")

TOP_KEYS = frozenset((*KINDS, *SECTIONS))
RECORD_KEYS = frozenset(("name", "id", "description"))
REFERENCE_KEYS = frozenset(("name", "id", "version", "repository"))
_ALIASED = re.compile(r"[&*!]")


@dataclass(frozen=True, slots=True)
class Point:
    """A word of a source: `word` is its span without quotes, `whole` that of the entry (or of the node) it begins."""

    source: Source
    kind: Kind
    form: Form
    word: Span
    whole: Span

    @property
    def expected(self) -> str:
        return self.word.of(self.source.text)

    @property
    def quote(self) -> str:
        """The quote before the word, if it has one."""
        before = self.source.text[max(self.word.start - 1, 0) : self.word.start]
        return before if before in ("'", '"') else ""

    @property
    def is_key(self) -> bool:
        """Whether the word is the key of an entry, a module named with its range among them."""
        return self.whole.end > self.word.end + len(self.quote)


@cache
def words() -> dict[str, frozenset[str]]:
    """The words of the closed vocabularies, and those that are known of the open one, as the schemas list them."""
    schemas = [json.loads((ROOT / f"schemas/{name}.schema.json").read_text("utf-8")) for name in ("common", "module")]
    common, module = (schema["$defs"] for schema in schemas)
    found = {name: _constants(common.get(name) or module[name]) for name in ("status", "type", "visibility")}
    return {**found, "category": frozenset(module["keys"]["properties"]["category"]["examples"])}


def _constants(schema: dict[str, Any]) -> frozenset[str]:
    return frozenset(choice["const"] for choice in schema["oneOf"])


def points(source: Source) -> Iterator[Point]:
    """Every point of a source, in the order of its text within each document."""
    for tree in parse(source.text):
        if tree.root and isinstance(tree.root, Mapping):
            yield from sorted(_Finder(source, tree.root).all(), key=lambda point: point.word)


class _Finder:
    """One document's points; a class because all of them need the source and the root."""

    def __init__(self, source: Source, root: Mapping) -> None:
        self.source, self.root = source, root
        entity = entity_of(root)
        own = [entity.text(key) for key in ("name", "id")] if entity else []
        self.names = source.names - {value[0] for value in own if value}

    def all(self) -> Iterator[Point]:
        entity = entity_of(self.root)
        for entry in self.root.entries:
            yield from self.key(entry, TOP_KEYS, "flow" if self.root.flow else "record")
            yield from self.section(entry)
        if entity and entity.body is entity.top.value:
            for entry, form in _entries(entity):
                yield from self.key(entry, frozenset(ENTITY_KEYS), form)
                yield from self.value(entry, form)
                yield from self.section(entry)
        known = {definition.text for definition in definitions(self.root)}
        for reference in references(self.root):
            if reference.text in known:
                yield from self.word("link", self.form_at(reference.span), reference.span)

    def form_at(self, span: Span) -> Form:
        """How the innermost collection around a scalar is written."""
        holder = _holder(self.root, span)
        return "flow" if holder.flow else "list" if isinstance(holder, Sequence) else "record"

    def key(self, entry: Entry, known: frozenset[str], form: Form) -> Iterator[Point]:
        if entry.name in known:
            yield from self.word("key", form, entry.key.span, entry.span)

    def value(self, entry: Entry, form: Form) -> Iterator[Point]:
        value = entry.value
        if entry.name in ("modules", "dependencies", "domain"):
            yield from self.items(value)
        elif isinstance(value, Scalar) and isinstance(value.data, str):
            if value.text in words().get(entry.name, ()):
                yield from self.word("value", form, value.span)
            elif entry.name == "id" and is_uuid7(value.text):
                yield from self.word("id", form, value.span)

    def items(self, value: Node) -> Iterator[Point]:
        if isinstance(value, Scalar):
            yield from self.item(value, "record")
        elif isinstance(value, Sequence):
            for item in value.items:
                if isinstance(item, Mapping) and len(item.entries) == 1 and item.entries[0].name in self.names:
                    yield from self.item(item.entries[0].key, "flow" if item.flow else "list", item.entries[0].span)
                elif isinstance(item, Mapping):
                    yield from self.record(item, REFERENCE_KEYS)
                else:
                    yield from self.item(item, "flow" if value.flow else "list")
        elif isinstance(value, Mapping):
            for entry in value.entries:
                yield from self.item(entry.key, "flow" if value.flow else "record", entry.span)

    def item(self, node: Node, form: Form, whole: Span | None = None) -> Iterator[Point]:
        if isinstance(node, Scalar) and node.text in self.names:
            yield from self.word("item", form, node.span, whole)

    def section(self, entry: Entry) -> Iterator[Point]:
        if entry.name in SECTIONS and isinstance(entry.value, Sequence):
            for item in entry.value.items:
                yield from self.record(item, RECORD_KEYS | {*LINKS.get(entry.name, ())})

    def record(self, item: Node, known: frozenset[str]) -> Iterator[Point]:
        if isinstance(item, Mapping):
            for entry in item.entries:
                yield from self.key(entry, known, "flow" if item.flow else "record")

    def word(self, kind: Kind, form: Form, span: Span, whole: Span | None = None) -> Iterator[Point]:
        """A point, if the word stands in the text as it is meant: no alias, no anchor, no escape, on one line."""
        text = self.source.text
        inner = Span(span.start + 1, span.end - 1) if text[span.start] in "'\"" else span
        whole = whole or span
        if not re.fullmatch(r"[\w $-]+", inner.of(text)) or _ALIASED.search(whole.of(text)):
            return
        yield Point(self.source, kind, "json" if self.source.is_json else form, inner, whole)


def _entries(entity: Entity) -> Iterator[tuple[Entry, Form]]:
    body = entity.body
    items = body.items if isinstance(body, Sequence) else (body,)
    block: Form = "list" if isinstance(body, Sequence) else "record"
    for item in items:
        if isinstance(item, Mapping):
            form: Form = "flow" if item.flow else block
            for entry in item.entries:
                yield entry, form


def _holder(node: Mapping | Sequence, span: Span) -> Mapping | Sequence:
    """The innermost collection that holds a span."""
    parts = node.items if isinstance(node, Sequence) else tuple(entry.value for entry in node.entries)
    for part in parts:
        if isinstance(part, Mapping | Sequence) and part.span.start <= span.start and span.end <= part.span.end:
            return _holder(part, span)
    return node
