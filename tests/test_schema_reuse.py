"""Others use the schemas: SchemaStore takes them, they stay as they were released, types are generated from them."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft7Validator

from cim_lsp import parse
from schemas import release

from .npm import HOME, node_modules
from .test_schemas import BUNDLE, CASES, CIM, SCHEMAS, VALID, Schema, accepted, instance, validator

KIT = SCHEMAS / "schemastore" / "src"
STORED: Schema = json.loads((KIT / "schemas/json/cim.json").read_text("utf-8"))
TYPES = SCHEMAS / "types" / "cim.schema.json"
UNCOUNTED = {case for case in CASES if "twice" in case.stem or "thrice" in case.stem}
"""Cases in which a key stands twice in a list form, which SchemaStore's copy doesn't see."""


@pytest.mark.parametrize("script", ["schemas/schemastore.py", "schemas/shapes.py", "docs/reference.py"])
def test_what_is_generated_is_up_to_date(script: str) -> None:
    assert subprocess.run([sys.executable, SCHEMAS.parent / script, "--check"], check=False).returncode == 0


# SchemaStore


def test_ajv_takes_the_kit_in_its_strict_mode() -> None:
    node_modules()
    tests = [*sorted(KIT.glob("test/cim/*.yaml")), *sorted(KIT.glob("negative_test/cim/*.yaml"))]
    request = {"schemas": [STORED], "id": STORED["$id"], "instances": [instance(case) for case in (*CASES, *tests)]}
    command = ["node", HOME / "ajv.mjs"]
    run = subprocess.run(command, input=json.dumps(request), check=True, capture_output=True, text=True)
    verdicts = json.loads(run.stdout)
    assert run.stderr == ""
    assert accepted(verdicts[: len(CASES)]) == VALID | UNCOUNTED
    assert verdicts[len(CASES) :] == [case.parent.parent.name == "test" for case in tests]
    assert "errorMessage" not in json.dumps(STORED), "a keyword that SchemaStore doesn't let strict mode pass"


def test_the_kit_keeps_the_rules_of_schemastore() -> None:
    """As their `cli.js check` has them, which the kit has passed; it can't be had here."""
    entry = json.loads((KIT / "api/json/catalog-entry.json").read_text("utf-8"))
    assert entry["url"] == STORED["$id"] == "https://www.schemastore.org/cim.json"
    for words in (entry["name"], entry["description"]):
        assert words[-1] not in ",. \t-"
        assert "schema" not in words.lower()
    assert len(set(entry["fileMatch"])) == len(entry["fileMatch"])
    assert not any("/" in pattern for pattern in entry["fileMatch"])
    for test in (*KIT.glob("test/cim/*"), *KIT.glob("negative_test/cim/*")):
        assert test.read_text("utf-8").startswith("# yaml-language-server: $schema=../../schemas/json/cim.json\n")


# releases


def test_a_released_schema_never_changes() -> None:
    assert release.changed() == []


def test_a_change_of_a_released_schema_is_noticed(tmp_path: Path) -> None:
    release.record("0.1.0", tmp_path)
    release.record("0.2.0", tmp_path)
    assert release.changed(tmp_path) == []
    with pytest.raises(FileExistsError):
        release.record("0.2.0", tmp_path)
    (tmp_path / "0.1.0/cim.schema.json").write_text("{}")
    (tmp_path / "0.2.0/module.schema.json").unlink()
    (tmp_path / "0.2.0/other.schema.json").write_text("{}")
    assert release.changed(tmp_path) == [
        "0.1.0/cim.schema.json",
        "0.2.0/module.schema.json",
        "0.2.0/other.schema.json",
    ]


def draft_07(schema: Schema) -> Any:
    return Draft7Validator(schema)


def refused_now(bundle: Schema, before: Schema) -> set[Path]:
    """The cases that a schema took when it was released, and this one doesn't."""
    then, now = draft_07(before), draft_07(bundle)
    return {case for case in CASES if then.is_valid(instance(case)) and not now.is_valid(instance(case))}


def test_what_was_valid_stays_valid(tmp_path: Path) -> None:
    for before in release.RELEASED.glob(f"*/{Path(BUNDLE['$id']).name}"):
        released = json.loads(before.read_text("utf-8"))
        assert released["$id"] != BUNDLE["$id"] or refused_now(BUNDLE, released) == set()
    assert refused_now({**BUNDLE, "maxProperties": 1}, BUNDLE), "a stricter schema is found out"


# generated types


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The module that datamodel-code-generator makes, as schemas/README.md says."""
    target = tmp_path_factory.mktemp("types") / "cim.py"
    subprocess.run(
        [
            *(sys.executable, "-m", "datamodel_code_generator", "--input", TYPES, "--input-file-type", "jsonschema"),
            *("--use-schema-description", "--use-field-description", "--output-model-type", "pydantic_v2.BaseModel"),
            *("--target-python-version", "3.10", "--formatters", "ruff-format", "--output", target),
        ],
        check=True,
        capture_output=True,
    )
    spec = importlib.util.spec_from_file_location("generated_cim", target)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_python_types_read_well(models: ModuleType) -> None:
    text = Path(models.__file__ or "").read_text("utf-8")
    assert text.count("\nclass ") == len(json.loads(TYPES.read_text("utf-8"))["definitions"]) + 1
    assert not any(character.isdigit() for name in vars(models) if name[0].isupper() for character in name)
    assert '    """\n    The release this file describes, as a Semantic Version.' in text
    assert set(models.Domain.model_fields) >= {"name", "id", "purpose", "modules"}
    assert models.Module.__doc__.strip().startswith("A part a CIM is composed of")


@pytest.mark.parametrize("case", sorted(VALID), ids=lambda case: case.stem)
def test_python_types_take_what_is_valid(models: ModuleType, case: Path) -> None:
    for found in parse(case.read_text("utf-8")):
        made: Any = getattr(models, found.kind.title()).model_validate(found.fields)
        dumped = made.model_dump(mode="json", exclude_unset=True)
        assert dumped == {key: value for key, value in found.fields.items() if key != "$schema"}


def test_python_types_refuse_what_has_no_purpose(models: ModuleType) -> None:
    with pytest.raises(ValueError, match="purpose"):
        models.Domain.model_validate({"name": "shop", "id": "01939b5e-3a10-7c42-8f6e-5b1d9c0a7e34"})


def test_typescript_types_compile(tmp_path: Path) -> None:
    modules = node_modules()
    made = subprocess.run(
        ["node", modules / "json-schema-to-typescript/dist/src/cli.js", TYPES], check=True, capture_output=True
    )
    (tmp_path / "cim.d.ts").write_bytes(made.stdout)
    (tmp_path / "typed.ts").write_bytes((HOME / "typed.ts").read_bytes())
    flags = ("--strict", "--noEmit", "--target", "es2022", "--module", "nodenext")
    tsc = ["node", modules / "typescript/bin/tsc", *flags, tmp_path / "typed.ts"]
    run = subprocess.run(tsc, check=False, capture_output=True, text=True)
    assert (run.stdout, run.returncode) == ("", 0)
    text = made.stdout.decode()
    assert "export type Reference = string | ReferenceRecord | Requirements;" in text
    assert 'export type Status = "planning" | "template" | ' in text


def test_types_say_less_than_the_schemas() -> None:
    """Whatever is valid in the record form has the shape; a schema of types that refuses it would be of no use."""
    shape = draft_07(json.loads(TYPES.read_text("utf-8")))
    records = [case for case in VALID if isinstance(instance(case), dict) and is_record(instance(case))]
    assert len(records) > len(VALID) / 2
    assert [case for case in records if not shape.is_valid(instance(case))] == []
    assert all(validator(CIM).is_valid(instance(case)) for case in records)


def is_record(value: dict[str, Any]) -> bool:
    return all(not isinstance(value.get(kind), list) for kind in ("domain", "module"))
