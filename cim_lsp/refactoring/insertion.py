"""A fresh UUIDv7 at the cursor, where a value is still to be written and may be one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Document, entity_of
from ..formatting.meaning import reread
from ..identifiers import Mint
from ..nodes import Entry, Mapping, Node, Scalar, Sequence, data
from ..scalars import fill, missing_colon
from ..schema import validate
from ..syntax import Tree
from ..text import Edit, Span
from ..vocabulary import REQUIRED

_BLANKS = re.compile(r"[ \t]*")
_PROBE = "01939b5e-2f4c-7a31-9c5d-0242ac120002"


Steps = tuple[str | int, ...]
"""The keys and numbers that lead from the root to a node, as the violations of a schema have them."""


def empty_place(document: Document, span: Span) -> Node | Entry | None:
    """The entry or the list item at the cursor that has no value yet; not where a UUIDv7 would be a mistake."""
    tree = next((tree for tree in document.trees if tree.root and not tree.fault and tree.span.touches(span)), None)
    if span.start != span.end or not tree or not tree.root:
        return None
    for path, part, value in _parts(tree.root, ()):
        if isinstance(value, Scalar) and value.is_empty and _reach(document, value).touches(span):
            return part if _is_welcome(document, tree, path, part) else None
    return None


def insert_id(document: Document, part: Node | Entry, mint: Mint) -> tuple[Edit, ...]:
    """The edit that puts a fresh id there, in quotes behind a key in quotes."""
    if isinstance(part, Entry):
        is_quoted = isinstance(part.key, Scalar) and part.key.style == '"'
        return (fill(document, part, f'"{mint()}"' if is_quoted else mint()),)
    place = _reach(document, part)
    is_before_comment = document.text.startswith("#", place.end)
    return (Edit.insert(place.start, f" {mint()}") if is_before_comment else Edit(place, f" {mint()}"),)


def _parts(node: Node, path: Steps) -> Iterator[tuple[Steps, Node | Entry, Node]]:
    """Every entry and item that is written below a node, with its path and its value."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield (*path, entry.name), entry, entry.value
            yield from _parts(entry.value, (*path, entry.name))
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield (*path, number), item, item
            yield from _parts(item, (*path, number))


def _reach(document: Document, value: Node) -> Span:
    """The place of an empty value: the blanks behind its colon or dash."""
    blanks = _BLANKS.match(document.text, value.span.start)
    return Span(value.span.start, blanks.end() if blanks else value.span.start)


def _is_welcome(document: Document, tree: Tree, path: Steps, part: Node | Entry) -> bool:
    """Whether a UUIDv7 there breaks nothing and is no mistake itself; ids have an action of their own."""
    entity = entity_of(tree.root)
    if isinstance(part, Entry) and (part.name in REQUIRED or missing_colon(document, part)):
        return False
    changed = reread(document, tree, insert_id(document, part, lambda: _PROBE))
    root = changed.trees[0].root if changed else None
    if root is None or tree.root is None or entity is None:
        return False
    before = {(it.path, it.keyword) for it in validate(data(tree.root), entity.kind)}
    after = {(it.path, it.keyword) for it in validate(data(root), entity.kind)}
    return after <= before and all(place[: len(path)] != path for place, _ in after)
