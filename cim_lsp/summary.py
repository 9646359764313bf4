"""What one file tells the rest of its project: who it declares, and whom they refer to. No places, no tree.

It is made of plain data, so that it costs the same whoever read the file: the real parser, or the quick one for files
that are certainly fine. Whatever the data is, nothing is raised; what has the wrong type is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .identifiers import is_uuid7
from .values import TYPE_CHECKING, NamedTuple
from .vocabulary import KINDS

if TYPE_CHECKING:
    from typing import Any, Literal, TypeGuard

    Form = Literal["item", "key", "record"]
    """How a reference is written: an item of a list (or the whole value), a key with its range, or in a record."""
    Packed = tuple[Any, ...] | list[Any]
    """A summary but for its path, as plain tuples or as the lists that JSON makes of them."""

Steps = tuple[str | int, ...]
"""The keys and indexes that lead from the top of a YAML document to a value."""

Place = tuple[str, int]
"""What tells a member of a project from all others and puts it in order: its file's path, and its index there."""

WANTED = {"modules": "module", "dependencies": "module", "domain": "domain"}
"""The keys that hold references, and the kind that each of them wants."""
_KEYS: dict[Any, Any] = {word: word for word in (*KINDS, *WANTED)}
"""One text for each: what was packed has others for the same words, thousands of them."""


class Reference(NamedTuple):
    """A domain or module that is meant by its name or id. One that `may_be_elsewhere` has a range or a repository."""

    text: str
    key: str
    range: str | None = None
    may_be_elsewhere: bool = False

    @property
    def kind(self) -> str:
        return WANTED[self.key]


class Site(NamedTuple):
    """Where a reference stands in its document: its text, its range, and the name that stands beside an id.

    In the form "key" the text is the last key of its path, else the value there.
    """

    path: Steps
    form: Form
    range: Steps | None = None
    label: Steps | None = None


class Member(NamedTuple):
    """A domain or module of a project; `index` counts those of its file. An `id` is a UUIDv7 in lower case."""

    path: str
    index: int  # pyright: ignore[reportIncompatibleMethodOverride] - nobody looks for the place of a value
    kind: str
    name: str | None = None
    id: str | None = None
    version: str | None = None
    purpose: str | None = None
    references: tuple[Reference, ...] = ()

    @property
    def place(self) -> Place:
        return self.path, self.index


class Summary(NamedTuple):
    """The members that a file declares. A `torn` file couldn't be read to its end, and may declare more than these."""

    path: str
    members: tuple[Member, ...] = ()
    torn: bool = False


def pack(summary: Summary) -> Packed:
    """A summary in the form in which it travels between processes, and is kept, at a fraction of the cost."""
    return summary.torn, *(
        (it.kind, it.name, it.id, it.version, it.purpose, *map(tuple, it.references)) for it in summary.members
    )


def unpack(path: str, packed: Packed) -> Summary:
    """The summary of a file that was packed. Raises TypeError or ValueError for most of what `pack` never made."""
    torn, *members = packed
    return Summary(path, tuple(_unpacked(path, index, each) for index, each in enumerate(members)), torn)


def summarise(path: str, documents: Iterable[object], *, torn: bool = False) -> Summary:
    """What a file says, given the data of its YAML documents."""
    found = (kind_and_fields(data) for data in documents)
    members = (_member(path, index, *each) for index, each in enumerate(each for each in found if each))
    return Summary(path, tuple(members), torn)


def is_self_contained(summary: Summary) -> bool:
    """Whether nothing can be said of a file in the light of itself alone: it declares one, who needs nobody at hand."""
    if len(summary.members) != 1:
        return not summary.members
    (member,) = summary.members
    own = {member.name and member.name.lower(), member.id}
    return all(each.may_be_elsewhere and each.text.lower() not in own for each in member.references)


def kind_and_fields(data: object) -> tuple[str, dict[str, tuple[Steps, object]]] | None:
    """The kind that a document declares, and its keys, each with the path to its value and the value.

    Of the two forms, and of a key that stands twice, as `document.entity_of` has them. A mere scalar is a name.
    """
    if not _is_mapping(data) or not (kind := next((key for key in data if key in KINDS), None)):
        return None
    body = data[kind]
    fields: dict[str, tuple[Steps, object]] = {}
    if isinstance(body, str):
        fields["name"] = ((kind,), body)
    for path, holder in _holders(kind, body):
        for key, value in holder.items():
            fields.setdefault(key, ((*path, key), value))
    return kind, fields


def references(fields: dict[str, tuple[Steps, object]]) -> Iterator[tuple[Reference, Site]]:
    """Every reference of a domain or module in order, and where it stands."""
    for key, (path, value) in fields.items():
        if key in WANTED:
            yield from _references(key, path, value)


def _holders(kind: str, body: object) -> Iterator[tuple[Steps, dict[str, Any]]]:
    if _is_mapping(body):
        yield (kind,), body
    elif _is_sequence(body):
        yield from (((kind, index), item) for index, item in enumerate(body) if _is_mapping(item))


def _member(path: str, index: int, kind: str, fields: dict[str, tuple[Steps, object]]) -> Member:
    name, identity, version, purpose = (_text(fields, key) for key in ("name", "id", "version", "purpose"))
    known = identity.lower() if identity and is_uuid7(identity) else None
    return Member(path, index, kind, name, known, version, purpose, tuple(each for each, _ in references(fields)))


def _unpacked(path: str, index: int, packed: Packed) -> Member:
    kind, name, id_, version, purpose, *references = packed
    found = tuple([Reference(text, _KEYS.get(key, key), *more) for text, key, *more in references])
    return Member(path, index, _KEYS.get(kind, kind), name, id_, version, purpose, found)


def _text(fields: dict[str, tuple[Steps, object]], key: str) -> str | None:
    value = fields[key][1] if key in fields else None
    return value if isinstance(value, str) and value.strip() else None


def _references(key: str, path: Steps, value: object) -> Iterator[tuple[Reference, Site]]:
    """The references under a key: a list, or a mapping from names to ranges; a module's domain is a single one."""
    if key == "domain":
        yield from _reference(key, path, value)
    elif _is_mapping(value):
        yield from _requirements(key, path, value)
    elif _is_sequence(value):
        for index, item in enumerate(value):
            yield from _reference(key, (*path, index), item)


def _reference(key: str, path: Steps, value: object) -> Iterator[tuple[Reference, Site]]:
    """A name or id, a record with one, or a map from one name to its range."""
    if isinstance(value, str) and value.strip():
        yield Reference(value, key), Site(path, "item")
    elif _is_mapping(value) and ("name" in value or "id" in value):
        yield from _record(key, path, value)
    elif _is_mapping(value) and len(value) == 1:
        yield from _requirements(key, path, value)


def _requirements(key: str, path: Steps, ranges: dict[str, Any]) -> Iterator[tuple[Reference, Site]]:
    """Names or ids, each with the range that it must meet; what `nodes` calls a collection as a key is none."""
    for name, range_ in ranges.items():
        if str(name).strip() and not str(name).startswith("? "):
            place = (*path, name)
            known = range_ if isinstance(range_, str) else None
            yield Reference(name, key, known, may_be_elsewhere=True), Site(place, "key", place)


def _record(key: str, path: Steps, record: dict[str, Any]) -> Iterator[tuple[Reference, Site]]:
    """A record; where it has both, the id tells who is meant, since it outlives a rename."""
    name, identity, range_ = record.get("name"), record.get("id"), record.get("version")
    has_name = isinstance(name, str) and bool(name.strip())
    by_id = isinstance(identity, str) and is_uuid7(identity)
    if not (by_id or has_name):
        return
    text = str(identity if by_id else name)
    site = Site(
        (*path, "id" if by_id else "name"),
        "record",
        range=(*path, "version") if "version" in record else None,
        label=(*path, "name") if by_id and has_name else None,
    )
    elsewhere = "version" in record or "repository" in record
    yield Reference(text, key, range_ if isinstance(range_, str) else None, may_be_elsewhere=elsewhere), site


def _is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_sequence(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)
