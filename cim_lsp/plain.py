"""Reads YAML as people mostly write it, or refuses: a strict subset, for a quick yes.

Block mappings and sequences, one-line scalars that are text beyond doubt, literal and folded text, lists of words in
brackets, comments; and JSON of nothing but text. Anything else (anchors, tags, numbers, tabs, several documents, …)
is refused, and read by the real parser. Tests hold the two to one reading of everything that is not refused.

It decides what a run over many files costs: one match of one pattern is what a line takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    _Collection = dict[str, Any] | list[Any]

_FOREIGN = "[^\n -~\xa1-\u1fff\u2030-\ud7ff]"
"""Compiled when there is a text that is more than ASCII: that takes as long as a file."""
_KEY = r"[A-Za-z$][\w$.-]{0,99}"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_VERSION = r"[\^~]\d+(?:\.\d+)*|\d+\.\d+\.\d+"
_TEXT = r"[A-Za-z][^:#\n]*(?:(?::(?=[^ \n])|(?<! )#)[^:#\n]*)*"
_WORD = rf"""(?:[A-Za-z][\w./-]*(?: [\w./-]+)*|(?=\d){_UUID}|"[^"\\,\n]*"|'[^',\n]*')"""
_WORDS = rf" *(?:{_WORD} *(?:, *{_WORD} *)*)?"
_PAIR = r"[a-z_]+: +[A-Za-z][\w./-]*(?: [\w./-]+)*"
_PAIRS = rf" *{_PAIR} *(?:, *{_PAIR} *)*"
_SCALAR, _DOUBLE, _SINGLE, _LIST, _MAP, _BLOCK = range(4, 10)
_LINE = re.compile(
    r" *(?:#[^\n]*)?\n"  # nothing but a comment, or else:
    rf"|( *)((?:- )*)(?:({_KEY}):(?![^ \n]) *|(?<=- ))"
    rf"(?:({_TEXT}|{_UUID}|{_VERSION})|\"([^\"\\\n]*)\"|'([^'\n]*)'"
    r"|\[([^\[\]\n]*)\]|\{([^{}\n]*)\}|([|>][+-]?))?"
    r"(?: *(?<= )#[^\n]*| *)\n",
    re.ASCII,
)
"""Indentation, dashes, a key, and one of the values that are numbered above."""
_NOT_IN_JSON = r"\\|\n *:|\"<<\"|\"[^\"]{1000}"
"""What JSON and YAML may read in two ways: escapes, a key on a line above its colon or too long for one, merge keys."""
_TYPED = frozenset(("true", "True", "TRUE", "false", "False", "FALSE", "null", "Null", "NULL"))
_DEEPEST = 20
_LONG_GAP = " " * 1000
"""Where a value may end in blanks and then doesn't, each of them is a place to try again."""


class RefusedError(Exception):
    """The text is more than this reader takes on; it may be fine or not."""


def read(text: str) -> Any:
    """The value of a text that holds one YAML document, as dict, list and str. Raises RefusedError.

    Of a description in a literal or folded block only that much is given that it is not blank.
    """
    is_usual = text.replace("\n", "").isprintable() if text.isascii() else re.search(_FOREIGN, text) is None
    if _LONG_GAP in text or not is_usual:
        raise RefusedError
    return _json(text) if text.startswith("{") else _Reader(text).document()


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

    def __init__(self, text: str) -> None:
        self.text = text.removeprefix("---\n")
        self.at = 0
        self.root: dict[str, Any] = {}
        self.open: list[tuple[int, _Collection]] = [(-1, self.root)]
        """The collections that may go on, and the columns where their entries stand; the innermost comes last."""
        self.awaited: tuple[dict[str, Any], str, int] | None = self.root, "", -1
        """The mapping, the key and the column of an entry whose value must come below it."""

    def document(self) -> Any:
        if not self.text.endswith("\n"):
            self.text += "\n"
            if "|" in self.text or ">" in self.text:
                raise RefusedError
        match, end = _LINE.match, len(self.text)
        while self.at < end:
            found = match(self.text, self.at)
            if found is None:
                raise RefusedError
            self.at = found.end()
            if found.lastindex is not None:
                self.take(found.lastindex, found.groups())
        if self.awaited:
            raise RefusedError
        return self.root[""]

    def take(self, kind: int, groups: tuple[Any, ...]) -> None:
        """Add what stands on a line; `kind` is the number of the last group that is there."""
        column, dashes, key = len(groups[0]), groups[1], groups[2]
        if dashes:
            items = self.sequence(column, len(dashes) // 2)
            column += len(dashes)
            if key is None:
                if kind < _SCALAR or kind == _BLOCK:
                    raise RefusedError
                items.append(_value(kind, groups[kind - 1]))
                return
            entries: dict[str, Any] = {}
            items.append(entries)
            self.enter(column, entries)
        else:
            entries = self.mapping(column)
        if key in entries or key in _TYPED:
            raise RefusedError
        if kind < _SCALAR:
            self.awaited = entries, key, column
        elif kind == _BLOCK:
            entries[key] = self.block(key, column, groups[_BLOCK - 1])
        else:
            entries[key] = _value(kind, groups[kind - 1])

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
        while self.at < len(self.text):
            end = self.text.index("\n", self.at)
            line = self.text[self.at : end]
            indent = len(line) - len(line.lstrip(" "))
            if line and indent < (width or column + 1):
                if indent > column:
                    raise RefusedError
                break
            width = width or indent
            lines.append(line[width:])
            self.at = end + 1
        if key == "description" and lines and lines[0].strip():
            return "text"
        if header[1:] != "+":
            while lines and not lines[-1]:
                lines.pop()
        if not lines or any(not line or line[0] == " " for line in lines):
            raise RefusedError
        return (" " if header[0] == ">" else "\n").join(lines) + ("" if header[1:] == "-" else "\n")


def _value(kind: int, text: str) -> Any:
    """The value on one line: a scalar that is text beyond doubt, a list or a map of words."""
    if kind == _SCALAR:
        text = text.rstrip(" ")
        if text in _TYPED:
            raise RefusedError
        return text
    if kind == _LIST and re.fullmatch(_WORDS, text, re.ASCII):
        return [_word(word.strip(" ")) for word in text.split(",")] if text.strip(" ") else []
    if kind == _MAP and re.fullmatch(_PAIRS, text, re.ASCII):
        pairs = [pair.split(":") for pair in text.split(",")]
        entries = {key.strip(" "): _word(value.strip(" ")) for key, value in pairs}
        if len(entries) < len(pairs) or not _TYPED.isdisjoint(entries):
            raise RefusedError
        return entries
    if kind in (_LIST, _MAP):
        raise RefusedError
    return text


def _word(text: str) -> str:
    """A word in brackets, without its quotes."""
    if text[0] in "\"'":
        return text[1:-1]
    if text in _TYPED:
        raise RefusedError
    return text
