"""A long text on one line folded into a block scalar, which says exactly the same."""

from __future__ import annotations

import re

from ..document import Document
from ..editing import STEP, column
from ..formatting.meaning import reread
from ..nodes import Entry, Mapping, Scalar, data, walk
from ..syntax import Tree
from ..text import Edit, Span

WIDTH = 80
_FOLDED = ("purpose", "description")
_BREAK = re.compile(r"(?<=\S) (?=\S)")
"""Where a line may end: a folded line break is read as one space, if no blank stands beside it."""
_REST = re.compile(r"(?P<comment>[ \t]+#[^\r\n]*)?[ \t]*(?=[\r\n]|\Z)")


def fold(document: Document, span: Span) -> tuple[Edit, ...]:
    """The edit that folds the long `purpose` or `description` at a span; none where there is none to fold."""
    for tree in document.trees:
        if tree.root and not tree.fault and tree.span.touches(span):
            for node in walk(tree.root):
                if isinstance(node, Mapping) and not node.flow:
                    for entry in node.entries:
                        if entry.span.touches(span) and entry.name in _FOLDED and _is_long(document, entry):
                            edit = _folded(document, entry)
                            return (edit,) if edit and _is_same(document, tree, edit) else ()
    return ()


def _is_long(document: Document, entry: Entry) -> bool:
    value = entry.value
    if not isinstance(value, Scalar) or value.tag or value.style in ("|", ">") or not isinstance(value.data, str):
        return False
    (first, _), (last, column) = document.lines.position(entry.span.start), document.lines.position(entry.span.end)
    return first == last and column > WIDTH and value.text.isprintable() and value.text == value.text.strip()


def _folded(document: Document, entry: Entry) -> Edit | None:
    rest = _REST.match(document.text, entry.value.span.end)
    indent = column(document, entry.key.span.start)
    lines = _wrapped(entry.value.text if isinstance(entry.value, Scalar) else "", WIDTH - indent - len(STEP))
    if not rest or len(lines) < 2:
        return None
    lead = document.newline + " " * indent + STEP
    text = ">-" + (rest["comment"] or "") + "".join(lead + line for line in lines)
    return Edit(Span(entry.value.span.start, rest.end()), text)


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in _BREAK.split(text):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _is_same(document: Document, tree: Tree, edit: Edit) -> bool:
    """Whether the YAML document says the same; a deeper comment below the text, for one, would become a part of it."""
    after = reread(document, tree, (edit,))
    root = after.trees[0].root if after else None
    return root is not None and tree.root is not None and repr(data(root)) == repr(data(tree.root))
