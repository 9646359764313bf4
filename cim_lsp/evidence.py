"""What a rule may look at: one document, the faults of its structure told once, its project, and the time."""

from __future__ import annotations

from collections.abc import Iterator

from .conflicts import lost_id
from .document import Document, Entity, entity_of
from .faults import Fault, find_faults
from .identifiers import is_ahead
from .mentions import Declaration, Mention, declarations, mentions
from .project import Project
from .summary import Member
from .values import NamedTuple


class Evidence(NamedTuple):
    """A document and what is known about it. `now` is milliseconds since 1970, for ids that claim to be from later.

    Where it is judged as a file of a project, that knows the document as it is now; where it is judged by itself, it
    is a project of nobody, which has nothing to say.
    """

    document: Document
    entities: tuple[Entity, ...]
    faults: tuple[Fault, ...]
    now: int
    project: Project
    mentions: tuple[Mention, ...] = ()
    declarations: tuple[Declaration, ...] = ()

    @classmethod
    def gather(cls, document: Document, now: int, project: Project | None = None) -> Evidence:
        """Judge the structure of every YAML document that can be parsed; the others have no entities and no faults."""
        sound = [tree for tree in document.trees if tree.fault is None and tree.root is not None]
        entities = tuple(entity for tree in sound if (entity := entity_of(tree.root)))
        faults = tuple(fault for tree in sound if tree.root for fault in find_faults(tree.root, document.text))
        if project is None:
            return cls(document, entities, faults, now, Project.of())
        known = mentions(document, sound=True), declarations(document, sound=True)
        return cls(document, entities, faults, now, project, *known)

    def of(self, code: str) -> Iterator[Fault]:
        """The faults of one code."""
        return (fault for fault in self.faults if fault.code == code)

    def members(self) -> Iterator[tuple[Member, Declaration]]:
        """The members of the project that the document declares, as far as it can be parsed."""
        for declaration in self.declarations:
            yield self.member(declaration.member), declaration

    def member(self, index: int) -> Member:
        """A member that the document declares."""
        return self.project.member((self.document.path, index))

    def lost_id(self, entity: Entity) -> str | None:
        """The id that the last commit has for an entity that has none now."""
        found = (
            lost_id(self.project, self.member(each.member)) for each in self.declarations if each.key is entity.key
        )
        return next((old for old in found if old and not is_ahead(old, self.now)), None)

    def declared(self, member: Member) -> tuple[Document, Declaration] | None:
        """Where a member of the project is declared; None where its document can't be had."""
        document = self._read(member.path)
        found = [each for each in declarations(document) if each.member == member.index] if document else []
        return (document, found[0]) if document and found else None

    def mentioned(self, member: Member, index: int) -> tuple[Document, Mention] | None:
        """Where the reference of that index of a member stands; None where its document can't be had."""
        document = self._read(member.path)
        found = (
            [each for each in mentions(document) if (each.member, each.number) == (member.index, index)]
            if document
            else []
        )
        return (document, found[0]) if document and found else None

    def _read(self, path: str) -> Document | None:
        return self.document if path == self.document.path else self.project.read(path)
