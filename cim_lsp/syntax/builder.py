"""Builds the nodes of one YAML document from what a parser meets, within bounds and without recursion.

Whatever has been met when the parser stops makes a tree: a prefix of the one that was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..nodes import Alias, Entry, Mapping, Node, Scalar, Sequence
from ..text import Span
from .scene import TOO_DEEP, Problem

Checkpoint = Callable[[], None]
"""Called again and again while work goes on; it raises something where the work is no longer wanted."""
MAX_DEPTH = 100
"""How many collections may stand inside one another."""
MAX_ALIASED = 50_000
"""How many nodes the aliases of one document may stand for, all told."""

_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*(?:\s|#[^\r\n]*[\r\n])*)*")
_COLON = re.compile(r"(?:\s|#[^\r\n]*[\r\n])*:")
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Open:
    """A collection whose end has not been met yet; `weight` counts its nodes, those behind aliases included."""

    __slots__ = ("anchor", "children", "flow", "mapping", "start", "weight")

    def __init__(self, start: int, anchor: str | None, *, mapping: bool, flow: bool) -> None:
        self.start = start
        self.anchor = anchor
        self.mapping = mapping
        self.flow = flow
        self.children: list[Node] = []
        self.weight = 1

    def finish(self, end: int) -> Node:
        """The finished node; in block style it ends with its last child, not where the next token starts."""
        start, last = self.start, self.start
        if self.children:
            start, last = min(start, self.children[0].span.start), self.children[-1].span.end
        span = Span(start, max(end, last) if self.flow else last)
        if not self.mapping:
            return Sequence(span, tuple(self.children), self.flow)
        values = [*self.children[1::2], Scalar(Span(last, last), "")]
        return Mapping(span, tuple(map(Entry, self.children[::2], values)), self.flow)


class Builder:
    """Takes the parts of a document in their order, at offsets into `text`; says so where one may not be.

    Where it gets a part of a document only, so many collections are open around that (`outer`).
    """

    def __init__(self, text: str, checkpoint: Checkpoint | None = None, outer: int = 0) -> None:
        self.text = text
        self.checkpoint = checkpoint
        self.outer = outer
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.aliased = 0

    @property
    def bracket(self) -> int | None:
        """The innermost bracket that is open; a single pair in a flow sequence has none of its own."""
        starts = (collection.start for collection in reversed(self.stack) if collection.flow)
        return next((start for start in starts if self.text[start] in "[{"), None)

    def scalar(self, span: Span, text: str, style: str, tag: str | None, anchor: str | None) -> None:
        """A scalar, whose span may begin with an anchor and a tag."""
        if span.start == span.end and not tag and not anchor:
            return self._place(Scalar(self._absent(span), ""), None, 1)
        start = self._behind_properties(span.start) if tag or anchor else span.start
        start, end = min(start, span.end), span.end
        if style in ("|", ">"):
            end = start + len(self.text[start:end].rstrip(" \t\r\n"))
        elif style == '"' and _SURROGATE.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return self._place(Scalar(Span(start, end), text, style, tag), anchor, 1)

    def alias(self, span: Span, name: str) -> Problem | None:
        if any(collection.anchor == name for collection in self.stack):
            return Problem("an alias may not stand inside its own anchor", span.start, end=span.end)
        if name not in self.anchors:
            return Problem(f"no anchor &{name} stands above this alias", span.start, end=span.end)
        target, weight = self.anchors[name]
        self.aliased += weight
        if self.aliased > MAX_ALIASED:
            return Problem(f"aliases stand for more than {MAX_ALIASED} nodes", span.start, end=span.end)
        return self._place(Alias(span, name, target), None, weight)

    def open(self, start: int, anchor: str | None, *, mapping: bool, flow: bool, tagged: bool) -> Problem | None:
        """The start of a collection."""
        if self.checkpoint:
            self.checkpoint()
        start = self._behind_properties(start) if anchor or tagged else start
        self.stack.append(_Open(start, anchor, mapping=mapping, flow=flow))
        if self.outer + len(self.stack) > MAX_DEPTH:
            return Problem(TOO_DEEP, start, end=start + 1)
        return None

    def close(self, end: int) -> None:
        """The end of the innermost open collection."""
        collection = self.stack.pop()
        self._place(collection.finish(end), collection.anchor, collection.weight)

    def finish(self) -> None:
        """No more parts will come: whatever is open ends where it stands."""
        while self.stack:
            self.close(0)

    def _place(self, node: Node, anchor: str | None, weight: int) -> None:
        if anchor:
            self.anchors[anchor] = (node, weight)
        if self.stack:
            self.stack[-1].children.append(node)
            self.stack[-1].weight += weight
        else:
            self.root = node

    def _absent(self, span: Span) -> Span:
        """The place of a value that isn't written: behind its colon or dash, wherever the parser puts it."""
        if not self.stack or not self.stack[-1].mapping or len(self.stack[-1].children) % 2 == 0:
            return span
        key_end = self.stack[-1].children[-1].span.end
        colon = _COLON.match(self.text, key_end)
        at = colon.end() if colon else key_end
        return Span(at, at)

    def _behind_properties(self, start: int) -> int:
        """Where a node begins behind its anchor and tag."""
        properties = _PROPERTIES.match(self.text, start)
        return properties.end() if properties else start
