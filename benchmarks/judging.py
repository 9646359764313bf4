"""Whether a completion item, once accepted, leaves the file that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as Order

from cim_lsp.identifiers import is_uuid7
from cim_lsp.nodes import Mapping, Node, Scalar, Sequence, resolve
from cim_lsp.syntax import parse
from cim_lsp.text import Edit, Span, apply_edits

from .contexts import Scenario
from .places import Step, node_at

_UGLY = re.compile(r""":[ \t]*:(?=\s)|""\w|\w""|''\w|\w''""")
"""A colon or a quote that is there twice."""


def is_right(scenario: Scenario, edits: Order[Edit]) -> bool:
    """Whether the edits put the expected word in its place, break nothing and take nothing away."""
    meant = next(_readings(scenario, (scenario.ideal,)), None)
    return meant is not None and any(meant <= reading for reading in _readings(scenario, edits))


def is_fair(scenario: Scenario) -> bool:
    """Whether a perfect item would be judged right: what is not so has to be left out."""
    return any(True for _ in _readings(scenario, (scenario.ideal,)))


def _readings(scenario: Scenario, edits: Order[Edit]) -> Iterator[frozenset[object]]:
    """What each of the texts says around the place of the word, but for those that are broken or without the word."""
    for text in _results(scenario, edits):
        trees, (*above, last) = parse(text), scenario.place.steps
        if any(tree.fault for tree in trees) or len(_UGLY.findall(text)) > len(_UGLY.findall(scenario.text)):
            continue
        holder = node_at(trees, scenario.place.document, tuple(above))
        if _has_word(scenario, holder, last):
            keys = {entry.name for entry in holder.entries} if isinstance(holder, Mapping) else set[str]()
            yield frozenset({len(trees), *(keys - {last})})


def _has_word(scenario: Scenario, holder: Node | None, last: Step) -> bool:
    """Whether the word is where it was meant to be; a module may be named with its range or without."""
    point, found = scenario.point, None
    if isinstance(holder, Mapping):
        entry = next((entry for entry in holder.entries if entry.name == last), None)
        if scenario.place.is_key:
            return entry is not None
        found = resolve(entry.value) if entry else None
    elif isinstance(holder, Sequence) and isinstance(last, int) and last < len(holder.items):
        found = resolve(holder.items[last])
    elif isinstance(holder, Scalar) and point.kind == "item":
        found = holder
    if isinstance(found, Mapping) and point.kind == "item":
        return [entry.name for entry in found.entries] == [point.expected]
    if not isinstance(found, Scalar):
        return False
    return is_uuid7(found.text) if point.kind == "id" else found.text == point.expected


def _results(scenario: Scenario, edits: Order[Edit]) -> list[str]:
    """The text with the edits made, and each way of making it whole."""
    try:
        result = apply_edits(scenario.text, edits)
    except ValueError:
        return []
    if not scenario.undo:
        return [result]
    moved = [_moved(undo, edits) for undo in scenario.undo]
    return [apply_edits(result, (undo,)) for undo in moved if undo]


def _moved(undo: Edit, edits: Order[Edit]) -> Edit | None:
    """An edit to the text as it is after others; None where one of them touches what it speaks of."""
    shift = 0
    for edit in edits:
        if edit.span.end <= undo.span.start:
            shift += len(edit.text) - (edit.span.end - edit.span.start)
        elif edit.span.start < undo.span.end:
            return None
    return Edit(Span(undo.span.start + shift, undo.span.end + shift), undo.text)
