"""What Enter does in a CIM file: the next line begins where its content will, a list goes on or ends.

It looks at lines alone, because a file is mostly broken while somebody types in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..cursor.open_lines import opened
from ..text import Edit, LineIndex, Span
from ..vocabulary import KINDS, SECTIONS

LISTS = ("modules", "dependencies", "maintainers", "keywords", "topics")
"""Keys of a domain or module whose value is never a scalar, besides the sections."""
LINK_LISTS = ("produces_events", "owns_events", "handles_commands")
"""Links in the records of the sections that are lists, where they don't stand on the line of their key."""

_STEP = 2
_OPENER = re.compile(r"(?P<lead> *(?:- +)*)(?P<quote>[\"']?)(?P<key>[\w$-]+)(?P=quote) *:(?:[ \t]+#.*|[ \t]*)")
_ITEM = re.compile(r"(?P<indent> *)- +(?P<content>[^-#\s].*|-\S.*)")
_EMPTY_ITEM = re.compile(r"(?P<indent> *)-[ \t]*")
_SILENT = re.compile(r"[ \t]*(?:#.*)?")
_RECORD = re.compile(r"[\"']?(?:name|id)[\"']? *:(?:[ \t]|\Z)")
"""How a reference begins that is a record: its next line is another key of it."""


def on_type(lines: LineIndex, offset: int, character: str) -> tuple[Edit, ...]:
    """The edits after a character was typed, with the cursor at `offset`; none for any but a line end.

    The line that was begun may have been indented by the editor. None where it holds more than blanks.
    """
    number, _ = lines.position(offset)
    here = lines.line_span(number)
    if character != "\n" or number == 0 or here.of(lines.text).strip(" \t"):
        return ()
    above = [lines.line_span(line).of(lines.text) for line in range(number)]
    above[0] = above[0].removeprefix("\ufeff")
    if empty := _EMPTY_ITEM.fullmatch(above[-1]):
        start = lines.starts[number - 1] + lines.text.startswith("\ufeff") * (number == 1)
        outer = " " * _outer_column(above, len(empty["indent"]))
        return () if opened(above[:-1]) else (Edit(Span(start, here.end), outer),)
    lead = None if opened(above) else _lead(above)
    return () if lead is None or lead == here.of(lines.text) else (Edit(here, lead),)


def _lead(above: Sequence[str]) -> str | None:
    """How a line begins below others; None where nothing is known of it."""
    opener = _OPENER.fullmatch(above[-1])
    if opener and _opens(opener):
        return " " * (len(opener["lead"]) + _STEP)
    item = _ITEM.fullmatch(above[-1])
    return f"{item['indent']}- " if item and _goes_on(above, item) else None


def _opens(opener: re.Match[str]) -> bool:
    """Whether a key wants a mapping or list. `domain` is a mere reference where it is not at the top."""
    key = opener["key"]
    return key in (*LISTS, *SECTIONS, *LINK_LISTS) or _is_kind(opener)


def _is_kind(opener: re.Match[str]) -> bool:
    return opener["key"] in KINDS and not opener["lead"]


def _goes_on(above: Sequence[str], item: re.Match[str]) -> bool:
    """Whether another item is to be expected: in the list form, and in lists of references or texts."""
    parent = _parent(above, len(item["indent"]))
    if not parent:
        return False
    return _is_kind(parent) or (parent["key"] in (*LISTS, *LINK_LISTS) and not _RECORD.match(item["content"]))


def _parent(above: Sequence[str], column: int) -> re.Match[str] | None:
    """The key to which the list belongs whose dashes stand in a column."""
    for line in reversed(above):
        indent = len(line) - len(line.lstrip(" "))
        if _SILENT.fullmatch(line) or indent > column or (indent == column and line.startswith("-", indent)):
            continue
        opener = _OPENER.fullmatch(line)
        return opener if opener and len(opener["lead"]) <= column else None
    return None


def _outer_column(above: Sequence[str], column: int) -> int:
    """Where a line begins that ends a list: below the key of the list, else one level out."""
    parent = _parent(above, column)
    return len(parent["lead"]) if parent else max(column - _STEP, 0)
