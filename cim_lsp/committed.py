"""Who was there at git's HEAD: the members that each file declared in the last commit. Plain data, like a project."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping

from .summary import Member, Place, Summary
from .values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any, TypeVar

    K = TypeVar("K")

Name = tuple[str, str]
"""A kind, and a name of that kind."""
_NONE: Mapping[Any, Any] = {}


class Committed(NamedTuple):
    """The members at HEAD by the path of their file, and indexes over them; of no one where git knows nothing.

    `members` has every file of the project that HEAD has, and those of its files that are gone from the disk.
    """

    members: Mapping[str, tuple[Member, ...]] = _NONE
    named: Mapping[Name, tuple[Member, ...]] = _NONE
    identified: Mapping[str, tuple[Member, ...]] = _NONE

    @classmethod
    def of(cls, summaries: Iterable[Summary]) -> Committed:
        """What these files declare, as HEAD has them."""
        by_path = {summary.path: summary.members for summary in summaries}
        everybody = [member for members in by_path.values() for member in members]
        names = (((member.kind, member.name), member) for member in everybody if member.name is not None)
        ids = ((member.id, member) for member in everybody if member.id is not None)
        return cls(by_path, _index(names), _index(ids))

    def shared(self, summary: Summary) -> Summary:
        """The same summary; where its file says what it said at HEAD, of the same members, which are kept but once."""
        members = self.members.get(summary.path)
        return summary._replace(members=members) if members == summary.members else summary

    def before(self, member: Member, names: Mapping[Name, tuple[Place, ...]], files: Collection[str]) -> Member | None:
        """Who a member was at HEAD; None for a new one. `names` and `files` are those of the project as it is now.

        That is who had its kind and its name in its file, or else its place there, if that one's name is now nobody's
        and its own id was nobody's then. In a new file it is who had its name in a file that is gone.
        """
        name = (member.kind, member.name or "")
        namesakes = self.named.get(name, ())
        then = self.members.get(member.path)
        if then is None:
            gone = [each for each in namesakes if each.path not in files]
            return gone[0] if len(gone) == 1 else None
        if here := [each for each in namesakes if each.path == member.path]:
            places = names.get(name, ())
            rank = bisect_left(places, member.place) - bisect_left(places, (member.path, 0))
            return here[rank] if rank < len(here) else None
        was = then[member.index] if member.index < len(then) else None
        if was is None or was.kind != member.kind or member.id in self.identified:
            return None
        return None if (was.kind, was.name) in names else was


def _index(pairs: Iterable[tuple[K, Member]]) -> dict[K, tuple[Member, ...]]:
    found: dict[K, tuple[Member, ...]] = {}
    for key, member in pairs:
        found[key] = (*found.get(key, ()), member)
    return found
