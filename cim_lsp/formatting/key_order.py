"""The keys of a domain or module put into their usual order, each with what belongs to it.

A comment right above a key and one behind it go with the key; so do comments below it that are indented more, and the
blank lines above it. Where something else stands between the keys, the order is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Order
from dataclasses import dataclass

from ..document import Document, Entity, entity_of
from ..nodes import Mapping, Node, Scalar, Sequence
from ..parts import Part, comment_indentation, gaps, last_line, parts
from ..syntax import Tree
from ..text import Edit, LineIndex, Span, indentation
from .meaning import keeps
from .tokens import block_end

_LINE_END = re.compile(r"(?:\r\n|\r|\n)\Z")
_RECORD_LEAD = re.compile(r" *(?:[&!][^ ]* )*")
_LIST_LEAD = re.compile(r" *- (?:[&!][^ ]* )*")
_FLOW_LEAD = re.compile(r"[ \t]*")
_FLOW_REST = re.compile(r"(?P<comma>(?:[ \t]*,)?)[ \t]*(?:#[^\r\n]*)?")


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a part: from the first comment above it to the last one below it.

    `comma` is the comma behind it in brackets, or where one would be.
    """

    first: int
    last: int
    comma: Span


def key_order(document: Document, tree: Tree) -> tuple[Edit, ...]:
    """The edits that put the keys in order; none where they are, or where moving them would change what is said."""
    entity = None if tree.fault else entity_of(tree.root)
    own = tree.root.entries if isinstance(tree.root, Mapping) else ()
    if entity is None or not any(entity.top is entry for entry in own):
        return ()
    found = parts(entity.top.value)
    order = sorted(range(len(found)), key=lambda number: found[number].rank)
    edits = _edits(document, tree, entity, found, order) if order != [*range(len(found))] else ()
    return edits if edits and keeps(document, tree, edits) else ()


def _edits(document: Document, tree: Tree, entity: Entity, found: Order[Part], order: Order[int]) -> tuple[Edit, ...]:
    body = entity.top.value
    if not isinstance(body, Mapping | Sequence) or not body.flow:
        return _by_lines(document, _lines_of(document, tree, entity, found), order)
    between = gaps(document.text, body)
    if between is None:
        return ()
    if any("#" in gap for gap in between):
        return _by_lines(document, _lines_in_brackets(document.lines, body, found), order)
    return tuple(
        Edit(part.span, found[number].span.of(document.text))
        for part, number in zip(found, order, strict=True)
        if found[number] is not part
    )


def _lines_of(document: Document, tree: Tree, entity: Entity, found: Order[Part]) -> list[_Lines]:
    """The lines of each part in block style; none where a line between them belongs to neither side."""
    lines = document.lines
    lead = _LIST_LEAD if entity.form == "list" else _RECORD_LEAD
    column = indentation(lines.line_at(found[0].span.start).of(lines.text))
    floor = lines.position(entity.key.span.end)[0]
    taken: list[_Lines] = []
    for part in found:
        first = _first_line(lines, part, floor, lead)
        if first is None or (taken and not _is_blank(lines, floor + 1, first)):
            return []
        floor = last_line(lines, _end(document, tree, part.entry.value), column)
        end = lines.starts[floor + 1] if floor + 1 < len(lines.starts) else len(lines.text)
        taken.append(_Lines(first, floor, Span(end, end)))
    return taken


def _end(document: Document, tree: Tree, value: Node) -> int:
    """Where the value of a part ends, with the empty lines that a block scalar at its end may keep."""
    last = value
    while isinstance(last, Mapping | Sequence) and not last.flow:
        last = last.entries[-1].value if isinstance(last, Mapping) else last.items[-1]
    if isinstance(last, Scalar) and last.style in ("|", ">"):
        return block_end(document.text, last, tree.span)
    return value.span.end


def _lines_in_brackets(lines: LineIndex, body: Node, found: Order[Part]) -> list[_Lines]:
    """The lines of each part in flow style; none unless each of them has lines of its own."""
    floor = lines.position(body.span.start)[0]
    taken: list[_Lines] = []
    for part in found:
        first = _first_line(lines, part, floor, _FLOW_LEAD)
        floor = lines.position(part.span.end)[0]
        rest = _FLOW_REST.fullmatch(lines.text, part.span.end, lines.line_span(floor).end)
        if first is None or rest is None or (taken and not _is_blank(lines, taken[-1].last + 1, first)):
            return []
        taken.append(_Lines(first, floor, Span(*rest.span("comma"))))
    return taken


def _first_line(lines: LineIndex, part: Part, floor: int, lead: re.Pattern[str]) -> int | None:
    """The first line of a part with the comments right above it; None where it doesn't begin a line below `floor`."""
    number, column = lines.position(part.span.start)
    start = lines.starts[number]
    if number <= floor or not lead.fullmatch(lines.text, start, start + column):
        return None
    while number - 1 > floor and comment_indentation(lines, number - 1) is not None:
        number -= 1
    return number


def _is_blank(lines: LineIndex, first: int, end: int) -> bool:
    """Whether the lines from the first on, up to `end`, say nothing."""
    return not any(lines.line_span(number).of(lines.text).strip(" \t") for number in range(first, end))


def _by_lines(document: Document, found: Order[_Lines], order: Order[int]) -> tuple[Edit, ...]:
    """The lines in another order. Blank ones above a part go with it, but none get above the first.

    Commas stay where they are, and so does a missing line end.
    """
    if not found:
        return ()
    text, starts = document.text, document.lines.starts
    ends = [starts[taken.last + 1] if taken.last + 1 < len(starts) else len(text) for taken in found]
    tops = [starts[found[0].first], *ends[:-1]]
    blanks = [text[top : starts[taken.first]] for top, taken in zip(tops, found, strict=True)]
    blanks[0], blanks[order[0]] = blanks[order[0]], ""
    edits: list[Edit] = []
    for at, number in enumerate(order):
        moved, comma = found[number], found[at].comma.of(text)
        head, rest = text[starts[moved.first] : moved.comma.start], text[moved.comma.end : ends[number]]
        new = blanks[number] + head + comma + rest
        if at + 1 < len(order):
            new += "" if new.endswith(("\r", "\n")) else document.newline
        elif not text.endswith(("\r", "\n"), 0, ends[-1]):
            new = _LINE_END.sub("", new)
        if new != text[tops[at] : ends[at]]:
            edits.append(Edit(Span(tops[at], ends[at]), new))
    return tuple(edits)
