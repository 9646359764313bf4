"""What a file says, in a form that can be compared: two texts that are equal here differ in looks alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from ..document import Document, Entity, entity_of
from ..nodes import Entry, Mapping, Node, Sequence, data, entries, resolve
from ..syntax import Tree
from ..text import Edit, Span, apply_edits
from .tokens import tokens


def meaning(document: Document) -> tuple[object, ...]:
    """For each YAML document its data, and its scalars, comments, anchors, tags and aliases, in any order.

    Of one that can't be read, and of what is between them, the text. The keys of a domain or module have no order,
    and record and list form say the same.
    """
    between = apply_edits(document.text, (Edit(tree.span, "") for tree in document.trees)).split()
    return (*(_meaning(document.text, tree) for tree in document.trees), between)


def keeps(document: Document, tree: Tree, edits: Iterable[Edit]) -> bool:
    """Whether a YAML document of a file still has this meaning once these edits to it are made."""
    after = reread(document, tree, edits)
    return after is not None and _meaning(after.text, after.trees[0]) == _meaning(document.text, tree)


def reread(document: Document, tree: Tree, edits: Iterable[Edit]) -> Document | None:
    """A YAML document of a file by itself, once these edits to it are made; None where it can't be read then."""
    start = tree.span.start
    moved = [Edit(Span(edit.span.start - start, edit.span.end - start), edit.text) for edit in edits]
    after = Document.parse(document.path, apply_edits(tree.span.of(document.text), moved))
    return after if len(after.trees) == 1 and after.trees[0].fault is None else None


def said(entry: Entry) -> tuple[str, str]:
    """A key and its value, comparable: 1, 1.0 and true are three."""
    return entry.name, repr(data(entry.value))


def _meaning(text: str, tree: Tree) -> object:
    found = tokens(text, tree.span, tree.root)
    if tree.fault or found is None:
        return tree.span.of(text)
    words = Counter((token.kind, token.text) for token in found if token.kind.isalpha())
    return _said(tree.root) if tree.root else None, words


def _said(root: Node) -> object:
    entity = entity_of(root)
    if entity is None or not _is_plain(entity):
        return repr(data(root))
    rest = [said(entry) for entry in entries(root) if entry is not entity.top]
    return entity.kind, sorted(map(said, entity.entries), key=itemgetter(0)), rest


def _is_plain(entity: Entity) -> bool:
    """Whether an entity is a record, or a list of one key each."""
    if not isinstance(entity.body, Sequence):
        return isinstance(entity.body, Mapping)
    items = map(resolve, entity.body.items)
    return all(isinstance(item, Mapping) and len(item.entries) == 1 for item in items)
