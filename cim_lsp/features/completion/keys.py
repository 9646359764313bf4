"""The keys that may stand at a place and are not there yet: required ones first, then in the schemas' order."""

from __future__ import annotations

from collections.abc import Iterator

from ...editing import STEP
from ...guide import KeyPath, Place, is_entity, place
from ...vocabulary import REQUIRED
from .item import Item, Note, Request, Text, column_of, offer, value_text


def keys(request: Request, path: KeyPath, kind: str | None, *, dashed: bool = False) -> Iterator[Item]:
    """The keys of a mapping at a path. With `dashed` each of them becomes an item of its own: `- key: `."""
    here = place(path, kind)
    if here is None:
        return
    present = request.cursor.keys
    required = here.required
    if is_entity(path):
        present |= request.cursor.items
        required |= {*REQUIRED}
    for key in sorted(here.keys, key=lambda key: key not in required):
        inner = place((*path, key), kind)
        if key not in present and inner is not None:
            detail = "required" if key in required else inner.title
            note = Note(detail, (*path, key), deprecated=inner.is_deprecated, required=key in required)
            yield offer(request, key, "key", _text(request, (*path, key), inner, dashed=dashed), note)


def _text(request: Request, path: KeyPath, inner: Place, *, dashed: bool) -> Text:
    """A key, with as much of its value as is certain."""
    cursor, key = request.cursor, str(path[-1])
    lead = ("- " if cursor.blank else " - ") if dashed else ""
    name = lead + value_text(request, key)
    if cursor.has_colon:
        return Text(name)
    if key == "id" and is_entity(path[:-1]):
        return Text(f"{name}: {_quoted(request, request.mint())}")
    if "string" in inner.types or inner.choices or not inner.types:
        quote = '"' if request.is_json else ""
        return Text(f"{name}: {quote}", quote, stop=True)
    is_list = "array" in inner.types and not is_entity(path)
    if cursor.flow:
        return Text(f"{name}: {'[' if is_list else '{'}", "]" if is_list else "}", stop=True)
    column = column_of(request) + len(lead) + len(STEP)
    return Text(f"{name}:{request.newline}{' ' * column}{'- ' if is_list else ''}", stop=True)


def _quoted(request: Request, value: str) -> str:
    return f'"{value}"' if request.is_json else value
