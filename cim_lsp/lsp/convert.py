"""Between the core's code-point offsets and the client's positions: the one place that knows UTF-8, UTF-16 and UTF-32.

A client counts a position's character in the code units of the encoding that was negotiated (LSP 3.17,
PositionEncodingKind). Positions outside the text are moved to the nearest place inside it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from lsprotocol import types

from ..text import Edit, LineIndex, Span

Json = dict[str, Any]
"""An object of LSP as it is sent."""
Encoding = types.PositionEncodingKind
_CODECS = {Encoding.Utf8: ("utf-8", 1), Encoding.Utf16: ("utf-16-le", 2)}
"""The codec and the bytes in a unit; in UTF-32 a unit is a code point."""


def units(text: str, encoding: Encoding) -> int:
    """How many code units a text takes."""
    if encoding not in _CODECS or text.isascii():
        return len(text)
    codec, width = _CODECS[encoding]
    return len(text.encode(codec, "surrogatepass")) // width


def column(line: str, character: int, encoding: Encoding) -> int:
    """The code-point column of a client's character on a line; inside a code point it is that one's start."""
    last = min(character, len(line))
    if encoding not in _CODECS or line.isascii():
        return last
    return bisect_right(range(last + 1), character, key=lambda count: units(line[:count], encoding)) - 1


def to_position(lines: LineIndex, offset: int, encoding: Encoding) -> types.Position:
    return types.Position(*_line_and_character(lines, offset, encoding))


def to_range(lines: LineIndex, span: Span, encoding: Encoding) -> types.Range:
    return types.Range(*(to_position(lines, offset, encoding) for offset in span))


def to_json_range(lines: LineIndex, span: Span, encoding: Encoding) -> Json:
    """A range as it is sent."""
    ends = (_line_and_character(lines, offset, encoding) for offset in span)
    start, end = ({"line": line, "character": character} for line, character in ends)
    return {"start": start, "end": end}


def _line_and_character(lines: LineIndex, offset: int, encoding: Encoding) -> tuple[int, int]:
    line, place = lines.position(offset)
    start = lines.starts[line]
    return line, units(lines.text[start : start + place], encoding)


def to_offset(lines: LineIndex, position: types.Position, encoding: Encoding) -> int:
    if position.line >= len(lines.starts):
        return len(lines.text)
    line = lines.line_span(position.line)
    return line.start + column(line.of(lines.text), position.character, encoding)


def to_span(lines: LineIndex, range_: types.Range, encoding: Encoding) -> Span:
    start, end = (to_offset(lines, position, encoding) for position in (range_.start, range_.end))
    return Span(start, max(start, end))


def to_text_edits(lines: LineIndex, edits: Iterable[Edit], encoding: Encoding) -> list[types.TextEdit]:
    return [types.TextEdit(to_range(lines, edit.span, encoding), edit.text) for edit in edits]
