"""How domains and modules are interconnected: what each refers to, in every form in which a reference is written.

A name or an id; a map of one name to its version range; a record; or a mapping of names to ranges in place of a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .document import Entity
from .nodes import Entry, Mapping, Node, Scalar, Sequence, entries, resolve

REFERENCES = {"domain": {"modules": "module"}, "module": {"domain": "domain", "dependencies": "module"}}
"""The keys of a domain or module that refer to others, and the kind that they refer to."""
RECORD_KEYS = ("name", "id", "version", "repository")
"""The keys of a reference that is a record."""


@dataclass(frozen=True, slots=True, eq=False)
class EntityReference:
    """A reference to a domain or module, by `kind`. `part` is all of it: an item, an entry, or a value.

    `names` are the nodes that name it or give its id, an alias where that is one; never empty.
    """

    kind: str
    part: Node | Entry
    names: tuple[Node, ...]
    version: Node | None = None
    repository: Node | None = None


def entity_references(entity: Entity) -> Iterator[EntityReference]:
    """Everything that a domain or module refers to."""
    for entry in entity.entries:
        yield from references_under(entity.kind, entry)


def references_under(kind: str, entry: Entry) -> Iterator[EntityReference]:
    """What one entry of a domain or module (`kind`) refers to; nothing for a key that holds no references."""
    other = REFERENCES[kind].get(entry.name)
    value = resolve(entry.value)
    if other is None:
        return
    if entry.name == "domain":
        yield from _references(other, entry.value)
    elif isinstance(value, Mapping):
        yield from _requirements(other, value)
    elif isinstance(value, Sequence):
        for item in value.items:
            yield from _references(other, item)


def text_of(node: Node | None) -> str | None:
    """The text that a node stands for; None where it is missing, blank or anything else."""
    scalar = resolve(node) if node else None
    if isinstance(scalar, Scalar) and isinstance(scalar.data, str) and scalar.data.strip():
        return scalar.data
    return None


def _references(kind: str, item: Node) -> Iterator[EntityReference]:
    keys = {entry.name: entry.value for entry in entries(item)}
    if "name" in keys or "id" in keys:
        names = tuple(keys[key] for key in ("name", "id") if text_of(keys.get(key)))
        if names:
            yield EntityReference(kind, item, names, keys.get("version"), keys.get("repository"))
    elif keys:
        yield from _requirements(kind, item)
    elif text_of(item):
        yield EntityReference(kind, item, (item,))


def _requirements(kind: str, mapping: Node) -> Iterator[EntityReference]:
    """The entries of a mapping from names to ranges."""
    for entry in entries(mapping):
        if text_of(entry.key):
            yield EntityReference(kind, entry, (entry.key,), entry.value)
