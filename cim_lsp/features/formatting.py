"""A file in its usual form: layout, quotes and the order of keys, with all that it says kept.

What is changed is compared with what was, and thrown away if it doesn't say the same: a formatter may be of no use,
but it may not do harm.
"""

from __future__ import annotations

from ..document import Document
from ..formatting.key_order import key_order
from ..formatting.layout import layout
from ..formatting.meaning import meaning
from ..syntax.stream import conflict_marker
from ..text import Edit, Span, apply_edits, difference


def format_document(document: Document) -> tuple[Edit, ...]:
    """The edits that give a file its usual form; none for one in which git left a conflict."""
    if conflict_marker(document.text):
        return ()
    edits = layout(document)
    formatted = _edited(document, edits)
    if moves := tuple(edit for tree in formatted.trees for edit in key_order(formatted, tree)):
        in_order = _edited(formatted, moves)
        formatted = _edited(in_order, layout(in_order))
        edits = difference(document.text, formatted.text)
    return edits if meaning(formatted) == meaning(document) else ()


def format_range(document: Document, span: Span) -> tuple[Edit, ...]:
    """Those of the edits that lie within the lines of a span; keys keep their order.

    Where lines can't be indented without those around them, only the blanks within and behind them are changed.
    """
    if conflict_marker(document.text):
        return ()
    lines = document.lines
    whole = Span(lines.line_at(span.start).start, lines.line_at(span.end).end)
    edits = tuple(e for e in layout(document) if whole.start <= e.span.start and e.span.end <= whole.end)
    if _says_the_same(document, edits):
        return edits
    inner = tuple(edit for edit in edits if edit.span.start not in lines.starts)
    return inner if _says_the_same(document, inner) else ()


def _edited(document: Document, edits: tuple[Edit, ...]) -> Document:
    return Document.parse(document.path, apply_edits(document.text, edits)) if edits else document


def _says_the_same(document: Document, edits: tuple[Edit, ...]) -> bool:
    """The last guard: whether a file has the same data, comments, anchors and tags after the edits."""
    return meaning(_edited(document, edits)) == meaning(document)
