"""TOML: what it says, and where in the text each key and value stands. The only door to tomllib and tomli.

No library for Python tells both. tomllib is the authority on what is TOML and what it says; the places are looked for
only in a text that it has read, so what looks for them may take that for granted.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any, cast

from .text import Span
from .values import NamedTuple

Steps = tuple[str | int, ...]
"""The keys and list indices that lead to a value."""

_AT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z")
_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_STRING = r'"""(?:[^\\]|\\.)*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:[^"\\]|\\.)*"|\'[^\']*\''
_KEY = re.compile(rf"{_STRING}|[\w-]+", re.DOTALL)
_PLAIN = re.compile(rf"{_STRING}|[^\s,\]}}#]+(?: \d\d:[^\s,\]}}#]+)?", re.DOTALL)
_DOT = re.compile(r"[ \t]*\.[ \t]*")


class TomlError(Exception):
    """A text is no TOML; the message says why, and `span` where."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.span = span


class Place(NamedTuple):
    """Where a key and its value stand. An item of a list has no key, a table no value: the other takes its place."""

    key: Span
    value: Span


def read(text: str) -> dict[str, Any]:
    """What a text says. Raises TomlError."""
    plain = text.removeprefix("\ufeff")
    try:
        return _loads()(plain)
    except RecursionError:
        raise TomlError("this is nested too deeply", Span(0, 0)) from None
    except ValueError as error:
        raise _refusal(str(error), text) from error


def _loads() -> Callable[[str], dict[str, Any]]:
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - the door opens when somebody walks through
    else:
        import tomli as tomllib  # noqa: PLC0415  # pyright: ignore[reportMissingImports] - installed there only
    return cast("Callable[[str], dict[str, Any]]", tomllib.loads)  # pyright: ignore[reportUnknownMemberType]


def _refusal(words: str, text: str) -> TomlError:
    """Where the reader stopped stands at the end of its words; before Python 3.14 it is told nowhere else."""
    start, end = int(text.startswith("\ufeff")), len(text.rstrip())
    if (at := _AT.search(words)) and at["line"]:
        for _ in range(int(at["line"]) - 1):
            start = text.index("\n", start) + 1
        start += int(at["column"]) - 1
    elif at:
        start = max(end - 1, 0)
    reason = words[: at.start()] if at else words
    span = Span(min(start, len(text)), min(start + 1, len(text)))
    return TomlError(f"this is no TOML: {reason[:1].lower()}{reason[1:]}", span)


def places(text: str) -> dict[Steps, Place]:
    """The places of all keys and values of a text that could be read, by the paths that lead to them."""
    return _Finder(text).find()


class _Finder:
    """Goes through a text that is known to be TOML."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = int(text.startswith("\ufeff"))
        self._found: dict[Steps, Place] = {}
        self._tables: dict[Steps, int] = {}
        """The number of the last table of each array of tables."""

    def find(self) -> dict[Steps, Place]:
        table: Steps = ()
        while self._skip():
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._found

    def _skip(self) -> bool:
        """Go over blanks, line ends and comments; whether anything follows."""
        self._at = self._end(_BLANK)
        return self._at < len(self._text)

    def _end(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self._text, self._at)
        return match.end() if match else self._at

    def _keys(self) -> list[tuple[str, Span]]:
        """The parts of a key with dots between them."""
        keys: list[tuple[str, Span]] = []
        while True:
            span = Span(self._at, self._end(_KEY))
            word = span.of(self._text)
            keys.append((str(read(f"key = {word}")["key"]) if word[:1] in ("'", '"') else word, span))
            self._at = span.end
            if (after := self._end(_DOT)) == self._at:
                return keys
            self._at = after

    def _header(self) -> Steps:
        """`[table]` or `[[table]]`; the path of what follows."""
        is_list = self._text.startswith("[[", self._at)
        self._at += 1 + is_list
        self._skip()
        path: Steps = ()
        for key, span in self._keys():
            path = (*path, key)
            self._found.setdefault(path, Place(span, span))
            if path in self._tables:
                path = (*path, self._tables[path])
        self._skip()
        self._at += 1 + is_list
        if is_list:
            path = self._next_table(path)
        return path

    def _next_table(self, path: Steps) -> Steps:
        bare = path[:-1] if isinstance(path[-1], int) else path
        self._tables[bare] = self._tables.get(bare, -1) + 1
        path = (*bare, self._tables[bare])
        self._found[path] = self._found[bare]
        return path

    def _pair(self, table: Steps) -> None:
        path = table
        *outer, (key, span) = self._keys()
        for name, place in outer:
            path = (*path, name)
            self._found.setdefault(path, Place(place, place))
        path = (*path, key)
        self._skip()
        self._at += len("=")
        self._skip()
        self._found[path] = Place(span, self._value(path))

    def _value(self, path: Steps) -> Span:
        start = self._at
        opening = self._text[start]
        if opening not in "[{":
            self._at = self._end(_PLAIN)
            return Span(start, self._at)
        self._at += 1
        index = 0
        while self._skip() and self._text[self._at] not in "]}":
            if self._text[self._at] == ",":
                self._at += 1
            elif opening == "{":
                self._pair(path)
            else:
                span = self._value((*path, index))
                self._found[(*path, index)] = Place(span, span)
                index += 1
        self._at += 1
        return Span(start, self._at)
