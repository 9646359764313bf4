"""How the keys of a domain or module are laid out, where they are laid out plainly enough to be moved."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..nodes import Entry, Mapping, Node, Scalar, Sequence
from ..text import Span
from .site import Site

COMMENT = re.compile(r"(?:(?<=\s)|\A)#[^\r\n]*")
_DASH = re.compile(r"(?P<indent> *)- +")


@dataclass(frozen=True, slots=True)
class Part:
    """One key of an entity: the entry of a record, or the item of a list.

    `start` is where it begins, its dash included, and `column` in which column that is.
    """

    node: Entry | Node
    entry: Entry
    start: int
    column: int

    @property
    def end(self) -> int:
        return self.node.span.end


def parts(site: Site) -> tuple[Part, ...]:
    """The keys of an entity in the order of the text; none where anything about them is out of the ordinary.

    That is: an alias, an anchor or a tag in place of them or before them; a key that is no scalar, stands twice or
    shares its item with another; in block style, a line that begins with anything but a dash.
    """
    body = site.entity.top.value
    if not isinstance(body, Mapping | Sequence):
        return ()
    pairs = _pairs(body)
    if not pairs:
        return ()
    before = Span(site.entity.key.span.end, body.span.start).of(site.document.text)
    if COMMENT.sub("", before).strip() != ":" or len({entry.name for _, entry in pairs}) < len(pairs):
        return ()
    if any(not isinstance(entry.key, Scalar) or entry.key.tag for _, entry in pairs):
        return ()
    if body.flow:
        return tuple(Part(node, entry, node.span.start, 0) for node, entry in pairs) if _is_even(site, body) else ()
    found = [_block_part(site, node, entry) for node, entry in pairs]
    return tuple(part for part in found if part) if all(found) else ()


def gaps(site: Site, body: Mapping | Sequence) -> list[str]:
    """What stands before, between and behind the parts of a flow collection, between its brackets."""
    nodes = [node for node, _ in _pairs(body)]
    ends = [body.span.start + 1, *(node.span.end for node in nodes)]
    starts = [*(node.span.start for node in nodes), body.span.end - 1]
    return [site.document.text[end:start] for end, start in zip(ends, starts, strict=True)]


def own_line_comment(site: Site, number: int, found: tuple[Part, ...] = ()) -> int | None:
    """The indentation of a comment on a line of its own, outside of all `found`; None for any other line."""
    line = site.document.lines.line_span(number)
    content = line.of(site.document.text)
    is_inside = any(part.start < line.start < part.end for part in found)
    return blanks(content) if content.lstrip(" \t").startswith("#") and not is_inside else None


def last_line(site: Site, column: int) -> int:
    """The last line of a block body, with the comments behind it that are indented more than its keys."""
    lines = site.document.lines
    last, _ = lines.position(site.entity.top.value.span.end)
    end, _ = lines.position(site.tree.span.end)
    for number in range(last + 1, end + 1):
        comment = own_line_comment(site, number)
        if comment is not None and comment > column:
            last = number
        elif comment is None and lines.line_span(number).of(site.document.text).strip():
            break
    return last


def blanks(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def _pairs(body: Mapping | Sequence) -> list[tuple[Entry | Node, Entry]]:
    """The parts of a body, each with its one entry; none where an item has several or is no mapping."""
    if isinstance(body, Mapping):
        return [(entry, entry) for entry in body.entries]
    alone = [item for item in body.items if isinstance(item, Mapping) and len(item.entries) == 1]
    return [(item, item.entries[0]) for item in alone] if len(alone) == len(body.items) else []


def _is_even(site: Site, body: Mapping | Sequence) -> bool:
    """Whether nothing but single commas and comments stands between the parts of a flow collection."""
    first, *between, last = (COMMENT.sub("", gap).strip() for gap in gaps(site, body))
    return not first and last in ("", ",") and all(gap == "," for gap in between)


def _block_part(site: Site, node: Entry | Node, entry: Entry) -> Part | None:
    """A part of a block collection, if it begins a line."""
    line = site.document.lines.line_at(node.span.start)
    lead = site.document.text[line.start : node.span.start]
    if isinstance(node, Entry):
        return None if lead.strip(" ") else Part(node, entry, node.span.start, len(lead))
    match = _DASH.fullmatch(lead)
    return Part(node, entry, line.start + len(match["indent"]), len(match["indent"])) if match else None
