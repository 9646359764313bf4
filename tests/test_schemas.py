"""The published schemas say what they should, to every validator alike, and explain themselves."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from jsonschema.protocols import Validator
from referencing import Registry
from ruamel.yaml import YAML

from tests.node import yls
from tests.npm import HOME, node_modules

TESTS = Path(__file__).parent
SCHEMAS = TESTS.parent / "schemas"
CASES = sorted((TESTS / "cases/schema").glob("*/*.yaml"))
VALID = {case for case in CASES if case.parent.name == "valid"}

Schema = dict[str, Any]
SOURCES: dict[Path, Schema] = {path: json.loads(path.read_text("utf-8")) for path in sorted(SCHEMAS.glob("*.json"))}
BUNDLE = SOURCES[SCHEMAS / "cim.draft-07.schema.json"]
MODERN = [schema for schema in SOURCES.values() if schema is not BUNDLE]
CIM = SOURCES[SCHEMAS / "cim.schema.json"]
REGISTRY = Registry[Any]().with_contents((schema["$id"], schema) for schema in MODERN)

BY_DRAFT = pytest.mark.parametrize("schema", [CIM, BUNDLE], ids=["2020-12", "draft-07"])


# verdicts: each validator accepts exactly the valid cases


def instance(case: Path) -> Any:
    return YAML(typ="safe", pure=True).load(case)  # pyright: ignore[reportUnknownMemberType]


def accepted(verdicts: Sequence[bool]) -> set[Path]:
    return {case for case, verdict in zip(CASES, verdicts, strict=True) if verdict}


def validator(schema: Schema) -> Validator:
    return Draft7Validator(schema) if schema is BUNDLE else Draft202012Validator(schema, registry=REGISTRY)


@BY_DRAFT
def test_jsonschema(schema: Schema) -> None:
    assert accepted([validator(schema).is_valid(instance(case)) for case in CASES]) == VALID


@pytest.mark.parametrize("kind", ["domain", "module"])
def test_each_kind_by_itself(kind: str) -> None:
    judge = validator(SOURCES[SCHEMAS / f"{kind}.schema.json"])
    expected = {case for case in VALID if kind in (instance(case) or kind)}
    assert accepted([judge.is_valid(instance(case)) for case in CASES]) == expected


@BY_DRAFT
def test_check_jsonschema(schema: Schema) -> None:
    path = SCHEMAS / Path(schema["$id"]).name
    command = [sys.executable, "-m", "check_jsonschema", "-o", "json", "--base-uri", path.as_uri()]
    run = subprocess.run([*command, "--schemafile", path, *CASES], check=False, capture_output=True, text=True)
    report = json.loads(run.stdout)
    rejected = {Path(error["filename"]) for error in report["errors"]}
    assert not report["parse_errors"]
    assert set(CASES) - rejected == VALID


@BY_DRAFT
def test_ajv(schema: Schema) -> None:
    node_modules()
    request = {
        "schemas": [BUNDLE] if schema is BUNDLE else MODERN,
        "id": schema["$id"],
        # draft-07 has no way to say that a list may go on after its first items, but for saying nothing
        "options": {"strictTuples": schema is not BUNDLE},
        "instances": [instance(case) for case in CASES],
    }
    command = ["node", HOME / "ajv.mjs"]
    run = subprocess.run(command, input=json.dumps(request), check=True, capture_output=True, text=True)
    assert run.stderr == ""
    assert accepted(json.loads(run.stdout)) == VALID


@BY_DRAFT
def test_yaml_language_server(schema: Schema) -> None:
    contents = {source["$id"]: path.read_text("utf-8") for path, source in SOURCES.items()}
    with yls.client(node_modules(), schema["$id"], contents) as server:
        diagnostics = server.diagnostics(CASES)
    assert {case for case in CASES if not diagnostics[case]} == VALID


# the files themselves

BY_FILE = pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)

MAPS = ("properties", "patternProperties", "$defs", "definitions")
LISTS = ("allOf", "anyOf", "oneOf")
SINGLES = ("items", "contains", "additionalProperties", "additionalItems", "propertyNames", "if", "then", "else", "not")


def subschemas(schema: Schema | bool, pointer: str = "") -> Iterator[tuple[str, Schema]]:
    """Yield every subschema that is no boolean, with the pointer to it; examples and other data are not walked."""
    if isinstance(schema, bool):
        return
    yield pointer, schema
    for keyword in schema.keys() & {*SINGLES, *LISTS, *MAPS}:
        value = schema[keyword]
        if keyword in MAPS:
            inner = value.items()
        elif isinstance(value, list):
            inner = enumerate(cast("list[Schema]", value))
        else:
            inner = [("", value)]
        for step, subschema in inner:
            yield from subschemas(subschema, f"{pointer}/{keyword}/{step}".rstrip("/"))


def properties(schema: Schema) -> Iterator[str]:
    """Yield pointers to the properties that say something, the extension point among them."""
    for pointer, _ in subschemas(schema):
        if re.search(r"/(properties|patternProperties)/[^/]+$", pointer):
            yield pointer


def described(uri: str) -> Schema:
    """Return the schema at `uri` with what it refers to, its own words first."""
    schema: Schema = REGISTRY.resolver().lookup(uri).contents
    return {**described(urljoin(uri, schema["$ref"])), **schema} if "$ref" in schema else schema


@BY_FILE
def test_is_a_schema(path: Path) -> None:
    schema = SOURCES[path]
    (Draft7Validator if schema is BUNDLE else Draft202012Validator).check_schema(schema)
    assert schema["$id"] == f"https://cim-lsp.github.io/schemas/v1/{path.name}"


def test_bundle_is_up_to_date() -> None:
    assert subprocess.run([sys.executable, SCHEMAS / "bundle.py", "--check"], check=False).returncode == 0


@pytest.mark.parametrize(
    "uri", sorted(schema["$id"] + "#" + pointer for schema in MODERN for pointer in properties(schema))
)
def test_property_explains_itself(uri: str) -> None:
    words = described(uri)
    for key in ("title", "description", "markdownDescription"):
        assert words[key].strip() == words[key] != ""
    assert words["examples"]
    for example in [*words["examples"], *([words["default"]] if "default" in words else [])]:
        assert validator({"$ref": uri}).is_valid(example), example


def everywhere(keyword: str) -> set[Any]:
    """Return all values of a keyword in the files."""
    return {schema[keyword] for source in SOURCES.values() for _, schema in subschemas(source) if keyword in schema}


@pytest.mark.parametrize("pattern", sorted(everywhere("pattern") | {"^x-"}))
def test_pattern_is_portable(pattern: str) -> None:
    re.compile(pattern)
    assert not re.search(r"\\[dDwWsSbBpPuxk1-9AZ]|\(\?[^:]", pattern), "means different things to different engines"
    assert not pattern.endswith("$") or pattern.startswith("^")


UNITS = ["1", "1.", "1 ", " ", "1||", "1 , ", "a", "a.", "a-", "-", "0.0.0-0", "0.0.0-a.", "https:/"]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("pattern", sorted(everywhere("pattern")))
def test_pattern_is_linear(pattern: str, unit: str) -> None:
    start = time.perf_counter()
    for lead in ("", "1.0.0-", "1.0.0+", "https://"):
        re.search(pattern, lead + unit * 5_000 + "!")
    assert time.perf_counter() - start < 1


def test_line_break_slips_past_no_pattern() -> None:
    for source in SOURCES.values():
        for pointer, schema in subschemas(source):
            if schema.get("pattern", "").endswith("$"):
                assert "not" in schema or "maxLength" in schema, pointer


def test_nothing_costs_more_than_the_document_is_long() -> None:
    assert not everywhere("uniqueItems") | everywhere("format")
