"""The usual layout of YAML, made by edits to the blanks between tokens: indentation, spacing, blank lines, quotes.

Lines stay what they are: nothing is joined, broken or moved. A YAML document that can't be read, or is written in a
way that has no usual layout (explicit keys, text that is no mapping), is left alone, and its neighbours are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..document import Document
from ..syntax import Tree
from ..text import Edit, Span, split_lines
from .columns import STEP, Indent, indents
from .tokens import BLOCK, COMMENT, SCALAR, Token, block_scalar, tokens

_BREAK = re.compile(r"\r\n|\r|\n")
_INNER = re.compile(r"(?P<tail>[ \t]*)(?P<breaks>(?:\r\n|\r(?!\n)|\n)(?:[ \t]*(?:\r\n|\r(?!\n)|\n))*)(?P<lead>[ \t]*)")
_OPENING, _CLOSING = ("[", "{"), ("]", "}")


def layout(document: Document) -> tuple[Edit, ...]:
    """The edits that give every YAML document of a file its usual layout, in the order of the text."""
    return tuple(sorted(edit for region, tree in _regions(document) for edit in _region(document, region, tree)))


def _regions(document: Document) -> Iterator[tuple[Span, Tree | None]]:
    """The text cut into its YAML documents and what is between them: comments and markers."""
    at = 0
    for tree in document.trees:
        if at < tree.span.start:
            yield Span(at, tree.span.start), None
        yield tree.span, tree
        at = tree.span.end
    if at < len(document.text):
        yield Span(at, len(document.text)), None


def _region(document: Document, region: Span, tree: Tree | None) -> list[Edit]:
    text, root = document.text, tree.root if tree else None
    found = None if tree and tree.fault else tokens(text, region, root)
    placed = indents(found, root, document.lines) if found else None
    if not found or not placed:
        return []
    edits = _first_lines(text, Span(_start(text, region), found[0].span.start), placed[0].column)
    for (before, _), (token, indent) in pairwise(zip(found, placed, strict=True)):
        edits += _gap(text, before, token, indent)
    for token, indent in zip(found, placed, strict=True):
        edits += _inner(text, token, indent)
    return [*edits, *_last_lines(document, found[-1], region)]


def _start(text: str, region: Span) -> int:
    return region.start + text.startswith("\ufeff", region.start)


def _first_lines(text: str, gap: Span, column: int) -> list[Edit]:
    """Above the first token: its indentation, and one blank line at most."""
    breaks = list(_BREAK.finditer(text, gap.start, gap.end))
    start = breaks[-1].end() if breaks else gap.start
    kept = breaks[0].group() if breaks else ""
    return [*_change(text, Span(gap.start, start), kept), *_change(text, Span(start, gap.end), " " * column)]


def _last_lines(document: Document, last: Token, region: Span) -> list[Edit]:
    """Below the last token: one line end at the end of the file, one blank line at most before the next document."""
    text, gap = document.text, Span(last.span.end, region.end)
    breaks = [match.group() for match in _BREAK.finditer(text, gap.start, gap.end)]
    if region.end < len(text):
        return _change(text, gap, "".join(breaks[:2]))
    if not breaks:
        return _change(text, gap, "" if last.kind == BLOCK else document.newline)
    return _change(text, gap, breaks[0])


def _gap(text: str, before: Token, token: Token, indent: Indent) -> list[Edit]:
    """Between two tokens. The edits to line ends, blank lines and indentation are apart from one another."""
    gap = Span(before.span.end, token.span.start)
    match = _INNER.fullmatch(text, gap.start, gap.end)
    if not match:
        return _change(text, gap, _spacing(before, token, gap.of(text)))
    breaks = "".join(_BREAK.findall(match["breaks"])[:2])
    return [
        *_change(text, Span(*match.span("tail")), ""),
        *_change(text, Span(*match.span("breaks")), breaks),
        *_change(text, Span(*match.span("lead")), " " * indent.column),
    ]


def _spacing(before: Token, token: Token, written: str) -> str:
    """The blanks between two tokens of one line."""
    if token.kind == COMMENT:
        return written if written.strip(" ") == "" else " "
    if before.kind in _OPENING:
        return ""
    if token.kind == ":":
        return "" if before.kind in (SCALAR, *_CLOSING) else " "
    if token.kind == "," or token.kind in _CLOSING:
        return " " if before.kind == ":" else ""
    return " "


def _inner(text: str, token: Token, indent: Indent) -> list[Edit]:
    """Within a scalar: its quotes, and the indentation of its lines but the first."""
    if token.kind == BLOCK:
        return _change(text, token.span, _block(token, text, indent.column - STEP))
    if token.kind != SCALAR:
        return []
    first, *lines = split_lines(token.span.of(text))
    column = indent.column + (STEP if indent.flow else 0)
    laid = "".join(_line(line, column) for line in lines)
    written = (_without_tail(first) if lines else first) + laid
    return _change(text, token.span, _requoted(written))


def _line(line: str, column: int) -> str:
    """A further line of a plain or quoted scalar: blanks at its start and end mean nothing, if not escaped."""
    content = line.lstrip(" \t")
    if not content.rstrip("\r\n"):
        return content
    return " " * column + (_without_tail(content) if _BREAK.search(content) else content)


def _without_tail(line: str) -> str:
    content = line.rstrip("\r\n")
    said = content.rstrip(" \t")
    return line if said.endswith("\\") else said + line[len(content) :]


def _requoted(written: str) -> str:
    """Single quotes made double ones, where that needs no escape."""
    if not written.startswith("'") or "\\" in written or '"' in written:
        return written
    return '"' + written[1:-1].replace("''", "'") + '"'


def _block(token: Token, text: str, parent: int) -> str:
    """A block scalar with its content below its parent's new column."""
    scalar = block_scalar(token.span.of(text), token.text)
    lead = " " * (parent + (scalar.increment or STEP))
    content = (_content_line(line, scalar.indent, lead) for line in scalar.lines)
    return scalar.header + "".join(content)


def _content_line(line: str, indent: int | None, lead: str) -> str:
    content = line[indent:] if indent is not None else ""
    blank = line.rstrip("\r\n")
    if indent is None or len(blank) <= indent:
        return line[len(blank) :]
    return lead + content


def _change(text: str, span: Span, new: str) -> list[Edit]:
    return [] if span.of(text) == new else [Edit(span, new)]
