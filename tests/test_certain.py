"""A quick yes is never wrong: the strict reader, the generated checker and their verdict, held to the real ones.

Over every case file and seeded mutants of them: what the reader takes on, the real parser reads the same; what the
checker accepts, jsonschema accepts, and the other way round; where there is certainly nothing to find, nothing is.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cim_lsp import checker, schema
from cim_lsp.analysis import check
from cim_lsp.certain import is_certainly_fine
from cim_lsp.document import Document
from cim_lsp.nodes import Mapping, data, walk
from cim_lsp.plain import RefusedError, read
from cim_lsp.plain_lines import LINES
from cim_lsp.syntax import parse
from cim_lsp.vocabulary import KINDS
from tests.harness import NOW
from tests.mutants import TEXTS, mutants

ROOT = Path(__file__).parent.parent
MUTANTS = 6000
_BLOCK = re.compile(r"description: *[|>]")
"""A description whose text the strict reader doesn't give, only that it is not blank."""
VALIDATORS: dict[str, Any] = {
    name: Draft202012Validator(schema.schema(name), registry=schema.registry()) for name in KINDS
}


def test_what_is_taken_on_is_read_the_same():
    taken = 0
    for text in mutants(1, MUTANTS):
        try:
            value = read(text)
        except RefusedError:
            continue
        taken += 1
        (tree,) = parse(text)
        assert tree.fault is None, text
        assert tree.root is not None, text
        if not _BLOCK.search(text):
            assert json.dumps(value) == json.dumps(data(tree.root)), text
        mappings = (node for node in walk(tree.root) if isinstance(node, Mapping))
        assert all(len({entry.name for entry in mapping.entries}) == len(mapping.entries) for mapping in mappings), text
    assert taken > MUTANTS // 10


def test_no_more_lines_are_remembered_than_are_worth_it():
    keys = [f"x-key-{number}" for number in range(25_000)]
    assert read("".join(f"{key}: a\n" for key in keys)) == dict.fromkeys(keys, "a")
    assert 0 < len(LINES) <= 10_000


def test_json_is_read_the_same():
    """Objects of nothing but text, made of every case that has no other scalars, and slips of the hand in them."""
    trees = [tree for text in TEXTS for tree in parse(text)]
    values = [data(tree.root) for tree in trees if isinstance(tree.root, Mapping) and not tree.fault]
    texts = [json.dumps(value, indent=indent, ensure_ascii=False) for value in values for indent in (None, 2)]
    taken = 0
    for text in mutants(4, MUTANTS // 2, texts):
        try:
            value = read(text)
        except RefusedError:
            continue
        if text.startswith("{"):
            taken += 1
            (tree,) = parse(text)
            assert tree.fault is None, text
            assert tree.root is not None, text
            assert json.dumps(value) == json.dumps(data(tree.root)), text
            if is_certainly_fine(text, NOW):
                assert check(Document.parse("case.cim.json", text), NOW) == (), text
    assert taken > MUTANTS // 10


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}', '{"a": [null]}', '{"a": {"b": true}}', '{"a": NaN}', '{"a": "b", "a": "c"}', '{"a": "\\u0041"}',
        '{"a"\n: "b"}', '{"<<": {"a": "b"}}', '{"a": "b",}', '{"a": "b"} {}', f'{{"{"a" * 1030}": "b"}}',
        '{"a": ' + "[" * 30 + "]" * 30 + "}", "{" + '"a": {' * 9_999,
    ],
)  # fmt: skip
def test_json_that_may_be_read_in_two_ways_is_refused(text: str):
    with pytest.raises(RefusedError):
        read(text)


def test_the_checker_is_jsonschemas_equal():
    judged = 0
    for text in mutants(2, MUTANTS):
        for tree in parse(text):
            if tree.root and not tree.fault:
                judged += 1
                value: Any = data(tree.root)
                for kind in KINDS:
                    assert getattr(checker, kind)(value) is VALIDATORS[kind].is_valid(value), (kind, value)
    assert judged > MUTANTS // 4


def test_where_nothing_is_certain_to_be_found_nothing_is():
    fine = 0
    for text in mutants(3, MUTANTS):
        if is_certainly_fine(text, NOW):
            fine += 1
            assert check(Document.parse("case.cim.yaml", text), NOW) == (), text
    assert fine > MUTANTS // 50


@pytest.mark.parametrize("header", ["|", ">", "|-", ">+"])
def test_a_block_of_text_is_not_blank(header: str):
    text = f"module:\n  description: {header}\n    some\n\n    words\n  name: a\n"
    assert read(text) == {"module": {"description": "text", "name": "a"}}
    (tree,) = parse(text)
    assert tree.root
    assert "some" in str(data(tree.root))


@pytest.mark.parametrize("blank", ["", "\n", "\n\n"])
@pytest.mark.parametrize("header", ["|", ">", "|-", ">-", "|+", ">+"])
def test_a_block_of_text_is_read_the_same_or_refused(header: str, blank: str):
    refused = 0
    texts = [f"module:\n  purpose: {header}\n    some\n    words # too\n{blank}{last}" for last in ("  name: a\n", "")]
    for text in (*texts, texts[0].replace("words", "  words"), texts[1].removesuffix("\n")):
        (tree,) = parse(text)
        assert tree.root
        try:
            assert read(text) == data(tree.root)
        except RefusedError:
            refused += 1
    assert refused < 4 or (header.endswith("+") and blank)


@pytest.mark.parametrize(
    "text",
    [
        "a:\n- b\n- c: d\n  e:\n  - f\n", "a:\n  - - b\n    - c\n  - d\n", "- a: [b c, 'd', \"e\"]\n  f: {g: h}\n",
        "a: [01939b61-43fd-783d-89b4-b557c10a09da] # b\n", "a: 'b' # c\n# d\n\nb: c:d#e\n", "a: []\nb: ''\nc: ^1.2\n",
    ],
)  # fmt: skip
def test_what_people_write_is_taken_on(text: str):
    (tree,) = parse(text)
    assert tree.root
    assert read(text) == data(tree.root)


@pytest.mark.parametrize(
    "text",
    [
        "a:\n", "- \n", "-\n", "a: b\n  c\n", "a: b\n  - c\n", "- a\n  - b\n", "a: b\n c: d\n", " a: b\nc: d\n", "a\n",
        "a: b\na: c\n", "a: [b, true]\n", "a: {b: c, b: d}\n", "a: 1\n", "a: b: c\n", "a: &b c\n", "a: ~\n",
        "true: a\n",
        "a:\nb: c\n", "- a\nb: c\n", "a: |\n b\n  c", "a: |2\n  b\n", "a: b\n---\n", "a: b\n...\n", "- - \n",
        "a: 'b'c\n",
        "a: |\n  b\n c\n", "a: >\n\n  b\n", "? a\n", "a: [b\n", "\"a\": b\n", "a:  - b\n", "-  - b\n",
        "a: |\n  \n  b\n",
    ],
)  # fmt: skip
def test_what_may_mean_more_is_refused(text: str):
    with pytest.raises(RefusedError):
        read(text)


@pytest.mark.parametrize("text", ["", "a", "- a", "domain", "a: [b", "domain:\n  name: a", "\ud800", "\0"])
def test_doubt_is_no(text: str):
    assert not is_certainly_fine(text, NOW)


def test_the_checker_is_up_to_date():
    run = subprocess.run([sys.executable, ROOT / "schemas" / "checker.py", "--check"], check=False)
    assert run.returncode == 0
