"""What can be done at a place: the fixes of the diagnostics there, a fresh id, everything that is safe at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from ..actions import FIX_ALL, QUICK_FIX, Action, reach
from ..analysis import fix_all
from ..changes import Changes
from ..cursor import locate
from ..diagnostics import AS_THEY_ARE, Diagnostic, Fix, Levels
from ..document import Document
from ..guide import is_entity
from ..identifiers import Mint
from ..text import Edit, Span, difference

_EMPTY_ID = re.compile(r"(?:^|(?<=[\s{,\[-]))(?P<quote>[\"']?)id(?P=quote)[ \t]*:(?P<blanks>[ \t]*)(?=$|#|[,}\]])")


def code_actions(
    document: Document, diagnostics: tuple[Diagnostic, ...], span: Span, now: int, levels: Levels = AS_THEY_ARE
) -> tuple[Action, ...]:
    """The actions at a span of a document that has these diagnostics. `now` is milliseconds since 1970."""
    here = [diagnostic for diagnostic in diagnostics if reach(document, diagnostic).touches(span)]
    actions = [*_fixes(document, here)]
    if not any(action.diagnostic and action.diagnostic.fixes[0].mints for action in actions):
        actions += _insert_id(document, span)
    if any(fix.is_safe for diagnostic in diagnostics for fix in diagnostic.fixes):
        actions.append(Action("Fix all auto-fixable problems", FIX_ALL, partial(_fix_all, document, now, levels)))
    return tuple(actions)


def _fixes(document: Document, diagnostics: Iterable[Diagnostic]) -> Iterator[Action]:
    for diagnostic in diagnostics:
        for number, fix in enumerate(diagnostic.fixes):
            make = partial(_fix, document, fix)
            yield Action(fix.title, QUICK_FIX, make, diagnostic, preferred=number == 0 and fix.is_safe)


def _fix(document: Document, fix: Fix, mint: Mint) -> Changes:
    return Changes.of(document.path, fix.make(mint))


def _insert_id(document: Document, span: Span) -> Iterator[Action]:
    """A fresh id for an empty `id:` at the cursor; also where the rest of the document can't be read yet."""
    line = document.lines.line_at(span.start)
    for empty in _EMPTY_ID.finditer(line.of(document.text)):
        place = Span(line.start + empty.start(), line.start + empty.end())
        cursor = locate(document.lines, line.start + empty.start("blanks")) if place.touches(span) else None
        if cursor and cursor.role == "value" and cursor.path[-1] == "id" and is_entity(cursor.path[:-1]):
            yield Action("Insert UUIDv7", QUICK_FIX, partial(_insert, document, empty, line.start), preferred=True)


def _insert(document: Document, empty: re.Match[str], offset: int, mint: Mint) -> Changes:
    quote = '"' if empty["quote"] else ""
    blanks = Span(offset + empty.start("blanks"), offset + empty.end("blanks"))
    before_comment = document.text[blanks.end : blanks.end + 1] == "#"
    text = f" {quote}{mint()}{quote}"
    edit = Edit.insert(blanks.start, text) if before_comment else Edit(blanks, text)
    return Changes.of(document.path, (edit,))


def _fix_all(document: Document, now: int, levels: Levels, mint: Mint) -> Changes:
    return Changes.of(document.path, difference(document.text, fix_all(document, now, mint, levels=levels).text))
