"""The hooks of `.pre-commit-hooks.yaml`, run by pre-commit itself on real commits."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from cim_lsp.filetypes import is_named
from tests.provide import missing

ROOT = Path(__file__).parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
PRE_COMMIT = (sys.executable, "-m", "pre_commit")
VALID = """\
domain:
  name: workshop
  id: 01939b5e-2f4c-7a31-9c5d-0242ac120002
  purpose: Keep our customers' vans on the road
"""
PLACEHOLDER = VALID.replace("01939b5e-2f4c-7a31-9c5d-0242ac120002", "<some-uuid-v7>")
BROKEN = VALID.replace("  name: workshop\n", "")

Run = Callable[..., subprocess.CompletedProcess[str]]


def runner(folder: Path, home: Path) -> Run:
    """Run a command in a folder; git there knows a user and no other configuration."""
    user = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.org"}
    user |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in user.items()}
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHONPATH"))}
    environment = {**inherited, **user, **nothing, "PRE_COMMIT_HOME": str(home)}

    def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, check=False, cwd=folder, env=environment, capture_output=True, text=True)

    return run


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it has installed: once for all tests."""
    tools = {"git": shutil.which("git"), "pre-commit": find_spec("pre_commit")}
    if lacking := [name for name, found in tools.items() if not found]:
        missing(f"no {' and no '.join(lacking)} to run the hooks")
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture(scope="session")
def hooks(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project as it stands, committed to a repository of its own."""
    copy = tmp_path_factory.mktemp("hooks") / "cim-lsp"
    names = ("cim_lsp", "schemas", "pyproject.toml", "README.md", "LICENSE", MANIFEST.name)
    for source in map(ROOT.joinpath, names):
        if source.is_dir():
            shutil.copytree(source, copy / source.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / source.name)
    run = runner(copy, home)
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "Hooks")):
        assert run("git", *command).returncode == 0
    return copy


@pytest.fixture
def scratch(tmp_path: Path, home: Path) -> Run:
    """Commands in an empty repository."""
    run = runner(tmp_path, home)
    run("git", "init", "-q")
    return run


def configure(run: Run, folder: Path, hooks: Path, hook: str) -> None:
    revision = run("git", "-C", hooks, "rev-parse", "HEAD").stdout.strip()
    configuration = f"repos:\n- repo: {hooks.as_uri()}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n"
    (folder / ".pre-commit-config.yaml").write_text(configuration)
    installed = run(*PRE_COMMIT, "install")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    run("git", "add", "-A")


NAMES = [
    "domain.yaml", "a/module.yml", "cim.json", "x.module.yaml", "a.b.cim.yaml", ".domain.yaml", "a/.cim.yml",
    ".pre-commit-config.yaml", "domain.yaml.txt", "subdomain.yaml", "domains.yaml", "Domain.yaml", "domain.toml",
    "domain.yaml/x", "cim/values.yaml", "xmodule.yml", "module.yaaml",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_hooks_take_the_files_that_are_named_as_cim_files(name: str) -> None:
    manifest: list[dict[str, str]] = YAML(typ="safe").load(MANIFEST)  # pyright: ignore[reportUnknownMemberType]
    for hook in manifest:
        assert bool(re.search(hook["files"], name)) == is_named(name)


def test_manifest_is_one_for_pre_commit(home: Path) -> None:
    assert runner(ROOT, home)(*PRE_COMMIT, "validate-manifest", MANIFEST).returncode == 0


def test_try_repo(scratch: Run, tmp_path: Path, hooks: Path) -> None:
    (tmp_path / "domain.yaml").write_text(BROKEN)
    (tmp_path / "other.yaml").write_text("domain: [this is none of ours\n")
    scratch("git", "add", "-A")
    tried = scratch(*PRE_COMMIT, "try-repo", hooks, "cim-validate", "--all-files")
    assert tried.returncode == 1
    assert "domain.yaml:1:1: error[missing-key]" in tried.stdout
    assert "other.yaml" not in tried.stdout


def test_commit_stops_at_a_broken_file(scratch: Run, tmp_path: Path, hooks: Path) -> None:
    (tmp_path / "domain.yaml").write_text(BROKEN)
    configure(scratch, tmp_path, hooks, "cim-validate")
    stopped = scratch("git", "commit", "-m", "Broken")
    assert stopped.returncode == 1
    assert "domain.yaml:1:1: error[missing-key] domain has no name" in stopped.stdout + stopped.stderr
    (tmp_path / "domain.yaml").write_text(VALID)
    scratch("git", "add", "-A")
    assert scratch("git", "commit", "-m", "Mended").returncode == 0
    assert scratch("git", "log", "--format=%s").stdout == "Mended\n"


def test_fix_hook_mends_a_placeholder(scratch: Run, tmp_path: Path, hooks: Path) -> None:
    (tmp_path / "domain.yaml").write_text(PLACEHOLDER)
    configure(scratch, tmp_path, hooks, "cim-validate-fix")
    stopped = scratch("git", "commit", "-m", "Placeholder")
    assert stopped.returncode == 1
    assert "files were modified by this hook" in stopped.stdout + stopped.stderr
    assert re.search(r"id: [0-9a-f]{8}-[0-9a-f]{4}-7", (tmp_path / "domain.yaml").read_text())
    scratch("git", "add", "-A")
    assert scratch("git", "commit", "-m", "Mended").returncode == 0
