"""What the command line says of a file: findings, flat and small, that hold on to no document.

They can be kept by the thousand and handed from process to process; positions count from 1, columns in code points.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

from .. import analysis
from ..values import NamedTuple

if TYPE_CHECKING:
    from ..diagnostics import Diagnostic, Fix, Related
    from ..document import Document
    from ..text import Span

_MARGIN = 500
"""How much of a line is kept on either side of a mark, so that no endless line is kept a thousand times."""


class Place(NamedTuple):
    """A span of a file; `end_column` is one behind its last character. Byte columns count those of UTF-8."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    byte_column: int = 1
    end_byte_column: int = 1


class Note(NamedTuple):
    """Another place that a finding speaks of."""

    place: Place
    message: str


class Remedy(NamedTuple):
    """The fix that is offered first, and the option that applies it: None where only an editor does."""

    title: str
    applicability: str
    option: Literal["--fix", "--unsafe-fixes"] | None


class Replacement(NamedTuple):
    """A text to put where a span is."""

    place: Place
    text: str


class Proposal(NamedTuple):
    """A fix, spelled out. `whole` says in one replacement what all of them do."""

    title: str
    replacements: tuple[Replacement, ...]
    whole: Replacement


class Details(NamedTuple):
    """What only programs ask for. The fingerprint stays while other lines move; `number` tells equal ones apart.

    Fixes that mint an id are no proposals: each run would propose another.
    """

    fingerprint: str
    number: int = 1
    proposals: tuple[Proposal, ...] = ()


class Excerpt(NamedTuple):
    """The line of a finding, or the part of it around the mark."""

    before: str
    marked: str
    after: str


class Finding(NamedTuple):
    """A diagnostic at its place. `excerpt` is None where there is no text to show, `details` where nobody asked."""

    place: Place
    code: str
    severity: str
    message: str
    remedy: Remedy | None = None
    related: tuple[Note, ...] = ()
    excerpt: Excerpt | None = None
    details: Details | None = None


def findings(path: str, document: Document, diagnostics: tuple[Diagnostic, ...]) -> tuple[Finding, ...]:
    """The diagnostics of a document, told of the file at `path`, without details."""
    return tuple(_finding(path, document, diagnostic) for diagnostic in diagnostics)


def at_start(path: str, diagnostic: Diagnostic) -> Finding:
    """A diagnostic of a file that has no text, told at its beginning."""
    place, details = Place(path, 1, 1, 1, 1), Details(diagnostic.code)
    return Finding(place, diagnostic.code, diagnostic.severity.word, diagnostic.message, details=details)


def _finding(path: str, document: Document, diagnostic: Diagnostic) -> Finding:
    related = tuple(_note(path, document, related) for related in diagnostic.related)
    return Finding(
        place_of(path, document, diagnostic.span),
        diagnostic.code,
        diagnostic.severity.word,
        diagnostic.message,
        _remedy(diagnostic),
        related,
        _excerpt(document, diagnostic.span),
    )


def _note(path: str, document: Document, related: Related) -> Note:
    if related.document and related.document.path != document.path:
        path, document = _shown(related.document.path), related.document
    return Note(place_of(path, document, related.span), related.message)


def _shown(path: str) -> str:
    """An absolute path as it is best told: by the way to it, if that leads down from here."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative


def place_of(path: str, document: Document, span: Span) -> Place:
    """Where a span of a document is."""
    line, column = document.lines.position(span.start)
    end_line, end_column = document.lines.position(span.end)
    bytes_before, end_bytes_before = (_bytes_before(document, at) for at in ((line, column), (end_line, end_column)))
    return Place(path, line + 1, column + 1, end_line + 1, end_column + 1, bytes_before + 1, end_bytes_before + 1)


def _bytes_before(document: Document, position: tuple[int, int]) -> int:
    """How many bytes of its line stand before a position."""
    line, column = position
    start = document.lines.starts[line]
    return column if document.text.isascii() else len(document.text[start : start + column].encode())


def _remedy(diagnostic: Diagnostic) -> Remedy | None:
    fix = next((fix for fix in diagnostic.fixes if fix.is_safe), next(iter(diagnostic.fixes), None))
    return fix and Remedy(fix.title, fix.applicability.value, _option(fix, diagnostic))


def _option(fix: Fix, diagnostic: Diagnostic) -> Literal["--fix", "--unsafe-fixes"] | None:
    if analysis.is_applicable(fix, diagnostic, unsafe=False):
        return "--fix"
    return "--unsafe-fixes" if analysis.is_applicable(fix, diagnostic, unsafe=True) else None


def _excerpt(document: Document, span: Span) -> Excerpt:
    line = document.lines.line_at(span.start)
    start, end = min(span.start, line.end), min(span.end, line.end)
    cut = min(end, start + _MARGIN)
    return Excerpt(
        document.text[max(line.start, start - _MARGIN) : start],
        document.text[start:cut],
        document.text[cut : min(line.end, cut + _MARGIN)],
    )
