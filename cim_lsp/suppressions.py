"""Comments that ask for silence: `# cim: ignore[code]` on a line or above it, `# cim: ignore-file[code]` anywhere."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator

from .diagnostics import Diagnostic
from .document import Document
from .places import scalars
from .text import Span
from .values import NamedTuple

_IGNORE = re.compile(
    r"(?:\A|(?<=[\s\ufeff]))#[ \t]*cim:[ \t]*(?P<what>ignore(?:-file)?)\b[ \t]*(?P<codes>\[[^\]\r\n]*\])?"
)
_CODE = re.compile(r"[^\s,\[\]]+")


class Ignore(NamedTuple):
    """One code in an ignore comment. `line` is the line that it speaks of, None for the whole file."""

    code: str
    span: Span
    comment: Span
    line: int | None


class Suppressions:
    """The ignore comments of a document, and which of them were of use; `empty` are those that name no rule at all."""

    def __init__(self, document: Document, ignores: tuple[Ignore, ...], empty: tuple[Span, ...]) -> None:
        self.document = document
        self.ignores = ignores
        self.empty = empty
        self.used: set[Ignore] = set()
        self._asked: dict[tuple[str, int | None], list[Ignore]] = {}
        """The same ignores by what they ask for: a code, and a line or the whole file."""
        for ignore in ignores:
            self._asked.setdefault((ignore.code, ignore.line), []).append(ignore)

    @classmethod
    def of(cls, document: Document) -> Suppressions:
        comments = tuple(_comments(document)) if "cim:" in document.text else ()
        known: dict[int, int] = {}
        ignores = tuple(ignore for comment in comments for ignore in _ignores(document, comment, known))
        named = {ignore.comment for ignore in ignores}
        return cls(document, ignores, tuple(span for span in (Span(*c.span()) for c in comments) if span not in named))

    def cover(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic is to be kept silent; every comment that asks for it has then been of use."""
        line, _ = self.document.lines.position(diagnostic.span.start)
        matching = [ignore for asked in (None, line) for ignore in self._asked.get((diagnostic.code, asked), ())]
        self.used.update(matching)
        return bool(matching)

    def spare(self, codes: Collection[str]) -> None:
        """Take the comments about certain rules for useful: those rules could not speak."""
        self.used.update(ignore for ignore in self.ignores if ignore.code in codes)


def _comments(document: Document) -> Iterator[re.Match[str]]:
    """The ignore comments; what only looks like one, inside a scalar, is text."""
    spans = sorted(scalar.span for scalar in scalars(document))
    for match in _IGNORE.finditer(document.text):
        before = bisect_right(spans, match.start(), key=lambda span: span.start)
        if not (before and match.start() < spans[before - 1].end):
            yield match


def _ignores(document: Document, comment: re.Match[str], known: dict[int, int]) -> Iterator[Ignore]:
    line = None if comment["what"] == "ignore-file" else _line_meant(document, comment.start(), known)
    for code, span in _codes(comment):
        yield Ignore(code, span, Span(*comment.span()), line)


def is_ignore(line: str) -> bool:
    """Whether an ignore comment, or what looks like one, stands on a line."""
    return _IGNORE.search(line) is not None


def named_codes(text: str, line: Span) -> Iterator[tuple[str, Span]]:
    """The codes that an ignore comment on a line names, or what looks like one, each with its place."""
    for comment in _IGNORE.finditer(text, line.start, line.end):
        yield from _codes(comment)


def _codes(comment: re.Match[str]) -> Iterator[tuple[str, Span]]:
    start = comment.start("codes")
    for code in _CODE.finditer(comment["codes"] or ""):
        yield code.group(), Span(start + code.start(), start + code.end())


def _line_meant(document: Document, offset: int, known: dict[int, int]) -> int:
    """The comment's own line, or for a comment on a line of its own the next line that is more than a comment.

    `known` is where the comment lines that were gone past before lead to.
    """
    line, column = document.lines.position(offset)
    start = document.lines.starts[line]
    if document.text[start : start + column].strip(" \t\ufeff"):
        return line
    first, last = line, len(document.lines.starts) - 1
    while line < last and document.lines.line_span(line).of(document.text).lstrip(" \t\ufeff").startswith("#"):
        if line in known:
            return known[line]
        line += 1
    known.update(dict.fromkeys(range(first, line), line))
    return line
