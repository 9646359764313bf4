"""The states of a file in which somebody types a word: below it nothing yet, the rest there, broken elsewhere, …"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from typing import Literal, get_args

from cim_lsp.nodes import Mapping, Sequence
from cim_lsp.syntax import Tree, parse
from cim_lsp.text import Edit, LineIndex, Span, apply_edits

from .corpus import defined
from .places import Place, holders, place_of
from .points import Point

Context = Literal[
    "below absent", "unclosed", "rest present", "anew", "broken above", "broken below", "CRLF", "astral", "quoted"
]  # fmt: skip
CONTEXTS: tuple[Context, ...] = get_args(Context)
TYPED = (0, 1, 2, 3)
"""How many characters of the word stand there already."""

_COMMENT = re.compile(r"[ \t]+#[^\r\n]*")
_CLOSERS = {"{": "}", "[": "]"}
_ASTRAL = "😀 漢字 🚐"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A text with a cursor behind `typed`, and what makes the text whole again.

    `ideal` is the edit that a perfect item makes. `undo` are the edits to `text`, any of which, made besides, takes
    the breakage out or closes what is open. `place` is where the word then stands.
    """

    point: Point
    context: Context
    typed: str
    text: str
    offset: int
    ideal: Edit
    undo: tuple[Edit, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class _Whole:
    """A sound text and the point in it, moved to where the changes around it have put it."""

    text: str
    tree: Tree
    word: Span
    whole: Span
    place: Place


def applies(point: Point, context: Context) -> bool:
    """Whether a point can be met in a context at all; said without reading the file."""
    if context == "quoted":
        return not point.is_key and not point.quote
    if context == "unclosed":
        return point.form in ("flow", "json")
    if context == "anew":
        return point.is_key
    return not (context == "CRLF" and "\r" in point.source.text)


def scenario(point: Point, context: Context, typed: int) -> Scenario | None:
    """A point as it is met in a context with so many characters typed; None where it can't be."""
    if typed >= len(point.expected):
        return None
    whole = _whole(point, context)
    if whole is None:
        return None
    quote = '"' if context == "quoted" else point.quote
    word = point.expected[:typed]
    if context in ("below absent", "unclosed"):
        return _cut_off(point, context, whole, word) if _is_known(point, whole) else None
    return _in_the_middle(point, context, whole, word, quote)


def _is_known(point: Point, whole: _Whole) -> bool:
    """Whether a name is known where the text ends at the cursor: it stands above, or another file defines it."""
    if point.kind not in ("item", "link"):
        return True
    above = whole.text[: whole.word.start]
    if point.kind == "item":
        return point.expected in (point.source.elsewhere | defined(above))
    return re.search(rf"\b(?:name|id)[\"']?: *[\"']?{re.escape(point.expected)}\b", above) is not None


def _whole(point: Point, context: Context) -> _Whole | None:
    text, word, entry = point.source.text, point.word, point.whole
    if context == "CRLF":
        edits = [Edit(Span(m.start(), m.end()), "\r\n") for m in re.finditer("\n", text)]
    elif context == "astral":
        edits = _astral(point)
    else:
        edits = []
    moved = [Span(_moved(edits, span.start), _moved(edits, span.end)) for span in (word, entry)]
    text = apply_edits(text, edits)
    trees = parse(text)
    place = place_of(trees, moved[0].start)
    if place is None or any(tree.fault for tree in trees):
        return None
    return _Whole(text, trees[place.document], moved[0], moved[1], place)


def _moved(edits: list[Edit], offset: int) -> int:
    """Where an offset is after edits; what is inserted right there comes before it."""
    return offset + sum(len(it.text) - (it.span.end - it.span.start) for it in edits if it.span.end <= offset)


def _astral(point: Point) -> list[Edit]:
    """A comment on the line above, but in JSON; in a flow mapping, an entry of one's own on the same line."""
    text, lines = point.source.text, LineIndex(point.source.text)
    line = lines.line_at(point.whole.start)
    indent = re.match(r" *", line.of(text))
    edits = [Edit.insert(line.start, f"{indent[0] if indent else ''}# {_ASTRAL}\n")] if point.form != "json" else []
    for tree in parse(text):
        around = holders(tree.root, point.word.start) if tree.root else ()
        if around and isinstance(around[-1], Mapping) and text.startswith("{", around[-1].span.start):
            edits.append(Edit.insert(around[-1].span.start + 1, f'"x-note": "{_ASTRAL}", '))
    return edits


def _cut_off(point: Point, context: Context, whole: _Whole, typed: str) -> Scenario:
    """Nothing is there behind the cursor but what an editor has closed by itself, or not even that."""
    root = whole.tree.root
    around = holders(root, whole.word.start) if root else ()
    openers = (whole.text[it.span.start] for it in reversed(around) if it.flow)
    closers = "".join(_CLOSERS.get(opener, "") for opener in openers)
    tail = point.quote + closers
    text = whole.text[: whole.word.start] + typed
    word = Span(whole.word.start, len(text))
    if context == "below absent":
        return Scenario(point, context, typed, text + tail, len(text), _ideal(point, word, True), (), whole.place)
    ideal = Edit(word, point.expected + (f"{point.quote}: " if point.is_key else ""))
    # whether the quote is still to be closed depends on whether the item has done so
    undo = (Edit.insert(len(text), closers), Edit.insert(len(text), tail))
    return Scenario(point, context, typed, text, len(text), ideal, undo, whole.place)


def _ideal(point: Point, word: Span, with_colon: bool) -> Edit:
    colon = ": " if with_colon and point.is_key else ""
    if point.quote and colon:
        return Edit(Span(word.start - 1, word.end + 1), f"{point.quote}{point.expected}{point.quote}{colon}")
    return Edit(word, point.expected + colon)


def _in_the_middle(point: Point, context: Context, whole: _Whole, typed: str, quote: str) -> Scenario | None:
    """The word, or the entry that it begins, is typed anew where it stands; all the rest is there."""
    added = quote if quote != point.quote else ""
    is_anew = point.is_key and context != "rest present"
    end = _entry_end(whole) if is_anew else whole.word.end
    gone = Span(whole.word.start, end)
    left = added + typed + (quote if is_anew else added)
    text = apply_edits(whole.text, [Edit(gone, left)])
    start = gone.start + len(added)
    word = Span(start, start + len(typed))
    made = Scenario(point, context, typed, text, word.end, _ideal(point, word, is_anew), (), whole.place)
    if context in ("broken above", "broken below"):
        return _broken(made, whole, len(left) - (gone.end - gone.start))
    return made


def _entry_end(whole: _Whole) -> int:
    """The end of an entry without the line ends that belong to a block scalar, with the comment behind it."""
    entry = whole.whole.of(whole.text).rstrip("\r\n ")
    end = whole.whole.start + len(entry)
    holder = holders(whole.tree.root, whole.word.start)[-1] if whole.tree.root else None
    comment = None if holder and holder.flow else _COMMENT.match(whole.text, end)
    return comment.end() if comment else end


def _broken(made: Scenario, whole: _Whole, shift: int) -> Scenario | None:
    chance = zlib.crc32(f"{made.point.source.origin}:{made.point.word.start}:{made.context}".encode())
    found = _breakage(whole, made.context == "broken above", chance)
    if found is None:
        return None
    at, piece = found
    if at > whole.word.start:
        return replace(
            made,
            text=apply_edits(made.text, [Edit.insert(at + shift, piece)]),
            undo=(Edit(Span(at + shift, at + shift + len(piece)), ""),),
        )
    by = len(piece)
    span = made.ideal.span
    return replace(
        made,
        text=apply_edits(made.text, [Edit.insert(at, piece)]),
        offset=made.offset + by,
        ideal=Edit(Span(span.start + by, span.end + by), made.ideal.text),
        undo=(Edit(Span(at, at + by), ""),),
    )


def _breakage(whole: _Whole, above: bool, chance: int) -> tuple[int, str] | None:
    """Where a breakage goes, two lines of the same collection away if there are as many, and what it is."""
    root, text = whole.tree.root, whole.text
    around = holders(root, whole.word.start) if root else ()
    newline = "\r\n" if "\r\n" in text else "\n"
    for holder in reversed(around):
        starts = _lines_of(holder, text)
        line = LineIndex(text).line_at(whole.word.start).start
        over, under = [it for it in starts if it[0] <= line], [it for it in starts if it[0] > whole.whole.end]
        near = over[-3:][:1] if above else under[:2][-1:]
        if near:
            at, prefix = near[0]
            return at, _pieces(prefix)[chance % 3] + newline
    if not around:
        return None
    if not around[0].flow:
        return (
            (LineIndex(text).line_at(around[0].span.end).end, newline + _pieces("")[chance % 3]) if not above else None
        )
    inside = around[0].span
    if above:
        return inside.start + 1, ('"x-note": "never closed,', '"x-no" ')[chance % 2] + newline
    return inside.end - 1, (', "x-note": "never closed', ', "x-no": ]')[chance % 2] + newline


def _lines_of(holder: Mapping | Sequence, text: str) -> list[tuple[int, str]]:
    """The lines on which the parts of a block collection begin, and what a new part has before it there."""
    if holder.flow:
        return []
    lines, found = LineIndex(text), list[tuple[int, str]]()
    parts = holder.entries if isinstance(holder, Mapping) else holder.items
    for part in parts:
        line = lines.line_at(part.span.start)
        prefix = text[line.start : part.span.start]
        if re.fullmatch(r" *" if isinstance(holder, Mapping) else r" *- *", prefix):
            found.append((line.start, prefix))
    return found


def _pieces(prefix: str) -> tuple[str, str, str]:
    return f'{prefix}x-note: "never closed', f"{prefix}\tx-note: a tab", f"{prefix}x-no"
