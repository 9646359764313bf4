"""From an edited text to its trees, with as little reading as it takes: the part around the edit, where that is enough.

Such a part is an item of a block sequence or an entry of a block mapping, with all of its lines up to the next one.
It is read by the same parser as a whole text, and taken for what the whole text says there only where nothing around
it can matter; what stands behind it has moved. Wherever that is in doubt, the whole text is read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..nodes import Entry, Mapping, Node, Sequence, moved
from ..text import Span
from .builder import Builder, Checkpoint
from .stream import first_marker
from .trees import Tree, parse, unprintable
from .yaml_syntax import read

Block = Mapping | Sequence
Part = Entry | Node
_DOUBTFUL = re.compile("[\t\ufeff]")
"""Characters that mean something else at another place or depth."""
_VALUE = re.compile(" *:")
"""The beginning of a line that goes on with the entry before it, where that is a `? key`."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What an edit did: `span` of the text before it became another one, longer `by` so many characters."""

    span: Span
    by: int

    @classmethod
    def between(cls, before: str, after: str) -> _Change:
        same = min(len(before), len(after))
        start = _longest(same, lambda i, j: before[i:j] == after[i:j])
        old, new = len(before), len(after)
        rest = _longest(same - start, lambda i, j: before[old - j : old - i] == after[new - j : new - i])
        return cls(Span(start, old - rest), new - old)


@dataclass(frozen=True, slots=True)
class _Level:
    """A block collection around an edit, the slice of its children there, and their lines, if they are theirs alone."""

    node: Block
    first: int
    stop: int
    lines: Span | None


def reparse(before: str, trees: tuple[Tree, ...], after: str, checkpoint: Checkpoint | None = None) -> tuple[Tree, ...]:
    """The documents of a stream, like `parse(after)`, given those of an earlier text; the less differs, the sooner.

    Raises nothing of its own, only what `checkpoint` does.
    """
    change = _Change.between(before, after)
    at = next((at for at, tree in enumerate(trees) if _holds(tree.span, change.span)), None)
    if at is None or any(tree.fault for tree in trees) or any(tree.aliased for tree in trees[at:]):
        return parse(after, checkpoint)
    tree = _reparse(before, trees[at], after, change, checkpoint)
    if tree is None:
        return parse(after, checkpoint)
    return (*trees[:at], tree, *(_moved(behind, change.by) for behind in trees[at + 1 :]))


def _longest(most: int, is_same: Callable[[int, int], bool]) -> int:
    """How far two texts are the same, given whether they are from one place to another."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if is_same(least, middle):
            least = middle
        else:
            most = middle - 1
    return least


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _reparse(before: str, tree: Tree, after: str, change: _Change, checkpoint: Checkpoint | None) -> Tree | None:
    """The tree after an edit that one of its parts holds; None where that part can't be told from the rest."""
    if tree.root is None or "%" in before[tree.span.start : tree.root.span.start]:
        return None
    levels = tuple(_levels(before, tree, change.span))
    allowed = (len(after) + 1) // 2
    for depth in reversed(range(len(levels))):
        lines = levels[depth].lines
        if lines is None or not _holds(lines, change.span):
            continue
        place = Span(lines.start, lines.end + change.by)
        allowed -= place.end - place.start
        if allowed < 0:
            break
        if part := _read(after, place, levels[depth], depth, checkpoint):
            root = _spliced(levels[: depth + 1], part, change.by)
            return Tree(Span(tree.span.start, tree.span.end + change.by), root)
    return None


def _levels(text: str, tree: Tree, edited: Span) -> Iterator[_Level]:
    """The block collections around an edit, outermost first."""
    node = tree.root
    end = first_marker(text, Span(node.span.end, tree.span.end)) if node else None
    end = tree.span.end if end is None else end
    while isinstance(node, Mapping | Sequence) and not node.flow:
        parts = _parts(node)
        first = bisect_left(parts, edited.start, key=_start) - 1
        if first < 0:
            return
        start, stop = _line_start(text, node, first), first + 1
        while stop < len(parts) and (_line_start(text, node, stop) or 0) < edited.end:
            stop += 1
        end = _line_start(text, node, stop) if stop < len(parts) else end
        lines = None if start is None or end is None or _token(text, start) >= edited.start else Span(start, end)
        yield _Level(node, first, stop, lines)
        if stop > first + 1:
            return
        part = parts[first]
        node = part.value if isinstance(part, Entry) else part


def _parts(node: Block) -> tuple[Part, ...]:
    return node.entries if isinstance(node, Mapping) else node.items


def _start(part: Part) -> int:
    return part.key.span.start if isinstance(part, Entry) else part.span.start


def _line_start(text: str, node: Block, index: int) -> int | None:
    """The start of the line on which a child begins; None where its key or dash is not the first thing there."""
    start = _start(_parts(node)[index])
    if isinstance(node, Sequence):
        while start and text[start - 1] == " ":
            start -= 1
        if not start or text[start - 1] != "-":
            return None
        start -= 1
    while start and text[start - 1] == " ":
        start -= 1
    return start if not start or text[start - 1] in "\r\n" else None


def _token(text: str, start: int) -> int:
    """The first character of a line that is not a space."""
    while text[start] == " ":
        start += 1
    return start


def _read(text: str, place: Span, level: _Level, depth: int, checkpoint: Checkpoint | None) -> tuple[Part, ...]:
    """The children of a collection that stand on some lines; nothing where they can't be read by themselves."""
    content = place.of(text)
    is_whole = content.endswith(("\n", "\r")) or place.end == len(text)
    if _VALUE.match(text, place.end):
        return ()
    if not is_whole or _DOUBTFUL.search(content) or unprintable(content) or first_marker(text, place) is not None:
        return ()
    builder = Builder(text, checkpoint, depth)
    if read(builder, content, place.start) or builder.aliased:
        return ()
    root = builder.root
    if not isinstance(root, type(level.node)) or root.flow or _line_start(text, root, 0) != place.start:
        return ()
    return _parts(root)


def _spliced(levels: tuple[_Level, ...], parts: tuple[Part, ...], by: int) -> Block:
    """The root of a tree, of whose innermost level one child has become others, longer `by` so many characters."""
    *outer, level = levels
    block = _replaced(level, parts, by)
    for around in reversed(outer):
        child = _parts(around.node)[around.first]
        block = _replaced(around, (Entry(child.key, block) if isinstance(child, Entry) else block,), by)
    return block


def _replaced(level: _Level, parts: tuple[Part, ...], by: int) -> Block:
    node, old = level.node, _parts(level.node)
    behind = old[level.stop :]
    new: Any = (*old[: level.first], *parts, *([_moved_part(part, by) for part in behind] if by else behind))
    span = Span(node.span.start, (new[-1].value if isinstance(node, Mapping) else new[-1]).span.end)
    return type(node)(span, new)


def _moved_part(part: Part, by: int) -> Part:
    return Entry(moved(part.key, by), moved(part.value, by)) if isinstance(part, Entry) else moved(part, by)


def _moved(tree: Tree, by: int) -> Tree:
    return Tree(Span(tree.span.start + by, tree.span.end + by), moved(tree.root, by) if tree.root else None)
