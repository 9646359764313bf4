"""The keys of a domain or module put into their usual order, each with what belongs to it.

A comment right above a key and one behind it go with the key; so do comments below it that are indented more, and the
blank line above it. Where something else stands between the keys, the order is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Sequence as Order
from dataclasses import dataclass
from itertools import pairwise

from ..document import Document, Entity, entity_of
from ..nodes import Entry, Mapping, Node, Scalar, Sequence, is_merge
from ..text import Edit, LineIndex, Span, apply_edits
from ..vocabulary import ENTITY_KEYS
from .meaning import meaning

_FLOW_GAP = re.compile(r"[ \t\r\n]*[\[{]?[ \t\r\n]*|[ \t\r\n]*,?[ \t\r\n]*[\]}]?")
_RECORD_LEAD = re.compile(r" *(?:[&!][^ ]* )*")
_IGNORE = re.compile(r"#[ \t]*cim:")
_LIST_LEAD = re.compile(r" *- (?:[&!][^ ]* )*")


@dataclass(frozen=True, slots=True)
class _Part:
    """An entry of a record or an item of a list form: its span, and the rank of its key."""

    span: Span
    rank: int


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The lines of a part in block style: from the first comment above it to the last one below it."""

    first: int
    last: int
    rank: int


def ordered(document: Document) -> Document:
    """The document with its keys in order; itself where they are, or where moving them would change its meaning."""
    edits: list[Edit] = []
    for tree in document.trees:
        entity = entity_of(tree.root)
        if entity and not tree.fault:
            edits += _entity_edits(document, entity)
    if not edits:
        return document
    moved = Document.parse(document.path, apply_edits(document.text, edits))
    return moved if meaning(moved) == meaning(document) else document


def _entity_edits(document: Document, entity: Entity) -> tuple[Edit, ...]:
    body = entity.top.value
    parts = _parts(body)
    order = sorted(range(len(parts)), key=lambda number: parts[number].rank)
    if order == list(range(len(parts))):
        return ()
    if isinstance(body, Mapping | Sequence) and body.flow:
        return _flow_edits(document.text, body.span, parts, order)
    chunks = _chunks(document, entity, parts)
    return _block_edits(document, chunks, order) if chunks else ()


def _parts(body: Node) -> list[_Part]:
    """The parts of an entity's body; none where one of them has no key to go by."""
    if isinstance(body, Mapping):
        found = [(entry.span, entry) for entry in body.entries]
    elif isinstance(body, Sequence):
        found = [(item.span, _only_entry(item)) for item in body.items]
    else:
        return []
    parts = [_Part(span, _rank(entry)) for span, entry in found if entry and isinstance(entry.key, Scalar)]
    return parts if len(parts) == len(found) else []


def _only_entry(item: Node) -> Entry | None:
    """The key of an item of the list form. One that merges, or has several, is not what that form is."""
    if not isinstance(item, Mapping) or len(item.entries) != 1 or is_merge(item.entries[0]):
        return None
    return item.entries[0]


def _rank(entry: Entry) -> int:
    """Where a key stands in the usual order: merge keys first, unknown ones last."""
    if is_merge(entry):
        return -1
    return ENTITY_KEYS.index(entry.name) if entry.name in ENTITY_KEYS else len(ENTITY_KEYS)


def _flow_edits(text: str, body: Span, parts: Order[_Part], order: Iterable[int]) -> tuple[Edit, ...]:
    """Parts in brackets change places; not where a comment, an anchor or a tag stands between them."""
    starts = [body.start, *(part.span.end for part in parts)]
    ends = [*(part.span.start for part in parts), body.end]
    if not all(_FLOW_GAP.fullmatch(text, start, end) for start, end in zip(starts, ends, strict=True)):
        return ()
    return tuple(Edit(part.span, parts[number].span.of(text)) for part, number in zip(parts, order, strict=True))


def _chunks(document: Document, entity: Entity, parts: Order[_Part]) -> list[_Chunk]:
    """The lines of each part; none where a line between them belongs to neither side."""
    lines = document.lines
    lead = _LIST_LEAD if entity.form == "list" else _RECORD_LEAD
    column = _indent(lines, lines.position(parts[0].span.start)[0])
    floor = lines.position(entity.key.span.end)[0]
    chunks: list[_Chunk] = []
    for part in parts:
        line, start = lines.position(part.span.start)
        if line <= floor or not lead.fullmatch(_line(lines, line)[:start]):
            return []
        first = line
        while first - 1 > floor and _is_comment(lines, first - 1):
            first -= 1
        if chunks and any(_line(lines, between).strip(" \t") for between in range(floor + 1, first)):
            return []
        floor = _last_line(lines, part, column)
        chunks.append(_Chunk(first, floor, part.rank))
    return chunks


def _last_line(lines: LineIndex, part: _Part, column: int) -> int:
    """The last line of a part; comments below it that are indented more than a key are its own.

    One that asks for silence speaks of the line below it, however it is indented.
    """
    last = line = lines.position(part.span.end)[0]
    while line + 1 < len(lines.starts):
        line += 1
        comment = _is_comment(lines, line) and _indent(lines, line) > column and not _IGNORE.search(_line(lines, line))
        if comment:
            last = line
        elif _line(lines, line).strip(" \t"):
            break
    return last


def _block_edits(document: Document, chunks: Order[_Chunk], order: Order[int]) -> tuple[Edit, ...]:
    """The chunks in another order. Blank lines above one go with it, but none get above the first."""
    lines = document.lines
    texts = [_lines_text(document, chunk.first, chunk.last) for chunk in chunks]
    blanks = [""] + [_lines_text(document, before.last + 1, chunk.first - 1) for before, chunk in pairwise(chunks)]
    blanks[0], blanks[order[0]] = blanks[order[0]], ""
    end = chunks[-1].last + 1
    span = Span(lines.starts[chunks[0].first], lines.starts[end] if end < len(lines.starts) else len(document.text))
    return (Edit(span, "".join(blanks[number] + texts[number] for number in order)),)


def _lines_text(document: Document, first: int, last: int) -> str:
    """Whole lines, each with a line end, even the last of the file."""
    starts, text = document.lines.starts, document.text
    if last < first:
        return ""
    found = text[starts[first] : starts[last + 1] if last + 1 < len(starts) else len(text)]
    return found if found.endswith(("\r", "\n")) else found + document.newline


def _line(lines: LineIndex, number: int) -> str:
    return lines.line_span(number).of(lines.text)


def _is_comment(lines: LineIndex, number: int) -> bool:
    return _line(lines, number).lstrip(" \t").startswith("#")


def _indent(lines: LineIndex, number: int) -> int:
    line = _line(lines, number)
    return len(line) - len(line.lstrip(" "))
