"""Keys that stand twice in a mapping, which YAML forbids (1.2.2, 3.2.1.3): looked for wherever one may be."""

from __future__ import annotations

from collections.abc import Iterator

from .nodes import Entry, Mapping, Node, Sequence, children, is_merge, once


def repeats(node: Node) -> Iterator[tuple[Mapping, Entry, Entry]]:
    """Each entry whose key stands before it in the same mapping: that mapping, the entry, and the first of that name.

    Aliases are not followed.
    """
    if not _has_repeats(node):
        return
    if isinstance(node, Mapping):
        seen: dict[str, Entry] = {}
        for entry in node.entries:
            first = entry if is_merge(entry) else seen.setdefault(entry.name, entry)
            if first is not entry:
                yield node, entry, first
    for child in children(node):
        yield from repeats(child)


def _has_repeats(node: Node) -> bool:
    return isinstance(node, Mapping | Sequence) and once(node, _find_repeats)


def _find_repeats(node: Mapping | Sequence) -> bool:
    own = [entry.name for entry in node.entries if not is_merge(entry)] if isinstance(node, Mapping) else []
    return len(set(own)) < len(own) or any(map(_has_repeats, children(node)))
