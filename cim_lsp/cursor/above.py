"""The lines around a place in block style: what it belongs to, by indentation alone, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..text import LineIndex, indentation
from .flow import scan
from .lines import Element, comment_start, content_start, elements, is_blank, is_marker, unquote

KeyPath = tuple[str | None, ...]

_UNCLOSED = re.compile(r"\"(?:[^\"\\]|\\.)*\Z|'(?:[^']|'')*\Z")


@dataclass(frozen=True, slots=True)
class Above:
    """What a line belongs to: the path, and where the line's own content should stand (a code-point column).

    In a flow collection that began on a line above, `flow` is the offset of its outermost bracket, `path` leads to
    it, and `column` is where the key or dash before it stands.
    """

    path: KeyPath
    column: int
    flow: int | None = None


@dataclass(slots=True)
class _Climb:
    """The state of going up from a line: what has been found, and left of which column the next parent stands."""

    limit: int
    is_item: bool
    column: int
    path: list[str | None] = field(default_factory=list[str | None])
    flow: int | None = None
    beside: int | None = None
    """The least indentation of the lines between this one and its parent."""

    @property
    def is_done(self) -> bool:
        return self.limit == 0 and not self.is_item and bool(self.path)


def climb(lines: LineIndex, number: int, column: int, *, is_item: bool) -> Above | None:
    """What the content at a column of a line belongs to; None inside of a block scalar or of running text."""
    state = _Climb(column, is_item, column)
    for above in range(number - 1, -1, -1):
        line = lines.line_span(above).of(lines.text)
        if is_marker(line) or state.is_done:
            break
        if is_blank(line):
            continue
        indent = indentation(line)
        if indent >= state.limit and not state.path:
            state.beside = indent if state.beside is None else min(indent, state.beside)
        if indent > state.limit:
            continue
        if not _pass(state, line, lines.starts[above]):
            return None
    if not state.path and state.beside is not None and state.flow is None:
        state.column = state.beside if column > 0 else column
    return Above(tuple(reversed(state.path)), state.column, state.flow)


def _pass(state: _Climb, line: str, offset: int) -> bool:
    """Take up what a line opens that is left of what was found before; False where the place can't be typed in."""
    found = elements(line)
    for element in reversed(found):
        is_key = element.key is not None
        if element.column > state.limit or (element.column == state.limit and not (state.is_item and is_key)):
            continue
        value = _value(line, element) if element is found[-1] else ""
        if value[:1] in ("{", "[") and value:
            bracket = content_start(line, element.value)
            if scan(line, bracket, len(line)).frames:
                state.flow, state.path, state.column = offset + bracket, [], element.column
                value = ""
        if value and not state.path and state.flow is None:
            if value[0] in "|>" or _UNCLOSED.match(value) or len(value.split()) > 1 or (state.is_item and is_key):
                return False
            state.limit, state.is_item, state.column = element.column, not is_key, element.column
            continue
        if not state.path and state.flow is None and state.beside is not None:
            state.column = state.beside
        state.path.append(element.key)
        state.limit, state.is_item = element.column, not is_key
    return True


def _value(line: str, element: Element) -> str:
    """What stands behind a colon or a dash, without anchors, tags and comments."""
    start = content_start(line, element.value)
    return line[start : comment_start(line, start)].strip()


@dataclass(slots=True)
class Beside:
    """The keys and the items that stand at one column of a block, around a line of it."""

    keys: set[str] = field(default_factory=set[str])
    items: set[str] = field(default_factory=set[str])
    has_items: bool = False


def around(lines: LineIndex, number: int, column: int, *, is_item: bool, upward: bool = True) -> Beside:
    """What stands at a column in the same block as a line, below it and (with `upward`) above.

    With `is_item` the block is a sequence, which may stand in the column of the key that it belongs to.
    """
    beside = Beside()
    if upward:
        for line in _block(lines, range(number - 1, -1, -1)):
            indent = indentation(line)
            if is_item and indent == column and not _is_item(line):
                break
            if indent <= column:
                _note(beside, line, column)
            if indent < column:
                break
    for line in _block(lines, range(number + 1, len(lines.starts))):
        indent = indentation(line)
        if indent < column or (is_item and indent == column and not _is_item(line)):
            break
        if indent == column:
            _note(beside, line, column)
    return beside


def _is_item(line: str) -> bool:
    return line.lstrip(" ").startswith("-")


def _block(lines: LineIndex, numbers: Iterable[int]) -> Iterator[str]:
    """The lines of these numbers that say something, up to the end of the YAML document."""
    for number in numbers:
        line = lines.line_span(number).of(lines.text)
        if is_marker(line):
            return
        if not is_blank(line):
            yield line


def _note(beside: Beside, line: str, column: int) -> None:
    found = elements(line)
    for number, element in enumerate(found):
        if element.column != column:
            continue
        if element.key is not None:
            beside.keys.add(element.key)
            continue
        beside.has_items = True
        inner = found[number + 1] if number + 1 < len(found) else None
        word = inner.key if inner else unquote(_value(line, element))
        if word:
            beside.items.add(word)
