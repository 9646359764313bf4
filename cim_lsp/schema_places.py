"""Where in the texts of the published schemas a key is described: they are YAML too, and read as such."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from . import schema
from .document import Document
from .nodes import Entry, Mapping, Node, Scalar, Sequence, entries, resolve
from .places import path_at
from .syntax import parse
from .text import Span
from .vocabulary import KINDS

_INWARD = ("$ref", "allOf", "then", "else")
"""The keywords whose subschemas speak of the same value."""


@dataclass(frozen=True, slots=True)
class SchemaPlace:
    """A place in the text of a schema, `schema.text(schema)`; `selection` is the key of what `span` describes."""

    schema: str
    span: Span
    selection: Span


@dataclass(frozen=True, slots=True, eq=False)
class _Subschema:
    """A subschema, the short name of the schema in which it stands, and the entry that it is the value of."""

    base: str
    node: Node
    entry: Entry | None = None

    def get(self, keyword: str) -> Entry | None:
        return next((entry for entry in entries(self.node) if entry.name == keyword), None)


def schema_place(document: Document, offset: int) -> SchemaPlace | None:
    """Where the schemas describe the key at an offset; None where no key is, or none that they know."""
    path = path_at(document, offset)
    holder = next((part for part in reversed(path) if isinstance(part, Entry)), None)
    if holder is None or not holder.key.span.start <= offset <= holder.key.span.end:
        return None
    described = list(_described(path, holder))
    best = next((each for each in described if each.get("title")), described[0] if described else None)
    if best is None or best.entry is None:
        return None
    return SchemaPlace(best.base, best.entry.span, best.entry.key.span)


def _described(path: tuple[Node | Entry, ...], holder: Entry) -> Iterator[_Subschema]:
    """All that the schemas say about the value of an entry, given the parts around it."""
    root = path[0]
    top = {entry.name for entry in entries(root)} if isinstance(root, Mapping) else set[str]()
    name = next((kind for kind in KINDS if kind in top), "cim")
    here = list(_all(_Subschema(name, _root(name))))
    for part in path[: path.index(holder) + 1]:
        if isinstance(part, Entry):
            here = [inner for each in here for inner in _property(each, part.name)]
        elif isinstance(part, Sequence):
            here = [inner for each in here for inner in _value(each, "items")]
    yield from here


def _property(subschema: _Subschema, key: str) -> Iterator[_Subschema]:
    properties = subschema.get("properties")
    known = next((entry for entry in entries(properties.value) if entry.name == key), None) if properties else None
    if known:
        yield from _all(_Subschema(subschema.base, known.value, known))
    else:
        yield from _value(subschema, "additionalProperties")


def _value(subschema: _Subschema, keyword: str) -> Iterator[_Subschema]:
    found = subschema.get(keyword)
    if found and isinstance(found.value, Mapping):
        yield from _all(_Subschema(subschema.base, found.value))


def _all(subschema: _Subschema) -> Iterator[_Subschema]:
    """A subschema and all that speak of the same value."""
    yield subschema
    for entry in entries(subschema.node):
        if entry.name == "$ref" and isinstance(entry.value, Scalar):
            yield from _all(_follow(subschema.base, entry.value.text))
        elif entry.name in _INWARD:
            inner = entry.value.items if isinstance(entry.value, Sequence) else (entry.value,)
            for each in inner:
                yield from _all(_Subschema(subschema.base, each))


def _follow(base: str, ref: str) -> _Subschema:
    """What a `$ref` leads to; those of the published schemas are a file's name, a JSON pointer, or both."""
    file, _, pointer = ref.partition("#")
    name = file.partition(".")[0] or base
    found = _Subschema(name, _root(name))
    for step in pointer.split("/")[1:]:
        entry = found.get(step)
        found = _Subschema(name, resolve(entry.value), entry) if entry else found
    return found


@cache
def _root(name: str) -> Node:
    root = parse(schema.text(name))[0].root
    if root is None:
        raise ValueError(f"the schema {name} is empty")
    return root
