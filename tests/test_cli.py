"""`cim-validate` as people and programs use it: options, what is judged, and exit codes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cim_lsp.cli import examination
from cim_lsp.cli.arguments import Options, parse
from cim_lsp.cli.discovery import Found
from cim_lsp.cli.parser import make_parser
from cim_lsp.cli.validate import main
from cim_lsp.rules import RULES
from tests.commandline import HINT, PLACEHOLDER, ROOT, VALID, WARNING, Output, folder, give_stdin, run, write

__all__ = ["folder"]  # a fixture for every test here


def usage_error(*argv: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


# exit codes


@pytest.mark.parametrize(
    ("text", "plain", "strict"),
    [(VALID, 0, 0), (HINT, 0, 0), (WARNING, 0, 1), (PLACEHOLDER, 1, 1), (b"\xff", 1, 1), ("", 0, 0)],
)
@pytest.mark.parametrize("options", [[], ["--quiet"], ["--statistics"], ["--format", "json"]])
def test_exit_code(text: str | bytes, plain: int, strict: int, options: list[str]) -> None:
    write(text)
    assert (main(options), main([*options, "--strict"])) == (plain, strict)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--nonsense"], "--nonsense"),
        (["--form", "json"], "--form"),
        (["domain.yaml", "gone.yaml", "lost/"], "no such file or folder: 'gone.yaml', 'lost/'"),
        ([""], "no such file or folder: ''"),
        ([f"{letter}.yaml" for letter in "abcdefghijklmnopqrstuvwxyz"], "'i.yaml', 'j.yaml' and 16 more\n"),
        (["-", "domain.yaml"], "standard input"),
        (["--stdin-filename", "x.yaml"], "--stdin-filename"),
        (["--format", "json", "--diff"], "--format json and --diff"),
        (["--diff", "--statistics"], "--diff and --statistics"),
    ],
)
def test_wrong_usage(argv: list[str], words: str, capsys: Output) -> None:
    write(PLACEHOLDER)
    assert usage_error(*argv) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert words in output.err


def test_failure_of_its_own(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    write(PLACEHOLDER)
    monkeypatch.setattr(examination, "check", fail)
    assert main([]) == 2
    assert "domain.yaml could not be judged" in capsys.readouterr().err


def test_interrupt(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    write(PLACEHOLDER)
    monkeypatch.setattr(examination, "check", interrupt)
    assert main([]) == 130
    assert capsys.readouterr().err == ""


# what is judged


def test_folder_without_cim_files(capsys: Output) -> None:
    write("a: 1", "values.yaml")
    assert main([]) == 0
    assert capsys.readouterr() == ("", "cim-validate: no CIM files found\n")


def test_what_is_somebody_elses_is_left_alone_even_when_named(capsys: Output) -> None:
    write("apiVersion: v1\nkind: Service\n")
    assert main(["domain.yaml"]) == main(["--fix", "domain.yaml"]) == 0
    assert "no CIM files" in capsys.readouterr().err


def test_named_file_is_judged_whatever_its_name(capsys: Output) -> None:
    write(PLACEHOLDER, "notes.txt")
    assert main(["notes.txt"]) == 1
    assert capsys.readouterr().out.startswith("notes.txt:3:7: error[invalid-id] ")


def test_modeline(capsys: Output) -> None:
    write("# yaml-language-server: $schema=../schemas/domain.schema.json\n" + PLACEHOLDER, "any.yaml")
    assert main([]) == 1
    assert capsys.readouterr().out.startswith("any.yaml:4:7: error[invalid-id] ")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("domain:\n  näme: x\n".encode("latin-1"), "this is not UTF-8: byte 0xE4 at offset 11, in line 2"),
        (b"a\r\n\rb\n\xc3", "this is not UTF-8: byte 0xC3 at offset 6, in line 4"),
        (VALID.encode("utf-16"), "this is UTF-16; a CIM file is UTF-8"),
        (b"\xfe\xff" + VALID.encode("utf-16-be"), "this is UTF-16; a CIM file is UTF-8"),
        (VALID.encode("utf-32"), "this is UTF-32; a CIM file is UTF-8"),
        (b"\xed\xa0\x80", "this is not UTF-8: byte 0xED at offset 0, in line 1"),
    ],
)
def test_other_encodings_are_one_finding(data: bytes, reason: str, capsys: Output) -> None:
    path = write(data, "a.domain.yaml")
    write(PLACEHOLDER, "b.domain.yaml")
    assert main(["--fix"]) == 1
    output = capsys.readouterr().out
    assert output.startswith(
        f"a.domain.yaml:1:1: error[unreadable-file] {reason}\n\nFixed 1 problem. Found 1 error in 2"
    )
    assert path.read_bytes() == data


def test_what_is_no_regular_file_is_one_finding(capsys: Output) -> None:
    os.mkfifo("domain.yaml")
    Path("gone.cim.yaml").symlink_to("nowhere")
    write(VALID, "x.domain.yaml")
    assert main([]) == 1
    output = capsys.readouterr().out
    assert "domain.yaml:1:1: error[unreadable-file] this is no file, but a named pipe\n" in output
    assert "gone.cim.yaml:1:1: error[unreadable-file] can't be read: no such file or directory\n" in output
    assert output.endswith("Found 2 errors in 3 files.\n")


def test_file_that_vanishes(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    path = write(VALID)
    found = Found({"domain.yaml": None, ".": None})
    monkeypatch.setattr("cim_lsp.cli.discovery.find", lambda *_, **__: path.unlink() or found)  # pyright: ignore
    assert main([]) == 1
    assert "error[unreadable-file] can't be read" in (output := capsys.readouterr().out)
    assert "error[unreadable-file] this is no file, but a folder that can't be listed" in output


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_file_without_permission(capsys: Output) -> None:
    write(VALID).chmod(0)
    assert main([]) == 1
    assert "can't be read: permission denied" in capsys.readouterr().out


# standard input


def test_stdin(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    give_stdin(monkeypatch, PLACEHOLDER.encode())
    assert main(["-"]) == 1
    assert capsys.readouterr().out.startswith("<stdin>:3:7: error[invalid-id]")
    give_stdin(monkeypatch, b"kind: x\napiVersion: y\n")
    assert main(["-", "--stdin-filename", "a/domain.yaml"]) == 0


# explanations


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_explain(rule: Any, capsys: Output) -> None:
    assert main(["--explain", rule.code]) == 0
    output = capsys.readouterr().out
    assert output.startswith(f"# {rule.code}\n\n{rule.summary}")
    assert rule.manual in output


def test_explain_lists_the_rules(capsys: Output) -> None:
    assert main(["--explain"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [rule.code for rule in RULES]


@pytest.mark.parametrize(("code", "words"), [("invalidid", "did you mean invalid-id or"), ("zzz", "--explain alone")])
def test_explain_an_unknown_rule(code: str, words: str, capsys: Output) -> None:
    assert main(["--explain", code]) == 2
    assert words in capsys.readouterr().err


def test_version(capsys: Output) -> None:
    assert main(["--version"]) == 0
    assert re.fullmatch(r"cim-validate \S.*\n", capsys.readouterr().out)


def test_help(capsys: Output) -> None:
    assert usage_error("--help") == 0
    text = capsys.readouterr().out
    assert set(re.findall(r"--[a-z-]+", text)) >= {"--fix", "--diff", "--explain", "--stdin-filename", "--strict"}
    assert "exit codes:" in text


# a process of its own


def test_examples_are_spotless() -> None:
    result = run("--strict", ROOT / "examples")
    assert (result.stdout, result.stderr, result.returncode) == ("All 6 files are valid.\n", "", 0)


def test_broken_pipe() -> None:
    write("domain:\n" + "  nmae: 1\n" * 3000)
    command = f"{sys.executable} -m cim_lsp.cli.validate | head -1; echo ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(["bash", "-c", command], check=False, capture_output=True, text=True, env=environment)
    assert result.stdout.splitlines()[1:] == ["141"]
    assert result.stderr == ""


def test_any_encoding_of_the_terminal() -> None:
    write(VALID.replace("workshop", "Größe—🚐"), os.fsdecode(b"\xff.domain.yaml"))
    for options in ([], ["--format", "json"]):
        result = run(*options, PYTHONIOENCODING="ascii")
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout.isascii()


def test_plain_paths_are_read_as_argparse_reads_them() -> None:
    for argv in ([], ["."], [".", str(write(VALID))]):
        assert parse(argv) == Options(**vars(make_parser().parse_args(argv)))


def test_a_valid_file_by_itself_opens_no_door_that_it_has_no_use_for() -> None:
    path = str(write(VALID))
    script = f"from cim_lsp.cli.validate import main; code = main([{path!r}]); print(code, *sys.modules)"
    command = (sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {script}")
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    code, *modules = result.stdout.splitlines()[-1].split()
    doors = {"argparse", "pathlib", "subprocess", "hashlib", "shutil", "locale", "cim_lsp.nodes", "cim_lsp.rules"}
    assert (code, doors & set(modules)) == ("0", set())


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    heavy = {
        "ruamel",
        "jsonschema",
        "referencing",
        "uuid6",
        "pygls",
        "pathspec",
        "importlib.metadata",
        "json",
        "difflib",
    }
    script = "import sys, cim_lsp.cli.validate; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT)
    assert not heavy & set(result.stdout.split())
