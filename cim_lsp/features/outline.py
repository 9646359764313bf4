"""The outline of a file: its domains and modules, what they are composed of, and the records of their sections.

Only what is written at its place is shown there: what stands behind an alias or a merge key is shown where it is
written, so that every symbol lies inside the one around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..composition import references_under, text_of
from ..document import Document, Entity, entity_of
from ..nodes import Entry, Mapping, Node, Scalar, Sequence, entries, resolve
from ..places import inner
from ..text import Span
from ..vocabulary import SECTIONS

KINDS = {"domain": "namespace", "module": "module"}
RECORDS = {
    "bounded_contexts": "package", "aggregates": "class", "entities": "class", "value_objects": "struct",
    "events": "event", "commands": "method", "policies": "operator", "workflows": "function",
    "external_systems": "interface",
}  # fmt: skip
"""The kind of a section's records."""
LONGEST = 60
"""Names and details are cut to so many characters."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol. `kind` is the name of an LSP SymbolKind (3.17) in lower case; `selection` is what it is called by.

    `selection` lies in `span`, the children in `span` and in the order of the text; a name is never blank.
    """

    name: str
    detail: str
    kind: str
    span: Span
    selection: Span
    children: tuple[Symbol, ...] = ()
    deprecated: bool = False


def outline(document: Document) -> tuple[Symbol, ...]:
    """The symbols at the top of each YAML document, in order; of a broken one, those of what could be read."""
    writer = _Outline(document)
    return tuple(symbol for tree in document.trees if tree.root for symbol in writer.top(tree.root))


@dataclass(frozen=True, slots=True)
class _Outline:
    document: Document

    def top(self, root: Node) -> Iterator[Symbol]:
        entity = entity_of(root)
        for entry in _written(root):
            if entity and entry is entity.top:
                yield self.entity(entity)
            else:
                yield self.field(entry)

    def entity(self, entity: Entity) -> Symbol:
        name, detail = entity.text("name"), entity.text("purpose") or entity.text("version")
        if isinstance(entity.body, Scalar) and (text := text_of(entity.body)):
            name = text, entity.top.value
        selection = self.within(name[1] if name else entity.key, entity.top)
        children = tuple(
            self.references(entity.kind, entry) or self.field(entry) for entry in _written(entity.top.value)
        )
        return Symbol(
            _short(name[0] if name else "") or entity.kind, _short(detail[0] if detail else ""), KINDS[entity.kind],
            entity.top.span, selection, children, _is_deprecated(entity.entries),
        )  # fmt: skip

    def references(self, kind: str, entry: Entry) -> Symbol | None:
        """A list or mapping of references, a symbol each; None for any other key, or where they stand elsewhere."""
        if not isinstance(entry.value, Mapping | Sequence):
            return None
        found: list[Symbol] = []
        for reference in references_under(kind, entry):
            if _lies_in(reference.part.span, entry.value.span):
                name, range_ = text_of(reference.names[0]) or "", text_of(reference.version) or ""
                selection = self.within(reference.names[0], reference.part)
                found.append(
                    Symbol(_short(name), _short(range_), KINDS[reference.kind], reference.part.span, selection)
                )
        return self.symbol(entry, "", "array", _apart(found)) if found else None

    def field(self, entry: Entry) -> Symbol:
        """A key and what is below it."""
        value = entry.value
        if entry.name in SECTIONS and isinstance(value, Sequence):
            return self.symbol(entry, "", "array", tuple(self.items(entry.name, value, RECORDS[entry.name])))
        if isinstance(value, Sequence):
            children = tuple(self.items(entry.name, value, "object"))
            return self.symbol(entry, "" if children else _brief(value), "array", children)
        kind = "object" if isinstance(value, Mapping) else "property"
        return self.symbol(entry, _brief(value), kind, tuple(map(self.field, _written(value))))

    def items(self, key: str, sequence: Sequence, kind: str) -> Iterator[Symbol]:
        """The items of a list that are records, by name or id; in a section, bare names too."""
        for number, item in enumerate(sequence.items, 1):
            if isinstance(item, Mapping) and item.entries:
                yield self.record(f"{key} {number}", item, kind)
            elif key in SECTIONS and isinstance(item, Scalar) and (name := _short(item.text)):
                yield Symbol(name, "", kind, item.span, self.within(item, item))

    def record(self, fallback: str, item: Mapping, kind: str) -> Symbol:
        values = {entry.name: entry.value for entry in entries(item)}
        called = [(text, values[key]) for key in ("name", "id") if (text := _text(values.get(key)))]
        name, node = called[0] if called else (fallback, item.entries[0].key)
        detail = called[1][0] if len(called) > 1 else _text(values.get("description"))
        children = tuple(map(self.field, item.entries))
        return Symbol(name, detail, kind, item.span, self.within(node, item), children, _is_deprecated(entries(item)))

    def symbol(self, entry: Entry, detail: str, kind: str, children: tuple[Symbol, ...]) -> Symbol:
        written = inner(self.document.text, entry.key.span).of(self.document.text)
        name = _short(entry.name if isinstance(resolve(entry.key), Scalar) else written) or "(blank)"
        return Symbol(name, detail, kind, entry.span, self.within(entry.key, entry), children)

    def within(self, node: Node, part: Node | Entry) -> Span:
        """Where a symbol is called what it is; where that is written elsewhere, its first character's place."""
        span = inner(self.document.text, node.span)
        if _lies_in(span, part.span):
            return span
        return part.key.span if isinstance(part, Entry) else Span(part.span.start, part.span.start)


def _written(node: Node) -> Iterator[Entry]:
    """The entries that are written here: of a mapping, or of the mappings in a sequence (the list form)."""
    for part in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(part, Mapping):
            yield from part.entries


def _apart(symbols: list[Symbol]) -> tuple[Symbol, ...]:
    """Symbols in the order of the text, each place once: an alias leads to what has been shown."""
    kept: list[Symbol] = []
    for symbol in sorted(symbols, key=lambda symbol: symbol.span):
        if not kept or kept[-1].span.end <= symbol.span.start:
            kept.append(symbol)
    return tuple(kept)


def _is_deprecated(found: Iterable[Entry]) -> bool:
    return any(entry.name == "status" and _text(entry.value) == "deprecated" for entry in found)


def _brief(value: Node) -> str:
    """A value in a few words: a scalar, or a list of them; nothing for records."""
    found = resolve(value)
    if isinstance(found, Sequence):
        return _short(", ".join(text for item in found.items if (text := _text(item))))
    return _text(found)


def _text(node: Node | None) -> str:
    scalar = resolve(node) if node else None
    return _short(scalar.text) if isinstance(scalar, Scalar) else ""


def _short(text: str) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(text[: LONGEST * 10].split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _lies_in(span: Span, around: Span) -> bool:
    return around.start <= span.start and span.end <= around.end
