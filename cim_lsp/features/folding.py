"""What can be folded away: whatever stands under a key or in a list item, block scalars, documents, comments.

Folds lie inside one another or apart, and of those that begin on one line only the longest is there: an editor shows
one handle a line. A closing bracket on a line of its own stays in sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..document import Document
from ..nodes import Entry, Mapping, Node, Sequence, walk
from ..places import comments
from ..syntax import Tree
from ..text import Span

_MARKER = re.compile(r"(?:\A\ufeff?|(?<=[\r\n])\ufeff?)---(?=[ \t\r\n]|\Z)")
_BLANKS = " \t\ufeff"


@dataclass(frozen=True, slots=True, order=True)
class Fold:
    """The lines that fold into the first of them, counted from 0; the last one is content."""

    start_line: int
    end_line: int
    kind: Literal["comment", "region"] | None = None


def folds(document: Document) -> tuple[Fold, ...]:
    """The folds of a file, in the order of their first lines; behind a syntax error, by indentation."""
    found = [*_comments(document)]
    for tree in document.trees:
        if tree.root:
            found += _of_nodes(document, tree.root)
        if tree.fault:
            found += _by_indentation(document, tree)
        found += _of_document(document, tree)
    return _nested(fold for fold in found if fold.start_line < fold.end_line)


def _of_nodes(document: Document, root: Node) -> Iterator[Fold]:
    for node in walk(root):
        parts = node.entries if isinstance(node, Mapping) else node.items if isinstance(node, Sequence) else ()
        for part in parts:
            value = part.value if isinstance(part, Entry) else part
            end = document.lines.position(value.span.end)[0]
            if isinstance(value, Mapping | Sequence) and value.flow and _stands_alone(document, value.span.end):
                end -= 1
            yield Fold(document.lines.position(part.span.start)[0], end)
    if isinstance(root, Mapping | Sequence) and root.flow:
        end = document.lines.position(root.span.end)[0]
        yield Fold(document.lines.position(root.span.start)[0], end - _stands_alone(document, root.span.end))


def _stands_alone(document: Document, end: int) -> bool:
    """Whether nothing but brackets and blanks stands before the end of a collection on its line.

    Looks no further back than it must: a whole file in JSON may be one line.
    """
    start = document.lines.starts[document.lines.position(end)[0]]
    while end > start and document.text[end - 1] in " \t]}":
        end -= 1
    return end == start


def _by_indentation(document: Document, tree: Tree) -> Iterator[Fold]:
    """The folds of a broken document that reach behind the place up to which it could be read."""
    fault = tree.fault.span.start if tree.fault else tree.span.end
    read_to = document.lines.position(min(tree.root.span.end, fault) if tree.root else tree.span.start)[0]
    opened: list[tuple[int, int]] = []
    last = 0
    for line, width in (*_widths(document, tree.span), (-1, -1)):
        while opened and opened[-1][0] >= width:
            start = opened.pop()[1]
            if last >= read_to:
                yield Fold(start, last)
        opened.append((width, line))
        last = line


def _widths(document: Document, span: Span) -> Iterator[tuple[int, int]]:
    """The lines that hold more than blanks and a comment, each with its indentation; a dash counts as indented."""
    first, last = (document.lines.position(offset)[0] for offset in (span.start, span.end))
    for line in range(first, last + 1):
        place = document.lines.line_span(line)
        text = document.text[place.start : min(place.end, span.end)]
        content = text.lstrip(_BLANKS)
        if content and not content.startswith("#"):
            yield line, len(text) - len(content) + content.startswith(("- ", "-\t"))


def _of_document(document: Document, tree: Tree) -> Iterator[Fold]:
    """One of several YAML documents, from its `---`; one that begins without a marker has no line to fold into."""
    marker = _MARKER.search(document.text, tree.span.start, tree.span.end) if len(document.trees) > 1 else None
    end = len(document.text[tree.span.start : tree.span.end].rstrip()) + tree.span.start
    if tree.root and not tree.fault:
        end = min(end, tree.root.span.end)
    if marker:
        yield Fold(document.lines.position(marker.start())[0], document.lines.position(end)[0], "region")


def _comments(document: Document) -> Iterator[Fold]:
    """Runs of two or more lines that hold nothing but a comment."""
    start = last = -2
    for span in comments(document):
        line, column = document.lines.position(span.start)
        if document.text[span.start - column : span.start].strip(_BLANKS):
            continue
        if line != last + 1:
            yield Fold(start, last, "comment")
            start = line
        last = line
    yield Fold(start, last, "comment")


def _nested(found: Iterable[Fold]) -> tuple[Fold, ...]:
    """The longest fold of each first line; of two that cross, the earlier."""
    kept: list[Fold] = []
    around: list[Fold] = []
    for fold in sorted(found, key=lambda fold: (fold.start_line, -fold.end_line)):
        while around and around[-1].end_line < fold.start_line:
            around.pop()
        is_inside = not around or (around[-1].start_line < fold.start_line and fold.end_line <= around[-1].end_line)
        if is_inside:
            kept.append(fold)
            around.append(fold)
    return tuple(kept)
