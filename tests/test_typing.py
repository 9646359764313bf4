"""What Enter does: each case is a text with the cursor at `$0`, just behind the line end, and the text afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cim_lsp.cursor.open_lines import opened
from cim_lsp.document import Document
from cim_lsp.features.typing import LINK_LISTS, LISTS, on_type
from cim_lsp.text import LineIndex, apply_edits
from tests.mutants import mutants

SCHEMAS = Path(__file__).parent.parent / "schemas"
MUTANTS = mutants(12, 300)
OPENING = {
    "a domain": ("domain:\n$0", "domain:\n  $0"),
    "a module, and its comment": ("module: # mine\n$0\n", "module: # mine\n  $0\n"),
    "in quotes": ('"module":\n$0', '"module":\n  $0'),
    "indented by the editor already": ("domain:\n  $0", None),
    "indented too far": ("domain:\n      $0\n", "domain:\n  $0\n"),
    "a list of references": ("module:\n  dependencies:\n  $0", "module:\n  dependencies:\n    $0"),
    "in the list form": ("module:\n  - modules:\n  $0", "module:\n  - modules:\n      $0"),
    "a section at the top": ("events:\n$0", "events:\n  $0"),
    "a list in a record": (
        "aggregates:\n  - name: A\n    owns_events:\n    $0",
        "aggregates:\n  - name: A\n    owns_events:\n      $0",
    ),
    "in a broken file": ('a: "b\nc: [\nmodule:\n$0', 'a: "b\nc: [\nmodule:\n  $0'),
    "behind other documents": ("a: |\n  x\n---\ndomain:\n$0\n---\n", "a: |\n  x\n---\ndomain:\n  $0\n---\n"),
    "of a reference to a domain nothing is known": ("module:\n  domain:\n  $0", None),
    "nor of a name": ("module:\n  name:\n  $0", None),
    "nor where a value stands": ("modules: {}\n$0", None),
    "nor before more text": ("domain:\n$0name: x", None),
}
GOING_ON = {
    "the list form": ("domain:\n  - name: x\n$0", "domain:\n  - name: x\n  - $0"),
    "its dashes at the margin": ("domain:\n- name: x\n  $0", "domain:\n- name: x\n- $0"),
    "with comments": (
        "domain: # d\n  # n\n  - name: x # x\n  $0\n  - id: y\n",
        "domain: # d\n  # n\n  - name: x # x\n  - $0\n  - id: y\n",
    ),
    "the second item": ("module:\n  - name: x\n  - id: y\n$0", "module:\n  - name: x\n  - id: y\n  - $0"),
    "references": ("domain:\n  modules:\n    - a\n    $0", "domain:\n  modules:\n    - a\n    - $0"),
    "references with a range": ('  modules:\n    - a: "^1"\n    $0', '  modules:\n    - a: "^1"\n    - $0'),
    "references in the list form": (
        "domain:\n  - modules:\n      - a\n      $0",
        "domain:\n  - modules:\n      - a\n      - $0",
    ),
    "references in braces": ("modules:\n  - {name: a}\n$0", "modules:\n  - {name: a}\n  - $0"),
    "texts": ("  keywords:\n  - a\n$0", "  keywords:\n  - a\n  - $0"),
    "behind a text block": (
        "domain:\n  - description: |\n      a: [\n  - name: x\n$0",
        "domain:\n  - description: |\n      a: [\n  - name: x\n  - $0",
    ),
    "a key with a list in the list form": ("domain:\n  - events:\n$0", "domain:\n  - events:\n      $0"),
    "not a reference's record": ("modules:\n  - name: a\n    $0", None),
    "not a record of a section": ("events:\n  - name: A\n    $0", None),
    "not a list of anything": ("x-list:\n  - a\n$0", None),
    "not a list without a key": ("- a\n$0", None),
    "not behind a mapping": ("domain:\n  name: x\n  $0", None),
    "not where it went on already": ("domain:\n  - name: x\n  - $0", None),
}
ENDING = {
    "the list form": ("domain:\n  - name: x\n  - \n  $0\n", "domain:\n  - name: x\n$0\n"),
    "a list of references": (
        "domain:\n  modules:\n    - a\n    -\n$0\n  name: x\n",
        "domain:\n  modules:\n    - a\n  $0\n  name: x\n",
    ),
    "in the list form": (
        "domain:\n  - modules:\n      - a\n      - \n      $0",
        "domain:\n  - modules:\n      - a\n    $0",
    ),
    "dashes at the margin of their key": ("  modules:\n  - a\n  - \n  $0", "  modules:\n  - a\n  $0"),
    "the only item": ("modules:\n  - \n$0", "modules:\n$0"),
    "a list without a key": ("    - \n    $0", "  $0"),
    "not in a text block": ("a: |\n  - \n  $0", None),
}
INSIDE = {
    "a text block": ("description: |\n  domain:\n$0", None),
    "a text block behind a dash": ("domain:\n  - >-\n    modules:\n    $0", None),
    "a text block with blank lines": ("a: |2\n\n   domain:\n\n  events:\n  $0", None),
    "quotes": ('a: "b\n  domain:\n$0', None),
    "single quotes": ("a: 'b''\n  domain:\n$0", None),
    "brackets": ("a: [\n  domain:\n$0", None),
    "JSON": ('{\n  "domain":\n$0', None),
    "brackets with quotes and comments": ("a: [ # ]\n  ']', {b: c}, \"]\",\n  domain:\n$0", None),
    "a comment": ("# domain:\n$0", None),
    "a comment behind a dash": ("domain:\n  - # name: x\n$0", None),
}
BEHIND = {
    "quotes": ('a: "b\n  c"\ndomain:\n$0', 'a: "b\n  c"\ndomain:\n  $0'),
    "an apostrophe": ("a: don't [\ndomain:\n$0", "a: don't [\ndomain:\n  $0"),
    "brackets": ("a: [\n  {b: c}\n]\ndomain:\n$0", "a: [\n  {b: c}\n]\ndomain:\n  $0"),
    "an anchor": ("a: &b [c]\ndomain:\n$0", "a: &b [c]\ndomain:\n  $0"),
    "a text block": ("a: | # b\n  c\ndomain:\n$0", "a: | # b\n  c\ndomain:\n  $0"),
}
CASES = {
    f"{group}: {name}": case
    for group, cases in {
        "opens": OPENING, "goes on": GOING_ON, "ends": ENDING, "inside": INSIDE, "behind": BEHIND,
    }.items()
    for name, case in cases.items()
}  # fmt: skip


def typed(text: str, character: str = "\n") -> str:
    """The text after Enter, with the cursor at `$0`: behind what an edit put there."""
    offset = text.index("$0")
    bare = text.replace("$0", "")
    edits = on_type(LineIndex(bare), offset, character)
    if not edits:
        return text
    (edit,) = edits
    assert edit.span.start <= offset <= edit.span.end
    return bare[: edit.span.start] + edit.text + "$0" + bare[edit.span.end :]


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "bom"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("name", CASES)
def test_enter(name: str, ending: str, bom: str):
    before, after = (bom + text.replace("\n", ending) for text in (CASES[name][0], CASES[name][1] or CASES[name][0]))
    assert typed(before) == after


def test_other_characters_do_nothing():
    assert typed("domain:\n$0", ":") == "domain:\n$0"


def test_nothing_is_above_the_first_line():
    assert typed("$0") == "$0"


@pytest.mark.parametrize("part", range(4))
def test_it_changes_no_word_and_is_content_with_itself(part: int):
    """At every line of every slip: only blanks and one dash are touched, and never twice."""
    for text in MUTANTS[part::4]:
        document = Document.parse("a.module.yaml", text)
        for start in document.lines.starts:
            edits = on_type(document.lines, start, "\n")
            after = apply_edits(text, edits)
            assert after.replace("-", "").split() == text.replace("-", "").split(), text
            assert abs(after.count("-") - text.count("-")) == len([e for e in edits if "-" in e.span.of(text) + e.text])


@given(st.lists(st.text("ab:-|>[]{}\"' #&!\\\t", max_size=20), max_size=6))
def test_no_line_is_too_odd(lines: list[str]):
    found = opened(lines)
    assert found is None or found.mark in ("|", "[", '"', "'")


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


def test_the_lists_are_those_of_the_schemas():
    """Of all keys of a domain or module but the sections, these take references or texts."""
    common = schema("common")
    found: set[str] = set()
    for kind in ("domain", "module"):
        for key, value in schema(kind)["$defs"]["keys"]["properties"].items():
            reference = common["properties"].get(key, value).get("$ref", "")
            if reference.endswith(("/references", "/texts")):
                found.add(key)
    assert found == set(LISTS)


@pytest.mark.parametrize(
    ("concept", "key"), [("command", LINK_LISTS[0]), *(("aggregate", key) for key in LINK_LISTS[1:])]
)
def test_the_link_lists_are_those_of_the_schemas(concept: str, key: str):
    assert schema("common")["$defs"][concept]["then"]["properties"][key]["$ref"].endswith("/links")
