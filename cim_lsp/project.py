"""Many files judged together: who is declared where, who refers to whom, and who depends on whom. Immutable.

A project is replaced when one of its files changes, and what that costs hardly grows with the number of files.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

from .committed import Committed
from .cycles import Cycle, Edges, Order
from .identifiers import is_uuid7
from .indexes import Firsts, exchange, ids_of, indexed, key_of, names_of, referring, respelled, targets_of
from .summary import Member, Place, Reference, Summary
from .values import TYPE_CHECKING, NamedTuple
from .vocabulary import KINDS, Spellings

if TYPE_CHECKING:
    from .document import Document

Age = Callable[[str], "int | None"]
"""Since when git has known the file at a path, as a number that grows with time; None where it doesn't. It may be slow:
only the `copies` are asked for."""
Read = Callable[[str], "Document | None"]
"""The document at a path, as the face that asks for a verdict has it; None where it can't be had."""
Seniority = tuple[bool, bool, int, Place]


def _unknown(_: str) -> None:
    """Nothing is known of any path."""


class Project(NamedTuple):
    """The summaries of all files by path, and the indexes over them, in the order of paths."""

    summaries: dict[str, Summary]
    names: dict[tuple[str, str], tuple[Place, ...]]
    ids: dict[str, tuple[Place, ...]]
    torn: frozenset[str]
    read: Read
    age: Age
    committed: Committed
    order: list[Order]
    """Holds the cycles once somebody has asked for them; shared by projects that differ in nothing they depend on."""
    spelled: dict[str, Spellings]
    """Holds the names of a kind once somebody has looked for one that is like another."""
    firsts: Firsts
    met: dict[tuple[str, str], Member | None]
    referred: list[dict[str, tuple[str, ...]]]
    """These hold the original of several copies, who is meant by a reference, and `referring`, once somebody asks."""

    @classmethod
    def of(
        cls,
        summaries: Iterable[Summary] = (),
        read: Read = _unknown,
        age: Age = _unknown,
        committed: Committed | None = None,
    ) -> Project:
        """The project of these files, each path once; `committed` is who was in them at git's HEAD."""
        by_path = {summary.path: summary for summary in summaries}
        members = [member for summary in by_path.values() for member in summary.members]
        torn = frozenset(path for path, summary in by_path.items() if summary.torn)
        indexes = indexed(names_of(members)), indexed(ids_of(members))
        return cls(by_path, *indexes, torn, read, age, committed or Committed(), [], {}, {}, {}, [])

    @property
    def referring(self) -> dict[str, tuple[str, ...]]:
        """The files that refer to each name or id (in lower case), whether or not somebody answers to it."""
        if not self.referred:
            self.referred.append(referring(self.summaries.values()))
        return self.referred[0]

    def learn(self, age: Age, committed: Committed) -> Project:
        """The project in the light of another commit."""
        return self._replace(age=age, committed=committed, order=[], firsts={}, met={})

    def replace(self, summary: Summary) -> Project:
        """The project with another summary of one of its files, or of one more; itself where nothing changes."""
        old = self.summaries.get(summary.path)
        return self if old == summary else self._change(summary.path, old, summary)

    def remove(self, path: str) -> Project:
        """The project without one of its files; itself where it isn't there."""
        old = self.summaries.get(path)
        return self._change(path, old, None) if old else self

    def _change(self, path: str, old: Summary | None, new: Summary | None) -> Project:
        before, after = old.members if old else (), new.members if new else ()
        kept = self.summaries | {path: new} if new else {at: said for at, said in self.summaries.items() if at != path}
        names = exchange(self.names, names_of(before), names_of(after))
        changed = self._replace(
            summaries=kept,
            names=names,
            spelled=respelled(self.spelled, self.names, names, names_of(before + after)),
            ids=exchange(self.ids, ids_of(before), ids_of(after)),
            referred=[exchange(self.referring, targets_of(before), targets_of(after))],
            torn=self.torn - {path} | ({path} if new and new.torn else set()),
            firsts={},
            met={},
        )
        is_same_graph = tuple(map(_vertex, before)) == tuple(map(_vertex, after))
        return changed if is_same_graph or self._orders(changed, before + after) else changed._replace(order=[])

    def _orders(self, changed: Project, differing: Iterable[Member]) -> bool:
        """Whether the order that is known is that of a project in which some members differ: a look at few modules."""
        if not self.order:
            return False
        texts = {text for member in differing for text in (member.name, member.id) if text is not None}
        paths = {member.path for member in differing}.union(*(self.referring.get(key_of(text), ()) for text in texts))
        return self.order[0].holds(self._edges(paths), changed._edges(paths))

    def member(self, place: Place) -> Member:
        """The member at a place that is in the project."""
        path, index = place
        return self.summaries[path].members[index]

    def named(self, kind: str, name: str | None) -> tuple[Member, ...]:
        """Everybody of a kind under a name; nobody under none."""
        return tuple(map(self.member, self.names.get((kind, name), ()))) if name is not None else ()

    def nearest(self, text: str, kind: str, but: Container[str]) -> str | None:
        """The name of somebody of a kind that a text most likely means, some names excepted."""
        return self._spellings(kind).nearest(text, but)

    def _spellings(self, kind: str) -> Spellings:
        if kind not in self.spelled:
            self.spelled[kind] = Spellings.of(name for of_kind, name in self.names if of_kind == kind)
        return self.spelled[kind]

    def identified(self, id_: str | None) -> tuple[Member, ...]:
        """Everybody with an id, of either kind; nobody with none."""
        return tuple(map(self.member, self.ids.get(id_.lower(), ()))) if id_ is not None else ()

    def answer(self, text: str, kind: str) -> Member | None:
        """Who of a kind is meant by a name or id; of several copies, the original."""
        by_id = self.first_identified(text, kind) if is_uuid7(text) else None
        return by_id or self.first_named(kind, text)

    def first_identified(self, id_: str | None, kind: str | None = None, name: str | None = None) -> Member | None:
        """The original of those with an id; where they are given, of those that have this kind and this name too."""
        sharing = [each for each in self.identified(id_) if kind in (None, each.kind) and name in (None, each.name)]
        if len(sharing) <= 1:  # as most are, so that nobody asks git about them
            return sharing[0] if sharing else None
        key = (id_ and id_.lower(), kind, name)
        if key not in self.firsts:
            self.firsts[key] = min(sharing, key=self.seniority)
        return self.firsts[key]

    def first_named(self, kind: str, name: str | None) -> Member | None:
        """The original of those of a kind under a name."""
        places = self.names.get((kind, name or ""), ())
        if len(places) <= 1:  # as most are, and every reference asks
            return self.member(places[0]) if places else None
        key = kind, name
        if key not in self.firsts:
            self.firsts[key] = min(self.named(kind, name), key=self.seniority_of_name)
        return self.firsts[key]

    def resolve(self, reference: Reference) -> Member | None:
        """Who is meant by a reference."""
        key = reference.text, reference.key
        if key not in self.met:
            self.met[key] = self.answer(reference.text, reference.kind)
        return self.met[key]

    def before(self, member: Member) -> Member | None:
        """Who a member was at git's HEAD; None for a new one, or where git knows nothing."""
        return self.committed.before(member, self.names, self.summaries)

    def copies(self) -> set[str]:
        """The files of all who share an id or a name: those whose age matters."""
        shared = (places for index in (self.ids, self.names) for places in index.values() if len(places) > 1)
        return {path for places in shared for path, _ in places}

    def seniority(self, member: Member) -> Seniority:
        """Sorts those who share an id, the original first: whom git has known longest, else the first path.

        Whoever had another id at HEAD comes last, whatever the age of its file.
        """
        age, was = self.age(member.path), self.before(member)
        is_taken = was is not None and was.id is not None and was.id != member.id
        return is_taken, age is None, age or 0, member.place

    def seniority_of_name(self, member: Member) -> tuple[bool, str, Seniority]:
        """Sorts those who share a name, the original first: a UUIDv7 sorts by its time; who has none came last."""
        return member.id is None, member.id or "", self.seniority(member)

    def _descended(self, member: Member) -> Iterator[str]:
        """The files of those who had the id or the name of a member at HEAD: who they are now may hang on it."""
        known = self.committed.identified.get(member.id or "", ())
        named = self.committed.named.get((member.kind, member.name or ""), ())
        return (was.path for was in (*known, *named) if was.path in self.summaries)

    def cycles(self) -> Iterator[Cycle]:
        """Every dependency cycle, once."""
        return (cycle for cycles in self._order().cycles.values() for cycle in cycles)

    def cycles_closed_by(self, member: Member) -> tuple[Cycle, ...]:
        """The cycles that are told at a member: of all members in them, its path sorts last."""
        return self._order().cycles.get(member.place, ())

    def in_one_cycle(self, module: Place, needed: Place) -> bool:
        """Whether a module that another depends on depends on it in turn, by whatever way."""
        return self._order().joins(module, needed)

    def prepare(self) -> None:
        """Find out now what the first who asked for it would wait for."""
        _ = self._order(), self.referring
        for kind in KINDS:
            self._spellings(kind)

    def _order(self) -> Order:
        if not self.order:
            self.order.append(Order.of(self._edges(self.summaries)))
        return self.order[0]

    def _edges(self, paths: Iterable[str]) -> Edges:
        """Whom the modules in some files depend on."""
        summaries = (self.summaries[path] for path in paths if path in self.summaries)
        modules = (member for summary in summaries for member in summary.members if member.kind == "module")
        return {module.place: tuple(self._needs(module)) for module in modules}

    def _needs(self, module: Member) -> Iterator[tuple[int, Place]]:
        """The modules that a module depends on, each with the index of the reference that says so."""
        for index, reference in enumerate(module.references):
            if reference.key == "dependencies" and (found := self.resolve(reference)):
                yield index, found.place

    def dependents(self, path: str) -> frozenset[str]:
        """The other files whose verdict this one can change: they refer to it, share an id or name or a cycle."""
        if path in self.torn:
            return frozenset(self.summaries) - {path}
        found: set[str] = set()
        for member in self.summaries[path].members if path in self.summaries else ():
            found.update(*(self.referring.get(text, ()) for text in (member.id, member.name) if text is not None))
            found.update(other.path for other in (*self.identified(member.id), *self.named(member.kind, member.name)))
            found.update(self._descended(member))
        for was in self.committed.members.get(path, ()):
            found.update(other.path for other in self.named(was.kind, was.name))
        for cycle in self.cycles():
            around = {place[0] for place, _ in cycle}
            found.update(around if path in around else ())
        return frozenset(found) - {path}


def _vertex(member: Member) -> object:
    """What a member contributes to the graph of dependencies."""
    return member.kind, member.name, member.id, [each.text for each in member.references if each.key == "dependencies"]
