"""What `--fix`, `--unsafe-fixes` and `--diff` write, and what they leave as it is."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from cim_lsp import identifiers
from cim_lsp.cli import examination
from cim_lsp.cli.validate import main
from tests.commandline import ID, OLD_ID, PLACEHOLDER, VALID, Output, folder, give_stdin, names, write

__all__ = ["folder"]  # a fixture for every test here


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_fix_keeps_all_else_byte_for_byte(prefix: bytes, newline: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "mint", lambda: ID)
    before = prefix + b"# \xf0\x9f\x9a\x90\t" + newline + PLACEHOLDER.encode().replace(b"\n", newline).rstrip()
    path = write(before)
    path.chmod(0o640)
    assert main(["--fix"]) == 0
    assert path.read_bytes() == before.replace(b"<some-uuid-v7>", ID.encode())
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names() == ["domain.yaml"]


def test_fix_tells_what_remains(capsys: Output) -> None:
    write(PLACEHOLDER.replace("  name: workshop\n", ""))
    assert main(["--fix"]) == 1
    output = capsys.readouterr().out
    assert output.startswith("domain.yaml:1:1: error[missing-key] domain has no name\n")
    assert output.endswith("Fixed 1 problem. Found 1 error in 1 file (1 fixable with --fix --unsafe-fixes).\n")


def test_valid_file_is_not_written() -> None:
    before = write(VALID).stat()
    assert main(["--fix"]) == 0
    assert Path("domain.yaml").stat() == before


def test_unsafe_fixes_are_applied_only_when_asked_for(capsys: Output) -> None:
    path = write(OLD_ID)
    assert main(["--unsafe-fixes"]) == main(["--fix"]) == 1
    assert path.read_text() == OLD_ID
    assert "= fix: Insert UUIDv7 (--fix --unsafe-fixes)\n" in capsys.readouterr().out
    assert main(["--fix", "--unsafe-fixes"]) == 0
    assert path.read_text() != OLD_ID


def test_ids_sort_in_the_order_of_the_files() -> None:
    paths = [write(PLACEHOLDER, f"{letter}.domain.yaml") for letter in "abcdefgh"]
    main(["--fix"])
    ids = [re.findall(r"id: (\S+)", path.read_text())[0] for path in paths]
    assert all(map(identifiers.is_uuid7, ids))
    assert ids == sorted(set(ids))


def test_fix_follows_a_link() -> None:
    path = write(PLACEHOLDER, "real/x.txt")
    Path("domain.yaml").symlink_to(path)
    assert main(["--fix"]) == 0
    assert Path("domain.yaml").is_symlink()
    assert path.read_text() != PLACEHOLDER


def fail_to_replace(*_: object) -> None:
    raise OSError(28, "No space left on device")


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("fault", "code"), [(fail_to_replace, 2), (interrupted, 130)])
@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_file_stays_whole_when_writing_fails(
    step: str, fault: object, code: int, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    path = write(PLACEHOLDER)
    monkeypatch.setattr(step, fault)
    assert main(["--fix"]) == code
    assert path.read_text() == PLACEHOLDER
    assert names() == ["domain.yaml"]
    if code == 2:
        output = capsys.readouterr()
        assert output.err == "cim-validate: domain.yaml could not be written: no space left on device\n"
        assert output.out.endswith("Found 1 error in 1 file (1 fixable with --fix).\n")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_owner_is_kept() -> None:
    path = write(PLACEHOLDER)
    os.chown(path, 12, 34)
    assert main(["--fix"]) == 0
    assert (path.stat().st_uid, path.stat().st_gid) == (12, 34)


def test_file_that_changed_meanwhile_is_not_overwritten(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    path = write(PLACEHOLDER)

    def mint() -> str:
        path.write_text(VALID)
        return ID

    monkeypatch.setattr(examination, "mint", mint)
    assert main(["--fix"]) == 2
    assert path.read_text() == VALID
    assert "could not be written: it has changed since it was read" in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write every file")
def test_read_only_file_is_not_replaced(capsys: Output) -> None:
    write(PLACEHOLDER).chmod(0o444)
    assert main(["--fix"]) == 2
    assert "could not be written: it is read-only" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--diff"], ["--diff", "--fix"]])
def test_diff(options: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(examination, "mint", lambda: ID)
    path = write(PLACEHOLDER.rstrip())
    assert main(options) == 1
    assert path.read_text() == PLACEHOLDER.rstrip()
    output = capsys.readouterr()
    assert output.out == (
        "--- domain.yaml\n+++ domain.yaml\n@@ -1,4 +1,4 @@\n domain:\n   name: workshop\n"
        f"-  id: <some-uuid-v7>\n+  id: {ID}\n   purpose: Keep vans on the road\n\\ No newline at end of file\n"
    )
    assert output.err == "Would fix 1 problem in 1 file.\n"


def test_diff_without_difference(capsys: Output) -> None:
    write(OLD_ID)
    assert main(["--diff"]) == 0
    assert capsys.readouterr() == ("", "Nothing to fix in 1 file.\n")
    assert main(["--diff", "--unsafe-fixes"]) == 1


def test_diff_of_what_cannot_be_read(capsys: Output) -> None:
    write(b"\xff")
    assert main(["--diff"]) == 1
    assert "cim-validate: domain.yaml: this is not UTF-8" in capsys.readouterr().err


# standard input


@pytest.mark.parametrize("data", [PLACEHOLDER.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + PLACEHOLDER.encode()])
def test_stdin_is_mended_to_stdout(data: bytes, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> None:
    monkeypatch.setattr(examination, "mint", lambda: ID)
    give_stdin(monkeypatch, data)
    assert main(["-", "--fix", "--stdin-filename", "x.domain.yaml"]) == 0
    output = capfdbinary.readouterr()
    assert output.out == data.replace(b"<some-uuid-v7>", ID.encode())
    assert output.err == b"Fixed 1 problem. 1 file is valid.\n"


@pytest.mark.parametrize("data", [VALID.encode(), b"domain: \xff", b"apiVersion: 1\nkind: x\n", b""])
def test_stdin_comes_back_as_it_was_where_nothing_is_mended(
    data: bytes, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    give_stdin(monkeypatch, data)
    main(["-", "--fix", "--stdin-filename", "domain.yaml"])
    assert capfdbinary.readouterr().out == data
