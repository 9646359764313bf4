"""Make what SchemaStore takes: `schemastore/src`, to be laid over the folder of that name in a clone of it.

python schemas/schemastore.py           write it
python schemas/schemastore.py --check   say whether it is up to date; exit 1 if it is not
"""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias, cast

HERE = Path(__file__).parent
ROOT = HERE.parent
KIT = HERE / "schemastore" / "src"
EXAMPLES = "examples/vehicle-workshop"
VALID, INVALID = "tests/cases/schema/valid", "tests/cases/schema/invalid"

URL = "https://www.schemastore.org/cim.json"
COMMENT = "Generated from the schemas of https://github.com/cim-lsp/cim-lsp; please change those."
ENTRY = {
    "name": "Composable Information Machine",
    "description": "Domains and modules that a Composable Information Machine (CIM) is composed of",
    "fileMatch": [f"*.{kind}.{suffix}" for kind in ("cim", "domain", "module") for suffix in ("yaml", "yml", "json")],
    "url": URL,
}
"""Other programs have files called `module.yaml` or `domain.yaml`, so those names are left to whoever wants them."""
POSITIVE = {
    "domain": f"{EXAMPLES}/domain.yaml",
    "domain-list-form": f"{VALID}/domain-seed.yaml",
    "module": f"{EXAMPLES}/modules/invoicing/invoicing.module.yaml",
    "module-every-key": f"{VALID}/module-every-key.yaml",
    "module-list-form": f"{VALID}/module-list.yaml",
    "module-with-aggregates": f"{EXAMPLES}/modules/work-orders/module.yaml",
}
NEGATIVE = {
    "both-kinds": f"{INVALID}/both-kinds.yaml",
    "id-is-no-uuidv7": f"{INVALID}/domain-id-text.yaml",
    "name-missing": f"{INVALID}/domain-list-without-name.yaml",
    "reference-without-name": f"{INVALID}/dependencies-item-empty-map.yaml",
    "unknown-key": f"{INVALID}/domain-unknown-uuid.yaml",
}

LEFT_OUT = {"errorMessage", "patternErrorMessage"}
"""Words of one editor, which Ajv's strict mode doesn't know. (It knows `defaultSnippets`: SchemaStore tells it.)"""
COUNTS = ("#/definitions/once-", "#/definitions/has-", "#/definitions/no-")
"""What finds a key that stands twice in a list: tuples that are open at their end, which strict mode refuses."""
NAMED_SCHEMAS = {"properties", "patternProperties", "definitions"}

Json: TypeAlias = Any


def files() -> Iterator[tuple[Path, str]]:
    """Every file of the kit, and what is in it."""
    yield KIT / "api/json/catalog-entry.json", text(ENTRY)
    bundle = json.loads((HERE / "cim.draft-07.schema.json").read_text("utf-8"))
    yield KIT / "schemas/json/cim.json", text({**strict(bundle), "$id": URL, "$comment": COMMENT})
    for folder, cases in (("test", POSITIVE), ("negative_test", NEGATIVE)):
        for name, source in cases.items():
            modeline = "# yaml-language-server: $schema=../../schemas/json/cim.json\n"
            yield KIT / folder / "cim" / f"{name}.yaml", modeline + (ROOT / source).read_text("utf-8")


def strict(schema: Json, *, is_map: bool = False) -> Json:
    """A schema, or a map of schemas, without what is not for SchemaStore."""
    if isinstance(schema, list):
        return [strict(each) for each in cast("list[Json]", schema) if not is_count(each)]
    if not isinstance(schema, dict):
        return schema
    if is_count(schema):
        return {}
    kept: dict[str, Json] = {}
    for key, value in cast("dict[str, Json]", schema).items():
        if is_map and not f"#/definitions/{key}".startswith(COUNTS):
            kept[key] = strict(value)
        elif not is_map and key not in LEFT_OUT:
            kept[key] = strict(value, is_map=key in NAMED_SCHEMAS) if key not in {"default", "examples"} else value
    return {key: value for key, value in kept.items() if is_map or key != "allOf" or value}


def is_count(schema: Json) -> bool:
    return isinstance(schema, dict) and str(cast("dict[str, Json]", schema).get("$ref", "")).startswith(COUNTS)


def text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    wanted = dict(files())
    if arguments != ["--check"]:
        shutil.rmtree(KIT, ignore_errors=True)
        for path, content in wanted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        return 0
    found = {path: path.read_text("utf-8") for path in KIT.rglob("*") if path.is_file()}
    if found == wanted:
        return 0
    print(f"{KIT.parent.name} is out of date: run python schemas/schemastore.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
