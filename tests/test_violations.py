"""jsonschema is asked about doubtful items only, and says what it says of the whole: the same violations, in order."""

from __future__ import annotations

import random
from typing import Any
from unittest.mock import patch

import pytest
from jsonschema import Draft202012Validator

from cim_lsp import schema
from cim_lsp.nodes import data
from cim_lsp.schema import Violation, validate
from cim_lsp.syntax import parse
from cim_lsp.vocabulary import KINDS, SECTIONS
from tests.mutants import mutants

MUTANTS = 2000
WHOLE: dict[str, Any] = {
    name: Draft202012Validator(schema.schema(name), registry=schema.registry()) for name in (*KINDS, "cim")
}
VALUES: tuple[Any, ...] = (
    None,
    1,
    "",
    "a",
    [],
    {},
    [1, "a"],
    {"name": "a"},
    {"name": "", "id": 7, "when": [None]},
    {"uid": True},
)


def whole(value: object, name: str) -> tuple[Violation, ...]:
    """What `validate` says where jsonschema gets every item."""
    with patch.object(schema, "_validator", WHOLE.__getitem__):
        return validate(value, name)


@pytest.mark.parametrize("name", WHOLE)
def test_the_doubtful_items_are_all_that_matters(name: str):
    found = 0
    for text in mutants(4, MUTANTS):
        for value in (data(tree.root) for tree in parse(text) if tree.root):
            violations = validate(value, name)
            assert violations == whole(value, name), text
            found += bool(violations)
    assert found > MUTANTS // 4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(40))
def test_a_long_file_has_the_same_violations(kind: str, seed: int):
    chance = random.Random(seed)
    lists = (*SECTIONS, "dependencies", "modules", "keywords")
    body = {key: items(chance) for key in chance.sample(lists, 4)}
    value = {kind: [body] if chance.random() < 0.3 else body, **{key: items(chance) for key in SECTIONS[:2]}}
    violations = validate(value, kind)
    assert violations == whole(value, kind)
    assert violations


def items(chance: random.Random) -> list[Any]:
    """Mostly sound records or words, and something else here and there."""
    sound: tuple[Any, ...] = ("ledger", {"name": "a", "id": "E1"}, {"name": "a", "description": "b"})
    return [chance.choice(VALUES if chance.random() < 0.05 else sound) for _ in range(chance.choice((0, 3, 200)))]
