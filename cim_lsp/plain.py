"""Reads YAML as people mostly write it, or refuses: a strict subset, for a quick yes.

Block mappings and sequences, one-line scalars that are text beyond doubt, literal and folded text, lists of words in
brackets, comments; and JSON of nothing but text. Anything else (anchors, tags, numbers, tabs, several documents, …)
is refused, and read by the real parser. Tests hold the two to one reading of everything that is not refused.

It decides what a run over many files costs: one match of one pattern is what a line takes, and only the first time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .plain_lines import BLOCK, LINES, SCALAR, RefusedError
from .values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    _Collection = dict[str, Any] | list[Any]

_FOREIGN = "[^\n -~\xa1-\u1fff\u2030-\ud7ff]"
"""Compiled when there is a text that is more than ASCII: that takes as long as a file."""
_NOT_IN_JSON = r"\\|\n *:|\"<<\"|\"[^\"]{1000}"
"""What JSON and YAML may read in two ways: escapes, a key on a line above its colon or too long for one, merge keys."""
_DEEPEST = 20
_LONG_GAP = " " * 1000
"""Where a value may end in blanks and then doesn't, each of them is a place to try again."""


def read(text: str) -> Any:
    """The value of a text that holds one YAML document, as dict, list and str. Raises RefusedError.

    Of a description in a literal or folded block only that much is given that it is not blank. Lists and maps that
    stand on one line may be shared by several values: nobody may change them.
    """
    is_usual = text.replace("\n", "").isprintable() if text.isascii() else re.search(_FOREIGN, text) is None
    if _LONG_GAP in text or not is_usual:
        raise RefusedError
    if text.startswith("{"):
        return _json(text)
    lines = text.removeprefix("---\n").split("\n")
    if not lines[-1]:
        lines.pop()
    elif "|" in text or ">" in text:
        raise RefusedError
    return _Reader(lines).document()


def _json(text: str) -> dict[str, Any]:
    from json import loads  # noqa: PLC0415 - most files are no JSON

    if re.search(_NOT_IN_JSON, text):
        raise RefusedError
    try:
        value: Any = loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise RefusedError from None
    if not _is_text(value, 0):
        raise RefusedError
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON in which no key stands twice."""
    entries = dict(pairs)
    if len(entries) < len(pairs):
        raise RefusedError
    return entries


def _is_text(value: Any, depth: int) -> bool:
    """Whether a value of JSON holds neither numbers nor anything else that is no text."""
    made = type(value).__name__
    if made not in ("dict", "list"):
        return made == "str"
    below: Iterable[Any] = value.values() if made == "dict" else value
    return depth < _DEEPEST and all(_is_text(each, depth + 1) for each in below)


class _Reader:
    """Builds the collections of a text, line by line."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0
        """The number of the line that comes next."""
        self.root: dict[str, Any] = {}
        self.open: list[tuple[int, _Collection]] = [(-1, self.root)]
        """The collections that may go on, and the columns where their entries stand; the innermost comes last."""
        self.awaited: tuple[dict[str, Any], str, int] | None = self.root, "", -1
        """The mapping, the key and the column of an entry whose value must come below it."""

    def document(self) -> Any:
        while self.at < len(self.lines):
            parts = LINES[self.lines[self.at]]
            self.at += 1
            if parts:
                self.take(*parts)
        if self.awaited:
            raise RefusedError
        return self.root[""]

    def take(self, column: int, dashes: int, key: str | None, kind: int, value: Any) -> None:
        """Add what stands on a line; `kind` is the number of its last group, of which there is a value."""
        if key is None:
            self.sequence(column, dashes).append(value)
            return
        if dashes:
            entries: dict[str, Any] = {}
            self.sequence(column, dashes).append(entries)
            column += 2 * dashes
            self.enter(column, entries)
        else:
            at, innermost = self.open[-1]
            is_next = at == column and not self.awaited
            entries = innermost if is_next and isinstance(innermost, dict) else self.mapping(column)
        if key in entries:
            raise RefusedError
        if kind < SCALAR:
            self.awaited = entries, key, column
        else:
            entries[key] = self.block(key, column, value) if kind == BLOCK else value

    def enter(self, column: int, entries: _Collection) -> None:
        self.open.append((column, entries))
        if len(self.open) > _DEEPEST:
            raise RefusedError

    def sequence(self, column: int, dashes: int) -> list[Any]:
        """The sequence that an item at a column belongs to; each further dash begins another one within."""
        if self.awaited:
            holder, key, outer = self.awaited
            if column < outer:
                raise RefusedError
            self.awaited = None
            items: list[Any] = []
            holder[key] = items
            self.enter(column, items)
        else:
            while self.open[-1][0] > column:
                self.open.pop()
            at, found = self.open[-1]
            if at != column or not isinstance(found, list):
                raise RefusedError
            items = found
        for each in range(1, dashes):
            inner: list[Any] = []
            items.append(inner)
            items = inner
            self.enter(column + 2 * each, items)
        return items

    def mapping(self, column: int) -> dict[str, Any]:
        """The mapping that a key at a column belongs to."""
        if self.awaited:
            holder, key, outer = self.awaited
            if column <= outer:
                raise RefusedError
            self.awaited = None
            entries: dict[str, Any] = {}
            holder[key] = entries
            self.enter(column, entries)
            return entries
        while self.open[-1][0] > column:
            self.open.pop()
        if self.open[-1][0] == column and isinstance(self.open[-1][1], list):  # a sequence at the column of its key
            self.open.pop()
        at, found = self.open[-1]
        if at != column or not isinstance(found, dict):
            raise RefusedError
        return found

    def block(self, key: str, column: int, header: str) -> str:
        """The text of the lines below a key, the first of which sets their indentation."""
        lines: list[str] = []
        width = 0
        for at in range(self.at, len(self.lines)):
            line = self.lines[at]
            indent = len(line) - len(line.lstrip(" "))
            if line and indent < (width or column + 1):
                if indent > column:
                    raise RefusedError
                break
            width = width or indent
            lines.append(line[width:])
        self.at += len(lines)
        if key == "description" and lines and lines[0].strip():
            return "text"
        if header[1:] != "+":
            while lines and not lines[-1]:
                lines.pop()
        if not lines or any(not line or line[0] == " " for line in lines):
            raise RefusedError
        return (" " if header[0] == ">" else "\n").join(lines) + ("" if header[1:] == "-" else "\n")
