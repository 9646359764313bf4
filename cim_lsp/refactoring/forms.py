"""Record form into list form and back: `name: x` and `- name: x` say the same of a domain or module.

Lines move as they are; what is written deeper than a key moves with it, so block scalars keep their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..editing import STEP, column
from ..nodes import Entry, Mapping, Node, Scalar, Sequence
from ..parts import COMMENT, Part, comment_indentation, gaps, last_line, parts
from ..text import Edit, Span, indentation
from .site import Site

_DASH = re.compile(r"(?P<indent> *)- +")


@dataclass(frozen=True, slots=True)
class _Key:
    """A part, where it begins with its dash included, and in which column that is."""

    node: Entry | Node
    entry: Entry
    start: int
    column: int

    @property
    def end(self) -> int:
        return self.node.span.end


def other_form(site: Site) -> tuple[Edit, ...]:
    """The edits that turn a record into a list, or a list into a record; none where it isn't plain how."""
    body = site.entity.top.value
    found = _laid_out(site)
    if not found:
        return ()
    if isinstance(body, Mapping):
        edits = _flow_list(body, found) if body.flow else _block_list(site, found)
    elif isinstance(body, Sequence):
        edits = _flow_record(site, body, found) if body.flow else _block_record(site, found)
    else:
        return ()
    result = tuple(sorted(edit for edit in edits if edit.text or edit.span.start < edit.span.end))
    return result if site.keeps(result) else ()


def _laid_out(site: Site) -> tuple[_Key, ...]:
    """The keys of an entity in the order of the text; none where anything about them is out of the ordinary.

    That is: an anchor or a tag before them, a merge, a key that stands twice; in flow style, anything between them
    but commas and comments; in block style, a line that begins with anything but a dash.
    """
    document, body = site.document, site.entity.top.value
    found = parts(body)
    if not isinstance(body, Mapping | Sequence) or len({part.entry.name for part in found}) < len(found):
        return ()
    before = Span(site.entity.key.span.end, body.span.start).of(document.text)
    if COMMENT.sub("", before).strip() != ":" or any(_is_special(part.entry) for part in found):
        return ()
    if body.flow:
        is_even = gaps(document.text, body) is not None
        return tuple(_Key(part.node, part.entry, part.span.start, 0) for part in found) if is_even else ()
    keys = [_in_block(site, part) for part in found]
    return tuple(key for key in keys if key) if all(keys) else ()


def _is_special(entry: Entry) -> bool:
    return entry.name == "<<" or (isinstance(entry.key, Scalar) and entry.key.tag is not None)


def _in_block(site: Site, part: Part) -> _Key | None:
    """A part of a block collection, if it begins a line."""
    line = site.document.lines.line_at(part.span.start)
    lead = site.document.text[line.start : part.span.start]
    if isinstance(part.node, Entry):
        return None if lead.strip(" ") else _Key(part.node, part.entry, part.span.start, len(lead))
    match = _DASH.fullmatch(lead)
    return _Key(part.node, part.entry, line.start + len(match["indent"]), len(match["indent"])) if match else None


def _flow_list(body: Mapping, found: tuple[_Key, ...]) -> Iterator[Edit]:
    yield from _brackets(body, "[]")
    for part in found:
        yield Edit.insert(part.start, "{")
        yield Edit.insert(part.end, "}")


def _flow_record(site: Site, body: Sequence, found: tuple[_Key, ...]) -> Iterator[Edit]:
    yield from _brackets(body, "{}")
    for part in found:
        yield from _without_braces(site, part)


def _brackets(body: Mapping | Sequence, pair: str) -> Iterator[Edit]:
    yield Edit(Span(body.span.start, body.span.start + 1), pair[0])
    yield Edit(Span(body.span.end - 1, body.span.end), pair[1])


def _without_braces(site: Site, part: _Key) -> Iterator[Edit]:
    """An item in braces without them; a single pair in a flow sequence has none."""
    text, outside, inside = site.document.text, part.node.span, part.entry.span
    if not text.startswith("{", outside.start):
        return
    left, right = text[outside.start + 1 : inside.start], text[inside.end : outside.end - 1]
    yield Edit(Span(outside.start, inside.start - len(left.lstrip(" \t"))), "")
    yield Edit(Span(inside.end + len(right.rstrip(" \t")), outside.end), "")


def _block_list(site: Site, found: tuple[_Key, ...]) -> Iterator[Edit]:
    column = found[0].column
    for part in found:
        yield Edit.insert(part.start, "- ")
    for _, number in _other_lines(site, found):
        comment = _comment(site, number, found)
        if comment is None or comment > column:
            yield _shift(site, number, len(STEP))


def _block_record(site: Site, found: tuple[_Key, ...]) -> Iterator[Edit]:
    """Keys stand where the dashes were, but for dashes that stand no deeper than `domain` or `module` itself."""
    document, dash = site.document, found[0].column
    margin = column(document, site.entity.key.span.start)
    target = dash if dash > margin else dash + len(STEP)
    for part in found:
        yield Edit(Span(part.start, part.node.span.start), " " * (target - dash))
        yield from _without_braces(site, part)
    for part, number in _other_lines(site, found):
        width = part.column + part.node.span.start - part.start
        comment = _comment(site, number, found)
        if comment is None or comment >= width:
            yield _shift(site, number, target - width)
        elif comment >= dash:
            yield _shift(site, number, target - comment)


def _other_lines(site: Site, found: tuple[_Key, ...]) -> Iterator[tuple[_Key, int]]:
    """The numbers of the lines on which no key begins, each with the part that it stands in or behind."""
    lines = site.document.lines
    first = {lines.position(part.start)[0]: part for part in found}
    part = found[0]
    last = last_line(lines, site.entity.top.value.span.end, part.column)
    for number in range(lines.position(site.entity.key.span.end)[0] + 1, last + 1):
        part = first.get(number, part)
        if number not in first:
            yield part, number


def _shift(site: Site, number: int, by: int) -> Edit:
    """A line moved to the right, or to the left as far as there are spaces; an empty line stays empty."""
    line = site.document.lines.line_span(number)
    width = indentation(line.of(site.document.text))
    if by < 0:
        return Edit(Span(line.start, line.start + min(-by, width)), "")
    return Edit.insert(line.start, " " * by if line.start < line.end else "")


def _comment(site: Site, number: int, found: tuple[_Key, ...]) -> int | None:
    """The indentation of a comment on a line of its own that is no text of a block scalar."""
    start = site.document.lines.starts[number]
    is_inside = any(part.start < start < part.end for part in found)
    return None if is_inside else comment_indentation(site.document.lines, number)
