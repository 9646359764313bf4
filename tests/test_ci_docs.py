"""The recipes of docs/ci.md: each is what its service reads, and calls `cim-validate` as it can be called."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from cim_lsp.cli.arguments import parse
from cim_lsp.cli.parser import FORMATS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
CALLS = re.findall(r"cim-validate((?: (?:--?[a-z-]+|[\w./-]+\b(?!:)))+)", PAGE)
SCHEMAS = {
    ".github/workflows/cim.yml": "vendor.github-workflows",
    ".github/workflows/review.yml": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_service_reads_its_recipe(name: str, tmp_path: Path) -> None:
    file = tmp_path / Path(name).name
    file.write_text(RECIPES[name], encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS[name]]
    more = ["--data-transform", "gitlab-ci"] if "gitlab" in name else []
    checked = subprocess.run([*command, *more, file], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_hook_is_one_of_ours() -> None:
    (repo,) = YAML(typ="safe").load(RECIPES[".pre-commit-config.yaml"])["repos"]  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    ours = YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    assert {hook["id"] for hook in repo["hooks"]} <= {hook["id"] for hook in ours}  # pyright: ignore[reportUnknownVariableType]


@pytest.mark.parametrize("call", CALLS)
def test_a_call_can_be_made(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    parse(call.split())


def test_every_format_has_its_row_and_every_recipe_is_tried() -> None:
    assert {*re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE), "text"} == set(FORMATS)
    assert {*SCHEMAS, ".pre-commit-config.yaml"} == set(RECIPES)
    assert len(CALLS) >= 7
