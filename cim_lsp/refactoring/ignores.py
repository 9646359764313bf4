"""Ignore comments written for a diagnostic: on its line, above it, or for the whole file."""

from __future__ import annotations

from ..diagnostics import Diagnostic
from ..document import Document
from ..filetypes import has_modeline
from ..places import scalars
from ..suppressions import Ignore, Suppressions
from ..text import Edit

NEVER = ("syntax-error", "merge-conflict", "unreadable-file", "broken-ignore")
"""What is not ignored: the first three hide all that could be said, the last one is about ignoring."""


def ignore_on_line(document: Document, diagnostic: Diagnostic) -> Edit | None:
    """The comment that silences a diagnostic's code on its line; None where there is no place for one."""
    number, _ = document.lines.position(diagnostic.span.start)
    line = document.lines.line_span(number)
    if known := [ignore for ignore in _known(document) if ignore.line == number]:
        return _another(known[-1], diagnostic.code)
    comment = f"# cim: ignore[{diagnostic.code}]"
    content = line.of(document.text)
    if _takes_comment(document, line.end):
        return Edit.insert(line.start + len(content.rstrip(" \t")), f" {comment}")
    if not _takes_comment(document, line.start):
        return None
    start = line.start + content.startswith("\ufeff")
    indent = content.lstrip("\ufeff")[: len(content.lstrip("\ufeff")) - len(content.lstrip("\ufeff \t"))]
    return Edit.insert(start, f"{indent}{comment}{document.newline}")


def ignore_in_file(document: Document, code: str) -> Edit:
    """The comment that silences a code in the whole file: at its top, below a modeline there."""
    if known := [ignore for ignore in _known(document) if ignore.line is None]:
        return _another(known[-1], code)
    first = document.lines.line_span(0)
    below = len(document.lines.starts) > 1 and has_modeline(first.of(document.text))
    start = document.lines.starts[1] if below else int(document.text.startswith("\ufeff"))
    return Edit.insert(start, f"# cim: ignore-file[{code}]{document.newline}")


def _known(document: Document) -> tuple[Ignore, ...]:
    return Suppressions.of(document).ignores


def _another(ignore: Ignore, code: str) -> Edit:
    """A code behind the last one of a comment."""
    return Edit.insert(ignore.span.end, f", {code}")


def _takes_comment(document: Document, offset: int) -> bool:
    """Whether a comment at the start or end of a line is one, and not a part of a scalar or the end of it."""
    for scalar in scalars(document):
        if scalar.span.start < offset < scalar.span.end:
            return False
        if scalar.style in ("|", ">") and scalar.span.start < offset == scalar.span.end:
            return False
    return True
