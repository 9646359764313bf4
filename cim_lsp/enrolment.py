"""A module entered in the `modules` of a domain, in the style of what stands there; all else stays byte for byte.

YAML has many ways to write a list, and some leave no place for one more item: an alias, a list that others share
through an anchor, a text that is kept with the empty lines behind it. So what is proposed is read again first, and
given out only where it says what it did before, and the new module besides.
"""

from __future__ import annotations

import json
import re
from typing import cast

from .document import Document, Entity, entity_of
from .editing import STEP, insert_key
from .nodes import Entry, Mapping, Node, Scalar, Sequence, data, entries, resolve
from .portable import portable_text
from .scalars import fill
from .syntax import Tree
from .text import Edit, Span, apply_edits

KEY = "modules"
ANY = '"*"'
"""The range that a mapping gives a module about which nothing more is known."""

_EMPTY = re.compile(rf'(?P<lead>[ -]*)(?P<key>(?P<quote>"?){KEY}"?:) ""(?=(?P<closed>[}}\]])?)')
_DASH = re.compile(r"- +(?=[^\s#&!])")
_GAP = re.compile(r"(?:\s|(?<=\s)#[^\r\n]*)*(?P<comma>,)?")
_DEEP_COMMENT = re.compile(r"(?:\r\n|\r|\n)(?P<indent> *)#[^\r\n]*")


def refers(entity: Entity, *names: str) -> bool:
    """Whether one of the `modules` of a domain is referred to by one of these names or ids."""
    entry = entity.get(KEY)
    value = resolve(entry.value) if entry else None
    if isinstance(value, Mapping):
        return any(entry.name in names for entry in entries(value))
    return isinstance(value, Sequence) and any(not _named(item).isdisjoint(names) for item in value.items)


def enrol(document: Document, entity: Entity, name: str) -> tuple[Edit, ...]:
    """The edits that add a reference to a module, by its name, to the `modules` of a domain.

    No edit where it is there already (`refers`), where the domain can't be read to its end, or where there is no
    place for it.
    """
    if refers(entity, name) or _tree_of(document, entity)[1].fault:
        return ()
    entry = entity.get(KEY)
    edits = _add(document, entity, entry, name) if entry else _begin(document, entity, name)
    return edits if edits and _is_exact(document, entity, edits, name) else ()


def _named(item: Node) -> set[str]:
    """The name and id that a reference gives: a text, a map from a name to a range, or a record."""
    node = resolve(item)
    if isinstance(node, Scalar):
        return {node.text}
    found = {entry.name: resolve(entry.value) for entry in entries(node)}
    if record := {value.text for key in ("name", "id") if isinstance(value := found.get(key), Scalar)}:
        return record
    return set(found) if len(found) == 1 else set()


def _begin(document: Document, entity: Entity, name: str) -> tuple[Edit, ...]:
    """The key put in with an empty text behind it, and the list put in the place of that."""
    body = entity.top.value
    is_flow = isinstance(body, Mapping | Sequence) and body.flow
    return tuple(
        Edit(edit.span, _EMPTY.sub(lambda made: _first(document, made, name, is_flow=is_flow), edit.text))
        for edit in insert_key(document, entity, KEY, '""')
    )


def _first(document: Document, made: re.Match[str], name: str, *, is_flow: bool) -> str:
    """The key of a list and its one item."""
    item = portable_text(name, made["quote"])
    listed = f" [{item}]" if is_flow or made["closed"] else _on_new_line(document, len(made["lead"]), f"- {item}")
    return made["lead"] + made["key"] + listed


def _add(document: Document, entity: Entity, entry: Entry, name: str) -> tuple[Edit, ...]:
    """A reference put behind those that are there."""
    value, style = entry.value, _style(document, entry)
    if isinstance(value, Scalar):
        return _fill(document, entity, entry, portable_text(name, style)) if value.data is None else ()
    if not isinstance(value, Mapping | Sequence):
        return ()
    text = portable_text(name, style) + (f": {ANY}" if isinstance(value, Mapping) else "")
    if not value.flow:
        return (_below(document, value, text),)
    return _in_brackets(document, value, text)


def _style(document: Document, entry: Entry) -> str:
    """The quotes of the last reference; where there is none, those of the key."""
    last = _last(entry.value) or entry.key
    while isinstance(last, Mapping) and last.entries:
        last = last.entries[0].key
    mark = document.text[last.span.start : last.span.start + 1]
    return mark if mark in ("'", '"') else ""


def _last(value: Node) -> Node | None:
    """The last item of a sequence, or the last key of a mapping."""
    if isinstance(value, Mapping):
        return value.entries[-1].key if value.entries else None
    return value.items[-1] if isinstance(value, Sequence) and value.items else None


def _fill(document: Document, entity: Entity, entry: Entry, item: str) -> tuple[Edit, ...]:
    """A list in the place of nothing, or of a null."""
    if _is_in_flow(entity, entry):
        empty = isinstance(entry.value, Scalar) and entry.value.is_empty
        return (fill(document, entry, f"[{item}]") if empty else Edit(entry.value.span, f"[{item}]"),)
    span = entry.value.span
    column = document.lines.position(entry.key.span.start)[1]
    listed = Edit.insert(document.lines.line_at(span.end).end, _on_new_line(document, column, f"- {item}"))
    if span.start == span.end:
        return (listed,)
    return (Edit(Span(len(document.text[: span.start].rstrip(" \t")), span.end), ""), listed)


def _is_in_flow(entity: Entity, entry: Entry) -> bool:
    """Whether the mapping that holds an entry of a domain is in braces."""
    holders = entity.body.items if isinstance(entity.body, Sequence) else (entity.body,)
    found = (node for node in map(resolve, holders) if isinstance(node, Mapping) and entry in node.entries)
    return any(node.flow for node in found)


def _on_new_line(document: Document, column: int, item: str) -> str:
    """The first item of a list, one level deeper than a key in that column."""
    return f"{document.newline}{' ' * column}{STEP}{item}"


def _below(document: Document, value: Mapping | Sequence, text: str) -> Edit:
    """One more line of a block collection, behind the comments that belong to the one before."""
    column = document.lines.position(value.span.start)[1]
    if isinstance(value, Sequence):
        dash = _DASH.match(document.text, value.span.start)
        text = (dash.group() if dash else "- ") + text
    end = document.lines.line_at(value.span.end).end
    while (comment := _DEEP_COMMENT.match(document.text, end)) and len(comment["indent"]) > column:
        end = comment.end()
    return Edit.insert(end, f"{document.newline}{' ' * column}{text}")


def _in_brackets(document: Document, value: Mapping | Sequence, text: str) -> tuple[Edit, ...]:
    """One more part of a flow collection, on a line of its own if the last one has one."""
    parts = value.entries if isinstance(value, Mapping) else value.items
    bracket = value.span.end - 1
    if not parts:
        return (_in_empty_brackets(document, Span(value.span.start + 1, bracket), text),)
    last = parts[-1].span
    line = document.lines.line_at(last.start)
    lead = document.text[line.start : last.start]
    gap = _GAP.match(document.text, last.end, bracket)
    comma = gap["comma"] if gap else None
    if lead.strip():
        return (Edit.insert(gap.end() if gap and comma else last.end, f" {text}," if comma else f", {text}"),)
    end = min(document.lines.line_at(last.end).end, bracket)
    if comma:
        return (Edit.insert(end, f"{document.newline}{lead}{text},"),)
    if end == bracket:
        return (Edit.insert(last.end, f",{document.newline}{lead}{text}"),)
    return (Edit.insert(last.end, ","), Edit.insert(end, f"{document.newline}{lead}{text}"))


def _in_empty_brackets(document: Document, within: Span, text: str) -> Edit:
    """The only part of a flow collection, in the place of blanks or behind the comments that are there."""
    if not within.of(document.text).strip(" "):
        return Edit(within, text)
    lead = document.text[document.lines.line_at(within.end).start : within.end]
    return Edit.insert(within.end, f"{STEP}{text}{document.newline}{lead}")


def _tree_of(document: Document, entity: Entity) -> tuple[int, Tree]:
    """The YAML document of a domain, and its number in the file."""
    trees = enumerate(document.trees)
    return next((number, tree) for number, tree in trees if tree.span.start <= entity.key.span.start < tree.span.end)


def _is_exact(document: Document, entity: Entity, edits: tuple[Edit, ...], name: str) -> bool:
    """Whether a document says after the edits what it said before, and that the domain has the module, and no more.

    The other documents of the file are not touched: it only has to be cut at the same places.
    """
    after = Document.parse(document.path, apply_edits(document.text, edits))
    number, tree = _tree_of(document, entity)
    if len(after.trees) != len(document.trees) or after.trees[number].fault:
        return False
    enrolled = entity_of(after.trees[number].root)
    entry, added = entity.get(KEY), enrolled.get(KEY) if enrolled else None
    if enrolled is None or added is None:
        return False
    expected = _with(data(entry.value) if entry else None, name)
    is_added = _written(data(added.value)) == _written(expected)
    return is_added and _rest(tree, entity) == _rest(after.trees[number], enrolled)


def _with(modules: object, name: str) -> object:
    """What the value of `modules` is to become."""
    if isinstance(modules, dict):
        return {**cast("dict[str, object]", modules), name: json.loads(ANY)}
    return [*cast("list[object]", modules or []), name]


def _written(value: object) -> object:
    """A value as text, in which no number equals another kind of one; the order of keys says nothing."""
    if isinstance(value, dict):
        return {key: repr(each) for key, each in cast("dict[str, object]", value).items()}
    return repr(value)


def _rest(tree: Tree, entity: Entity) -> tuple[object, object]:
    """All that a YAML document says, but for the modules of its domain."""
    top = {entry.name: data(entry.value) for entry in entries(tree.root or entity.body) if entry is not entity.top}
    return _written(top), _written({entry.name: data(entry.value) for entry in entity.entries if entry.name != KEY})
