"""A text being read: where the scanner is, and what comes next.

It has the interface of ruamel.yaml's Reader, which checks and copies more than is needed here, and is slower.
"""

from __future__ import annotations

import re
from typing import ClassVar


class Mark:
    """A position in a document, as ruamel wants it."""

    __slots__ = ("column", "index", "line")

    def __init__(self, index: int, line: int, column: int) -> None:
        self.index = index
        self.line = line
        self.column = column


class Reader:
    """A text, with the interface of ruamel's Reader; that one checks and copies more, and is slower."""

    encoding: ClassVar[None] = None

    def __init__(self, buffer: str) -> None:
        self.buffer = buffer
        self.index = self.line = self.column = 0

    def peek(self, index: int = 0) -> str:
        return self.buffer[self.index + index]

    def prefix(self, length: int = 1) -> str:
        return self.buffer[self.index : self.index + length]

    def forward(self, length: int = 1) -> None:
        for _ in range(length):
            char = self.buffer[self.index]
            self.index += 1
            if char == "\n" or (char == "\r" and self.buffer[self.index] != "\n"):
                self.line += 1
                self.column = 0
            else:
                self.column += 1

    def get_mark(self) -> Mark:
        return Mark(self.index, self.line, self.column)

    def indentation(self) -> int:
        """The spaces before the first token of a line; behind that token, the whole column."""
        before = self.buffer[self.index - self.column : self.index]
        return self.column if before.strip() else len(before) - len(before.lstrip(" "))

    def is_at_blank(self) -> bool:
        """Whether a blank or the start of a line stands before this place: a comment may begin here."""
        return self.column == 0 or self.buffer[self.index - 1] in " \t"

    def skip(self, run: re.Pattern[str]) -> str:
        """Go past what `run` matches here, which holds no line break; returns it."""
        match = run.match(self.buffer, self.index)
        passed = match.group() if match else ""
        self.index += len(passed)
        self.column += len(passed)
        return passed
