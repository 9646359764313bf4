"""What a rule may look at: one document, the faults of its structure told once, and the time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .document import Document, Entity, entity_of
from .faults import Fault, find_faults


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A document and what is known about it. `now` is milliseconds since 1970, for ids that claim to be from later."""

    document: Document
    entities: tuple[Entity, ...]
    faults: tuple[Fault, ...]
    now: int

    @classmethod
    def gather(cls, document: Document, now: int) -> Evidence:
        """Judge the structure of every YAML document that can be parsed; the others have no entities and no faults."""
        sound = [tree for tree in document.trees if tree.fault is None and tree.root is not None]
        entities = tuple(entity for tree in sound if (entity := entity_of(tree.root)))
        faults = tuple(fault for tree in sound if tree.root for fault in find_faults(tree.root, document.text))
        return cls(document, entities, faults, now)

    def of(self, code: str) -> Iterator[Fault]:
        """The faults of one code."""
        return (fault for fault in self.faults if fault.code == code)
