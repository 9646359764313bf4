"""The keys of a domain or module in the usual order, each with the comments above it and behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..nodes import Mapping, Sequence, is_merge
from ..text import Edit, Span
from ..vocabulary import ENTITY_KEYS
from .layout import Part, gaps, last_line, own_line_comment, parts
from .site import Site

_LINE_END = re.compile(r"(?:\r\n|\r|\n)\Z")
_FLOW_REST = re.compile(r"(?P<comma>(?:[ \t]*,)?)(?P<comment>[ \t]*(?:#[^\r\n]*)?)")


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in the text that takes one part: what stands there now, cut where a comma is or would be."""

    span: Span
    text: str
    comma: str = ""
    rest: str = ""


def sort_keys(site: Site) -> tuple[Edit, ...]:
    """The edits that put the keys in order; none where they are, or where order matters or can't be told."""
    found = parts(site)
    body = site.entity.top.value
    order = sorted(range(len(found)), key=lambda at: _rank(found[at]))
    if order == [*range(len(found))] or not isinstance(body, Mapping | Sequence):
        return ()
    if not body.flow:
        slots = _lines(site, found)
    elif all(gap.strip() in ("", ",") for gap in gaps(site, body)):
        slots = [_Slot(Span(part.start, part.end), site.document.text[part.start : part.end]) for part in found]
    else:
        slots = _flow_lines(site, body, found)
    edits = _permuted(slots, order, site.document.newline)
    return edits if site.keeps(edits) else ()


def _rank(part: Part) -> int:
    """Where a key stands in the usual order: merge keys first, unknown ones last."""
    if is_merge(part.entry):
        return -1
    return ENTITY_KEYS.index(part.entry.name) if part.entry.name in ENTITY_KEYS else len(ENTITY_KEYS)


def _permuted(slots: list[_Slot], order: list[int], newline: str) -> tuple[Edit, ...]:
    """Every slot that gets another part; commas stay with the slots, and so does a missing last line end."""
    edits: list[Edit] = []
    ends_open = bool(slots) and not _LINE_END.search(slots[-1].text + slots[-1].rest)
    is_by_line = any(_LINE_END.search(slot.text + slot.rest) for slot in slots)
    for at, (slot, source) in enumerate(zip(slots, order, strict=False)):
        moved = slots[source]
        text = moved.text + slot.comma + moved.rest
        if is_by_line and ends_open and at != source:
            text = _LINE_END.sub("", text) + ("" if at == len(slots) - 1 else newline)
        if at != source:
            edits.append(Edit(slot.span, text))
    return tuple(edits)


def _lines(site: Site, found: tuple[Part, ...]) -> list[_Slot]:
    """The whole lines of each part: from the comments directly above it to those above the next."""
    starts = [_start(site, found, at) for at in range(len(found))]
    after = last_line(site, found[0].column) + 1
    lines = site.document.lines
    end = lines.starts[after] if after < len(lines.starts) else len(site.document.text)
    spans = map(Span, starts, [*starts[1:], min(end, site.tree.span.end)])
    return [_Slot(span, span.of(site.document.text)) for span in spans]


def _flow_lines(site: Site, body: Mapping | Sequence, found: tuple[Part, ...]) -> list[_Slot]:
    """The same for a flow collection with comments; none unless each part has lines of its own."""
    document, lines = site.document, site.document.lines
    slots: list[_Slot] = []
    for at, part in enumerate(found):
        line = lines.line_at(part.start)
        end = lines.line_at(part.end)
        rest = _FLOW_REST.fullmatch(document.text, part.end, end.end)
        following = lines.position(part.end)[0] + 1
        if document.text[line.start : part.start].strip(" \t") or line.start <= body.span.start or not rest:
            return []
        after = lines.starts[following] if following < len(lines.starts) else end.end
        start = _start(site, found, at)
        slots.append(
            _Slot(
                Span(start, after),
                document.text[start : part.end],
                rest["comma"],
                rest["comment"] + document.text[end.end : after],
            )
        )
    return slots


def _start(site: Site, found: tuple[Part, ...], at: int) -> int:
    """Where the lines of a part begin: with the comments directly above it that are not indented more than it is."""
    lines = site.document.lines
    number, column = lines.position(found[at].start)
    floor = lines.position(found[at - 1].end if at else site.entity.key.span.end)[0]
    while number - 1 > floor:
        comment = own_line_comment(site, number - 1)
        if comment is None or comment > column:
            break
        number -= 1
    return lines.starts[number]
