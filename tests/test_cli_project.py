"""`cim-validate` judges each file in the light of its whole project: the files of its repository, or those named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cim_lsp.cli.validate import main
from cim_lsp.files.repositories import NOWHERE, Repositories
from tests.commandline import ROOT, Output, folder, give_stdin, names, write

__all__ = ["folder"]  # a fixture for every test here

HEAVY = ("ruamel", "jsonschema", "referencing", "uuid6", "nodesemver", "cim_lsp.document", "cim_lsp.rules")


def module(name: str, number: int, more: str = "") -> str:
    """A valid module; a higher number means a later id."""
    identity = f"01939b5e-2f4c-7a31-9c5d-{number:012x}"
    return f"module:\n  name: {name}\n  id: {identity}\n  purpose: Do one thing and do it well\n{more}"


def needs(*others: str) -> str:
    return "  dependencies:\n" + "".join(f"    - {other}\n" for other in others)


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(("git", *identity, *arguments), check=True, capture_output=True)


def commit(message: str = "a") -> None:
    git("add", "-A")
    git("commit", "-m", message)


def findings(capsys: Output, *argv: str | Path) -> list[dict[str, Any]]:
    main(["--format", "json", *map(str, argv)])
    return json.loads(capsys.readouterr().out)["diagnostics"]


def said(capsys: Output, *argv: str | Path) -> list[tuple[str, str]]:
    return [(each["path"], each["code"]) for each in findings(capsys, *argv)]


# which files are judged together


def test_one_file_is_judged_in_the_light_of_its_repository(capsys: Output):
    git("init")
    write(module("billing", 1, needs("ledger", "stamps")), "a/billing.module.yaml")
    write(module("ledger", 2), "b/ledger.module.yaml")
    assert said(capsys, "a/billing.module.yaml") == [("a/billing.module.yaml", "unresolved-reference")]
    assert said(capsys, "b") == []


def test_from_a_folder_inside_the_repository(capsys: Output, monkeypatch: pytest.MonkeyPatch):
    git("init")
    write(module("billing", 1, needs("ledger")), "a/billing.module.yaml")
    write(module("ledger", 2), "ledger.module.yaml")
    monkeypatch.chdir("a")
    assert said(capsys) == []


def test_without_a_repository_the_project_is_what_was_named(capsys: Output):
    a = write(module("billing", 1, needs("ledger")), "a/billing.module.yaml")
    b = write(module("ledger", 2), "b/ledger.module.yaml")
    assert said(capsys, a) == [(str(a), "unresolved-reference")]
    assert said(capsys, a, b) == []
    assert said(capsys) == []


def test_two_repositories_never_accuse_one_another(capsys: Output):
    for place in ("a", "b"):
        git("init", place)
        write(module("ledger", 1), f"{place}/ledger.module.yaml")
    write(module("ledger", 1), "ledger.module.yaml")
    assert said(capsys) == []
    write(module("billing", 2, needs("ledger")), "c/billing.module.yaml")
    git("init", "c")
    assert said(capsys) == [("c/billing.module.yaml", "unresolved-reference")]


def test_a_repository_inside_another_is_a_world_of_its_own(capsys: Output):
    git("init")
    git("init", "inner")
    write(module("ledger", 1), "ledger.module.yaml")
    inner = write(module("ledger", 1, needs("billing")), "inner/ledger.module.yaml")
    write(module("billing", 2), "billing.module.yaml")
    assert said(capsys, inner) == [(str(inner), "unresolved-reference")]
    assert said(capsys, "ledger.module.yaml") == []


def test_what_git_ignores_is_no_part_of_the_project(capsys: Output):
    git("init")
    write("build/\n", ".gitignore")
    write(module("ledger", 1), "build/ledger.module.yaml")
    path = write(module("billing", 2, needs("ledger")), "billing.module.yaml")
    assert said(capsys, path) == [(str(path), "unresolved-reference")]


def test_a_home_folder_is_never_walked(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output):
    monkeypatch.setenv("HOME", str(folder))
    git("init")
    write(module("ledger", 1), "ledger.module.yaml")
    path = write(module("billing", 2, needs("ledger")), "work/billing.module.yaml")
    assert Repositories().root_of(str(path.resolve())) == NOWHERE
    assert said(capsys, path) == [(str(path), "unresolved-reference")]


def test_a_link_to_a_folder_leads_to_the_same_files(capsys: Output):
    git("init")
    write(module("ledger", 1), "a/ledger.module.yaml")
    Path("b").symlink_to("a")
    assert said(capsys, "b/ledger.module.yaml", "a") == []


def test_a_link_to_a_file_is_no_copy(capsys: Output):
    write(module("ledger", 1), "a.module.yaml")
    Path("b.module.yaml").symlink_to("a.module.yaml")
    assert said(capsys) == []
    write("module:\n  name: ledger\n  purpose: Do one thing and do it well\n", "a.module.yaml")
    assert main(["--fix"]) == 0
    assert Path("b.module.yaml").is_symlink()


def test_other_files_are_not_reported(capsys: Output):
    git("init")
    write("module: {nmae: x, id: TODO}\n", "broken.module.yaml")
    path = write(module("ledger", 1), "ledger.module.yaml")
    assert main([str(path)]) == 0
    assert capsys.readouterr().out == "1 file is valid.\n"


@pytest.mark.parametrize("content", [b"\xff", b"module: [", b"kind: x\napiVersion: y\nmodule: z\n", b""])
def test_whatever_else_is_in_the_repository(content: bytes, capsys: Output):
    git("init")
    write(content, "domain.yaml")
    path = write(module("ledger", 1), "ledger.module.yaml")
    assert said(capsys, path) == []


def test_where_somebody_cannot_be_read_nobody_is_missed(capsys: Output):
    git("init")
    path = write(module("ledger", 1, needs("billing")), "ledger.module.yaml")
    write("module:\n  purpose: 'Send\n", "billing.module.yaml")
    assert said(capsys, path) == []


# what is told


def test_related_places_carry_their_path(capsys: Output):
    schema = json.loads((ROOT / "schemas/diagnostics.schema.json").read_text("utf-8"))
    write(module("ledger", 1), "b/ledger.module.yaml")
    write(module("ledger", 2), "a/ledger.module.yaml")
    main(["--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert list(Draft202012Validator(schema).iter_errors(found)) == []  # pyright: ignore[reportUnknownMemberType]
    (diagnostic,) = found["diagnostics"]
    assert diagnostic["path"] == "a/ledger.module.yaml"
    assert diagnostic["related"] == [{
        "path": "b/ledger.module.yaml", "line": 2, "column": 9, "end_line": 2, "end_column": 15,
        "message": "the earlier one",
    }]  # fmt: skip


def test_related_places_elsewhere_are_told_in_full(folder: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch):
    git("init")
    write(module("ledger", 1), "b/ledger.module.yaml")
    write(module("ledger", 2), "a/ledger.module.yaml")
    monkeypatch.chdir("a")
    assert findings(capsys)[0]["related"][0]["path"] == str(folder.resolve() / "b/ledger.module.yaml")


def test_a_cycle_is_told_once(capsys: Output):
    write(module("billing", 1, needs("ledger")), "a.module.yaml")
    write(module("ledger", 2, needs("payroll")), "c.module.yaml")
    write(module("payroll", 3, needs("billing")), "b.module.yaml")
    (found,) = findings(capsys)
    assert (found["path"], found["code"], found["line"]) == ("c.module.yaml", "dependency-cycle", 6)
    assert [each["path"] for each in found["related"]] == ["b.module.yaml", "a.module.yaml"]


def test_a_warning_fails_only_strictly():
    write(module("billing", 1, "  dependencies:\n    ledger: ^2.0\n"), "a.module.yaml")
    write(module("ledger", 2, "  version: 1.0.0\n"), "b.module.yaml")
    assert main([]) == 0
    assert main(["--strict"]) == 1


# what git knows


def test_the_file_that_git_knows_longer_is_the_original(capsys: Output):
    git("init")
    write(module("ledger", 1), "z.module.yaml")
    commit()
    write(module("ledger", 1), "a.module.yaml")
    assert said(capsys) == [("a.module.yaml", "duplicate-id")]
    commit()
    write(module("ledger", 1), "m.module.yaml")
    assert said(capsys) == [("a.module.yaml", "duplicate-id"), ("m.module.yaml", "duplicate-id")]


def test_without_git_the_first_path_has_the_original(capsys: Output, monkeypatch: pytest.MonkeyPatch):
    git("init")
    write(module("ledger", 1), "z.module.yaml")
    commit()
    write(module("ledger", 1), "a.module.yaml")
    monkeypatch.setenv("PATH", "")
    assert said(capsys) == [("z.module.yaml", "duplicate-id")]


def test_an_id_that_the_last_commit_has_otherwise(capsys: Output, monkeypatch: pytest.MonkeyPatch):
    git("init")
    text = module("ledger", 1)
    path = write(text, "a/ledger.module.yaml")
    commit()
    assert said(capsys) == []
    for moved in (path, Path("b.module.yaml")):
        path.rename(moved)
        write(module("ledger", 2), str(moved))
        (found,) = findings(capsys)
        assert (found["path"], found["code"], found["line"], found["column"]) == (str(moved), "id-changed", 3, 7)
        assert main([str(moved)]) == 0
        assert main(["--strict", str(moved)]) == 1
        capsys.readouterr()
        path = moved
    give_stdin(monkeypatch, module("ledger", 3).encode())
    assert said(capsys, "--stdin-filename", "b.module.yaml", "-") == [("b.module.yaml", "id-changed")]
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert main(["--fix", "--unsafe-fixes"]) == 0
    assert path.read_text() == text


def test_an_id_of_a_file_that_only_the_configuration_makes_one(capsys: Output):
    git("init")
    write('include = ["parts/*.yaml"]', ".cim.toml")
    write(module("ledger", 1), "parts/ledger.yaml")
    commit()
    assert said(capsys) == []
    write(module("ledger", 2), "parts/ledger.yaml")
    assert said(capsys) == [(str(Path("parts/ledger.yaml")), "id-changed")]


def test_a_copy_with_an_id_of_its_own_is_fine(capsys: Output):
    git("init")
    write(module("ledger", 1), "a.module.yaml")
    write(module("billing", 1), "b.module.yaml")
    commit()
    assert main(["--fix", "--unsafe-fixes"]) == 0
    capsys.readouterr()
    assert said(capsys) == []
    assert Path("a.module.yaml").read_text() == module("ledger", 1)
    assert Path("b.module.yaml").read_text() != module("billing", 1)


# standard input


def test_standard_input_stands_for_its_file(capsys: Output, monkeypatch: pytest.MonkeyPatch):
    git("init")
    write(module("billing", 1, needs("stamps")), "billing.module.yaml")
    write(module("ledger", 2), "ledger.module.yaml")
    give_stdin(monkeypatch, module("billing", 1, needs("ledger")).encode())
    assert said(capsys, "--stdin-filename", "billing.module.yaml", "-") == []
    give_stdin(monkeypatch, module("billing", 2, needs("paper")).encode())
    assert said(capsys, "--stdin-filename", "new/other.module.yaml", "-") == [
        ("new/other.module.yaml", "duplicate-name"),
        ("new/other.module.yaml", "duplicate-id"),
        ("new/other.module.yaml", "unresolved-reference"),
    ]


def test_standard_input_without_a_name_is_alone(capsys: Output, monkeypatch: pytest.MonkeyPatch):
    git("init")
    write(module("ledger", 1), "0.module.yaml")
    give_stdin(monkeypatch, module("ledger", 1, needs("stamps")).encode())
    assert said(capsys, "-") == []


# mending


def test_a_copy_gets_an_id_of_its_own_on_demand(capsys: Output):
    a, b = write(module("ledger", 1), "a.module.yaml"), write(module("billing", 1), "b.module.yaml")
    before = a.read_text()
    assert main(["--fix"]) == 1
    assert b.read_text() == module("billing", 1)
    assert main(["--fix", "--unsafe-fixes"]) == 0
    assert a.read_text() == before
    assert b.read_text() != module("billing", 1)


def test_what_is_mended_in_one_file_counts_in_all(capsys: Output):
    """`billing` refers to a module whose name is misspelt as a key until the run mends it."""
    a = write(module("billing", 1, needs("ledger")), "a.module.yaml")
    write(module("ledger", 2).replace("name", "nmae"), "b.module.yaml")
    assert main(["--diff"]) == 1
    assert main(["--fix"]) == 0
    assert a.read_text() == module("billing", 1, needs("ledger"))


def test_the_difference_is_shown_in_the_light_of_the_project(capsys: Output):
    git("init")
    path = write(module("billing", 1, needs("ledgr")), "a.module.yaml")
    write(module("ledger", 2), "b.module.yaml")
    assert main(["--diff", "--unsafe-fixes", str(path)]) == 1
    assert "+    - ledger\n" in capsys.readouterr().out
    assert names() == [".git", "a.module.yaml", "b.module.yaml"]


# what it costs


def test_a_sound_project_pays_for_nothing_heavy():
    git("init")
    write(module("billing", 1, needs("ledger", "payroll")), "a.module.yaml")
    write(module("ledger", 2, needs("payroll")), "b.module.yaml")
    write(module("payroll", 4), "c/c.module.yaml")
    commit()
    write(module("payroll", 4, "  version: 1.0.0\n"), "c/c.module.yaml")
    code = (
        "import sys; from cim_lsp.cli.validate import main; code = main(sys.argv[1:]); "
        f"print(code, [name for name in {HEAVY!r} if name in sys.modules])"
    )
    for argv in ([], ["a.module.yaml"], ["--fix"]):
        command = (sys.executable, "-c", code, *argv)
        run = subprocess.run(command, check=True, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)})
        assert run.stdout.splitlines()[-1] == "0 []"
