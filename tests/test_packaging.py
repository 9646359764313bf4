"""What a user installs works: the wheel carries the schemas, both commands, and nothing that it should not."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import cim_lsp
from cim_lsp import schema

ROOT = Path(__file__).parent.parent
SHOW = """
import json, cim_lsp
from cim_lsp import schema
ids = sorted(cim_lsp.schema_registry())
print(json.dumps({"location": str(schema.location()), "ids": ids, "version": cim_lsp.__version__}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    pip(["wheel", "--quiet", "--no-deps", "--wheel-dir", str(target), str(ROOT)])
    (built,) = target.glob("*.whl")
    return built


def pip(arguments: list[str]) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments], check=True)


def test_wheel_holds_package_and_schemas(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"cim_lsp", f"cim_lsp-{cim_lsp.__version__}.dist-info"}
    packaged = {name.removeprefix("cim_lsp/schemas/") for name in names if name.startswith("cim_lsp/schemas/")}
    assert packaged == {file.name for file in (ROOT / "schemas").glob("*.schema.json")}
    assert "cim_lsp/py.typed" in names


def test_wheel_declares_both_commands(wheel: Path):
    archive = zipfile.ZipFile(wheel)
    (entry_points,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
    text = archive.read(entry_points).decode()
    assert "cim-validate = cim_lsp.cli.validate:main" in text
    assert "cim-lsp = cim_lsp.lsp.main:main" in text


def test_schemas_are_found_in_an_installed_wheel(wheel: Path, tmp_path: Path):
    pip(["install", "--quiet", "--no-deps", "--target", str(tmp_path), str(wheel)])
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{SHOW}"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    shown = json.loads(run.stdout)
    assert shown["location"] == str(tmp_path / "cim_lsp" / "schemas")
    assert shown["ids"] == sorted(schema.schema(name)["$id"] for name in schema.NAMES)
    assert shown["version"] == cim_lsp.__version__


def test_schemas_are_found_in_the_repository():
    assert schema.location() == ROOT / "schemas"


def test_schemas_resolve_offline():
    registry = cim_lsp.schema_registry()
    for name in ("cim", "domain", "module"):
        resolver = registry.resolver(base_uri=schema.schema(name)["$id"])
        assert resolver.lookup("common.schema.json#/$defs/uuid7").contents["pattern"]
    assert json.loads(cim_lsp.schema_text("cim.draft-07"))["$schema"] == "http://json-schema.org/draft-07/schema#"
