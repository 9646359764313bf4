"""Spans, edits and lines, held to models that are too simple to be wrong."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cim_lsp.text import Edit, LineIndex, Span, apply_edits, line_around, split_lines

NO_LINE_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What `str.splitlines` splits at and YAML 1.2 and LSP don't."""
TEXTS = st.text(st.sampled_from("ab \t\r\n" + NO_LINE_ENDS + "é\ufeff\U0001f600\ud800"), max_size=40)


def naive_position(text: str, offset: int) -> tuple[int, int]:
    """Line and column by reading from the start, one character at a time."""
    line = column = 0
    for index, char in enumerate(text[:offset]):
        if char == "\n" or (char == "\r" and text[index + 1 : index + 2] != "\n"):
            line, column = line + 1, 0
        else:
            column += 1
    return line, column


def naive_lines(text: str) -> list[str]:
    """The contents of the lines, without their ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@given(TEXTS)
def test_position(text: str) -> None:
    index = LineIndex(text)
    for offset in range(len(text) + 1):
        assert index.position(offset) == naive_position(text, offset)


@given(TEXTS)
def test_line_span(text: str) -> None:
    index = LineIndex(text)
    assert [index.line_span(line).of(text) for line in range(len(index.starts))] == naive_lines(text)


@given(TEXTS)
def test_line_at_holds_its_offset(text: str) -> None:
    index = LineIndex(text)
    for offset in range(len(text) + 1):
        line, _ = naive_position(text, offset)
        assert index.line_at(offset) == index.line_span(line)
        assert index.line_at(offset).start <= offset


@given(TEXTS, TEXTS)
def test_a_line_is_found_without_an_index(text: str, around: str) -> None:
    start = len(around) + 1
    for offset in range(len(text) + 1):
        line = LineIndex(text).line_at(offset)
        found = line_around(f"{around}\n{text}|{around}", start + offset, Span(start, start + len(text)))
        assert found == Span(start + line.start, start + line.end)


@given(TEXTS)
def test_split_lines(text: str) -> None:
    lines = split_lines(text)
    assert "".join(lines) == text
    assert [line.rstrip("\r\n") for line in lines] == naive_lines(text)[: len(lines)]
    assert all(re.fullmatch(r"[^\r\n]*(\r\n|\r|\n)", line) for line in lines[:-1])
    assert [sum(map(len, lines[:number])) for number in range(len(lines))] == LineIndex(text).starts[: len(lines)]


@pytest.mark.parametrize("char", NO_LINE_ENDS)
def test_is_no_line_end(char: str) -> None:
    assert LineIndex(f"a{char}b").position(2) == (0, 2)
    assert split_lines(f"a{char}b\n") == [f"a{char}b\n"]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_is_a_line_end(end: str) -> None:
    text = f"a{end}{end}b"
    assert LineIndex(text).position(len(text)) == (2, 1)
    assert split_lines(text) == [f"a{end}", end, "b"]


@pytest.mark.parametrize(("offset", "position"), [(-1, (0, 0)), (0, (0, 0)), (5, (1, 2)), (6, (1, 2)), (99, (1, 2))])
def test_position_outside_is_moved_to_the_nearest_end(offset: int, position: tuple[int, int]) -> None:
    assert LineIndex("ab\ncd").position(offset) == position


@pytest.mark.parametrize(
    ("one", "other", "touches"),
    [
        (Span(0, 2), Span(2, 4), True),
        (Span(0, 2), Span(3, 4), False),
        (Span(1, 1), Span(1, 1), True),
        (Span(0, 9), Span(3, 4), True),
        (Span(5, 5), Span(0, 4), False),
    ],
)
def test_touches(one: Span, other: Span, *, touches: bool) -> None:
    assert one.touches(other) is touches
    assert other.touches(one) is touches


def test_span_of_counts_code_points() -> None:
    assert Span(1, 3).of("\U0001f600äb\U0001f600") == "äb"


@given(TEXTS, st.data())
def test_apply_edits(text: str, data: st.DataObject) -> None:
    """Disjoint edits, in any order, change their places and nothing else."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    edits = [Edit(span, data.draw(st.text("xy\n", max_size=3))) for span in dict.fromkeys(spans)]
    expected = text
    for edit in reversed(edits):
        expected = expected[: edit.span.start] + edit.text + expected[edit.span.end :]
    assert apply_edits(text, data.draw(st.permutations(edits))) == expected


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], "abc"),
        ([Edit.insert(0, "x")], "xabc"),
        ([Edit.insert(3, "x")], "abcx"),
        ([Edit.insert(1, "x"), Edit.insert(1, "y")], "axybc"),
        ([Edit(Span(0, 1), "x"), Edit.insert(1, "y")], "xybc"),
        ([Edit.insert(1, "x"), Edit(Span(1, 2), "y")], "axyc"),
        ([Edit(Span(1, 2), "y"), Edit.insert(1, "x")], "axyc"),
        ([Edit(Span(0, 3), "")], ""),
    ],
)
def test_edits_that_touch(edits: list[Edit], expected: str) -> None:
    """They are no overlap; insertions at one place keep their order."""
    assert apply_edits("abc", edits) == expected


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(Span(0, 2), "x"), Edit(Span(1, 3), "y")],
        [Edit(Span(0, 3), "x"), Edit.insert(1, "y")],
        [Edit(Span(0, 1), "x"), Edit(Span(0, 1), "x")],
    ],
)
def test_edits_that_overlap(edits: list[Edit]) -> None:
    for order in (edits, edits[::-1]):
        with pytest.raises(ValueError, match="overlap"):
            apply_edits("abc", order)
