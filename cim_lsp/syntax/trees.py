"""From text to YAML trees: one tree for each document, or the reason why there is none.

A stream is cut at its document markers first, so that a document which can't be read leaves its neighbours alone.
"""

from __future__ import annotations

import re
from itertools import islice

from ..nodes import Node
from ..text import Edit, Span, apply_edits
from ..values import NamedTuple
from .builder import Builder, Checkpoint
from .malformed import explain
from .scene import Problem, SyntaxFault
from .stream import documents
from .yaml_syntax import read

MOST_DOCUMENTS = 10_000
"""How many documents of a file are read: each takes its time, and a large file could hold a million."""
_NOT_YAML = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Compiled when there is a text that is more than ASCII: that takes as long as a file."""
_NOT_ASCII_YAML = re.compile("[^\t\n\r\x20-\x7e]")


class Tree(NamedTuple):
    """One YAML document: its place in the stream, its root (None when empty) and why it can't be read, if so.

    One with aliases in it is `aliased`.
    """

    span: Span
    root: Node | None
    fault: SyntaxFault | None = None
    aliased: bool = False


def parse(text: str, checkpoint: Checkpoint | None = None) -> tuple[Tree, ...]:
    """The documents of a stream, in order; those with nothing in them are left out, and so are those behind too many.

    Raises nothing of its own, only what `checkpoint` does.
    """
    places = documents(text)
    trees = [_parse_document(text, span, checkpoint) for span in islice(places, MOST_DOCUMENTS)]
    if more := next(places, None):
        message = f"a file has at most {MOST_DOCUMENTS} documents; this one and what is below it are not read"
        fault = SyntaxFault(Span(more.start, min(more.start + 3, more.end)), message)
        trees.append(Tree(Span(more.start, len(text)), None, fault))
    return tuple(trees)


def unprintable(text: str) -> re.Match[str] | None:
    """The first character that no YAML stream may hold as it is (YAML 1.2, 5.1)."""
    return _NOT_ASCII_YAML.search(text) if text.isascii() else re.search(_NOT_YAML, text)


def _parse_document(text: str, span: Span, checkpoint: Checkpoint | None) -> Tree:
    start = span.start + text.startswith("\ufeff", span.start, span.end)
    content = text[start : span.end]
    builder = Builder(text, checkpoint)
    if found := unprintable(content):
        at = start + found.start()
        read(builder, re.sub(_NOT_YAML, "\ufffd", content), start)
        message = f"the character U+{ord(found.group()):04X} is not allowed in YAML"
        return Tree(span, builder.root, SyntaxFault(Span(at, at + 1), message))
    problem = read(builder, content, start)
    fault = explain(problem, text, span) if problem else None
    if problem and fault and fault.edits and not _is_mended(content, start, fault, problem):
        fault = fault._replace(edits=())
    return Tree(span, builder.root, fault, builder.aliased > 0)


def _is_mended(content: str, start: int, fault: SyntaxFault, problem: Problem) -> bool:
    """Whether the edits of a fault lead further: to the end, or to another problem of the same sort behind it.

    `start` is where the content of the document begins in its file.
    """
    edits = [Edit(Span(edit.span.start - start, edit.span.end - start), edit.text) for edit in fault.edits]
    mended = apply_edits(content, edits)
    next_problem = read(Builder(mended), mended, 0)
    return next_problem is None or (next_problem.words == problem.words and next_problem.at > problem.at - start)
