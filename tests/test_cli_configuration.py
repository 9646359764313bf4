"""`cim-validate` under a configuration: what it judges, how much a finding weighs, and what it says is in force."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cim_lsp import toml
from cim_lsp.cli.validate import main
from tests.commandline import ID, PLACEHOLDER, VALID, WARNING, Output, folder, give_stdin, other, run, write

__all__ = ["folder"]
STYLE = VALID.replace(ID, ID.upper())


def told(capsys: Output) -> list[tuple[str, str, str]]:
    """Path, severity and code of what was found."""
    found: Any = json.loads(capsys.readouterr().out)["diagnostics"]
    return [(each["path"], each["severity"], each["code"]) for each in found]


@pytest.mark.parametrize(
    ("level", "argv", "code"),
    [
        ("off", ["--strict"], 0),
        ("hint", [], 0),
        ("info", ["--strict"], 0),
        ("warning", ["--strict"], 1),
        ("error", [], 1),
    ],
)
def test_a_level_decides_whether_a_run_fails(level: str, argv: list[str], code: int, capsys: Output) -> None:
    write(STYLE)
    write(f'[tool.cim.rules]\nid-style = "{level}"', "pyproject.toml")
    assert main(argv) == code
    assert (f"{level}[id-style]" in capsys.readouterr().out) is (level != "off")
    assert main(["--format", "json", *argv]) == code
    assert told(capsys) == ([("domain.yaml", level, "id-style")] if level != "off" else [])


def test_a_rule_that_is_off_mends_nothing(capsys: Output) -> None:
    path = write(STYLE)
    write('rules.id-style = "off"', ".cim.toml")
    assert main(["--fix"]) == main(["--diff"]) == 0
    assert path.read_text() == STYLE
    assert main(["--isolated", "--fix"]) == 0
    assert path.read_text() == VALID


def test_the_nearest_file_decides(capsys: Output) -> None:
    write(WARNING, "a/domain.yaml")
    write(other(WARNING), "domain.yaml")
    write('[tool.cim.rules]\nweak-purpose = "error"', "pyproject.toml")
    write('rules.weak-purpose = "hint"', "a/.cim.toml")
    assert main(["--format", "json"]) == 1
    assert told(capsys) == [("a/domain.yaml", "hint", "weak-purpose"), ("domain.yaml", "error", "weak-purpose")]


def test_what_is_excluded_is_judged_only_when_it_is_named(capsys: Output) -> None:
    write(PLACEHOLDER, "old/domain.yaml")
    write('exclude = ["old/"]', ".cim.toml")
    assert main([]) == 0
    assert "no CIM files" in capsys.readouterr().err
    assert main(["old/domain.yaml"]) == main(["old"]) == 1
    assert main(["old/domain.yaml", "--force-exclude"]) == main(["old", "--force-exclude"]) == 0
    assert main(["--isolated"]) == 1


def test_what_is_excluded_is_nobody_in_its_project(capsys: Output) -> None:
    write("", ".git/HEAD")
    write(VALID)
    write(VALID, "old/domain.yaml")
    write('exclude = ["old/"]', ".cim.toml")
    assert main(["domain.yaml"]) == main(["."]) == 0
    assert main(["--isolated", "."]) == 1


def test_what_is_included_is_a_cim_file_whatever_its_name(capsys: Output) -> None:
    write(PLACEHOLDER, "cim/a/any.yaml")
    write("domain: {}", "cim/a/notes.txt")
    assert main([]) == 0
    write('include = ["cim/"]', ".cim.toml")
    capsys.readouterr()
    assert main(["--show-files"]) == 0
    assert capsys.readouterr().out == "cim/a/any.yaml\n"
    assert main(["--format", "json"]) == 1
    assert told(capsys) == [("cim/a/any.yaml", "error", "invalid-id")]


def test_a_foreign_file_that_is_included_is_judged(capsys: Output) -> None:
    write("apiVersion: 1\nkind: x\n", "cim.yaml")
    assert main([]) == 0
    write('include = ["cim.yaml"]', ".cim.toml")
    assert main([]) == 1


def test_standard_input_has_the_configuration_of_its_name(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    write('exclude = ["old.domain.yaml"]\nrules.id-style = "error"', ".cim.toml")
    for name, argv, code in (("x", [], 1), ("x", ["--isolated"], 0), ("old", [], 1), ("old", ["--force-exclude"], 0)):
        give_stdin(monkeypatch, STYLE.encode())
        assert main(["-", "--stdin-filename", f"{name}.domain.yaml", *argv]) == code
    give_stdin(monkeypatch, STYLE.encode())
    capsys.readouterr()
    assert main(["-", "--stdin-filename", "old.domain.yaml", "--force-exclude", "--fix"]) == 0
    assert capsys.readouterr().out == STYLE


# a bad configuration

BAD = '[tool.cim]\nexcude = ["x"]\n[tool.cim.rules]\nid-style = "off"\n'


def test_a_bad_configuration_is_told_at_its_place_and_holds_as_far_as_it_is_right(capsys: Output) -> None:
    write(STYLE)
    write(BAD, "pyproject.toml")
    assert main(["--format", "json"]) == 1
    assert told(capsys) == [("pyproject.toml", "error", "bad-configuration")]
    assert main([]) == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "pyproject.toml:2:1: error[bad-configuration] unknown key `excude`; did you mean `exclude`?\n"
    )
    assert main(["--isolated"]) == 0


@pytest.mark.parametrize("argv", [["domain.yaml"], ["--fix"], ["--diff"], ["--show-files"], ["--show-config", "."]])
def test_a_bad_configuration_is_always_told(argv: list[str], capsys: Output) -> None:
    write(VALID)
    write("rules = 1", ".cim.toml")
    assert main(argv) == 1
    output = capsys.readouterr()
    assert "expected a table" in output.out + output.err


def test_a_bad_configuration_is_told_once_and_only_where_it_is_in_force(capsys: Output) -> None:
    write(VALID)
    write(other(VALID), "a/domain.yaml")
    write("x = 1\ny = 2", "a/.cim.toml")
    assert main(["domain.yaml"]) == 0
    capsys.readouterr()
    assert main(["--format", "json"]) == 1
    assert told(capsys) == [("a/.cim.toml", "error", "bad-configuration")] * 2


def test_a_bad_configuration_may_weigh_less(capsys: Output) -> None:
    write(VALID)
    write('x = 1\nrules.bad-configuration = "warning"', ".cim.toml")
    assert main(["--format", "json"]) == 0
    assert told(capsys) == [(".cim.toml", "warning", "bad-configuration")]


# what is in force


def test_show_config_says_who_says_so(capsys: Output) -> None:
    write('[tool.cim]\nexclude = ["old/", "\\u007f"]\n[tool.cim.rules]\nid-style = "off"', "pyproject.toml")
    write('exclude = ["x.*"]\nrules.name-style = "error"', "a/.cim.toml")
    write(VALID, "a/x.domain.yaml")
    assert main(["--show-config", "a/x.domain.yaml"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# excluded")
    lines = out.splitlines()
    for line in (
        '    "old/",  # pyproject.toml',
        '    "x.*",  # a/.cim.toml',
        "include = []  # default",
        'id-style = "off"  # pyproject.toml',
        'name-style = "error"  # a/.cim.toml',
        'invalid-id = "error"  # default',
        'diagnostics.scope = "affected"  # default',
    ):
        assert line in lines
    assert toml.read(out)["exclude"] == ["old/", "\x7f", "x.*"]


def test_what_is_shown_is_a_configuration(capsys: Output) -> None:
    write('include = ["cim/"]\ninlayHints.name = false', ".cim.toml")
    assert main(["--show-config", "."]) == 0
    shown = capsys.readouterr().out
    write(shown, ".cim.toml")
    assert main(["--show-config", "."]) == 0
    assert toml.read(capsys.readouterr().out) == toml.read(shown)
    assert main(["--isolated", "--show-config", "."]) == 0
    assert ".cim.toml" not in capsys.readouterr().out


def test_show_files_lists_what_is_judged(capsys: Output) -> None:
    for name in ("a/domain.yaml", "old/domain.yaml", "values.yaml"):
        write(VALID, name)
    write('exclude = ["old"]', ".cim.toml")
    assert main(["--show-files"]) == 0
    assert main(["--show-files", "old/domain.yaml", "a"]) == 0
    assert capsys.readouterr().out == "a/domain.yaml\nold/domain.yaml\na/domain.yaml\n"


@pytest.mark.parametrize("argv", [["--show-config", "nowhere"], ["--show-files", "-"]])
def test_wrong_usage(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2


@pytest.mark.parametrize("configuration", ["", "[project]\nname = 'x'\n"])
def test_without_a_configuration_nobody_reads_toml(configuration: str, folder: Path) -> None:
    write(VALID)
    if configuration:
        write(configuration, "pyproject.toml")
    assert "tomllib" not in imported(folder)
    write("[tool.cim]", "pyproject.toml")
    assert {"tomllib", "cim_lsp.configuration"} <= (found := imported(folder))
    assert "jsonschema" not in found, "what is right needs no words"


def imported(folder: Path) -> set[str]:
    done = run(PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0, done.stderr
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
