"""Who depends on whom, one step at a time: a domain on the modules that it is composed of, a module on those it needs.

Editors show this as a call hierarchy (LSP 3.17): incoming calls are dependents, outgoing ones dependencies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..document import Document
from ..project import Project
from ..summary import Member, Place
from ..targets import Declared, Token, declared, holds, references_to, seen_from, tokens, tokens_at
from ..text import Span

_NEEDS = ("modules", "dependencies")
"""The keys by which one depends on another. A module's `domain` only says where it belongs."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A member of the project, and where it is declared."""

    member: Member
    declared: Declared


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """The one at the other end, and the places of the references, in the document of whoever refers."""

    item: Item
    ranges: tuple[Span, ...]


def item(project: Project, document: Document, offset: int) -> tuple[Item, ...]:
    """Whom a name, an id or a `domain` or `module` key at an offset means; empty where it means nobody."""
    current = seen_from(project, document)
    meant = [token.member for token in tokens_at(current, document, offset) if token.member]
    for own in current.summaries[document.path].members:
        place = declared(current, own)
        if place and holds(place.key, offset):
            meant.append(own)
    return tuple(each for member in {it.place: it for it in meant}.values() if (each := _item(current, member)))


def incoming(project: Project, member: Member) -> tuple[Call, ...]:
    """The domains that a module is a part of and the modules that need it, in the order of their paths."""
    found = ((token.owner, token) for _, token in references_to(project, member))
    return _calls(project, found)


def outgoing(project: Project, member: Member) -> tuple[Call, ...]:
    """The modules of the project that a member needs or is composed of, in the order in which it names them."""
    document = project.read(member.path)
    found = tokens(project, document) if document else ()
    own = (token for token in found if token.owner.place == member.place and token.part != "label")
    return _calls(project, ((token.member, token) for token in own if token.member))


def _calls(project: Project, found: Iterable[tuple[Member, Token]]) -> tuple[Call, ...]:
    """The references that tell of a need, put together by who is at their other end."""
    ranges: dict[Place, list[Span]] = {}
    for other, token in found:
        if token.reference and token.reference.key in _NEEDS:
            ranges.setdefault(other.place, []).append(token.span)
    places = ((_item(project, project.member(place)), spans) for place, spans in ranges.items())
    return tuple(Call(each, tuple(dict.fromkeys(spans))) for each, spans in places if each)


def _item(project: Project, member: Member) -> Item | None:
    place = declared(project, member)
    return Item(member, place) if place else None
