"""The open document against a plain string: whatever is edited, however it is counted, the text is the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from cim_lsp.document import Document
from cim_lsp.lsp.buffer import Buffer, Buffers
from cim_lsp.lsp.convert import Encoding, column, to_offset, to_position, to_range, to_span, units
from cim_lsp.text import Span

URI = "file:///farm/domain.yaml"
WIDTHS: dict[Encoding, Callable[[str], int]] = {
    Encoding.Utf8: lambda char: 1 + sum(ord(char) > last for last in (0x7F, 0x7FF, 0xFFFF)),
    Encoding.Utf16: lambda char: 1 + (ord(char) > 0xFFFF),
    Encoding.Utf32: lambda char: 1,
}
ENCODINGS = st.sampled_from(list(Encoding))
PIECES = [
    "\n",
    "\r",
    "\r\n",
    "\f",
    "\v",
    "\x85",
    "\u2028",
    "\u2029",
    "é",
    "€",
    "😀",
    "\ud83d",
    "\ude00",
    "e\u0301",
    "a",
    " ",
    "id: ",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
POSITIONS = st.builds(types.Position, st.integers(0, 15), st.integers(0, 25))
EDITS = st.lists(st.tuples(POSITIONS, POSITIONS, TEXTS), max_size=6)


def _offset(text: str, position: types.Position, encoding: Encoding) -> int:
    """A client's position in a plain string, by walking it: the specification's words and nothing else."""
    starts = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text))]
    if position.line >= len(starts):
        return len(text)
    at = starts[position.line]
    left = position.character
    while at < len(text) and text[at] not in "\r\n" and WIDTHS[encoding](text[at]) <= left:
        left -= WIDTHS[encoding](text[at])
        at += 1
    return at


def _edit(text: str, start: types.Position, end: types.Position, new: str, encoding: Encoding) -> str:
    first, last = (_offset(text, position, encoding) for position in (start, end))
    return text[:first] + new + text[max(first, last) :]


def _change(start: types.Position, end: types.Position, text: str) -> types.TextDocumentContentChangePartial:
    return types.TextDocumentContentChangePartial(types.Range(start, end), text)


@settings(max_examples=800)
@given(TEXTS, EDITS, ENCODINGS)
def test_edits_make_the_text_that_a_string_would_be(
    text: str, edits: list[tuple[types.Position, types.Position, str]], encoding: Encoding
) -> None:
    buffer = Buffer(URI, text, 1, encoding)
    for start, end, new in edits:
        state = buffer.state
        text = _edit(text, start, end, new, encoding)
        buffer.apply_change(_change(start, end, new))
        assert buffer.source == text
        assert buffer.lines == Buffer(URI, text, 1, encoding).lines
        assert buffer.state > state


@given(TEXTS, TEXTS, ENCODINGS)
def test_a_whole_text_takes_the_place_of_another(before: str, after: str, encoding: Encoding) -> None:
    buffer = Buffer(URI, before, 1, encoding)
    buffer.apply_change(types.TextDocumentContentChangeWholeDocument(after))
    assert buffer.source == after


def test_no_two_texts_share_a_state() -> None:
    one, other = Buffer(URI, "a", 1, Encoding.Utf8), Buffer(URI, "a", 1, Encoding.Utf8)
    assert one.state != other.state
    assert len({one.state, other.state, Buffer(URI, "a", 1, Encoding.Utf8).state}) == 3


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("a\rb", (0, 1, 0, 1, "\n"), "a\n\rb"),
        ("a\r\nb", (0, 1, 1, 0, ""), "ab"),
        ("a\r\nb", (0, 1, 0, 9, "\r"), "a\r\r\nb"),
        ("a\rb", (1, 0, 1, 0, "\n"), "a\r\nb"),
        ("a\nb", (0, 1, 0, 1, "\r"), "a\r\nb"),
        ("a\fb\u2028c\nd", (1, 0, 1, 1, "e"), "a\fb\u2028c\ne"),
        ("", (7, 7, 9, 9, "a"), "a"),
        ("a", (0, 1, 0, 0, "b"), "ab"),
        ("a\n", (5, 0, 9, 0, "b"), "a\nb"),
        ("a", (5, 0, 9, 0, "b"), "ab"),
    ],
)
def test_an_edit_at_a_line_end_or_outside(before: str, edit: tuple[int, int, int, int, str], after: str) -> None:
    line, character, last_line, last, new = edit
    buffer = Buffer(URI, before, 1, Encoding.Utf16)
    buffer.apply_change(_change(types.Position(line, character), types.Position(last_line, last), new))
    assert buffer.source == after
    assert buffer.lines == Buffer(URI, after, 1, Encoding.Utf16).lines


@given(TEXTS, st.data(), ENCODINGS)
def test_a_place_comes_back_from_a_client_unchanged(text: str, data: st.DataObject, encoding: Encoding) -> None:
    document = Document.parse("x.txt", text)
    offset = data.draw(st.integers(0, len(text)))
    if text[max(offset - 1, 0) : offset + 1] == "\r\n":
        offset -= 1  # within a line end there is no place that a client could name
    position = to_position(document.lines, offset, encoding)
    assert to_offset(document.lines, position, encoding) == offset == _offset(text, position, encoding)


@given(TEXTS, POSITIONS, POSITIONS, ENCODINGS)
def test_any_range_of_a_client_is_a_span_in_the_text(
    text: str, start: types.Position, end: types.Position, encoding: Encoding
) -> None:
    document = Document.parse("x.txt", text)
    span = to_span(document.lines, types.Range(start, end), encoding)
    first, last = (_offset(text, position, encoding) for position in (start, end))
    assert span == Span(first, max(first, last))
    assert to_span(document.lines, to_range(document.lines, span, encoding), encoding) == span


@given(st.text(st.characters(exclude_characters="\r\n"), max_size=9), ENCODINGS)
def test_units_and_columns_are_each_other_s_inverse(line: str, encoding: Encoding) -> None:
    widths = [0, *accumulate(WIDTHS[encoding](char) for char in line)]
    assert [units(line[:count], encoding) for count in range(len(line) + 1)] == widths
    assert [column(line, width, encoding) for width in widths] == list(range(len(line) + 1))
    assert column(line, widths[-1] + 5, encoding) == len(line)


@pytest.mark.parametrize(("encoding", "inside"), [(Encoding.Utf8, (1, 2, 3)), (Encoding.Utf16, (1,))])
def test_inside_a_character_is_its_start(encoding: Encoding, inside: tuple[int, ...]) -> None:
    assert {column("😀b", character, encoding) for character in inside} == {0}


@pytest.mark.parametrize("encoding", list(Encoding))
def test_a_lone_surrogate_is_a_character_like_others(encoding: Encoding) -> None:
    buffer = Buffer(URI, "\ud83d: é", 1, encoding)
    end = types.Position(0, units("\ud83d: é", encoding))
    buffer.apply_change(_change(end, end, "!"))
    assert buffer.source == "\ud83d: é!"


def test_a_workspace_knows_its_open_documents_only() -> None:
    buffers = Buffers(None, position_encoding=Encoding.Utf8)
    item = types.TextDocumentItem(URI, "yaml", 1, "domain:")
    assert buffers.buffer(URI) is None
    buffers.put_text_document(item)
    opened = buffers.buffer(URI)
    assert opened
    assert (opened.source, opened.encoding, opened.version) == ("domain:", Encoding.Utf8, 1)
    buffers.remove_text_document(URI)
    assert buffers.buffer(URI) is None
