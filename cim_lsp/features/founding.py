"""A new domain or module, of which a person has said no more than its name and purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from ..analysis import check
from ..changes import Changes
from ..diagnostics import Severity
from ..document import Document, Entity, entity_of
from ..enrolment import KEY, enrol, refers
from ..filetypes import file_name
from ..identifiers import Mint
from ..project import Project
from ..refactoring.renaming import Refusal
from ..skeletons import Form, skeleton
from ..summary import Member
from ..vocabulary import nearest


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be made, and in which folder. `domain` is the name or id of the one that a module joins."""

    folder: str
    kind: str
    name: str
    purpose: str
    domain: str | None = None
    form: Form = "record"


@dataclass(frozen=True, slots=True)
class Founded:
    """The path of the new file, and all that is to be changed: that file, and the `modules` of its domain."""

    path: str
    changes: Changes


def found(project: Project, wish: Wish, is_taken: Callable[[str], bool], mint: Mint, now: int) -> Founded | Refusal:
    """A file for a new domain or module. `is_taken` tells whether there is something at a path."""
    called = file_name(wish.kind, wish.name, lambda other: is_taken(str(PurePath(wish.folder, other))))
    path = str(PurePath(wish.folder, called)) if called else ""
    if refusal := _refusal(project, wish, path, is_taken):
        return Refusal(refusal)
    domain = project.answer(wish.domain, "domain") if wish.domain else None
    others = {"domain": domain.name or domain.id or ""} if domain else {}
    text = skeleton(wish.kind, wish.name, wish.purpose, mint(), form=wish.form, others=others)
    errors = (each for each in check(Document.parse(path, text), now) if each.severity is Severity.ERROR)
    if error := next(errors, None):
        return Refusal(error.message)
    enrolled = _enrolled(project, domain, wish.name) if domain else Changes()
    if isinstance(enrolled, Refusal):
        return enrolled
    return Founded(path, Changes(enrolled.edits, {path: text}))


def _refusal(project: Project, wish: Wish, path: str, is_taken: Callable[[str], bool]) -> str | None:
    """Why what is asked for can't be; None where it can."""
    if not wish.name.strip() or not wish.purpose.strip():
        return f"a new {wish.kind} needs a name and a purpose"
    if not path:
        return f"no file name can be made of `{wish.name}`"
    if taken := project.named(wish.kind, wish.name):
        return f"there is a {wish.kind} `{wish.name}` already, in {PurePath(taken[0].path).name}"
    if is_taken(path):
        return f"{PurePath(path).name} exists already, and is left alone"
    if wish.domain and project.answer(wish.domain, "domain") is None:
        near = nearest(wish.domain, (name for kind, name in project.names if kind == "domain"))
        return f"there is no domain `{wish.domain}` in this project" + (f"; did you mean `{near}`?" if near else "")
    return None


def _enrolled(project: Project, domain: Member, module: str) -> Changes | Refusal:
    """The edits that enter a module in its domain; none where it is there already."""
    document = project.read(domain.path)
    entity = _entity(document, domain) if document else None
    if document is None or entity is None:
        return Refusal(f"{PurePath(domain.path).name} has changed since it was read")
    edits = enrol(document, entity, module)
    if not edits and not refers(entity, module):
        return Refusal(f"{PurePath(domain.path).name} has no place for one more module; see to its `{KEY}`")
    return Changes.of(document.path, edits) if edits else Changes()


def _entity(document: Document, member: Member) -> Entity | None:
    entities = [entity for tree in document.trees if (entity := entity_of(tree.root))]
    found = entities[member.index] if member.index < len(entities) else None
    return found if found and found.kind == member.kind else None
