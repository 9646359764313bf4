"""Completion, by cases: what is offered at a cursor, in which order, and what the file is once it is chosen.

A case is a text with `$0` where somebody types. Below it stand the first labels that are offered (`#> name, id …`;
without the dots there are no more), labels that may not be there (`#! id`), and, behind `#= label`, the text that
choosing this one leaves, with `$0` where a snippet lets one type on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cim_lsp.features.completion import Item, complete
from cim_lsp.known import Known
from cim_lsp.syntax import parse
from cim_lsp.text import Edit, LineIndex, apply_edits

from .harness import CASES, mint
from .mutants import mutants

FOLDER = CASES / "features/completion"
FILES = sorted(FOLDER.glob("*.yaml"))
ENDINGS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
LEDGER = Known(
    "ledger", "Remember every booking", "1.2.0", "01939b5e-2f4c-7a31-9c5d-0242ac120009", "ledger.module.yaml"
)
KNOWN = {"module": (LEDGER, Known("payments", "Move money")), "domain": (Known("shop", "Sell things"),)}
_PART = re.compile(r"^#(?P<mark>[>!=]) ?(?P<rest>.*)\n", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """A case file, taken apart; `chosen` has the text after each choice."""

    path: str
    text: str
    offered: tuple[str, ...]
    is_all: bool
    absent: tuple[str, ...]
    chosen: dict[str, str]


def read(file: Path) -> Case:
    text = file.read_text(encoding="utf-8")
    named = re.match(r"#- (\S+)\n", text)
    path = named[1] if named else "billing.module.yaml"
    text = text[named.end() :] if named else text
    parts = list(_PART.finditer(text))
    offered: list[str] = []
    absent: list[str] = []
    chosen: dict[str, str] = {}
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        rest = part["rest"].removesuffix(" …")
        if part["mark"] == "=":
            chosen[rest] = text[part.end() : after.start() if after else len(text)].removesuffix("\n")
        else:
            (offered if part["mark"] == ">" else absent).extend(filter(None, rest.split(", ")))
    is_all = not any(part["mark"] == ">" and part["rest"].endswith("…") for part in parts)
    return Case(path, text[: parts[0].start()].removesuffix("\n"), tuple(offered), is_all, tuple(absent), chosen)


def offered(text: str, path: str = "billing.module.yaml") -> dict[str, Item]:
    """What is offered at the `$0` of a text, by label."""
    offset = text.index("$0")
    fresh = mint()
    lines = LineIndex(text[:offset] + text[offset + 2 :])
    items = complete(path, lines, offset, lambda: next(fresh), lambda kind: KNOWN[kind])
    return {item.label: item for item in items}


def accepted(text: str, item: Item) -> str:
    """The text once an item has been chosen, by an editor that takes snippets."""
    edit = Edit(item.edit.span, item.snippet or item.edit.text)
    return apply_edits(text.replace("$0", ""), (edit, *item.more))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_case(file: Path, ending: str) -> None:
    case = read(file)
    line_end = ENDINGS[ending] if "\n" in case.text else "\n"
    text = case.text.replace("\n", line_end)
    items = offered(text, case.path)
    labels = tuple(items)
    assert (labels if case.is_all else labels[: len(case.offered)]) == case.offered
    assert not set(labels) & set(case.absent)
    for label, after in case.chosen.items():
        assert accepted(text, items[label]) == after.replace("\n", line_end), label


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_snippet_says_what_the_plain_text_says(file: Path) -> None:
    for item in offered(read(file).text).values():
        if item.snippet is not None:
            assert re.sub(r"\\([\\$}])", r"\1", item.snippet.replace("$0", "")) == item.edit.text


@given(st.sampled_from(mutants(5, 300)), st.data())
@settings(max_examples=300)
def test_any_place_of_any_text_is_answered(text: str, data: st.DataObject) -> None:
    """Edits lie on the cursor's line and around it, none overlaps another, and labels are there once."""
    lines, offset = LineIndex(text), data.draw(st.integers(0, len(text)))
    items = complete("case.cim.yaml", lines, offset, lambda: "id", lambda kind: KNOWN[kind])
    for item in items:
        assert item.edit.span.start <= offset <= item.edit.span.end
        assert lines.position(item.edit.span.start)[0] == lines.position(item.edit.span.end)[0]
        apply_edits(text, (item.edit, *item.more))
    assert len({item.label for item in items}) == len(items)


def test_what_is_offered_can_be_parsed() -> None:
    """In a sound file every choice leaves a sound file, and a key stands where it was begun."""
    text = "module:\n  name: billing\n  $0\n  purpose: Send invoices\n"
    for label, item in offered(text).items():
        (tree,) = parse(apply_edits(text.replace("$0", ""), (item.edit, *item.more)))
        assert tree.fault is None, label
