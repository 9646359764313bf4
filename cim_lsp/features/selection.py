"""What to select when a selection grows: a word, the name it is part of, the value, its entry, and so on outwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Document
from ..nodes import Entry, Node, Scalar, Sequence
from ..places import Part, comments, inner, path_at, tree_at
from ..text import Span

_BLANKS = " \t\r\n\ufeff"
_WORDS = tuple(map(re.compile, (r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", r"[^\W_]+", r"[\w-]+", r"[^\s\"'\[\]{},]+")))
"""A word of a PascalCase name, a part of one in kebab-case or snake_case, the name, and whatever has no blank in it."""


def selections(document: Document, offset: int) -> tuple[Span, ...]:
    """The spans around an offset, innermost first, each strictly around the one before it; the last is the file.

    An offset outside the text counts as its nearest end.
    """
    offset = min(max(offset, 0), len(document.text))
    found: list[Span] = []
    for span in (*_candidates(document, offset), Span(0, len(document.text))):
        grows = not found or (span != found[-1] and span.start <= found[-1].start and found[-1].end <= span.end)
        if grows and span.start < span.end and span.start <= offset <= span.end:
            found.append(span)
    return tuple(found) or (Span(0, 0),)


def _candidates(document: Document, offset: int) -> Iterator[Span]:
    path = path_at(document, offset)
    leaf = path[-1] if path else None
    line = document.lines.line_at(offset)
    if comment := next((span for span in comments(document) if span.start <= offset <= span.end), None):
        content = Span(comment.start + len("#"), comment.end)
        yield from _words(document.text, content, offset)
        yield _trimmed(document.text, content)
        yield comment
    elif isinstance(leaf, Scalar):
        content = inner(document.text, leaf.span)
        on_line = Span(max(content.start, line.start), min(content.end, line.end))
        yield from _words(document.text, on_line, offset)
        yield _trimmed(document.text, on_line)
        yield _trimmed(document.text, content)
        yield content
    elif not isinstance(leaf, Entry):
        yield from _words(document.text, line, offset)
        yield _trimmed(document.text, line)
    yield from _around(document.text, path)
    if tree := tree_at(document, offset):
        yield _trimmed(document.text, tree.span)
        yield tree.span


def _words(text: str, within: Span, offset: int) -> Iterator[Span]:
    """The words at an offset, smallest first, on one line."""
    for word in _WORDS:
        for match in word.finditer(text, within.start, max(within.start, within.end)):
            if match.start() <= offset <= match.end():
                yield Span(*match.span())


def _trimmed(text: str, span: Span) -> Span:
    """A span without the blanks and line ends around it."""
    content = span.of(text)
    start = span.start + len(content) - len(content.lstrip(_BLANKS))
    return Span(start, start + len(content.strip(_BLANKS)))


def _around(text: str, path: tuple[Part, ...]) -> Iterator[Span]:
    """The parts of a path, innermost first; an item of a block sequence a second time with its dash."""
    for number in range(len(path) - 1, -1, -1):
        part, parent = path[number], path[number - 1] if number else None
        yield part.span
        if isinstance(parent, Sequence) and not parent.flow and not isinstance(part, Entry):
            yield _with_dash(text, parent, part)


def _with_dash(text: str, parent: Sequence, item: Node) -> Span:
    """An item from its dash on, where only blanks stand between them."""
    before = text[parent.span.start : item.span.start].rstrip()
    is_dash = before.endswith("-")
    return Span(parent.span.start + len(before) - 1, item.span.end) if is_dash else item.span
