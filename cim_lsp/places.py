"""What stands at a place: the chain of nodes around an offset, the comments, a scalar without its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .document import Document
from .nodes import Entry, Mapping, Node, Scalar, Sequence, walk
from .syntax import Tree
from .text import Span

Part = Node | Entry

_COMMENT = re.compile(r"(?:\A|(?<=[ \t\r\n\ufeff]))#")
_HEADER = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")


def tree_at(document: Document, offset: int) -> Tree | None:
    """The YAML document that holds an offset; at the end of one and the start of the next, the latter."""
    holding = (tree for tree in reversed(document.trees) if tree.span.start <= offset <= tree.span.end)
    return next(holding, None)


def path_at(document: Document, offset: int) -> tuple[Part, ...]:
    """The nodes and entries that touch an offset, outermost first; aliases are not followed. Empty where none does."""
    tree = tree_at(document, offset)
    path: list[Part] = []
    part: Part | None = tree.root if tree else None
    while part and part.span.start <= offset <= part.span.end:
        path.append(part)
        part = next((child for child in children(part) if child.span.start <= offset <= child.span.end), None)
    return tuple(path)


def children(part: Part) -> tuple[Part, ...]:
    """The parts that are written directly inside one, in the order of the text."""
    if isinstance(part, Entry):
        return part.key, part.value
    if isinstance(part, Mapping):
        return part.entries
    return part.items if isinstance(part, Sequence) else ()


def inner(text: str, span: Span) -> Span:
    """The place of a scalar's characters: without its quotes, without the header of a block scalar."""
    first = text[span.start : span.start + 1]
    if first in ("'", '"') and span.end - span.start > 1:
        return Span(span.start + 1, span.end - 1)
    if first in ("|", ">") and (header := _HEADER.match(text, span.start, span.end)):
        return Span(header.end(), span.end)
    return span


def comments(document: Document) -> Iterator[Span]:
    """The comments, from the `#` to the end of the line; what only looks like one, inside a scalar, is text."""
    text = document.text
    sign = _COMMENT.search(text)
    written = (inner(text, scalar.span) for scalar in scalars(document) if scalar.span.start < scalar.span.end)
    for scalar in (*written, Span(len(text), len(text))):
        while sign and sign.start() < scalar.start:
            comment = Span(sign.start(), document.lines.line_at(sign.start()).end)
            yield comment
            sign = _COMMENT.search(text, comment.end)
        if sign and sign.start() < scalar.end:
            sign = _COMMENT.search(text, scalar.end)


def scalars(document: Document) -> Iterator[Scalar]:
    """Every scalar that is written in a file, in order; of a broken YAML document, those before the fault."""
    for tree in document.trees:
        if tree.root:
            yield from (node for node in walk(tree.root) if isinstance(node, Scalar))
