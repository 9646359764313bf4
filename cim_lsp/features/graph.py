"""A project as a graph: its domains and modules, what they are composed of and depend on, and what doesn't hold.

Plain values with keys that stay the same while others come and go, so that a picture of them can be kept in git.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..conflicts import is_unresolved, mismatched
from ..project import Project
from ..summary import Member, Place, Reference
from ..vocabulary import KINDS

Kind = Literal["domain", "module", "external", "missing"]
Relation = Literal["composes", "depends"]
State = Literal["ok", "external", "mismatched", "cycle", "unresolved"]
STATES: tuple[State, ...] = ("ok", "external", "mismatched", "cycle", "unresolved")
"""What is to be said of an edge; of an edge that is drawn once for several references, the last of these."""

Absent = tuple[str, str]
"""The kind that is wanted, and the name or id that nobody in the project answers to."""


@dataclass(frozen=True, slots=True)
class Node:
    """A domain or module; an `external` one may be elsewhere, a `missing` one is nowhere. `path` is its file's.

    The key is the only one of its kind in its graph: `module:billing`. The label is the name, or what stands for it.
    """

    key: str
    kind: Kind
    label: str
    id: str | None = None
    version: str | None = None
    purpose: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """From a domain to a module that it is composed of, or from a module to one that it needs; both are keys."""

    source: str
    target: str
    kind: Relation
    range: str | None = None
    state: State = "ok"


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by kind and key, and edges by the keys that they join; no two edges of one kind join the same two."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bond:
    """A reference, between who refers and who is meant."""

    source: Place | Absent
    target: Place | Absent
    kind: Relation
    range: str | None
    state: State


def graph(project: Project) -> Graph:
    """The whole of a project. What a file that can't be read might declare is missing."""
    known = project._replace(torn=frozenset())
    members = [member for summary in project.summaries.values() for member in summary.members]
    members.sort(key=lambda member: (member.name is None, member.name or "", member.place))
    bonds = [bond for member in members for bond in _bonds(known, member)]
    elsewhere = _absent(bonds)
    keys = _keys([(member.place, _key(member)) for member in members] + [(each, ":".join(each)) for each in elsewhere])
    nodes = [_node(keys[member.place], member) for member in members]
    nodes += [Node(keys[each], kind, each[1]) for each, kind in elsewhere.items()]
    order: tuple[Kind, ...] = ("domain", "module", "external", "missing")
    return Graph(tuple(sorted(nodes, key=lambda node: (order.index(node.kind), node.key))), _edges(bonds, keys))


def _bonds(project: Project, member: Member) -> Iterator[_Bond]:
    for reference in member.references:
        found = project.resolve(reference)
        other = found.place if found else (reference.kind, reference.text)
        state = _state(project, member, reference)
        if reference.key == "domain":
            yield _Bond(other, member.place, "composes", reference.range, state)
        else:
            kind: Relation = "composes" if reference.key == "modules" else "depends"
            yield _Bond(member.place, other, kind, reference.range, state)


def _state(project: Project, member: Member, reference: Reference) -> State:
    if is_unresolved(project, reference):
        return "unresolved"
    found = project.resolve(reference)
    if found is None:
        return "external"
    if reference.key == "dependencies" and project.in_one_cycle(member.place, found.place):
        return "cycle"
    return "mismatched" if mismatched(project, reference) else "ok"


def _absent(bonds: Iterable[_Bond]) -> dict[Absent, Kind]:
    """Whoever is referred to and isn't there, sorted; external where at least one reference says that it may be."""
    found: dict[Absent, Kind] = {}
    for bond in bonds:
        for end in (bond.source, bond.target):
            if isinstance(end[1], str):
                absent = end[0], end[1]
                found[absent] = "external" if bond.state == "external" else found.get(absent, "missing")
    return dict(sorted(found.items()))


def _key(member: Member) -> str:
    return f"{member.kind}:{member.name or member.id or member.path}"


def _keys(wanted: Iterable[tuple[Place | Absent, str]]) -> dict[Place | Absent, str]:
    """A key for everybody; copies of a name are numbered."""
    pairs = list(wanted)
    taken = {key for _, key in pairs}
    given: set[str] = set()
    keys: dict[Place | Absent, str] = {}
    copies: dict[str, int] = {}
    for handle, key in pairs:
        unique = key
        while unique in given or (unique != key and unique in taken):
            copies[key] = copies.get(key, 1) + 1
            unique = f"{key} ({copies[key]})"
        given.add(unique)
        keys[handle] = unique
    return keys


def _node(key: str, member: Member) -> Node:
    kind: Kind = "domain" if member.kind == KINDS[0] else "module"
    label = member.name or member.id or member.path
    return Node(key, kind, label, member.id, member.version, member.purpose, member.path)


def _edges(bonds: Iterable[_Bond], keys: dict[Place | Absent, str]) -> tuple[Edge, ...]:
    merged: dict[tuple[str, str, Relation], Edge] = {}
    for bond in bonds:
        edge = Edge(keys[bond.source], keys[bond.target], bond.kind, bond.range, bond.state)
        place = edge.source, edge.target, edge.kind
        merged[place] = max(merged.get(place, edge), edge, key=_weight)
    return tuple(merged[place] for place in sorted(merged))


def _weight(edge: Edge) -> tuple[int, bool]:
    return STATES.index(edge.state), edge.range is not None
