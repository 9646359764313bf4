"""The import law and the manners of the code, read from the code itself: nothing here imports what it judges."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "cim_lsp"
FILES = sorted(PACKAGE.rglob("*.py"))

ORDER = (
    "values", "text", "core_schema", "nodes", "repeats", "syntax", "vocabulary", "conventions", "identifiers",
    "lookalikes", "ages", "versions", "checker", "evaluation", "schema", "guide", "cursor", "plain_lines", "plain",
    "certain", "document", "places", "composition", "symbols", "sections", "summary", "indexes", "cycles", "committed",
    "project", "known", "markdown", "conflicts", "mentions",
    "namesakes", "targets", "schema_places", "faults", "evidence", "diagnostics", "changes", "actions",
    "suppressions", "parts", "scalars", "portable", "skeletons", "editing", "enrolment", "filetypes", "ownership",
    "toml", "configuration", "rules", "analysis", "formatting", "refactoring", "features", "pictures", "files",
    "api", "lsp", "cli", "__init__",
)  # fmt: skip
"""The parts of the package, lowest first. Each imports only what stands before it: reading in this order is enough."""
FACES = ("api", "lsp", "cli")
FLAT = ("rules", "features")
"""Folders whose files know nothing of one another; their `__init__` knows them all."""

DOORS = {
    "ruamel": "syntax.yaml_syntax", "jsonschema": "schema", "referencing": "schema", "uuid6": "identifiers",
    "pygls": "lsp", "lsprotocol": "lsp", "nodesemver": "versions", "tomllib": "toml", "tomli": "toml",
    "platformdirs": "files.store", "attrs": "lsp.deferred",
}  # fmt: skip
"""Each heavy dependency, and the one part, or file of a part, that may import it."""
OUTSIDE = {"io", "os", "socket", "subprocess", "logging", "time", "random", "tempfile", "shutil", "glob"}
"""Modules that reach out of the process; the core imports none of them."""
LEXICAL = {"basename", "splitext"}
"""What of `os.path` looks at a path and at nothing else."""
READERS = {"open", "print", "input", "Path", "__import__"}
"""Names that open, write or find something; the schemas' own module alone opens a file."""
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "monotonic"}

MAX_LINES = 250
MAX_FUNCTION = 40


def name_of(file: Path) -> str:
    """`rules/id_style.py` is rules.id_style, `rules/__init__.py` is rules."""
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def part_of(module: str) -> str:
    return module.partition(".")[0]


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def is_module(*parts: str) -> bool:
    path = PACKAGE.joinpath(*parts)
    return path.is_dir() or path.with_suffix(".py").is_file()


@cache
def imports(file: Path) -> tuple[str, ...]:
    """The full name of every module that a file imports, wherever in the file it does."""
    return tuple(_imports(file))


def _imports(file: Path) -> Iterator[str]:
    package = ("cim_lsp", *file.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = (*(package[: len(package) - node.level + 1] if node.level else ()), *(node.module or "").split("."))
            base = tuple(filter(None, base))
            for alias in node.names:
                inner = base[0] == "cim_lsp" and is_module(*base[1:], alias.name)
                yield ".".join((*base, alias.name) if inner else base)


def own_imports(file: Path) -> Iterator[str]:
    """What a file imports of this package, without the package's name."""
    return (name.removeprefix("cim_lsp.") for name in imports(file) if name.startswith("cim_lsp."))


def core() -> list[Path]:
    return [file for file in FILES if part_of(name_of(file)) not in ("files", *FACES)]


BY_FILE = pytest.mark.parametrize("file", FILES, ids=name_of)
BY_CORE_FILE = pytest.mark.parametrize("file", core(), ids=name_of)


def test_the_order_names_every_part() -> None:
    assert {part_of(name_of(file)) for file in FILES} <= set(ORDER)


@BY_FILE
def test_imports_run_downward(file: Path) -> None:
    own = part_of(name_of(file))
    for other in map(part_of, own_imports(file)):
        assert other == own or ORDER.index(other) < ORDER.index(own), f"{own} imports {other}"


@BY_FILE
def test_faces_never_import_each_other(file: Path) -> None:
    own = part_of(name_of(file))
    known = {"api"} if own == "__init__" else {own}  # the package itself offers what is in api.py
    assert not {part_of(name) for name in own_imports(file)} & set(FACES) - known


@pytest.mark.parametrize("folder", FLAT)
def test_rules_and_features_import_none_of_their_kind(folder: str) -> None:
    for file in (PACKAGE / folder).glob("[!_]*.py"):
        assert [name for name in own_imports(file) if part_of(name) == folder] == [], file


@BY_FILE
def test_nothing_imports_in_a_circle(file: Path) -> None:
    """Within a part too, which the order of the parts doesn't see."""
    known = {name_of(other): other for other in FILES}
    reached: set[str] = set()
    waiting = list(own_imports(file))
    while waiting:
        if (name := waiting.pop()) not in reached:
            reached.add(name)
            waiting += own_imports(known[name]) if name in known else ()
    assert name_of(file) not in reached


@BY_FILE
def test_each_heavy_dependency_has_one_door(file: Path) -> None:
    own = name_of(file)
    for name in map(part_of, imports(file)):
        assert DOORS.get(name, own) in (own, part_of(own)), f"{name} has another door"


@BY_FILE
def test_only_declared_dependencies_are_imported(file: Path) -> None:
    allowed = {*DOORS, *sys.stdlib_module_names, "cim_lsp"}
    assert {part_of(name) for name in imports(file)} <= allowed


@BY_CORE_FILE
def test_the_core_reaches_outside_nowhere(file: Path) -> None:
    """No file but the schemas' own, no clock, no log, no output: all of it comes in as arguments."""
    asked = (imported for imported in imports(file) if imported != "os.path")
    assert not OUTSIDE & {name for imported in asked for name in (imported, part_of(imported))}
    nodes = list(ast.walk(tree_of(file)))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    calls = {ast.unparse(node.func).rpartition(".")[2] for node in nodes if isinstance(node, ast.Call)}
    assert not calls & CLOCKS
    froms = (node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "os.path")
    is_schemas_own = name_of(file) == "schema"
    assert is_schemas_own or {alias.name for node in froms for alias in node.names} <= LEXICAL
    assert not names & READERS - ({"open"} if is_schemas_own else set())


@BY_FILE
def test_a_file_explains_itself_and_is_short(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    docstring = ast.get_docstring(tree_of(file))
    assert docstring
    assert re.search(r"[.:]\Z", docstring.partition("\n\n")[0].strip()), "a docstring begins with a sentence"
    assert len(text.splitlines()) <= MAX_LINES or "Generated by" in docstring


@BY_FILE
def test_functions_are_short(file: Path) -> None:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MAX_FUNCTION, node.name


@BY_FILE
def test_no_file_is_named_after_nothing(file: Path) -> None:
    assert not {"util", "utils", "common", "misc", "manager"} & set(name_of(file).split("."))


@pytest.mark.parametrize(
    "module", [f"cim_lsp{name}" for name in ("", ".cli.validate", ".certain", ".identifiers", ".schema")]
)
def test_a_door_opens_only_when_somebody_walks_through(module: str) -> None:
    """Start-up is what one valid file costs: it pays for no heavy dependency."""
    code = f"import {module}, sys, json; print(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert not set(json.loads(run.stdout)) & {*DOORS, "attr", "attrs", "asyncio"}


def test_one_file_is_judged_without_what_takes_long_to_import(tmp_path: Path) -> None:
    """Values are NamedTuples where a valid file leads: `dataclasses` brings `inspect`, and takes as long as reading."""
    file = tmp_path / "billing.module.yaml"
    file.write_text("module:\n  name: billing\n  id: 01939b5e-2f4c-7a31-9c5d-0242ac120002\n  purpose: Send invoices\n")
    code = f"from cim_lsp.cli.validate import main; import sys; main([{str(file)!r}]); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.startswith("1 file is valid."), run.stdout
    slow = {*DOORS, "dataclasses", "inspect", "json", "subprocess", "tempfile", "argparse"}
    assert not set(run.stdout.split()) & slow


def test_one_faulty_file_pays_for_one_parser_and_no_more(tmp_path: Path) -> None:
    """No jsonschema, and no `dataclasses`: each takes longer to import than the analysis takes."""
    file = tmp_path / "billing.module.yaml"
    file.write_text("module:\n  name: billing\n  id: 1\n  purpose: Send invoices\n  status: nowhere\nevents: [{}]\n")
    code = f"from cim_lsp.cli.validate import main; import sys; main([{str(file)!r}]); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "error[invalid-value]" in run.stdout
    slow = {*DOORS, "dataclasses", "inspect", "pathlib", "subprocess", "tempfile", "argparse"}
    assert set(run.stdout.split()) & slow == {"ruamel"}


def schema(name: str) -> Any:
    return json.loads((ROOT / f"schemas/{name}.schema.json").read_text(encoding="utf-8"))


def entity_keys(kind: str) -> set[str]:
    return set(schema(kind)["$defs"]["keys"]["properties"])


def test_the_words_in_the_code_are_those_of_the_schemas() -> None:
    from cim_lsp.vocabulary import ENTITY_KEYS, REQUIRED, SECTIONS  # noqa: PLC0415 - the rest judges without importing

    assert set(ENTITY_KEYS) == entity_keys("domain") | entity_keys("module")
    assert set(SECTIONS) == set(schema("domain")["properties"]) - {"domain", "$schema"}
    assert set(SECTIONS) == set(schema("module")["properties"]) - {"module", "$schema"}
    assert tuple(schema("common")["$defs"]["complete"]["then"]["required"]) == REQUIRED
    assert len(set(ENTITY_KEYS)) == len(ENTITY_KEYS)
