"""A problem of the parser, and the scene of it: the facts that its explanation is told from."""

from __future__ import annotations

from ..text import Edit, Span, line_around
from ..values import NamedTuple

TAB = "found a tab in the indentation"
SHALLOW = "a flow collection goes on at or before its parent's indentation"
UNCLOSED = "found unexpected end of stream"
TOO_DEEP = "collections are nested too deeply"


class Problem(NamedTuple):
    """Why the parser stopped: its words, the offset where it did, and what it had open there.

    `began` is where the construct at fault began, `bracket` the innermost open flow collection, `quoted` the last
    quoted scalar over several lines.
    """

    words: str
    at: int
    began: int | None = None
    end: int | None = None
    bracket: int | None = None
    quoted: Span | None = None


class SyntaxFault(NamedTuple):
    """The place of a syntax error, what it is, and the edits that mend it where one mend is safe."""

    span: Span
    message: str
    title: str = ""
    edits: tuple[Edit, ...] = ()


class Scene(NamedTuple):
    """A problem, with the line on which the parser stopped: `before` and `after` the place on it."""

    problem: Problem
    text: str
    document: Span
    line: Span

    @property
    def before(self) -> str:
        return self.text[self.line.start : self.problem.at]

    @property
    def after(self) -> str:
        return self.text[self.problem.at : self.line.end]

    def has(self, *words: str) -> bool:
        return any(word in self.problem.words for word in words)

    def rest(self) -> Span:
        """From the place to the end of its line; at the end of the text, the last character of it."""
        if self.problem.at < self.line.end:
            return Span(
                self.problem.at, self.line.start + len(self.text[self.line.start : self.line.end].rstrip(" \t"))
            )
        content = len(self.text[self.document.start : self.problem.at].rstrip(" \t\r\n"))
        return Span(self.document.start + max(content - 1, 0), self.document.start + content)

    @classmethod
    def of(cls, problem: Problem, text: str, document: Span) -> Scene:
        return cls(problem, text, document, line_around(text, problem.at, document))

    def line_at(self, offset: int) -> Span:
        """The content of the line of the document that holds an offset."""
        return line_around(self.text, offset, self.document)
