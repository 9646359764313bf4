"""The place of a cursor, in block or in flow style."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from ..text import LineIndex, Span, indentation
from . import flow
from .above import Above, Beside, KeyPath, around, climb
from .lines import Element, comment_start, content_start, elements, is_blank, is_marker

_COLON = re.compile(r"[ \t]*:(?=[\s,\[\]{}]|\Z)")
_JSON_COLON = re.compile(r"[ \t]*:")
_FLOW_WORD = re.compile(r"(?:[^\s,\[\]{}:\"'#]|:(?![\s,\[\]{}]|\Z)|(?<=\S)#)*")
_IN_QUOTES = re.compile(r"[^\"'\r\n,:{}\[\]]*")
_ENDS = re.compile(r"(?:\s|#[^\r\n]*(?=[\r\n]|\Z))*(?:[,}\]]|\Z)")
_ROOT = re.compile(r"(?:---(?=\s)|[ \t]*(?:[#%][^\r\n]*)?(?:\r\n|\r|\n)|[ \t\ufeff]+)*")


_NO_SPAN = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place at which somebody types.

    `role` is "value" behind a colon, and then `path` ends with the key; else it is "key": a word that may become a
    key or is a scalar item, and `path` leads to the mapping, or to the item (None) of a sequence, that it stands in.
    `word` is what a choice replaces, quotes included; `typed` is its text before the cursor, without the quote.
    """

    path: KeyPath
    role: Literal["key", "value"]
    word: Span
    typed: str
    quote: str = ""
    flow: str = ""
    """The innermost open bracket; empty in block style."""
    has_colon: bool = False
    dash: bool = False
    """Whether it stands right behind the dash of an item, with nothing before it in that item."""
    gap: int | None = None
    """In flow style, the offset where a comma is missing before it."""
    ends: bool = True
    """In flow style, whether a comma or a closing bracket follows."""
    keys: frozenset[str] = frozenset()
    """The other keys of the same mapping."""
    items: frozenset[str] = frozenset()
    """What the other items of the same sequence are: scalars, or the first keys of mappings."""
    form: Literal["", "record", "list"] = ""
    """How the others in the same collection are written; empty where there are none."""
    indent: Span = _NO_SPAN
    """In block style, the blanks before the line's content."""
    column: int = 0
    """Where that content should stand, in code points from the start of the line; a dash is content."""
    blank: bool = True
    """Whether there is a blank, or a new line, before the word, as YAML wants it behind a dash or a colon."""


def locate(lines: LineIndex, offset: int, column: int | None = None) -> Cursor | None:
    """The place at an offset; None in a comment, a block scalar, or running text.

    With `column` it is read as if the line's content stood there.
    """
    number = lines.position(offset)[0]
    span = lines.line_span(number)
    line = span.of(lines.text)
    at = min(offset, span.end) - span.start
    root = _root(lines, offset)
    if lines.text[root : root + 1] in ("{", "[") and root < offset:
        return _in_flow(lines, Above((), 0), root, offset, len(lines.text))
    first = indentation(line)
    if (
        (at < first and line.strip())
        or is_marker(line)
        or at > comment_start(line, 0) >= first == comment_start(line, 0)
    ):
        return None
    found = elements(line)
    start = first if line.strip() else _intended(lines, number, at)
    above = climb(lines, number, start if column is None else column, is_item=bool(found) and found[0].key is None)
    if above is None:
        return None
    if above.flow is not None:
        return _in_flow(lines, above, above.flow, offset, _end(lines, number, above.column))
    return _in_line(lines, number, at, above, found)


def _root(lines: LineIndex, offset: int) -> int:
    """Where the content of the YAML document around an offset begins."""
    text = lines.text
    start = max(text.rfind(f"{end}---", 0, offset) for end in "\n\r") + 1
    match = _ROOT.match(text, start)
    return match.end() if match else start


def _intended(lines: LineIndex, number: int, at: int) -> int:
    """The column of what will be written on an empty line: the cursor's, or more where the next line stands deeper."""
    for below in range(number + 1, len(lines.starts)):
        line = lines.line_span(below).of(lines.text)
        if is_marker(line):
            break
        if not is_blank(line):
            return max(at, indentation(line)) if elements(line) else at
    return at


def _end(lines: LineIndex, number: int, column: int) -> int:
    """Where a flow collection ends at the latest: at the next line that stands no deeper than the key before it."""
    for below in range(number + 1, len(lines.starts)):
        span = lines.line_span(below)
        line = span.of(lines.text)
        if is_marker(line) or (indentation(line) <= column and elements(line)):
            return span.start
    return len(lines.text)


def _in_line(lines: LineIndex, number: int, at: int, above: Above, found: tuple[Element, ...]) -> Cursor | None:
    """The place on a line of block style."""
    span = lines.line_span(number)
    line = span.of(lines.text)
    before = [element for element in found if element.column <= at]
    last = before[-1] if before else None
    path = (*above.path, *(element.key for element in before[:-1]))
    if last and last.key is not None and at < last.value:
        return _key(lines, number, at, replace(above, path=path), found)
    if last:
        path = (*path, last.key)
    start = content_start(line, last.value if last else indentation(line))
    if line[start : start + 1] in ("{", "[") and start < at:
        column = last.column if last else 0
        return _in_flow(lines, Above(path, column), span.start + start, span.start + at, _end(lines, number, column))
    if last and last.key is not None:
        word = _word(line, start, at)
        if word is None:
            return None
        start, end, quote, _ = word
        blank = line[start - 1 : start] != ":"
        typed = line[start + len(quote) : at]
        place = Span(span.start + start, span.start + end)
        column, indent = above.column, Span(span.start, span.start + indentation(line))
        beside = around(lines, number, last.column, is_item=False, upward=len(found) == 1)
        return Cursor(
            path, "value", place, typed, quote, keys=frozenset(beside.keys), indent=indent, column=column, blank=blank
        )
    return _key(lines, number, at, replace(above, path=path), found)


def _key(lines: LineIndex, number: int, at: int, above: Above, found: tuple[Element, ...]) -> Cursor | None:
    """A word that is a key, may become one, or is a scalar item."""
    span = lines.line_span(number)
    line = span.of(lines.text)
    dashes = [element for element in found if element.key is None and element.column <= at]
    keys = [element for element in found if element.key is not None]
    start = content_start(line, dashes[-1].value if dashes else indentation(line))
    if keys and start <= at <= keys[0].value - 1:
        start, end, quote = keys[0].column, keys[0].end, line[keys[0].column]
        quote = quote if quote in "\"'" else ""
        has_colon = True
    elif (word := _word(line, start, at)) is not None:
        start, end, quote, has_colon = word
    else:
        return None
    indent = indentation(line) if line.strip() else at
    column = start + above.column - indent
    own = around(lines, number, column, is_item=False, upward=not dashes)
    others = around(lines, number, dashes[-1].column + above.column - indent, is_item=True) if dashes else own
    return Cursor(
        above.path, "key", Span(span.start + start, span.start + end), line[start + len(quote) : at], quote,
        has_colon=has_colon, dash=bool(dashes), keys=frozenset(own.keys), items=frozenset(others.items),
        form=_form(own, others), indent=Span(span.start, span.start + indent), column=above.column,
        blank=not dashes or line[start - 1] != "-",
    )  # fmt: skip


def _form(own: Beside, others: Beside) -> Literal["", "record", "list"]:
    return "record" if own.keys else "list" if others.has_items else ""


def _word(line: str, start: int, at: int) -> tuple[int, int, str, bool] | None:
    """Start, end, quote and whether a colon follows, of the scalar at a column that may begin at `start`."""
    comment = comment_start(line, start)
    if at > comment or (start > at and line[at:start].strip()):
        return None
    if start >= comment or not line[start:comment].strip():
        return at, at, "", False
    if at < start:
        return None
    if line[start] in "\"'":
        quote = line[start]
        closing = line.find(quote, max(at, start + 1))
        return start, closing + 1 if closing >= 0 else len(line.rstrip()), quote, False
    if line[start] == ":":
        return (start, start, "", True) if at == start else None
    if line[start] in "|>*@`%{[":
        return None
    end = start + len(line[start:comment].rstrip())
    return (start, end, "", False) if at <= end else None


def _in_flow(lines: LineIndex, above: Above, start: int, offset: int, limit: int) -> Cursor | None:
    """The place in a flow collection that opens at `start` and ends before `limit`."""
    text = lines.text
    read = flow.scan(text, start, offset)
    if not read.frames or read.in_comment:
        return None
    if read.complete and _is_within_line(text, read.gap or 0, offset):
        return None
    first = offset if read.word is None or read.complete else read.word
    if not _is_within_line(text, first, offset):
        return None  # running text
    quote = text[first] if first < offset and text[first] in "\"'" else ""
    end = _word_end(text, offset, quote)
    colon = (_JSON_COLON if quote else _COLON).match(text, end)
    frame = read.frames[-1]
    behind = flow.rest(text, colon.end() if colon else end, limit, frame, in_value=colon is not None)
    is_value = frame.key is not None and not colon and not read.complete
    keys = frozenset((*frame.keys, *behind.keys)) - ({frame.key} if is_value else set())
    return Cursor(
        (*above.path, *flow.path(read.frames)) if is_value else _container(above, read),
        "value" if is_value else "key", Span(first, end), text[first + len(quote) : offset], quote, frame.bracket,
        has_colon=colon is not None, dash=frame.bracket == "[", gap=read.gap,
        ends=colon is not None or _ENDS.match(text, end, limit) is not None,
        keys=keys, items=frozenset((*frame.items, *behind.items)), form="list" if frame.bracket == "[" else "record",
        column=above.column, blank=text[first - 1] not in ":-",
    )  # fmt: skip


def _is_within_line(text: str, start: int, end: int) -> bool:
    return "\n" not in text[start:end] and "\r" not in text[start:end]


def _container(above: Above, read: flow.Flow) -> KeyPath:
    """The path to the mapping or item that a key is typed in."""
    *outer, frame = read.frames
    return (*above.path, *flow.path(outer), *((None,) if frame.bracket == "[" else ()))


def _word_end(text: str, offset: int, quote: str) -> int:
    match = (_IN_QUOTES if quote else _FLOW_WORD).match(text, offset)
    end = match.end() if match else offset
    if quote and text.startswith(quote, end):
        return end + 1
    return end if not quote else offset
