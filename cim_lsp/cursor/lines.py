"""One line of block YAML, read by itself: its indentation, its dashes, its key and where the value begins.

No line depends on another here, so a fault in one never hides the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..text import indentation

_QUOTED = r'"(?:[^"\\\r\n]|\\.)*"' + r"|'(?:[^'\r\n]|'')*'"
_PLAIN = r"(?![\s'\"\[\]{},#&*!|>%@`])(?!-\s)(?:(?![ \t]#)[^\r\n]){0,1024}?"
"""A key is at most 1024 characters long (YAML 1.2.2, 7.4.2)."""
_KEY = re.compile(rf"(?:[&!][^\s,\[\]{{}}]*[ \t]+)*(?P<key>{_QUOTED}|{_PLAIN})[ \t]{{0,64}}:(?=[ \t]|$)")
_DASH = re.compile(r"-(?:[ \t]+|$)")
_PROPS = re.compile(r"(?:[&!][^\s,\[\]{}]*(?:[ \t]+|$))*")
_COMMENT = re.compile(r"(?:(?<=[ \t])|\A)#.*")
_MARKER = re.compile(r"(?:---|\.\.\.)(?=\s|$)")

_KEPT = 200
"""The length of lines up to which it is kept what they open."""


@dataclass(frozen=True, slots=True)
class Element:
    """Something that a line opens: an item by its dash (`key` is None), or a key. Columns are code points.

    `value` is the column behind the dash and its blanks, or behind the colon.
    """

    column: int
    key: str | None
    end: int
    value: int


def is_blank(line: str) -> bool:
    """Whether a line says nothing: it is empty, or a comment."""
    content = line.lstrip()
    return not content or content[0] == "#"


def is_marker(line: str) -> bool:
    """Whether a line ends one YAML document or begins another (YAML 1.2.2, 9.1.2)."""
    return line[:3] in ("---", "...") and _MARKER.match(line) is not None


def elements(line: str) -> tuple[Element, ...]:
    """What a line opens, from left to right: any number of items, and at most one key behind them.

    Around a cursor it is asked again and again for the same lines; endless ones aren't kept.
    """
    return _known(line) if len(line) <= _KEPT else _elements(line)


def _elements(line: str) -> tuple[Element, ...]:
    found: list[Element] = []
    at = indentation(line)
    while dash := _DASH.match(line, at):
        found.append(Element(at, None, at + 1, dash.end()))
        at = dash.end()
    if match := _KEY.match(line, at):
        found.append(
            Element(match.start("key"), unquote(match["key"].removeprefix("\ufeff")), match.end("key"), match.end())
        )
    return tuple(found)


_known = lru_cache(1024)(_elements)


def unquote(text: str) -> str:
    """The text in quotes, which may lack the right one; escapes are left as they are."""
    if text[:1] in ("'", '"') and text:
        return text[1:-1] if len(text) > 1 and text[-1] == text[0] else text[1:]
    return text


def content_start(line: str, column: int) -> int:
    """Where a value begins behind its blanks, anchor and tag."""
    start = column + len(line[column:]) - len(line[column:].lstrip(" \t"))
    props = _PROPS.match(line, start)
    return props.end() if props else start


def comment_start(line: str, column: int) -> int:
    """Where a comment begins at or behind a column outside of quotes; the length of the line where none does."""
    found = _COMMENT.search(line, column)
    return found.start() if found else len(line)
