"""Completion: what fits at a place and is not there yet, while the rest of the file may be missing or broken.

The place is told from the lines around it (`cursor`), what fits from the schemas (`guide`); nothing waits for a
parse or a verdict. All that fits is offered, best first: the client filters by what has been typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ...cursor import Cursor, locate
from ...guide import Place, is_entity, place
from ...identifiers import Mint
from ...known import Known
from ...text import LineIndex
from ...vocabulary import KINDS
from .item import Item, Kind, Note, Request
from .keys import keys
from .skeletons import bodies, skeletons
from .values import named_keys, values

__all__ = ["Item", "Kind", "Note", "complete"]


def complete(
    path: str, lines: LineIndex, offset: int, mint: Mint, known: Callable[[str], Iterable[Known]]
) -> tuple[Item, ...]:
    """The choices at an offset of a CIM file. `known` tells what the project has of a kind, "domain" or "module"."""
    cursor = locate(lines, offset)
    if cursor is None:
        return ()
    request = Request(path, lines, cursor, mint, known)
    found = _values(request) if cursor.role == "value" else _starts(request)
    unique: dict[str, Item] = {}
    for item in found:
        unique.setdefault(item.label, item)
    return tuple(unique.values())


def _kind(cursor: Cursor) -> str | None:
    """The key at the top that says what the document is, as far as the cursor's neighbours tell."""
    return next((kind for kind in KINDS if kind in cursor.keys), None) if not cursor.path else None


def _values(request: Request) -> Iterator[Item]:
    cursor = request.cursor
    if len(cursor.path) == 1 and cursor.path[0] in KINDS and not cursor.typed:
        yield from bodies(request)
    yield from values(request, cursor.path, None)


def _starts(request: Request) -> Iterator[Item]:
    """What a bare word may become: a key, or an item."""
    cursor = request.cursor
    if not cursor.path:
        yield from _top(request)
        return
    if is_entity(cursor.path) and len(cursor.path) > 1 and not (cursor.dash or cursor.flow):
        yield from _next_item(request)
        return
    here = place(cursor.path, None)
    if here is None:
        return
    if cursor.path[-1:] == (None,):
        if cursor.dash and not cursor.has_colon and "string" in here.types:
            yield from values(request, cursor.path, None)
        if "object" in here.types:
            yield from keys(request, cursor.path, None)
        is_alone = all(key.startswith("x-") for key in cursor.keys)
        if is_alone and (cursor.has_colon or cursor.flow == "{") and "requirements" in here.definitions:
            yield from named_keys(request, cursor.path)
    else:
        yield from _in_collection(request, here)


def _in_collection(request: Request, here: Place) -> Iterator[Item]:
    """A key of a mapping; or, without its dash yet, an item of a sequence."""
    cursor, path = request.cursor, request.cursor.path
    inner = place((*path, None), None)
    is_list = cursor.form == "list" or (inner is not None and not here.keys and cursor.form == "" and not cursor.flow)
    if is_list and inner is not None:
        if "string" in inner.types:
            yield from map(_dashed, values(request, (*path, None), None))
        if "object" in inner.types:
            yield from keys(request, (*path, None), None, dashed=True)
        return
    yield from keys(request, path, None)
    if "requirements" in here.definitions and ("references" in here.definitions or not cursor.keys):
        yield from named_keys(request, path)


def _dashed(item: Item) -> Item:
    edit = item.edit._replace(text=f"- {item.edit.text}")
    return replace(item, edit=edit, snippet=f"- {item.snippet}" if item.snippet else None)


def _top(request: Request) -> Iterator[Item]:
    """A document's own keys. Where it has its `domain` or `module`, a key of that may be meant, not indented yet."""
    cursor = request.cursor
    kind = _kind(cursor)
    if kind is None:
        if not cursor.has_colon and not cursor.flow:
            yield from skeletons(request)
        yield from keys(request, (), None)
        return
    inner = None if cursor.has_colon or cursor.flow or cursor.column else _inside(request, kind)
    lacking = [item for item in _starts(inner) if item.note.required] if inner else []
    yield from lacking
    yield from (item for item in keys(request, (), kind) if item.label not in KINDS)
    if inner:
        yield from _starts(inner)


def _inside(request: Request, kind: str) -> Request | None:
    """The same place, as if it were indented to stand in the domain or module above."""
    cursor = locate(request.lines, request.cursor.word.end, column=1)
    return replace(request, cursor=cursor) if cursor and cursor.path == (kind,) and cursor.column else None


def _next_item(request: Request) -> Iterator[Item]:
    """Behind an item of the list form, which has one key: the next item, with its dash."""
    cursor = request.cursor
    for column in range(cursor.column - 1, -1, -1):
        outer = locate(request.lines, cursor.word.end, column)
        if outer and outer.path == cursor.path[:1]:
            yield from _starts(replace(request, cursor=replace(outer, form="list")))
            return
