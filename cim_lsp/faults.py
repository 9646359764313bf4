"""The faults of a YAML document's structure, each told once, under one code, at one token.

The schema says where it is broken; this says what the writer did: one misspelt key is one fault, though to a schema
a key is unknown and another one missing. The rules put the faults of their code into words and offer the way out.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Mapping_
from itertools import islice

from . import schema
from .document import Entity, entity_of
from .lookalikes import Kind, recognise
from .nodes import Entry, Mapping, Node, Scalar, Sequence, data, entries, resolve
from .repeats import repeats
from .schema import Violation
from .text import Span
from .values import NamedTuple
from .vocabulary import KINDS, REQUIRED, nearest

OLD_IDS = ("uid", "uuid")
"""What ids were called in older files."""
_MOST_GUESSED = 1000
"""Of how many unknown keys it is asked what they were meant to be: to look for that takes longer than all else."""


class Fault(NamedTuple):
    """One fault: its code, its token, and what it concerns.

    `key` is the key that is missing or at fault, `near` the key it was most likely meant to be (`taken` where that
    is there already), `entry` and `node` the entry and the value at fault, `holder` the collection around them,
    `other` the earlier of two entries.
    """

    code: str
    span: Span
    holder: Node
    entity: Entity | None = None
    key: str = ""
    entry: Entry | None = None
    node: Node | None = None
    other: Entry | None = None
    near: str | None = None
    taken: bool = False
    violation: Violation | None = None


def find_faults(root: Node, text: str) -> Iterator[Fault]:
    """The faults of one YAML document that could be parsed, in the text of its file."""
    for holder, entry, first in repeats(root):
        yield Fault("duplicate-key", entry.key.span, holder, None, entry.name, entry, entry.value, first)
    entity = entity_of(root)
    if entity is None:
        yield from _headless(root)
    else:
        yield from _Judge(root, entity, text).faults()


def _headless(root: Node) -> Iterator[Fault]:
    """A document with neither `domain` nor `module`: a misspelt one is an unknown key, else they are missing."""
    node = resolve(root)
    if isinstance(node, Scalar) and node.data is None:
        return
    if not isinstance(node, Mapping):
        yield Fault("wrong-type", root.span, root, node=root, violation=Violation((), "type", {"type": "object"}))
        return
    known = schema.schema("cim")["else"]["else"]["properties"]
    unknown = [entry for entry in entries(node) if entry.name not in known and not entry.name.startswith("x-")]
    if not any(nearest(entry.name, KINDS) for entry in unknown):
        first = next(entries(node), None)
        yield Fault("missing-key", first.key.span if first else node.span, node, node=node, key="domain")
        return
    claimed: set[str] = set()
    for entry in unknown:
        near = nearest(entry.name, KINDS) or nearest(entry.name, known)
        yield Fault("unknown-key", entry.key.span, node, None, entry.name, entry, near=near, taken=near in claimed)
        claimed.update(KINDS if near in KINDS else ())


class _Judge:
    """Turns the schema's violations of one document into faults."""

    def __init__(self, root: Node, entity: Entity, text: str) -> None:
        self.root = root
        self.entity = entity
        self.text = text
        self.violations = schema.validate(data(root), entity.kind)
        unknown = (name for violation in self.violations for name in self.unknown_keys(violation))
        self.unknown = dict.fromkeys(unknown)
        """The names of the entity's unknown keys, in order."""
        self.guessed = 0
        self.top = {entry.name for entry in entries(root)}
        self.own = {entry.name for entry in entity.entries}
        self.claimed: set[tuple[int, str]] = set()
        self.named: dict[int, dict[str, Entry]] = {}
        """The entries of the mappings that were looked into, by the identity of those and by name."""
        body = self.entity.body
        self.parts = {id(resolve(item)) for item in body.items} if isinstance(body, Sequence) else {id(body)}
        """The entity's body, or the items of its list form."""
        self.crowded = {violation.path for violation in self.violations if self.is_crowded_reference(violation)}

    def is_crowded_reference(self, violation: Violation) -> bool:
        """Whether a reference has other keys than one name; the list form's own items are no references."""
        return violation.keyword == "maxProperties" and not (self.entity.form == "list" and len(violation.path) == 2)

    def unknown_keys(self, violation: Violation) -> tuple[str, ...]:
        """The unknown keys of the entity itself (in list form, of one of its items) that a violation speaks of."""
        depth = 2 if self.entity.form == "list" else 1
        own = violation.keyword == "additionalProperties" and len(violation.path) == depth
        return violation.keys if own else ()

    def locate(self, violation: Violation) -> tuple[Entry | None, Node, Node]:
        """The entry at a violation's path (None for a list item), its value, and the collection that holds it."""
        entry, node, holder = None, self.root, self.root
        for step in violation.path:
            holder = resolve(node)
            if isinstance(step, int) and isinstance(holder, Sequence):
                entry, node = None, holder.items[step]
            else:
                entry = self.entries(holder)[str(step)]
                node = entry.value
        return entry, node, holder

    def entries(self, holder: Node) -> Mapping_[str, Entry]:
        """The entries of a mapping by their names."""
        if id(holder) not in self.named:
            self.named[id(holder)] = {entry.name: entry for entry in entries(holder)}
        return self.named[id(holder)]

    def faults(self) -> Iterator[Fault]:
        is_bare = isinstance(self.entity.body, Scalar) and self.entity.body.data is not None
        if is_bare:
            yield self.fault("deprecated-key", self.entity.top, self.root)
        for violation in self.violations:
            inside = {violation.path[:depth] for depth in range(len(violation.path))}
            if (is_bare and violation.path == (self.entity.kind,)) or not inside.isdisjoint(self.crowded):
                continue
            if violation.keyword == "additionalProperties":
                yield from self.unknown_faults(violation)
            elif violation.keyword in ("required", "contains", "minContains"):
                yield from self.missing(violation)
            elif violation.keyword == "maxContains":
                yield from self.repeated(violation)
            else:
                yield self.wrong(violation)

    def fault(self, code: str, entry: Entry, holder: Node, near: str | None = None) -> Fault:
        """A fault on a key."""
        return Fault(code, entry.key.span, holder, self.entity, entry.name, entry, entry.value, near=near)

    def unknown_faults(self, violation: Violation) -> Iterator[Fault]:
        holder = resolve(self.locate(violation)[1])
        absent = [key for key in violation.schema["properties"] if not self.has(holder, key)]
        for entry in map(self.entries(holder).__getitem__, violation.keys):
            is_old_id = entry.name in OLD_IDS and entry.name in self.unknown
            self.guessed += 1
            is_guessed = self.guessed <= _MOST_GUESSED
            near = "id" if is_old_id else nearest(entry.name, absent) if is_guessed else None
            is_deprecated = is_old_id and "id" not in self.own
            fault = self.fault("deprecated-key" if is_deprecated else "unknown-key", entry, holder, near)
            if near and near in absent:
                absent.remove(near)
                self.claimed.add((self.owner(holder), near))
                yield fault
            else:
                near = near or (nearest(entry.name, violation.schema["properties"]) if is_guessed else None)
                yield fault._replace(near=near, taken=near is not None)

    def has(self, holder: Node, key: str) -> bool:
        """Whether a mapping, or the entity that it is a part of, has a key, or another key was meant to be that."""
        own = key in self.entries(holder)
        whole = self.is_part(holder) and key in self.own
        return own or whole or (self.owner(holder), key) in self.claimed

    def owner(self, holder: Node) -> int:
        """What a key stands once in: the whole list form for its items, else the mapping itself."""
        return id(self.entity.body if self.is_part(holder) else holder)

    def is_part(self, holder: Node) -> bool:
        """Whether a mapping is the entity's body or an item of its list form."""
        return holder is self.entity.body or id(holder) in self.parts

    def missing(self, violation: Violation) -> Iterator[Fault]:
        entry, node, _ = self.locate(violation)
        holder = resolve(node)
        for key in violation.keys:
            if holder is not self.entity.body:
                token = next((inner.key.span for inner in entries(holder)), holder.span)
                yield Fault("missing-key", token, holder, key=key, entry=entry, node=node)
            elif self.is_meant(key):
                continue
            elif key == "purpose" and (description := self.entity.get("description")):
                yield self.fault("deprecated-key", description, holder, near="purpose")
            else:
                yield Fault("missing-key", self.entity.key.span, holder, self.entity, key, node=node)

    def is_meant(self, key: str) -> bool:
        """Whether a missing key is there under a wrong name, or one level too high: that fault is told already."""
        absent = [name for name in REQUIRED if name not in self.own]
        old_id = key == "id" and not self.unknown.keys().isdisjoint(OLD_IDS)
        guessed = islice(self.unknown, _MOST_GUESSED)
        return old_id or key in self.top or any(nearest(name, absent) == key for name in guessed)

    def repeated(self, violation: Violation) -> Iterator[Fault]:
        """A key that stands in more than one item of the list form."""
        (key,) = violation.keys
        items = self.entity.body.items if isinstance(self.entity.body, Sequence) else ()
        found = [entry for item in items for entry in entries(item) if entry.name == key]
        for entry in found[1:]:
            yield Fault("duplicate-key", entry.key.span, self.entity.body, None, key, entry, entry.value, found[0])

    def wrong(self, violation: Violation) -> Fault:
        """A value that the schema rejects."""
        entry, node, holder = self.locate(violation)
        if _is_empty(node):
            return self.empty(entry, node, holder, violation)
        if violation.definition == "uuid7" and (violation.keyword != "type" or self.is_meant_as_id(node)):
            code = "invalid-id"
        else:
            code = "wrong-type" if violation.keyword in ("type", "minProperties", "maxProperties") else "invalid-value"
        is_bare_tag = node.span.start == node.span.end
        span = entry.key.span if entry and is_bare_tag else node.span
        return Fault(code, span, holder, self.entity, entry.name if entry else "", entry, node, violation=violation)

    def is_meant_as_id(self, node: Node) -> bool:
        """Whether what YAML reads as something else was meant as an id: `{01939b5e-…}`, `{{ id }}`, 32 digits."""
        found = recognise(node.span.of(self.text))
        is_flow = isinstance(node, Mapping | Sequence) and node.flow
        return found.uuid7 is not None or (is_flow and found.kind is not Kind.MALFORMED)

    def empty(self, entry: Entry | None, node: Node, holder: Node, violation: Violation) -> Fault:
        """A value that isn't there yet: missing where it is required; elsewhere of the wrong type, told on the key."""
        if entry is None:
            dash = Span(max(node.span.start - 1, 0), node.span.start)
            return Fault("wrong-type", dash, holder, self.entity, node=node, violation=violation)
        required = entry is self.entity.top or (entry.name in REQUIRED and self.is_part(holder))
        required = required or (entry.name == "name" and not self.is_part(holder) and holder is not self.root)
        return self.fault("missing-key" if required else "wrong-type", entry, holder)._replace(violation=violation)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_empty
