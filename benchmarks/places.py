"""Where in a YAML tree an offset is: the documents, keys and items that lead to it, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cim_lsp.nodes import Entry, Mapping, Node, Scalar, Sequence, resolve
from cim_lsp.syntax import Tree

Step = str | int


@dataclass(frozen=True, slots=True)
class Place:
    """A scalar: the number of its document, the keys and indexes that lead to it, and whether it is a key itself."""

    document: int
    steps: tuple[Step, ...]
    is_key: bool


def place_of(trees: tuple[Tree, ...], offset: int) -> Place | None:
    """The scalar that holds an offset; None where there is none."""
    for number, tree in enumerate(trees):
        if tree.root and (found := _search(tree.root, offset)):
            return Place(number, *found)
    return None


def _search(node: Node, offset: int) -> tuple[tuple[Step, ...], bool] | None:
    if isinstance(node, Scalar):
        return ((), False) if node.span.start <= offset <= node.span.end else None
    for step, key, value in _parts(node):
        if key and key.span.start <= offset <= key.span.end:
            return (step,), True
        if found := _search(value, offset):
            return (step, *found[0]), found[1]
    return None


def _parts(node: Node) -> Iterator[tuple[Step, Node | None, Node]]:
    if isinstance(node, Mapping):
        yield from ((entry.name, entry.key, entry.value) for entry in node.entries)
    elif isinstance(node, Sequence):
        yield from ((index, None, item) for index, item in enumerate(node.items))


def node_at(trees: tuple[Tree, ...], document: int, steps: tuple[Step, ...]) -> Node | None:
    """The node to which steps lead, aliases followed; None where they lead nowhere."""
    node = trees[document].root if document < len(trees) else None
    for step in steps:
        node = resolve(node) if node else None
        if isinstance(node, Mapping):
            node = next((entry.value for entry in node.entries if entry.name == step), None)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return resolve(node) if node else None


def holders(root: Node, offset: int) -> tuple[Mapping | Sequence, ...]:
    """The collections around an offset, outermost first."""
    if not isinstance(root, Mapping | Sequence):
        return ()
    parts: tuple[Entry | Node, ...] = root.entries if isinstance(root, Mapping) else root.items
    around = next((part for part in parts if part.span.start <= offset <= part.span.end), None)
    inner = around.value if isinstance(around, Entry) and offset > around.key.span.end else around
    return (root, *(holders(inner, offset) if inner and not isinstance(inner, Entry) else ()))
