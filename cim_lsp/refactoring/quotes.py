"""The quotes of one scalar: put there, taken away, or changed, while it says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core_schema import plain_data
from ..document import Document
from ..nodes import Mapping, Node, Scalar, Sequence, data, walk
from ..syntax import parse
from ..text import Edit, Span

ADD = "Put in double quotes"
REMOVE = "Remove the quotes"
TO_SINGLE = "Change to single quotes"
TO_DOUBLE = "Change to double quotes"

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BEHIND = re.compile(r"[ \t\r\n]|\Z")
_BEHIND_IN_FLOW = re.compile(r"[ \t\r\n,\[\]{}]|:[ \t\r\n]|\Z")
_BEFORE = " \t\r\n,[{\ufeff"


def requotings(document: Document, span: Span) -> Iterator[tuple[str, Edit]]:
    """What can be done about the quotes of the scalar at a span, each with its title; plain keys are left alone."""
    root = next((tree.root for tree in document.trees if tree.span.touches(span) and not tree.fault), None)
    found = _scalar_at(root, span) if root else None
    if not found or found[0].tag is not None or found[0].style in ("|", ">"):
        return
    scalar, is_key, in_flow = found
    raw = scalar.span.of(document.text)
    if scalar.style == "":
        if not is_key and raw and isinstance(scalar.data, str):
            yield ADD, Edit(scalar.span, '"' + _escaped(raw) + '"')
        return
    if _can_be_plain(document, scalar, is_key=is_key, in_flow=in_flow):
        yield REMOVE, Edit(scalar.span, scalar.text)
    if scalar.style == "'":
        yield TO_DOUBLE, Edit(scalar.span, '"' + _escaped(raw[1:-1].replace("''", "'")) + '"')
    elif all(escape in '"\\/' for escape in _ESCAPE.findall(raw[1:-1])):
        yield TO_SINGLE, Edit(scalar.span, "'" + _ESCAPE.sub(r"\1", raw[1:-1]).replace("'", "''") + "'")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _scalar_at(root: Node, span: Span) -> tuple[Scalar, bool, bool] | None:
    """The scalar around a span: itself, whether it is a key, and whether it stands in a flow collection."""
    for node in walk(root):
        if isinstance(node, Mapping):
            children = [(child, child is entry.key) for entry in node.entries for child in (entry.key, entry.value)]
        elif isinstance(node, Sequence):
            children = [(item, False) for item in node.items]
        else:
            continue
        for child, is_key in children:
            if isinstance(child, Scalar) and child.span.start <= span.start and span.end <= child.span.end:
                return child, is_key, node.flow
    return None


def _can_be_plain(document: Document, scalar: Scalar, *, is_key: bool, in_flow: bool) -> bool:
    """Whether a quoted scalar says the same without quotes: tried in a text of its own, like the place it stands in."""
    text, span = scalar.text, scalar.span
    if not text.isprintable() or text != text.strip() or not isinstance(plain_data(text or "~"), str) or text == "<<":
        return False
    if "\n" in span.of(document.text) or "\r" in span.of(document.text):
        return False
    behind = _BEHIND_IN_FLOW if in_flow or is_key else _BEHIND
    if document.text[span.start - 1 : span.start] not in _BEFORE or not behind.match(document.text, span.end):
        return False
    pair = f"{text}: x" if is_key else f"x: {text}"
    trees = parse(f"{{{pair}}}" if in_flow else pair)
    root = trees[0].root if len(trees) == 1 and not trees[0].fault else None
    expected = {text: "x"} if is_key else {"x": text}
    return isinstance(root, Mapping) and len(root.entries) == 1 and data(root) == expected
