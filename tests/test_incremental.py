"""An edited text has the trees that it has when it is read as a whole, however little of it was read again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from unittest.mock import Mock, patch

import pytest

from cim_lsp.analysis import check
from cim_lsp.diagnostics import Diagnostic
from cim_lsp.document import Document
from cim_lsp.nodes import data, walk
from cim_lsp.project import Project
from cim_lsp.syntax import incremental, parse
from cim_lsp.syntax.incremental import reparse
from tests.harness import NOW
from tests.mutants import PIECES, TEXTS, mutants

STREAMS = 300
EDITS = 20


def edits(seed: int, text: str) -> str:
    """The text with one small change: characters as slips of the hand, or lines gone, doubled or moved."""
    chance = random.Random(seed)
    if chance.random() < 0.2:
        lines = text.splitlines(keepends=True)
        at = chance.randrange(len(lines) + 1)
        return "".join((*lines[:at], chance.choice(lines or [""]), *lines[at + chance.choice((0, 1, 2)) :]))
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice((*PIECES, *"abc", "", "")) + text[at + chance.choice((0, 0, 1, 1, 2, 5)) :]


def streams() -> Iterator[tuple[str, int]]:
    """Texts to be edited, with other line ends and with others behind them, and a seed for each."""
    chance = random.Random(5)
    texts = mutants(5, STREAMS)
    for seed in range(STREAMS):
        text = chance.choice(texts)
        text = f"{text}\n---\n{chance.choice(TEXTS)}" if chance.random() < 0.2 else text
        yield text.replace("\n", chance.choice(("\n", "\n", "\r\n", "\r"))), seed * EDITS


def found(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[object, ...]]:
    return [(it.span, it.severity, it.code, it.message, [fix.title for fix in it.fixes]) for it in diagnostics]


def test_edits_lead_to_the_trees_of_the_whole_text():
    whole = Mock(wraps=parse)
    with patch.object(incremental, "parse", whole):
        for before, seed in streams():
            text, trees = before, parse(before)
            for number in range(EDITS):
                after = edits(seed + number, text)
                edited = reparse(text, trees, after)
                assert edited == parse(after), (text, after)
                if not any(tree.fault for tree in edited):
                    text, trees = after, edited
    assert whole.call_count < STREAMS * EDITS * 0.8, "many of them are read in part"


def test_what_was_found_out_before_an_edit_holds_behind_it():
    for text, seed in streams():
        document = Document.parse("case.cim.yaml", text)
        for number in range(EDITS // 4):
            check(document, NOW, Project.of())
            after = edits(seed + number, document.text)
            edited, whole = document.edited(after), Document.parse("case.cim.yaml", after)
            told = [found(check(each, NOW, Project.of())) for each in (edited, whole)]
            assert told[0] == told[1], (document.text, after)
            values = [[tree.root and data(tree.root) for tree in each.trees] for each in (edited, whole)]
            assert repr(values[0]) == repr(values[1]), (document.text, after)
            document = document if any(tree.fault for tree in edited.trees) else edited


RECORDS = "".join(
    f"  - name: Event{number}\n    about: [a, {{b: c}}]\n    text: |\n      d\n\n" for number in range(30)
)
LONG = f"module:\n  name: a\n  status: pilot\nevents:\n{RECORDS}commands:\n- - b: 'c'\n  - d\nother: |+\n  e\n\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pilot", "pilo"), ("pilot\n", "pilot\n  type: core\n"), ("  status: pilot\n", ""), ("pilot", "pilot # ..."),
        ("name: a", "name:"), ("pilot", "!!str x"), ("Event15", "Event"), ("text: |\n      d", "text: |"),
        ("[a, {b: c}]", "[a,\n      b]"), ("Event29", "'it''s\n\n      me'"), ("    about: [a, {b: c}]\n", ""),
        ("'c'", "c"), ("  - d", "  - "),
    ],
)  # fmt: skip
def test_of_a_long_text_little_is_read(old: str, new: str):
    after = LONG.replace(old, new, 1)
    with patch.object(incremental, "parse") as whole:
        trees = reparse(LONG, parse(LONG), after)
        back = reparse(after, trees, LONG)
    assert not whole.called
    assert trees == parse(after)
    assert back == parse(LONG)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("a:\n  b: &c d\nd: x\ne: *c\n", "x", "xy"),
        ("%TAG ! tag:e,2000:\n---\na: b\nc: !d e\nf: g\n", "e\n", "ee\n"),
        ("a:\n  b: c\nd: e\nf: g\n", "d: e\n", "  d: e\n"),
        ("a: b\nc: d\ne: f\n", "c: d\n", "c: d"),
        ("a: b\nc: d\ne: f\n", "d", "\n---\nd: d"),
        ("a: b\nc: d\ne: f\n", "d", "[d"),
        ("a: b\nc: d\ne: f\n", "d", "'d"),
        ("a: b\nc: d\ne: f\n", "d", "\ufeff"),
        ("a: b\nc: d\ne: f\n", "d", "\x01"),
        ("a: b\n? c\n: d\ne: f\n", "c", "c: 1"),
        ("a:\n- b\n- c\nd: e\n", "c", "c\nf: g"),
        ("a: |+\n  b\n\nc: d\n", "c", "  c"),
        ("a: &x b\nc: d\ne: f\n", "d", "*x"),
        ("a: b\nc: d\n---\ne: &f g\nh: *f\n", "d", "dd"),
        ("a: b\nc: d\n---\ne: 'f\n", "d", "dd"),
        ("a:\n  b: c\n ", "c", "c\n  d"),
        ("a: b\nc: d\ne: f\ng:\n  h\n: i\n", "  h", "?  h"),
    ],
)  # fmt: skip
def test_where_more_than_a_part_matters_all_is_read(text: str, old: str, new: str):
    after = text.replace(old, new, 1)
    assert reparse(text, parse(text), after) == parse(after)


@pytest.mark.parametrize("deep", ["[" * 60 + "]" * 60, "[" * 30 + "]" * 30])
def test_depth_is_counted_from_the_top(deep: str):
    lines = [f"{' ' * depth}k{depth}:" for depth in range(60)]
    text = "\n".join((*lines, *(f"{' ' * 60}l{number}: some words" for number in range(200)), ""))
    after = text.replace("some words", deep, 1)
    expected = parse(after)
    assert reparse(text, parse(text), after) == expected
    assert (expected[0].fault is None) == (len(deep) == 60)


def test_what_only_moves_is_not_made_anew():
    trees = parse(LONG)
    after = LONG.replace("pilot", "pilo")
    (tree,) = reparse(LONG, trees, after)
    (again,) = reparse(after, (tree,), LONG)
    assert tree.root
    assert again.root
    assert trees[0].root
    old, new = (list(walk(root)) for root in (trees[0].root, again.root))
    assert sum(one is other for one, other in zip(old, new, strict=True)) > len(old) - 20
