"""Places in a text: spans, edits and lines, all counted in code points.

Lines end at LF, CRLF or CR and nowhere else (LSP 3.17, "Text Documents"; YAML 1.2.2, 5.4). `str.splitlines` also
splits at form feeds, NEL or U+2028, which would put every later position on the wrong line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from .values import NamedTuple

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")


class Span(NamedTuple):
    """The half-open range [start, end) of code-point offsets into a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The text between the two offsets."""
        return text[self.start : self.end]

    def touches(self, other: Span) -> bool:
        """Whether the two share an offset, their ends included."""
        return self.start <= other.end and other.start <= self.end


class Edit(NamedTuple):
    """Put `text` where `span` is; an empty span inserts."""

    span: Span
    text: str

    @classmethod
    def insert(cls, offset: int, text: str) -> Edit:
        return cls(Span(offset, offset), text)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after all `edits`, each of which speaks of offsets in the text as it was.

    Raises ValueError where two of them overlap.
    """
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < done:
            raise ValueError(f"overlapping edits at offset {edit.span.start}")
        pieces += (text[done : edit.span.start], edit.text)
        done = edit.span.end
    return "".join(pieces) + text[done:]


def split_lines(text: str) -> list[str]:
    """The lines of `text`, each with its line end; their concatenation is the text."""
    return _LINE.findall(text)


def indentation(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def line_around(text: str, offset: int, within: Span) -> Span:
    """The content of the line that holds an offset, of some whole lines: nothing outside of those is looked at."""
    offset -= offset > within.start and text.startswith("\r\n", offset - 1)
    start = max(text.rfind(end, within.start, offset) for end in "\r\n") + 1
    end = _LINE_END.search(text, offset, within.end)
    return Span(max(start, within.start), end.start() if end else within.end)


class LineIndex:
    """Where each line of a text starts. Lines and columns count from 0, columns in code points."""

    __slots__ = ("starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """The (line, column) of an offset; one outside the text is moved to its nearest end."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.starts, offset) - 1
        return line, offset - self.starts[line]

    def line_span(self, line: int) -> Span:
        """The content of a line, without its line end."""
        start = self.starts[line]
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))

    def line_at(self, offset: int) -> Span:
        """The content of the line that holds an offset."""
        return self.line_span(self.position(offset)[0])


def difference(before: str, after: str) -> tuple[Edit, ...]:
    """The edits that make one text of another, line by line; equal lines are left alone."""
    import difflib  # noqa: PLC0415 - only who changes a text pays for it

    old, new = split_lines(before), split_lines(after)
    starts = [0, *accumulate(map(len, old))]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return tuple(
        Edit(Span(starts[i], starts[j]), "".join(new[k:end]))
        for tag, i, j, k, end in matcher.get_opcodes()
        if tag != "equal"
    )
