"""Whether a file is ours to judge: by its name or its modeline, but not where it is plainly somebody else's."""

from __future__ import annotations

from collections.abc import Iterator

from .document import Document
from .filetypes import has_modeline, is_certain, is_named
from .nodes import Entry, Node, Scalar, Sequence, entries, resolve
from .vocabulary import ENTITY_KEYS, KINDS, REQUIRED, nearest


def is_cim(document: Document, *, included: bool = False) -> bool:
    """Whether a file is ours to judge, which it is if a configuration has included it: no other gets a word from us."""
    if included or is_certain(document.path) or has_modeline(document.text):
        return True
    return is_named(document.path) and not is_foreign(document)


def is_foreign(document: Document) -> bool:
    """Whether a file under a name that others use too is plainly theirs: every document in it is somebody else's.

    A document is ours with `domain` or `module` at its top, misspelt or not, or with the keys of one at its top;
    a mere scalar may become anything, and stays ours.
    """
    roots = [tree.root for tree in document.trees if tree.root]
    return bool(roots) and all(_is_foreign(root) for root in roots)


def _is_foreign(root: Node) -> bool:
    top = tuple(_top_entries(root))
    names = {entry.name for entry in top}
    if isinstance(resolve(root), Scalar) or not names.isdisjoint(KINDS):
        return False
    if {"apiVersion", "kind"} <= names or not names:
        return True
    if any(entry.name not in ENTITY_KEYS and nearest(entry.name, KINDS) and _holds_keys(entry) for entry in top):
        return False
    ours = sum(name in ENTITY_KEYS or name.startswith("x-") for name in names)
    return ours < len(names) and (names.isdisjoint(REQUIRED) or ours * 2 < len(names))


def _holds_keys(entry: Entry) -> bool:
    """Whether the value of a misspelt `domain` or `module` is one, or nothing yet."""
    value = resolve(entry.value)
    keys = {inner.name for inner in _top_entries(value)}
    return not keys.isdisjoint(REQUIRED) or (isinstance(value, Scalar) and value.is_empty)


def _top_entries(root: Node) -> Iterator[Entry]:
    node = resolve(root)
    for part in node.items if isinstance(node, Sequence) else (node,):
        yield from entries(part)
