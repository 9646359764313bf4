"""From names, ids and references to where they stand: what finds somebody in a project without a walk through it.

An index is never changed: another one is made of it, which shares what is the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from .identifiers import is_uuid7
from .summary import Member, Place, Summary
from .values import TYPE_CHECKING
from .vocabulary import Spellings

if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Any, TypeVar

    K = TypeVar("K", bound=Hashable)
    V = TypeVar("V", bound=tuple[Any, ...] | str)

Names = dict[tuple[str, str], tuple[Place, ...]]
"""Where everybody of a kind and a name is."""
Firsts = dict[tuple[str | None, ...], Member | None]
"""Who is the original of all who share a name or an id."""


def key_of(text: str) -> str:
    """The name or id of a reference as the index of them has it: ids in lower case."""
    return text.lower() if is_uuid7(text) else text


def names_of(members: Iterable[Member]) -> set[tuple[tuple[str, str], Place]]:
    """The kind and name of each of these members, and where it is."""
    return {((member.kind, member.name), member.place) for member in members if member.name is not None}


def ids_of(members: Iterable[Member]) -> set[tuple[str, Place]]:
    """The id of each of these members, and where it is."""
    return {(member.id, member.place) for member in members if member.id is not None}


def targets_of(members: Iterable[Member]) -> set[tuple[str, str]]:
    """Each name or id (in lower case) that is referred to, and the file that does."""
    return {(key_of(each.text), member.path) for member in members for each in member.references}


def indexed(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """All values of each key, sorted."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values if len(values) == 1 else sorted(values)) for key, values in found.items()}


def referring(summaries: Iterable[Summary]) -> dict[str, tuple[str, ...]]:
    """The files that refer to each name or id."""
    return indexed(targets_of(member for summary in summaries for member in summary.members))


def exchange(known: dict[K, tuple[V, ...]], old: set[tuple[K, V]], new: set[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """An index with some pairs taken out and others put in; itself where they are the same."""
    if old == new:
        return known
    changed = dict(known)
    for key, value in old - new:
        changed[key] = tuple(other for other in changed[key] if other != value)
        if not changed[key]:
            del changed[key]
    for key, value in new - old:
        changed[key] = tuple(sorted((*changed.get(key, ()), value)))
    return changed


def respelled(
    known: dict[str, Spellings], before: Names, after: Names, differing: Iterable[tuple[tuple[str, str], Place]]
) -> dict[str, Spellings]:
    """The spellings of the names of each kind, where an index has become another one; some pairs may differ."""
    if before is after:
        return known
    keys = {key for key, _ in differing}
    gone = [key for key in keys if key in before and key not in after]
    come = [key for key in keys if key in after and key not in before]
    return {
        kind: spellings.exchange(*([name for of_kind, name in each if of_kind == kind] for each in (gone, come)))
        for kind, spellings in known.items()
    }
