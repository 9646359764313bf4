"""What other programs import says what the command line says, and `docs/api.md` and the docstrings tell the truth."""

from __future__ import annotations

import dataclasses
import doctest
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cim_lsp
from cim_lsp import api
from tests.harness import CASES, read_all
from tests.mutants import TEXTS, mutants

ROOT = Path(__file__).parent.parent
KEYS = ("code", "severity", "message", "line", "column", "end_line", "end_column")
_EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def cli(folder: Path, *options: str) -> str:
    """What `cim-validate` prints of a folder."""
    command = [sys.executable, "-m", "cim_lsp.cli.validate", *options, str(folder)]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert run.returncode in (0, 1), run.stderr.decode()
    return run.stdout.decode()


def told(found: cim_lsp.Finding) -> tuple[object, ...]:
    place = found.place
    return found.code, found.severity, found.message, place.line, place.column, place.end_line, place.end_column


def told_by_cli(found: dict[str, Any]) -> tuple[object, ...]:
    return tuple(found[key] for key in KEYS)


def compare(folder: Path) -> int:
    """Hold the two together; returns how many findings there are. Both judge the same files, in the same order."""
    verdict = cim_lsp.check_project(folder)
    expected = [
        (str(folder / found["path"]), *told_by_cli(found))
        for found in json.loads(cli(folder, "--format", "json"))["diagnostics"]
    ]
    assert [(path, *told(found)) for path, findings in verdict.items() for found in findings] == expected
    assert set(cli(folder, "--show-files").splitlines()) <= verdict.keys()
    return len(expected)


def test_the_examples_are_judged_as_on_the_command_line():
    verdict = cim_lsp.check_project(ROOT / "examples")
    assert verdict == dict.fromkeys(verdict, ())
    assert compare(ROOT / "examples") == 0


def test_all_cases_are_judged_as_on_the_command_line(tmp_path: Path):
    """All of them in one repository, each in a folder of its own, so that they see one another."""
    for number, file in enumerate(sorted((CASES / "rules").rglob("*.yaml"))):
        for case in read_all(file):
            target = tmp_path / str(number) / case.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(case.text.encode("utf-8", "surrogatepass"))
    (tmp_path / ".git").mkdir()
    assert compare(tmp_path.resolve()) > 500


def test_what_git_ignores_and_a_configuration_says_holds(tmp_path: Path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("ignored/\n")
    (tmp_path / ".cim.toml").write_text('exclude = ["vendor/"]\nrules.invalid-id = "warning"\nrules.no-such = "off"\n')
    for folder in ("ignored", "vendor", "own"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.module.yaml").write_text("module:\n  name: bad\n  id: nothing\n")
    (tmp_path / "own" / "latin.module.yaml").write_bytes(b"module: \xe9\n")
    verdict = cim_lsp.check_project(tmp_path.resolve())
    assert compare(tmp_path.resolve()) > 3
    own = verdict[str(tmp_path.resolve() / "own" / "x.module.yaml")]
    assert ("invalid-id", "warning") in {(found.code, found.severity) for found in own}
    assert not [path for path in verdict if "ignored" in path or "vendor" in path]
    assert [found.code for found in verdict[str(tmp_path.resolve() / ".cim.toml")]] == ["bad-configuration"]


def test_a_folder_that_is_none():
    with pytest.raises(NotADirectoryError, match="no such folder"):
        cim_lsp.check_project(ROOT / "pyproject.toml")


@pytest.mark.parametrize("seed", range(4))
def test_any_text_is_answered_with_plain_values(seed: int):
    for text in mutants(seed, 40, TEXTS[seed::40]):
        findings = cim_lsp.check(text, "x.cim.yaml")
        json.dumps([dataclasses.asdict(found) for found in findings])
        for found in findings:
            assert 0 <= found.place.start <= found.place.end <= len(text)
            for fix in found.fixes:
                assert fix.apply(text) != text
        if not any(fix.is_safe for found in findings for fix in found.fixes):
            assert cim_lsp.fix(text, "x.cim.yaml") == text
        cim_lsp.parse(text)


@given(st.text())
def test_any_characters_are_answered(text: str):
    cim_lsp.check(text)
    cim_lsp.fix(text, unsafe=True)
    assert isinstance(cim_lsp.parse(text), tuple)


def test_somebody_elses_file_gets_no_word():
    text = "module: [unclosed\n"
    assert cim_lsp.check(text, "x.module.yaml")
    foreign = "apiVersion: v1\nkind: Module\nmetadata: {}\n"
    assert cim_lsp.check(foreign, "module.yaml") == ()
    assert cim_lsp.fix(foreign, "module.yaml", unsafe=True) == foreign


def test_unsafe_fixes_are_made_where_they_are_asked_for():
    text = "module:\n  name: billing\n  id: 01a20647-c1b1-49ed-8918-114799f6746e\n  purpose: Send bills to customers\n"
    assert cim_lsp.fix(text) == text
    assert cim_lsp.check(cim_lsp.fix(text, unsafe=True)) == ()


def test_both_forms_and_several_documents_are_parsed_alike():
    record = "domain: {name: a, tags: [1, yes, null]}\n"
    listed = "domain:\n- name: a\n- tags: [1, yes, null]\n"
    first, second = cim_lsp.parse(f"{record}---\n{listed}")
    assert first == second == cim_lsp.Declaration("domain", {"name": "a", "tags": [1, "yes", None]})


def test_what_is_parsed_is_the_callers_own():
    text = "domain: {tags: &t [a], more: *t}\n"
    (found,) = cim_lsp.parse(text)
    tags: Any = found.fields["tags"]
    tags.append("b")
    assert cim_lsp.parse(text)[0].fields["tags"] == ["a"]


def test_docstrings_are_true(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    result = doctest.testmod(api)
    assert result.attempted > 4
    assert result.failed == 0


@pytest.mark.parametrize("example", _EXAMPLE.findall((ROOT / "docs/api.md").read_text(encoding="utf-8")))
def test_the_examples_of_the_page_run(example: str):
    subprocess.run([sys.executable, "-W", "error", "-c", example], cwd=ROOT, check=True)


def test_the_page_has_its_examples_and_names_what_there_is():
    page = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    assert len(_EXAMPLE.findall(page)) == 3
    functions = {name for name in cim_lsp.__all__ if name[0].islower()}
    assert set(re.findall(r"`(\w+)\(", page.partition("| --- |")[2].partition("\n\n")[0])) == functions


def test_everything_public_is_there():
    assert {name for name in cim_lsp.__all__ if getattr(cim_lsp, name) is None} == set()
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        getattr(cim_lsp, "no" + "thing")


def test_the_import_is_cheap():
    code = "import collections, sys; before = set(sys.modules); import cim_lsp; print(*set(sys.modules) - before)"
    run = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) == {"__future__", "cim_lsp", "cim_lsp.values"}
