"""Where a token would stand if its line began with it: two columns for each level, by the tree.

The entries of a mapping share a column, its values and the dashes of a sequence below a key stand one step further.
In flow style a line stands one step further than the line of the bracket that is open, a closing bracket as far as
that line.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from .. import editing
from ..nodes import Alias, Mapping, Node, Scalar, Sequence
from ..text import LineIndex
from .tokens import ALIAS, BLOCK, COMMENT, MARKER, PROPERTY, SCALAR, Token

STEP = len(editing.STEP)
_CLOSING = {"[": "]", "{": "}"}
_MARKERS = ("---", "...", "%")
"""What content may not begin with at the start of a line."""


@dataclass(frozen=True, slots=True)
class Indent:
    """A column for a line that begins with a token, and whether an entry of a block collection begins with it."""

    column: int
    entry: bool = False
    flow: bool = False


class UnsureError(Exception):
    """The tokens aren't those that the tree lets expect."""


def indents(tokens: tuple[Token, ...], root: Node | None, lines: LineIndex) -> tuple[Indent, ...] | None:
    """The indent of each token; None where the document is written in a way that has no usual layout."""
    placer = _Placer(tokens, lines)
    try:
        if root:
            placer.root(root)
        placer.rest()
    except UnsureError:
        return None
    comments = _Comments(
        tuple((token, indent) for token, indent in zip(tokens, placer.indents, strict=True) if indent), lines
    )
    return tuple(indent or comments.indent(token) for token, indent in zip(tokens, placer.indents, strict=True))


@dataclass(slots=True)
class _Placer:
    """Goes through tree and tokens side by side. Comments outside of brackets are left for later."""

    tokens: tuple[Token, ...]
    lines: LineIndex
    indents: list[Indent | None] = field(default_factory=list["Indent | None"])

    def peek(self) -> Token | None:
        """The next token that is no comment."""
        while len(self.indents) < len(self.tokens) and self.tokens[len(self.indents)].kind == COMMENT:
            self.indents.append(None)
        return self.tokens[len(self.indents)] if len(self.indents) < len(self.tokens) else None

    def take(self, column: int, *kinds: str, entry: bool = False) -> Token:
        """Go past a token, which must be of one of these kinds where some are named."""
        token = self.peek()
        if not token or (kinds and token.kind not in kinds):
            raise UnsureError
        if column == 0 and token.kind == SCALAR and token.text.startswith(_MARKERS):
            raise UnsureError
        self.indents.append(Indent(column, entry))
        return token

    def root(self, root: Node) -> None:
        while (token := self.peek()) and token.kind == MARKER:
            self.take(0)
        if (
            isinstance(root, Scalar)
            and self.lines.position(root.span.start)[0] != self.lines.position(root.span.end)[0]
        ):
            raise UnsureError
        self.node(root, 0, 0)

    def rest(self) -> None:
        while self.peek():
            self.take(0, MARKER)

    def node(self, node: Node, column: int, held: int) -> None:
        """A node whose lines begin at a column; `held` is that of the line with its key or dash, for brackets."""
        while (token := self.peek()) and token.kind == PROPERTY and token.span.end <= node.span.start:
            self.take(column)
        if isinstance(node, Scalar | Alias):
            if node.span.start < node.span.end:
                self.take(column, SCALAR, BLOCK, ALIAS)
        elif node.flow:
            self.brackets(column, held)
        elif isinstance(node, Sequence):
            self.items(node, column)
        else:
            self.entries(node, column)

    def items(self, node: Sequence, column: int) -> None:
        for item in node.items:
            self.take(column, "-", entry=True)
            self.node(item, column + STEP, column + STEP)

    def entries(self, node: Mapping, column: int) -> None:
        for entry in node.entries:
            first = self.peek()
            if not first or first.kind == "?" or first.span.start > entry.key.span.end:
                raise UnsureError
            begins = len(self.indents)
            self.node(entry.key, column, column)
            self.take(column, ":")
            self.indents[begins] = Indent(column, entry=True)
            self.node(entry.value, column + STEP, column)

    def brackets(self, column: int, held: int) -> None:
        """A flow collection, up to the bracket that closes it."""
        first = self.take(column, "[", "{")
        line = column if self.begins_line(first) else held
        stack = [(line, _CLOSING[first.kind])]
        while stack:
            token = self.tokens[len(self.indents)] if len(self.indents) < len(self.tokens) else None
            outer, closing = stack[-1]
            closes = token is not None and token.kind in _CLOSING.values()
            if not token or (closes and token.kind != closing):
                raise UnsureError
            column = outer + (0 if closes else STEP)
            line = column if self.begins_line(token) else line
            if closes:
                stack.pop()
            elif token.kind in _CLOSING:
                stack.append((line, _CLOSING[token.kind]))
            self.indents.append(Indent(column, flow=True))

    def begins_line(self, token: Token) -> bool:
        start = self.lines.line_at(token.span.start).start
        return not self.lines.text[start : token.span.start].strip(" \t\ufeff")


@dataclass(frozen=True, slots=True)
class _Comments:
    """Finds indents for comments among the other tokens, whose indents are known."""

    others: tuple[tuple[Token, Indent], ...]
    lines: LineIndex

    def indent(self, comment: Token) -> Indent:
        """Where a comment on a line of its own stands: with what follows, or with an entry above at its own depth."""
        old = self.column(comment)
        behind = bisect_left(self.others, comment.span, key=lambda other: other[0].span)
        floor = 0
        if behind < len(self.others) and self.others[behind][0].kind != MARKER:
            token, following = self.others[behind]
            floor = following.column
            if self.column(token) == old:
                return Indent(floor)
        levels = self.open_levels(behind - 1, floor)
        return Indent(max((column for was, column in levels if was <= old and column >= floor), default=floor))

    def open_levels(self, last: int, floor: int) -> list[tuple[int, int]]:
        """The columns, old and new, of the entries that are open behind a token, down to one at `floor`.

        A value that is still awaited there is one step further than its entry.
        """
        levels: list[tuple[int, int]] = []
        awaits = last >= 0 and self.others[last][0].kind in ("-", ":")
        for token, indent in (self.others[number] for number in range(last, -1, -1)):
            if token.kind == MARKER:
                break
            if indent.entry and all(indent.column < column for _, column in levels):
                old = self.column(token)
                levels += [(old + 1, indent.column + STEP)] * (awaits and not levels) + [(old, indent.column)]
                if indent.column <= floor:
                    break
        return levels

    def column(self, token: Token) -> int:
        return self.lines.position(token.span.start)[1]
