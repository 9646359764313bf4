"""The violations are those that jsonschema finds, at the same places, by the same keywords of the same subschemas.

In its order too, but where that is left to chance: it puts the ranges of a map of requirements into a set.
"""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import groupby
from typing import Any
from unittest.mock import patch

import pytest
from jsonschema import Draft202012Validator

from cim_lsp import schema
from cim_lsp.evaluation import Schemas, UnfamiliarError
from cim_lsp.nodes import data
from cim_lsp.schema import validate
from cim_lsp.syntax import parse
from cim_lsp.vocabulary import KINDS, SECTIONS
from tests.mutants import mutants

MUTANTS = 2000
WHOLE: dict[str, Any] = {
    name: Draft202012Validator(schema.schema(name), registry=schema.registry()) for name in (*KINDS, "cim")
}
RANGE = id(schema.schema("common")["$defs"]["range"])
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


def jsonschemas(value: object, name: str) -> list[tuple[Any, ...]]:
    """The errors of jsonschema as `errors` has them."""
    return settled(
        [(tuple(e.absolute_path), e.validator, id(e.schema), e.instance) for e in WHOLE[name].iter_errors(value)]
    )


def errors(value: object, name: str) -> list[tuple[Any, ...]]:
    """Every error without the help of jsonschema: where, by which keyword of which subschema, in what."""
    found = Schemas(schema.schema, {}).errors(value, name)
    return settled([(error.path, error.keyword, id(error.schema), error.value) for error in found])


def settled(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Errors with those in the ranges of one map in the order of its keys."""
    runs = groupby(found, lambda error: (error[2] == RANGE, error[0][:-1] if error[2] == RANGE else error[0]))
    return [error for _, run in runs for error in sorted(run, key=lambda error: [*map(str, error[0])])]


@pytest.mark.parametrize("name", WHOLE)
def test_the_errors_are_those_of_jsonschema(name: str):
    found = 0
    for text in mutants(4, MUTANTS):
        for value in (data(tree.root) for tree in parse(text) if tree.root):
            known = jsonschemas(value, name)
            assert errors(value, name) == known, text
            found += bool(known)
    assert found > MUTANTS // 4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(40))
def test_a_long_file_has_the_same_violations(kind: str, seed: int):
    chance = random.Random(seed)
    lists = (*SECTIONS, "dependencies", "modules", "keywords")
    body = {key: items(chance) for key in chance.sample(lists, 4)}
    value = {kind: [body] if chance.random() < 0.3 else body, **{key: items(chance) for key in SECTIONS[:2]}}
    assert errors(value, kind) == jsonschemas(value, kind)
    with patch.object(schema, "_schemas", lambda: Schemas(schema.schema, {})):
        asked_of_all = validate(value, kind)
    assert validate(value, kind) == asked_of_all, "what is certainly right needs no other look"
    assert asked_of_all


@pytest.mark.parametrize("said", [{"enum": [1]}, {"type": "integer"}, {"const": 1}, {"uniqueItems": True}])
def test_what_is_unfamiliar_is_for_jsonschema_to_tell(said: dict[str, Any]):
    with pytest.raises(UnfamiliarError):
        list(Schemas({"strange": said}.__getitem__, {}).errors("a", "strange"))


@pytest.mark.parametrize("failure", [UnfamiliarError(), None])
def test_where_there_is_doubt_jsonschema_is_asked(failure: Exception | None):
    """Also where no error is found in what the generated checker rejects: they should agree, and don't."""
    value = {"module": {"name": 1, "status": "nowhere"}, "events": [{}, {"name": "a", "id": "b"}]}
    known = validate(value, "module")
    with patch.object(Schemas, "errors", side_effect=failure, return_value=iter(())):
        assert validate(value, "module") == known


def test_one_faulty_file_is_judged_without_jsonschema():
    text = "import sys; from cim_lsp.schema import validate; print(validate({'module': {}}, 'module'), *sys.modules)"
    run = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("(Violation(")
    assert not {"jsonschema", "referencing"} & set(run.stdout.split())


def items(chance: random.Random) -> list[Any]:
    """Mostly sound records or words, and something else here and there."""
    sound: tuple[Any, ...] = ("ledger", {"name": "a", "id": "E1"}, {"name": "a", "description": "b"})
    return [chance.choice(VALUES if chance.random() < 0.05 else sound) for _ in range(chance.choice((0, 3, 200)))]
