"""Where a token would stand if its line began with it: two columns for each level, by the tree.

The entries of a mapping share a column, its values and the dashes of a sequence below a key stand one step further.
In flow style a line stands one step further than the line of the bracket that is open, a closing bracket as far as
that line.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .nodes import Alias, Mapping, Node, Scalar, Sequence
from .text import LineIndex
from .tokens import ALIAS, BLOCK, COMMENT, MARKER, PROPERTY, SCALAR, Token

STEP = 2
_CLOSING = {"[": "]", "{": "}"}
_MARKERS = ("---", "...", "%")
"""What content may not begin with at the start of a line."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column for a line that begins with a token, and whether an entry of a block collection begins with it."""

    column: int
    entry: bool = False
    flow: bool = False


class UnsureError(Exception):
    """The tokens aren't those that the tree lets expect."""


def places(tokens: tuple[Token, ...], root: Node | None, lines: LineIndex) -> tuple[Place, ...] | None:
    """The place of each token; None where the document is written in a way that has no usual layout."""
    placer = _Placer(tokens, lines)
    try:
        if root:
            placer.root(root)
        placer.rest()
    except UnsureError:
        return None
    return tuple(
        place or _comment_place(number, tokens, placer.places, lines) for number, place in enumerate(placer.places)
    )


@dataclass(slots=True)
class _Placer:
    """Goes through tree and tokens side by side. Comments outside of brackets are left for later."""

    tokens: tuple[Token, ...]
    lines: LineIndex
    places: list[Place | None] = field(default_factory=list["Place | None"])

    def peek(self) -> Token | None:
        """The next token that is no comment."""
        while len(self.places) < len(self.tokens) and self.tokens[len(self.places)].kind == COMMENT:
            self.places.append(None)
        return self.tokens[len(self.places)] if len(self.places) < len(self.tokens) else None

    def take(self, column: int, *kinds: str, entry: bool = False) -> Token:
        """Go past a token, which must be of one of these kinds where some are named."""
        token = self.peek()
        if not token or (kinds and token.kind not in kinds):
            raise UnsureError
        if column == 0 and token.kind == SCALAR and token.text.startswith(_MARKERS):
            raise UnsureError
        self.places.append(Place(column, entry))
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
            begins = len(self.places)
            self.node(entry.key, column, column)
            self.take(column, ":")
            self.places[begins] = Place(column, entry=True)
            self.node(entry.value, column + STEP, column)

    def brackets(self, column: int, held: int) -> None:
        """A flow collection, up to the bracket that closes it."""
        first = self.take(column, "[", "{")
        line = column if self.begins_line(first) else held
        stack = [(line, _CLOSING[first.kind])]
        while stack:
            token = self.tokens[len(self.places)] if len(self.places) < len(self.tokens) else None
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
            self.places.append(Place(column, flow=True))

    def begins_line(self, token: Token) -> bool:
        start = self.lines.line_at(token.span.start).start
        return not self.lines.text[start : token.span.start].strip(" \t\ufeff")


def _comment_place(number: int, tokens: tuple[Token, ...], found: list[Place | None], lines: LineIndex) -> Place:
    """Where a comment on a line of its own stands: with what follows, or with an entry above at its own depth."""
    old = _column(lines, tokens[number])
    following = next((i for i in range(number, len(tokens)) if found[i]), None)
    floor = 0
    if following is not None and (place := found[following]) and tokens[following].kind != MARKER:
        floor = place.column
        if _column(lines, tokens[following]) == old:
            return Place(floor)
    levels = _open_levels(number, tokens, found, lines)
    fitting = [column for was, column in levels if was <= old and column >= floor]
    return Place(max(fitting, default=floor))


def _open_levels(
    number: int, tokens: tuple[Token, ...], found: list[Place | None], lines: LineIndex
) -> list[tuple[int, int]]:
    """The columns, old and new, of the entries that are open above a comment, and of a value that is still awaited."""
    levels: list[tuple[int, int]] = []
    behind = True
    for i in range(number - 1, -1, -1):
        place = found[i]
        if not place:
            continue
        if tokens[i].kind == MARKER:
            break
        awaits, behind = behind and tokens[i].kind in ("-", ":"), False
        if awaits:
            levels.append((_line_column(i, tokens, found, lines) + 1, place.column + STEP))
        if place.entry and all(place.column < column for _, column in levels):
            levels.append((_column(lines, tokens[i]), place.column))
            if not place.column:
                break
    return levels


def _line_column(number: int, tokens: tuple[Token, ...], found: list[Place | None], lines: LineIndex) -> int:
    """The old column of the entry to which a colon or dash belongs."""
    while (place := found[number]) is None or not place.entry:
        number -= 1
    return _column(lines, tokens[number])


def _column(lines: LineIndex, token: Token) -> int:
    return lines.position(token.span.start)[1]
