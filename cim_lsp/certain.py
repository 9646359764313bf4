"""A quick yes: files in which there is certainly nothing to find, told without any of the heavy machinery.

"No" means nothing: such a file is judged by the rules. "Yes" means that they would say nothing at all, which tests
hold it to. Most files are fine most of the time, so this decides what a run over many of them costs.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import checker
from .conventions import PURPOSE_LENGTH, holds_place, is_kebab, repeats_name
from .plain import RefusedError, read
from .values import TYPE_CHECKING
from .vocabulary import KINDS, LINKS, SECTIONS

if TYPE_CHECKING:
    from typing import Any

    Fields = dict[str, Any]

_SECTIONS = frozenset(SECTIONS)


def is_certainly_fine(text: str, now: int) -> bool:
    """Whether no rule would say a word about a CIM file with this text. `now` is milliseconds since 1970."""
    value = taken(text)
    return value is not None and is_fine(text, value, now)


def taken(text: str) -> Any:
    """The value of a text that the quick reader takes on, else None; it holds what a project must know of the file."""
    try:
        return read(text)
    except RefusedError:
        return None


def is_fine(text: str, value: Any, now: int) -> bool:
    """The same for a text whose value was taken."""
    if "cim:" in text:
        return False
    kind = next((kind for kind in KINDS if kind in value), None)
    if kind is None or not getattr(checker, kind)(value):
        return False
    items: list[Fields] = value[kind] if type(value[kind]) is list else [value[kind]]
    fields: Fields = {key: item[key] for item in items for key in item}
    if not _is_styled(fields, now):
        return False
    holders = [holder for holder in (value, fields) if not _SECTIONS.isdisjoint(holder)]
    return not holders or _links(*holders) <= _names(*holders)


def _is_styled(fields: dict[str, Any], now: int) -> bool:
    """Whether name, id and purpose keep to the conventions."""
    name, purpose, identity = fields["name"], fields["purpose"], fields["id"]
    made = int(identity[:8] + identity[9:13], 16)
    return (
        is_kebab(name)
        and len(purpose.strip()) in PURPOSE_LENGTH
        and not holds_place(purpose)
        and not repeats_name(purpose, name)
        and identity == identity.lower()
        and made <= now
    )


def _records(*holders: Fields) -> Iterator[tuple[str, Fields]]:
    for holder in holders:
        for section in SECTIONS:
            for record in holder.get(section, ()):
                yield section, record


def _names(*holders: Fields) -> set[str]:
    """The names and local ids of all records."""
    return {record[key] for _, record in _records(*holders) for key in ("name", "id") if key in record}


def _links(*holders: Fields) -> set[str]:
    """The links between records, and some prose: only what has a space in it is certainly prose."""
    links: set[str] = set()
    for section, record in _records(*holders):
        for key in LINKS.get(section, ()):
            linked: Any = record.get(key, [])
            links.update([linked] if type(linked) is str else linked)
    return {link for link in links if " " not in link}
