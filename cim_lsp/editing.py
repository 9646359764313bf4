"""The smallest edits that put a key in or take one out: all other bytes stay as they are.

They follow what stands around them: block or flow style, record or list form, indentation, quotes and line ends.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence as Order

from .document import Document, Entity
from .identifiers import Mint
from .nodes import Entry, Mapping, Node, Scalar, Sequence, entries, is_merge, resolve
from .parts import COMMENT, Part, rank
from .places import tree_at
from .scalars import missing_colon
from .text import Edit, Span

STEP = "  "
"""One level of indentation, where a new one has to be opened."""

_WORD = re.compile(r"\S")
_LINE_END = re.compile(r"\r\n|\r|\n")


def insert_key(document: Document, entity: Entity, key: str, value: str) -> tuple[Edit, ...]:
    """A key put into a domain or module, behind the last of the keys that come before it in the usual order.

    `value` is YAML text. No edit where there is no place for a key: behind an alias, or in a scalar.
    """
    body = entity.top.value
    if isinstance(body, Scalar) and body.is_empty:
        return _open_body(document, entity, ((key, value),))
    if not isinstance(body, Mapping | Sequence):
        return ()
    parts = _parts(body)
    if not parts:
        left, right = "{}" if isinstance(body, Mapping) else "[]"
        is_bare = body.span.end - body.span.start == len("{}")
        return (Edit(body.span, f"{left}{key}: {value}{right}"),) if is_bare else ()
    before = [part for part in parts if part.rank < rank(key)]
    neighbour = before[-1] if before else parts[0]
    text = _pair(document, neighbour, key, value)
    if body.flow:
        return (_flow_place(document, neighbour.node, text, ahead=not before),)
    if not before:
        return _head_place(document, entity, body, neighbour.node, text)
    return _block_place(document, body, neighbour.node, text)


def open_record(document: Document, entity: Entity, name: str, mint: Mint) -> tuple[Edit, ...]:
    """Name (YAML text), a fresh id and an empty purpose behind a `domain:` or `module:` that holds none of them."""
    return _open_body(document, entity, (("name", name), ("id", mint()), ("purpose", "")))


def _open_body(document: Document, entity: Entity, keys: Order[tuple[str, str]]) -> tuple[Edit, ...]:
    """The keys put in record form where nothing, or a mere scalar, is; what stands behind a scalar stays there."""
    text, value = document.text, entity.top.value
    start = len(text[: value.span.start].rstrip(" \t"))
    if _is_in_flow(document, entity):
        quoted = text[entity.key.span.start] == '"'
        pairs = ", ".join(_key_value(key, value, quoted=quoted) for key, value in keys)
        return (Edit(Span(start, value.span.end), f"{missing_colon(document, entity.top)} {{{pairs}}}"),)
    lead = document.newline + " " * column(document, entity.key.span.start) + STEP
    first, *rest = (f"{lead}{key}:{f' {value}' if value else ''}" for key, value in keys)
    end = document.lines.line_at(value.span.end).end
    if value.span.start == value.span.end:
        return (Edit.insert(end, "".join([missing_colon(document, entity.top), first, *rest])),)
    return (Edit(Span(start, value.span.end), first), Edit.insert(end, "".join(rest)))


def remove_entry(document: Document, holder: Node, entry: Entry) -> tuple[Edit, ...]:
    """An entry (of a list form: its item) taken out with its line; a comment behind it stays.

    No edit where other things stand on its first line, or an alias may stand for a part of it. It must not be the
    first of its collection.
    """
    if "&" in entry.span.of(document.text):
        return ()
    node: Entry | Node = entry
    if isinstance(holder, Sequence):
        item = resolve(_item(holder, entry))
        if isinstance(item, Mapping) and len(item.entries) > 1:
            return remove_entry(document, item, entry) if entry is not item.entries[0] else ()
        node = item
    if isinstance(holder, Mapping | Sequence) and holder.flow:
        parts = holder.entries if isinstance(holder, Mapping) else holder.items
        before = parts[bisect_left(parts, node.span.start, key=lambda part: part.span.start) - 1]
        return (Edit(Span(before.span.end, node.span.end), ""),)
    first, last = document.lines.line_at(node.span.start), document.lines.line_at(node.span.end)
    lead = document.text[first.start : node.span.start]
    if lead.strip(" -") or (isinstance(holder, Mapping) and lead.strip()):
        return ()
    rest = document.text[node.span.end : last.end]
    if rest.strip():
        indent, blanks = len(lead) - len(lead.lstrip()), len(rest) - len(rest.lstrip())
        return (Edit(Span(first.start + indent, node.span.end + blanks), ""),)
    return (Edit(_whole_lines(document.text, Span(first.start, last.end)), ""),)


def _item(holder: Sequence, entry: Entry) -> Node:
    """The item of a list form that an entry belongs to; where an alias stands for it, the first such."""
    at = bisect_right(holder.items, entry.span.start, key=lambda item: item.span.start) - 1
    if at >= 0 and entry in tuple(entries(holder.items[at])):
        return holder.items[at]
    return next(item for item in holder.items if entry in tuple(entries(item)))


def split_item(document: Document, item: Mapping) -> tuple[Edit, ...]:
    """Each key of a block item but the first made an item of its own, by a dash in its indentation."""
    if any(is_merge(entry) for entry in item.entries):
        return ()
    dash = _dash(document, item)
    lead = document.text[dash : item.span.start]
    edits: list[Edit] = []
    for entry in item.entries[1:]:
        line = document.lines.line_at(entry.span.start)
        if document.text[line.start : entry.span.start].strip() or entry.span.start - line.start < len(lead):
            return ()
        edits.append(Edit(Span(entry.span.start - len(lead), entry.span.start), lead))
    return tuple(edits)


def _parts(body: Mapping | Sequence) -> list[Part]:
    """The parts that a key can be put beside, also where others are not what they should be."""
    if isinstance(body, Mapping):
        return [Part(entry, entry) for entry in body.entries if isinstance(entry.key, Scalar)]
    return [Part(item, first) for item in body.items if (first := next(entries(item), None))]


def _pair(document: Document, neighbour: Part, key: str, value: str) -> str:
    """`key: value`, quoted and braced as the neighbour is."""
    pair = _key_value(key, value, quoted=document.text.startswith('"', neighbour.entry.key.span.start))
    is_braced = isinstance(neighbour.node, Mapping) and document.text.startswith("{", neighbour.node.span.start)
    return f"{{{pair}}}" if is_braced else pair


def _key_value(key: str, value: str, *, quoted: bool) -> str:
    """`key: value`; with `quoted` both are in double quotes, as in JSON."""
    if not quoted:
        return f"{key}: {value}"
    text = value if value.startswith('"') else json.dumps(value, ensure_ascii=False)
    return f"{json.dumps(key)}: {text}"


def _flow_place(document: Document, neighbour: Node | Entry, text: str, *, ahead: bool) -> Edit:
    """A part put into a flow collection, on a line of its own if its neighbour has one."""
    line = document.lines.line_at(neighbour.span.start)
    lead = document.text[line.start : neighbour.span.start]
    gap = " " if lead.strip() else document.newline + lead
    if ahead:
        return Edit.insert(neighbour.span.start, f"{text},{gap}")
    return Edit.insert(neighbour.span.end, f",{gap}{text}")


def _block_place(document: Document, body: Node, neighbour: Node | Entry, text: str) -> tuple[Edit, ...]:
    """A part put behind another of a block collection, on a line of its own."""
    lead = _lead(document, body, neighbour)
    end = document.lines.line_at(neighbour.span.end).end
    return () if lead is None else (Edit.insert(end, document.newline + lead + text),)


def _head_place(document: Document, entity: Entity, body: Node, neighbour: Node | Entry, text: str) -> tuple[Edit, ...]:
    """A part put first in a block collection: right below the entity's key, above the comments of what was first."""
    lead = _lead(document, body, neighbour)
    end = document.lines.line_at(entity.key.span.end).end
    between = document.lines.line_at(neighbour.span.start).start
    is_clear = end < between and not _WORD.search(COMMENT.sub("", document.text[end:between]))
    return (Edit.insert(end, document.newline + lead + text),) if lead is not None and is_clear else ()


def _lead(document: Document, body: Node, neighbour: Node | Entry) -> str | None:
    """What stands before a new part on its line: indentation, and in a sequence a dash like its neighbour's.

    None where something else stands before the neighbour, such as a tag.
    """
    start, dash = neighbour.span.start, ""
    if isinstance(body, Sequence):
        start = _dash(document, neighbour)
        between = document.text[start + 1 : neighbour.span.start]
        dash = f"-{between}" if between and not between.strip(" ") else "- "
    width = column(document, start)
    return None if document.text[start - width : start].strip(" -") else " " * width + dash


def column(document: Document, offset: int) -> int:
    """How many characters stand before an offset on its line. A byte order mark is none."""
    line = document.lines.line_at(offset).start
    return offset - line - document.text.startswith("\ufeff", line, offset)


def _dash(document: Document, item: Node | Entry) -> int:
    """Where the dash before an item of a block sequence stands."""
    return document.text.rindex("-", 0, max(item.span.start, 1))


def _is_in_flow(document: Document, entity: Entity) -> bool:
    """Whether the top of the entity's document is a flow mapping."""
    tree = tree_at(document, entity.key.span.start)
    return tree is not None and isinstance(tree.root, Mapping) and tree.root.flow


def _whole_lines(text: str, span: Span) -> Span:
    """Lines with the line end behind them, or at the end of the text with the one before them."""
    if behind := _LINE_END.match(text, span.end):
        return Span(span.start, behind.end())
    return Span(len(text[: span.start].removesuffix("\n").removesuffix("\r")), span.end)
