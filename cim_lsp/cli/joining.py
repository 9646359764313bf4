"""From what the command line calls a domain to that domain, and to its file with one more module in it."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass

from ..document import Document, Entity, entity_of
from ..enrolment import KEY, enrol, refers
from ..files.reading import UnreadableError, decode, mode, read
from ..filetypes import SUFFIXES
from ..text import apply_edits
from ..vocabulary import nearest
from .census import Citizen, citizens_of
from .output.characters import printable


class RefusedError(Exception):
    """What was asked for can't be done; the message says why. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The file of a domain, its bytes, and its text with a module added; the same text where it was there already."""

    domain: Citizen
    before: bytes
    after: str

    @property
    def is_changed(self) -> bool:
        return self.after.encode() != self.before


def find(word: str, domains: Iterable[Citizen]) -> Citizen:
    """The domain of that name, id or file. Raises RefusedError where there is none, or more than one."""
    if word.endswith(SUFFIXES) and stat.S_ISREG(mode(word)):
        found = [domain for domain in citizens_of(word) if domain.kind == "domain"]
        if not found:
            raise RefusedError(f"{printable(word)} declares no domain")
    else:
        domains = list(domains)
        found = [domain for domain in domains if word in (domain.name, domain.id)]
        if not found:
            raise RefusedError(_unknown(word, [domain.name for domain in domains]))
    if len(found) > 1:
        places = ", ".join(printable(domain.path) for domain in found)
        raise RefusedError(f"there is more than one domain {printable(word)!r}: {places}; say which by its id")
    return found[0]


def _unknown(word: str, names: list[str]) -> str:
    if not names:
        return f"there is no domain {word!r} in this project, nor any other; `cim-new domain` begins one"
    near = nearest(word, names)
    known = f"did you mean {near!r}?" if near else f"there is {', '.join(map(repr, sorted(names)))}"
    return f"there is no domain {word!r} in this project; {known}"


def join(domain: Citizen, module: str) -> Joined:
    """The file of a domain with a module added to it. Raises RefusedError where that can't be done."""
    try:
        before = read(domain.path)
        document = Document.parse(domain.path, decode(before))
    except UnreadableError as error:
        raise RefusedError(f"{printable(domain.path)}: {error}") from error
    entity = _entity(document, domain)
    edits = enrol(document, entity, module)
    if not edits and not refers(entity, module):
        where = printable(domain.path)
        if any(tree.fault for tree in document.trees):
            raise RefusedError(f"{where} is no valid YAML; `cim-validate {where}` says where")
        raise RefusedError(f"{where} has no place for one more module that leaves the rest as it is; see to its {KEY}")
    return Joined(domain, before, apply_edits(document.text, edits))


def is_joined(domain: Citizen, module: str) -> bool:
    """Whether a domain refers to a module by that name already."""
    try:
        document = Document.parse(domain.path, decode(read(domain.path)))
    except UnreadableError:
        return False
    return refers(_entity(document, domain), module)


def _entity(document: Document, domain: Citizen) -> Entity:
    for entity in (entity_of(tree.root) for tree in document.trees):
        if entity and entity.kind == "domain":
            (name, _), (identity, _) = entity.text("name") or ("", None), entity.text("id") or ("", None)
            if (name, identity) == (domain.name, domain.id):
                return entity
    raise RefusedError(f"{printable(domain.path)} has changed since it was read")
