"""The tokens of a YAML document that has been read: what stands in its text, between the blanks.

The tree knows every scalar and alias by its span. What is left between them are indicators, anchors, tags, comments
and markers, which a few patterns tell apart without reading YAML a second time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..nodes import Alias, Node, Scalar, walk
from ..text import Span, indentation, split_lines

PROPERTY, COMMENT, MARKER, SCALAR, BLOCK, ALIAS = "property", "comment", "marker", "scalar", "block", "alias"
"""Kinds of tokens; the kind of an indicator is the character itself."""

_BLANKS = re.compile(r"[ \t\r\n]*")
_OTHER = re.compile(
    r"(?P<marker>(?:\A|(?<=[\r\n\ufeff]))(?:(?:---|\.\.\.)(?=[ \t\r\n]|\Z)|%[^\r\n]*[^ \t\r\n]))"
    r"|(?P<comment>#[^\r\n]*)"
    r"|(?P<property>!<[^>\s]*>|[&!][^ \t\r\n,\[\]{}]*)"
    r"|(?P<indicator>[\[\]{},:?-])"
)
_HEADER = re.compile(r"[|>](?P<flags>[-+1-9]*)[^\r\n]*")
_WORD = re.compile(r"[^ \n]")


@dataclass(frozen=True, slots=True)
class Token:
    """A token and its place; `text` is the content of a scalar, and what is written of anything else.

    A comment's place leaves the blanks at its end out. A block scalar's ends with its last line that says something.
    """

    kind: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class BlockScalar:
    """A literal or folded scalar as it is written: its header, and the lines of its content with their line ends.

    `keeps` and `increment` are its indicators. `indent` is how many columns are indentation in each line, None where
    no line has a character of its own.
    """

    header: str
    keeps: bool
    increment: int | None
    lines: tuple[str, ...]
    indent: int | None


def tokens(text: str, region: Span, root: Node | None) -> tuple[Token, ...] | None:
    """The tokens of a document, in order; None where something stands in it that no pattern knows."""
    leaves = [node for node in walk(root) if isinstance(node, Scalar | Alias)] if root else []
    found: list[Token] = []
    at = region.start + text.startswith("\ufeff", region.start, region.end)
    for leaf in (*(leaf for leaf in leaves if leaf.span.start < leaf.span.end), None):
        at = _between(text, Span(at, leaf.span.start if leaf else region.end), found)
        if at < 0 or (leaf and found and found[-1].kind == PROPERTY and found[-1].span.end == at):
            return None
        if leaf:
            found.append(_token(text, leaf, region))
            at = found[-1].span.end
    return tuple(found)


def _between(text: str, gap: Span, found: list[Token]) -> int:
    """Adds the tokens of a gap between scalars; returns where it ends, -1 where it isn't understood."""
    at = gap.start
    while True:
        blanks = _BLANKS.match(text, at, gap.end)
        at = blanks.end() if blanks else at
        if at >= gap.end:
            return at if at == gap.end else -1
        match = _OTHER.match(text, at)
        if not match or match.end() > gap.end:
            return -1
        kind = match.lastgroup if match.lastgroup != "indicator" else match.group()
        written = match.group().rstrip(" \t")
        found.append(Token(str(kind), Span(at, at + len(written)), written))
        at = match.end() if kind == COMMENT else found[-1].span.end


def _token(text: str, leaf: Scalar | Alias, region: Span) -> Token:
    if isinstance(leaf, Alias):
        return Token(ALIAS, leaf.span, leaf.span.of(text))
    if leaf.style not in ("|", ">"):
        return Token(SCALAR, leaf.span, leaf.text)
    return Token(BLOCK, Span(leaf.span.start, block_end(text, leaf, region)), leaf.text)


def block_end(text: str, leaf: Scalar, region: Span) -> int:
    """Where the last line of a block scalar ends that says something: blanks may, in it and below it."""
    scalar = block_scalar(leaf.span.of(text), leaf.text)
    end = at = leaf.span.end
    for number, line in enumerate(split_lines(text[at : region.end])):
        blanks = line.rstrip("\r\n")
        if blanks.strip(" \t") and number:
            break
        after = at + len(blanks)
        if number == 0 or scalar.keeps or (scalar.indent is not None and len(blanks) > scalar.indent) or "\t" in blanks:
            end = after
        at += len(line)
    return end


def block_scalar(written: str, content: str) -> BlockScalar:
    """What is written of a block scalar, taken apart; `content` is its text, which shows what is indentation."""
    first, *lines = split_lines(written)
    match = _HEADER.match(first)
    flags = match["flags"] if match else ""
    header = first.rstrip("\r\n").rstrip(" \t") + first[len(first.rstrip("\r\n")) :]
    digits = flags.strip("+-")
    said = next((line for line in lines if _WORD.search(line.rstrip("\r\n"))), None)
    meant = next((line for line in content.split("\n") if _WORD.search(line)), None)
    indent = None if said is None or meant is None else indentation(said) - indentation(meant)
    return BlockScalar(header, "+" in flags, int(digits) if digits else None, tuple(lines), indent)
