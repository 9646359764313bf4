"""Formatting: `cases/features/formatting/`, where `x.formatted.yaml` is what becomes of `x.yaml`, byte for byte.

A case without it is left as it is. Beyond the cases, on everything that parses and on slips of the hand: what a file
says stays the same, comments stay with what they speak of, and formatting twice is formatting once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from cim_lsp.document import Document, entity_of
from cim_lsp.features import formatting
from cim_lsp.features.formatting import format_document, format_range
from cim_lsp.formatting.key_order import key_order
from cim_lsp.formatting.layout import layout
from cim_lsp.formatting.tokens import tokens
from cim_lsp.nodes import data
from cim_lsp.suppressions import Suppressions
from cim_lsp.text import Edit, LineIndex, Span, apply_edits, split_lines
from tests.harness import CASES, read
from tests.mutants import mutants

FOLDER = CASES / "features/formatting"
FILES = [file for file in sorted(FOLDER.glob("*.yaml")) if not file.stem.endswith(".formatted")]
EXAMPLES = sorted((Path(__file__).parent.parent / "examples").rglob("*.yaml"))
SUITE: dict[str, dict[str, Any]] = json.loads((CASES / "syntax/yaml-test-suite.json").read_text("utf-8"))["cases"]
ENDINGS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
ALL = {
    **{str(file.relative_to(CASES)): file.read_bytes().decode() for file in sorted(CASES.rglob("*.yaml"))},
    **{f"suite/{name}": str(case["yaml"]) for name, case in SUITE.items()},
}
PARTS = 8
MUTANTS = mutants(11, 400)


def document(text: str, path: str = "case.cim.yaml") -> Document:
    return Document.parse(path, text)


def formatted(text: str, path: str = "case.cim.yaml") -> str:
    return apply_edits(text, format_document(document(text, path)))


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "bom"])
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_cases(file: Path, ending: str, bom: str):
    case = read(file)
    other = file.with_name(f"{file.stem}.formatted.yaml")
    expected = other.read_bytes().decode() if other.exists() else case.text
    text = bom + case.text.replace("\n", ENDINGS[ending])
    assert formatted(text, case.path) == bom + expected.replace("\n", ENDINGS[ending])


def test_every_formatted_case_has_its_case():
    assert {file.name.replace(".formatted", "") for file in FOLDER.iterdir()} == {file.name for file in FILES}


def test_json_stays_json():
    case = read(FOLDER / "json.yaml")
    assert json.loads(formatted(case.text, case.path)) == json.loads(case.text)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_the_examples_are_in_their_usual_form(file: Path):
    assert format_document(document(file.read_bytes().decode())) == ()


def values(text: str) -> list[object]:
    """What each YAML document says; the list form, whose items have no order, as a sorted list."""
    found: list[object] = []
    for tree in document(text).trees:
        value: Any = data(tree.root) if tree.root else None
        entity = entity_of(tree.root)
        if entity and entity.form == "list":
            value = {**value, entity.kind: sorted(map(repr, value[entity.kind]))}
        found.append((bool(tree.fault), comparable(value)))
    return found


def comparable(value: object) -> object:
    """The value with its types; NaN, which isn't equal to itself, as a word, and mappings without their order."""
    if isinstance(value, dict):
        return {key: comparable(inner) for key, inner in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [comparable(inner) for inner in cast("list[object]", value)]
    return "nan" if value != value else (value.__class__, value)  # noqa: PLR0124 - only NaN is not itself


def words(text: str) -> list[object]:
    """The tokens of each document in their order, without the blanks between them and the quotes around them."""
    file = document(text)
    found: list[object] = []
    for tree in file.trees:
        known = None if tree.fault else tokens(text, tree.span, tree.root)
        found.append([(token.kind, token.text) for token in known] if known else tree.span.of(text))
    return found


def silenced(text: str) -> Counter[tuple[str, str]]:
    """Each code that an ignore comment names, with the line that it speaks of, blanks and quotes aside."""
    lines = LineIndex(text)
    ignores = Suppressions.of(document(text)).ignores
    return Counter((it.code, bare(lines.line_span(it.line).of(text)) if it.line is not None else "") for it in ignores)


def bare(line: str) -> str:
    """A line without blanks and quotes, and without the comma behind it, which stays where it is."""
    return "".join(line.split()).replace("'", "").replace('"', "").removesuffix(",")


def check_laws(text: str):
    laid_out = apply_edits(text, layout(document(text)))
    assert words(laid_out) == words(text), text
    assert values(laid_out) == values(text), text
    once = formatted(text)
    assert values(once) == values(text), text
    assert sorted(comments(once)) == sorted(comments(text)), text
    assert silenced(once) == silenced(text), text
    assert formatted(once) == once, text


def comments(text: str) -> Iterator[str]:
    for tree in document(text).trees:
        known = None if tree.fault else tokens(text, tree.span, tree.root)
        yield from (token.text for token in known or () if token.kind == "comment")


@pytest.mark.parametrize("name", ALL)
def test_laws_on_every_case(name: str):
    check_laws(ALL[name])


@pytest.mark.parametrize("part", range(PARTS))
def test_laws_on_slips_of_the_hand(part: int):
    for text in MUTANTS[part::PARTS]:
        check_laws(text)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_range_changes_its_lines_alone(part: int):
    for number, text in enumerate(MUTANTS[part::PARTS]):
        start = number * 37 % (len(text) + 1)
        end = min(start + 60, len(text))
        edits = format_range(document(text), Span(start, end))
        first, last = (LineIndex(text).line_at(offset) for offset in (start, end))
        assert all(first.start <= edit.span.start and edit.span.end <= last.end for edit in edits), text
        changed = apply_edits(text, edits)
        assert values(changed) == values(text), text
        assert words(changed) == words(text), text


def in_range(text: str) -> str:
    """The text with its lines between two `#-` comments formatted."""
    lines = split_lines(text)
    first, last = (number for number, line in enumerate(lines) if line.startswith("#-"))
    span = Span(len("".join(lines[: first + 1])), len("".join(lines[:last])) - 1)
    return apply_edits(text, format_range(document(text), span))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:   1\n#-\nb:   2\nc:  3\n#-\nd:   4\n", "a:   1\n#-\nb: 2\nc: 3\n#-\nd:   4\n"),
        ("#-\nmodule:\n    id:  x\n    name: y  \n#-\n", "#-\nmodule:\n  id: x\n  name: y\n#-\n"),
        ("a:\n    b:  1\n#-\n    c:   2  \n#-\n", "a:\n    b:  1\n#-\n    c: 2\n#-\n"),
    ],
    ids=["lines", "no key order", "no indentation of its own"],
)
def test_range(text: str, expected: str):
    assert in_range(text) == expected


@pytest.mark.parametrize("text", ["a:  1\n<<<<<<< x\n=======\n>>>>>>> y\n", "a: {  b\n", ""])
def test_nothing_is_done_to_what_can_not_be_read(text: str):
    assert format_document(document(text)) == ()
    assert format_range(document(text), Span(0, len(text))) == ()


def test_edits_are_small():
    text = "module:\n  name:  a\n  id: b\n"
    assert format_document(document(text)) == (Edit(Span(15, 17), " "),)


@pytest.mark.parametrize("harm", ["b", "# c", "&a "])
def test_the_guard_throws_harm_away(harm: str, monkeypatch: pytest.MonkeyPatch):
    """Neither data, comments nor anchors may change, whatever the layout thinks."""

    def harmful(_: Document) -> tuple[Edit, ...]:
        return (Edit.insert(3, harm),)

    monkeypatch.setattr(formatting, "layout", harmful)
    file = document("a:  1\n")
    assert format_document(file) == ()
    assert format_range(file, Span(0, 1)) == ()


def test_a_file_in_order_is_left_alone():
    file = document("module:\n  name: a\n  id: b\n")
    assert key_order(file, file.trees[0]) == ()
