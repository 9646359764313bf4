"""A new file says what it was asked to say, to every reader, and nothing in it is an error."""

from __future__ import annotations

import json
import string
from typing import Any, Literal

import pytest
import yaml  # YAML 1.1, as PyYAML reads it: pre-commit brings it
from hypothesis import given
from hypothesis import strategies as st

from cim_lsp.analysis import check
from cim_lsp.diagnostics import Severity
from cim_lsp.document import Document, entity_of
from cim_lsp.nodes import data
from cim_lsp.portable import block_text, portable_text
from cim_lsp.skeletons import skeleton
from cim_lsp.vocabulary import KINDS
from tests.commandline import ID
from tests.harness import NOW

Form = Literal["record", "list"]
LIKE_NUMBERS = st.text("0123456789._:-+eExXabTZ ", min_size=1, max_size=12)
LIKE_YAML = st.text(string.ascii_letters + "-?:,[]{}#&*!|>'\"%@`~<= \t\n\r\\", min_size=1, max_size=20)
ODD = st.text("ab \t\n\r\0\x1b\x7f\x80\x85\xa0\xad\u2003\u2028\u2029\ufeff\ufffe\uffff\U0001f690\U0010ffff", min_size=1)
WORDS = st.sampled_from([*"yYnN~=", "yes", "No", "ON", "off", "true", "null", "<<", "---", "...", "1.0", "012", "0o7"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | LIKE_NUMBERS | LIKE_YAML | ODD | WORDS


def old_reading(text: str) -> Any:
    reader: Any = yaml
    return reader.safe_load(text)


@given(TEXTS, st.sampled_from(["", "'", '"']))
def test_every_reader_finds_the_same_text(value: str, style: str) -> None:
    written = portable_text(value, style)
    root = Document.parse("x.yaml", f"key: {written}\n").trees[0].root
    entity = Document.parse("x.yaml", f"domain: {{name: {written}, {written}: 1, list: [{written}]}}\n")
    assert "\n" not in written
    assert root is not None
    assert not entity.trees[0].fault
    assert old_reading(f"key: {written}\n") == {"key": value}
    declared = entity_of(entity.trees[0].root)
    assert declared
    assert (declared.text("name") or ("",))[0] == value
    assert old_reading(f"key: {block_text(value)}\nlist:\n  - {block_text(value)}\n") == {"key": value, "list": [value]}


@pytest.mark.parametrize("character", list("\t\n\0\x1b\x7f\x80\x85\xa0\u2003\u2028\u2029\ufeff\ufffe\uffff"))
def test_what_ends_a_line_or_is_forbidden(character: str) -> None:
    for value in (f"a{character}b", f"a {character} b", f"{character}a", f"a{character}"):
        for text in (portable_text(value), portable_text(value, "'"), block_text(value)):
            root = Document.parse("x.yaml", f"domain: {text}\n").trees[0].root
            assert root
            assert data(root) == old_reading(f"domain: {text}\n") == {"domain": value}


@pytest.mark.parametrize(
    "plain",
    [
        *(
            "CIM",
            "order-management",
            "Yesterday",
            "2nd-floor",
            "0.3.0",
            "a:b",
            "1-2",
            "no-one",
            "x_y",
            "2024-q1",
            "1.x",
        ),
        *("Keep our customers' vans on the road".replace("'", "’"), "Größe", "It is (almost) done!", "50% = half"),
    ],
)
def test_no_quotes_without_need(plain: str) -> None:
    assert portable_text(plain) == plain
    assert block_text(plain) == plain


@pytest.mark.parametrize(
    "plain", ["Keep our customers' vans, all of them", 'The "best" [of] {all}', "(sic)", "C#", "🚐", "é"]
)
def test_fewer_quotes_outside_of_brackets(plain: str) -> None:
    assert block_text(plain) == plain


@pytest.mark.parametrize("quoted", ["yes", "ON", "1.0", "1_000", "1:30", "2024-05-01", "on: x", "#x", "a #b", "", "a:"])
def test_quotes_where_they_are_needed(quoted: str) -> None:
    assert portable_text(quoted) == json.dumps(quoted)
    assert block_text(quoted) == json.dumps(quoted)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("form", ["record", "list"])
@pytest.mark.parametrize("kind", KINDS)
@given(name=TEXTS.filter(str.strip), purpose=TEXTS.filter(str.strip))
def test_a_new_file_says_what_it_was_given(kind: str, form: Form, newline: str, name: str, purpose: str) -> None:
    text = skeleton(kind, name, purpose, ID, form=form, newline=newline, others={"version": "1.0.0"})
    document = Document.parse("domain.yaml", text)
    assert not [each for each in check(document, NOW) if each.severity is Severity.ERROR]
    entity = entity_of(document.trees[0].root)
    assert entity
    assert (entity.kind, entity.form) == (kind, form)
    said = [entity.text(key) for key in ("name", "id", "purpose", "version")]
    assert [each[0] for each in said if each] == [name, ID, purpose, "1.0.0"]


def test_keys_stand_in_their_usual_order() -> None:
    others = {"domain": "workshop", "type": "core", "version": "0.1.0"}
    assert skeleton("module", "billing", "Send bills", ID, form="list", others=others) == (
        "module:\n"
        "  - name: billing\n"
        f"  - id: {ID}\n"
        "  - purpose: Send bills\n"
        "  - version: 0.1.0\n"
        "  - type: core\n"
        "  - domain: workshop\n"
    )
