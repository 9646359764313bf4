"""What is released works: the wheel and the sdist hold what they should and nothing else, and the commands run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from trove_classifiers import classifiers, deprecated_classifiers

import cim_lsp
from cim_lsp import schema

ROOT = Path(__file__).parent.parent
SHOW = """
import json, cim_lsp
from cim_lsp import schema
ids = sorted(cim_lsp.schema_registry())
print(json.dumps({"location": schema.location(), "ids": ids, "version": cim_lsp.__version__}))
"""


COMMANDS = ("cim-graph", "cim-lsp", "cim-new", "cim-validate")
NOT_PACKAGED = ("__pycache__", ".pyc", ".git/", ".venv", "node_modules", ".vsix", ".DS_Store")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist; the wheel is made from the sdist, as a package index's users have it."""
    target = tmp_path_factory.mktemp("dist")
    run("-m", "build", "--outdir", str(target), str(ROOT), cwd=target)
    (wheel,), (sdist,) = target.glob("*.whl"), target.glob("*.tar.gz")
    return wheel, sdist


@pytest.fixture
def wheel(built: tuple[Path, Path]) -> Path:
    return built[0]


def run(*arguments: str, cwd: Path | None = None) -> str:
    """What Python prints that is run with these arguments; nothing of this repository is on its path."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(arguments: list[str]) -> None:
    run("-m", "pip", "--disable-pip-version-check", *arguments)


def tracked(*folders: str) -> set[str]:
    """The files of these folders that git keeps, or would."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {name for name in said.splitlines() if (ROOT / name).exists()}


def test_twine_has_nothing_to_say(built: tuple[Path, Path]):
    run("-m", "twine", "--no-color", "check", "--strict", *map(str, built))


def test_wheel_holds_the_package_the_schemas_and_what_shells_read(wheel: Path):
    top = f"cim_lsp-{cim_lsp.__version__}"
    names = set(zipfile.ZipFile(wheel).namelist())
    about = {f"{top}.dist-info/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt")}
    schemas = {f"cim_lsp/schemas/{file.name}" for file in (ROOT / "schemas").glob("*.schema.json")}
    share = {f"{top}.data/data/{name}" for name in tracked("share")}
    assert names == {*tracked("cim_lsp"), *schemas, *share, *about, f"{top}.dist-info/licenses/LICENSE"}
    assert {"cim_lsp/py.typed", f"{top}.data/data/share/man/man1/cim-lsp.1"} <= names


def test_sdist_holds_what_builds_and_tests_it(built: tuple[Path, Path]):
    with tarfile.open(built[1]) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    assert {"pyproject.toml", "README.md", "LICENSE", "PKG-INFO"} <= names
    assert tracked("cim_lsp", "schemas", "share", "tests", "docs", "examples") <= names
    assert not [name for name in names if name.startswith("editors/") or any(part in name for part in NOT_PACKAGED)]


def test_metadata(wheel: Path):
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
    about = Parser().parsestr(archive.read(name).decode())
    assert set(about.get_all("Classifier", ())) <= classifiers - set(deprecated_classifiers)
    assert "Typing :: Typed" in about.get_all("Classifier", ())
    assert (about["License-Expression"], about["License-File"]) == ("MIT", "LICENSE")
    assert about["Description-Content-Type"] == "text/markdown"
    assert about["Requires-Python"] == ">=3.10"
    assert about["Keywords"]
    assert {url.partition(",")[0] for url in about.get_all("Project-URL", ())} >= {"Homepage", "Changelog", "Issues"}
    assert about.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")


def test_commands_run_from_a_clean_environment(wheel: Path, tmp_path: Path):
    """In an environment of its own, with its dependencies, far from this repository."""
    home = tmp_path / "venv"
    run("-m", "venv", str(home))
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", str(wheel)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(install, cwd=tmp_path, env=environment, check=True)
    (tmp_path / "cim").mkdir()

    def command(name: str, *arguments: str) -> str:
        words = [str(python.with_name(name)), *arguments]
        done = subprocess.run(words, cwd=tmp_path / "cim", env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    for name in COMMANDS:
        assert command(name, "--version").strip() == f"{name} {cim_lsp.__version__}"
        assert command(name, "--help").startswith(f"usage: {name}")
        for place in ("bash-completion/completions/{}", "fish/vendor_completions.d/{}.fish", "man/man1/{}.1"):
            assert (home / "share" / place.format(name)).is_file()
    command("cim-new", "domain", "workshop", "--purpose", "Keep our customers' vans on the road")
    assert "1 file" in command("cim-validate", "--strict")
    assert "workshop" in command("cim-graph")
    assert command("python", "-c", "import cim_lsp; print(cim_lsp.check_project('.'))").endswith("domain.yaml': ()}\n")


def test_schemas_are_found_in_an_installed_wheel(wheel: Path, tmp_path: Path):
    pip(["install", "--quiet", "--no-deps", "--target", str(tmp_path), str(wheel)])
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{SHOW}"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    shown = json.loads(run.stdout)
    assert shown["location"] == str(tmp_path / "cim_lsp" / "schemas")
    assert shown["ids"] == sorted(schema.schema(name)["$id"] for name in schema.NAMES)
    assert shown["version"] == cim_lsp.__version__


def test_schemas_are_found_in_the_repository():
    assert schema.location() == str(ROOT / "schemas")


def test_schemas_resolve_offline():
    registry = cim_lsp.schema_registry()
    for name in ("cim", "domain", "module"):
        resolver = registry.resolver(base_uri=schema.schema(name)["$id"])
        assert resolver.lookup("common.schema.json#/$defs/uuid7").contents["pattern"]
    assert json.loads(cim_lsp.schema_text("cim.draft-07"))["$schema"] == "http://json-schema.org/draft-07/schema#"
