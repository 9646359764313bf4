"""With what an earlier run has kept the verdict is what it is without, whatever has changed and whatever is broken."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cim_lsp.cli import discovery, remembering
from cim_lsp.cli.validate import main
from cim_lsp.files import stillness, store, survey
from cim_lsp.files.store import default_folder, digest, version
from cim_lsp.identifiers import mint
from tests.commandline import Output, folder, run
from tests.mutants import TEXTS

__all__ = ["folder"]  # a fixture for every test here

COUNT = 110
KEPT = Path("../kept")
KEEPING = ("--cache-dir", str(KEPT))


@pytest.fixture(autouse=True)
def place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project of its own, beside which there is room for a cache."""
    (folder / "work").mkdir()
    monkeypatch.chdir(folder / "work")


def git(*arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], check=True, capture_output=True)


def module(number: int, needs: int | None = None, purpose: str = "Keep the vans on the road") -> str:
    text = f"module:\n  name: part-{number}\n  id: {mint()}\n  purpose: {purpose}\n  version: 1.0.0\n"
    return text + (f"  dependencies:\n    part-{needs}: ^1.0.0\n" if needs is not None else "")


def project(count: int = COUNT) -> list[Path]:
    """So many modules without a fault, each of which needs the one before; the first commit has them all."""
    paths = [Path(f"part-{number}.module.yaml") for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(module(number, number - 1 if number else None), encoding="utf-8")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "all")
    git("tag", "first")
    return paths


def told(capsys: Output, *options: str) -> tuple[int, str]:
    code = main([*options])
    output = capsys.readouterr()
    assert output.err == ""
    return code, output.out


def read_none(*_: object) -> bytes:
    raise AssertionError("a file was looked at once more")


def test_an_unchanged_project_is_not_looked_at_again(capsys: Output, monkeypatch: pytest.MonkeyPatch):
    project()
    first = told(capsys, *KEEPING)
    assert first[0] == 0
    monkeypatch.setattr(survey, "facts_of", read_none)
    assert told(capsys, *KEEPING) == first
    monkeypatch.undo()


def test_of_a_changed_project_only_what_changed_is_read_again(capsys: Output, monkeypatch: pytest.MonkeyPatch):
    paths = project()
    told(capsys, *KEEPING)
    paths[7].write_text(module(7, purpose="TODO"), encoding="utf-8")
    looked: list[str] = []
    look = survey.Scout.look

    def watch(*arguments: Any) -> Any:
        looked.append(Path(arguments[2]).name)
        return look(*arguments)

    monkeypatch.setattr(survey.Scout, "look", watch)
    assert told(capsys, *KEEPING)[1] == told(capsys, "--no-cache")[1]
    assert looked == ["part-7.module.yaml", *(looked[1:])]
    assert len(looked) == 1 + COUNT


def _spoil(paths: list[Path], random: Random) -> None:
    random.choice(paths).write_text(random.choice(TEXTS), encoding="utf-8", errors="surrogatepass")


def _mend(paths: list[Path], random: Random) -> None:
    number = random.randrange(len(paths))
    paths[number].write_text(module(number), encoding="utf-8")


def _remove(paths: list[Path], random: Random) -> None:
    random.choice(paths).unlink(missing_ok=True)


def _copy(paths: list[Path], random: Random) -> None:
    source, target = random.sample(paths, 2)
    if source.exists():
        target.write_bytes(source.read_bytes())


def _break(paths: list[Path], random: Random) -> None:
    random.choice(paths).write_bytes(b"\xff")


def _commit(_: list[Path], __: Random) -> None:
    git("add", "-A")
    git("commit", "-qm", "more", "--allow-empty")


def _configure(_: list[Path], random: Random) -> None:
    text = random.choice(["[rules]\nplaceholder-purpose = 'off'\n", "", "exclude = ['part-1*']\n"])
    Path(".cim.toml").write_text(text, encoding="utf-8")


def _reset(_: list[Path], __: Random) -> None:
    git("reset", "-q", "--hard", "first")


def _add(paths: list[Path], random: Random) -> None:
    random.choice(paths).with_name(f"more-{random.random()}.module.yaml").write_text(module(COUNT), encoding="utf-8")


def _name_schema(_: list[Path], random: Random) -> None:
    """A file that any other change of its text makes a CIM file, or none."""
    line = random.choice(["# yaml-language-server: $schema=cim.schema.json\n", ""])
    Path("notes.yaml").write_text(f"{line}module: {{}}\n", encoding="utf-8")


def _ignore(_: list[Path], random: Random) -> None:
    Path(random.choice([".gitignore", ".git/info/exclude"])).write_text(random.choice(["more-*", "part-2*", ""]))


def _move(paths: list[Path], random: Random) -> None:
    """The same content elsewhere, and a link to it where it was."""
    path = random.choice(paths)
    if path.is_file() and not path.is_symlink():
        path.rename(Path("..", path.name))
        path.symlink_to(Path("..", path.name))


CHANGES = (
    _add, _name_schema, _ignore, _move, _spoil, _mend, _remove, _copy, _break, _commit, _configure, _reset, _reset,
)  # fmt: skip


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has changed just now is trusted too."""
    monkeypatch.setattr(stillness, "SETTLED", -(10**15))


@pytest.mark.parametrize("very_many", [COUNT, COUNT + 1])
def test_what_still_is_as_it_was_is_not_even_searched(
    very_many: int, hurry: None, capsys: Output, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(remembering, "VERY_MANY", very_many)
    project()
    first = told(capsys, *KEEPING, "--jobs", "2")
    assert first[0] == 0
    with monkeypatch.context() as patch:
        patch.setattr(discovery, "find", read_none)
        assert told(capsys, *KEEPING) == first
    assert told(capsys, *KEEPING, "--quiet") == (0, "")


def test_what_has_changed_just_now_is_not_trusted(capsys: Output):
    project()
    told(capsys, *KEEPING)
    assert not [*KEPT.glob("*.still")]


def test_links_are_not_trusted(hurry: None, capsys: Output):
    _move(project(), Random(1))
    assert told(capsys, *KEEPING)[0] == 0
    assert not [*KEPT.glob("*.still")]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_changes_the_verdict_is_that_of_a_fresh_run(
    seed: int, hurry: None, capsys: Output, monkeypatch: pytest.MonkeyPatch
):
    """Each change by itself, and with others; a run in between, or none; another process looks around, or none."""
    monkeypatch.setattr(remembering, "VERY_MANY", COUNT * (seed % 3))
    random = Random(seed)
    paths = project()
    fine = 0
    for step in range(24):
        if step:
            random.choice(CHANGES)(paths, random)
        if not step or random.random() < 0.7:
            with_cache = told(capsys, *KEEPING)
            assert with_cache == told(capsys, "--no-cache"), step
            fine += with_cache[0] == 0
    assert fine


def _truncate(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flip(data: bytes) -> bytes:
    return data[:-20] + bytes([data[-20] ^ 1]) + data[-19:]


def _with(body: bytes, *, now: str = "0", stamp: str | None = None) -> bytes:
    return f"{stamp or version()} {now} {digest(body)}\n".encode() + body


def _shape(value: object) -> Callable[[bytes], bytes]:
    """Well-formed, and with the right sum, but of another shape for each content that is known."""

    def change(data: bytes) -> bytes:
        body = data.partition(b"\n")[2]
        known: dict[str, object] = json.loads(body) if body.startswith(b"{") else {}
        return _with(json.dumps(dict.fromkeys(known, value)).encode())

    return change


BREAKAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "truncated": _truncate,
    "a bit flipped": _flip,
    "noise": lambda data: bytes(Random(1).randbytes(len(data))),
    "another version": lambda data: _with(data.partition(b"\n")[2], stamp="0" * 32),
    "from the future": lambda data: _with(data.partition(b"\n")[2], now="9" * 20),
    "no JSON": lambda _: _with(b"{"),
    "deep JSON": lambda _: _with(b"[" * 100_000),
    "a list": lambda _: _with(b"[]"),
    "null": _shape(None),
    "a number": _shape(1),
    "too short": _shape([]),
    "no members": _shape([1, True, None]),
    "odd members": _shape([[False, 1], True, None]),
    "a member of nothing": _shape([[False, [None]], True, None]),
    "odd references": _shape([[False, ["module", "a", None, None, None, 7]], True, None]),
}


@pytest.mark.parametrize("ending", [".fine", ".json", ".still"])
@pytest.mark.parametrize("breakage", BREAKAGES.values(), ids=BREAKAGES)
def test_what_is_broken_is_found_out_anew(breakage: Callable[[bytes], bytes], ending: str, hurry: None, capsys: Output):
    paths = project()
    told(capsys, *KEEPING)
    (kept,) = KEPT.glob(f"*{ending}")
    kept.write_bytes(breakage(kept.read_bytes()))
    paths[3].write_text(module(3, purpose="TODO"), encoding="utf-8")
    assert told(capsys, *KEEPING) == told(capsys, "--no-cache")
    assert told(capsys, *KEEPING) == told(capsys, "--no-cache")


def test_what_cant_be_kept_isnt(capsys: Output):
    project()
    KEPT.write_text("in the way", encoding="utf-8")
    assert told(capsys, *KEEPING) == told(capsys, "--no-cache")
    assert KEPT.read_text(encoding="utf-8") == "in the way"


def test_few_files_leave_no_trace(capsys: Output):
    project(9)
    told(capsys, *KEEPING)
    assert not KEPT.exists()


def test_no_cache_leaves_no_trace(capsys: Output):
    project()
    told(capsys, *KEEPING, "--no-cache")
    assert not KEPT.exists()


def test_two_runs_at_once_do_no_harm(capsys: Output):
    project()
    command = [sys.executable, "-m", "cim_lsp.cli.validate", *KEEPING]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    expected = f"All {COUNT} files are valid.\n".encode()
    assert [(each.communicate()[0], each.returncode) for each in runs] == [(expected, 0)] * len(runs)
    assert sorted(path.suffix for path in KEPT.iterdir()) == [".fine", ".json"]
    assert told(capsys, *KEEPING) == told(capsys, "--no-cache")


def test_fixes_are_made_with_a_cache_as_without(capsys: Output):
    paths = project()
    told(capsys, *KEEPING)
    before = paths[5].read_text(encoding="utf-8")
    paths[5].write_text(re.sub("  id: .*\n", "", before), encoding="utf-8")
    assert main(["--fix", *KEEPING]) == 0
    assert paths[5].read_text(encoding="utf-8").count("id:") == 1
    capsys.readouterr()
    assert told(capsys, *KEEPING) == told(capsys, "--no-cache")


def test_old_ones_are_dropped_and_nothing_of_anybody_else(capsys: Output):
    project()
    told(capsys, *KEEPING)
    names = [f"cim-{'0' * 32}.json", f"cim-{'0' * 32}.fine.abcdefgh.new", "notes.json", "cim-precious.json"]
    for name in names:
        (KEPT / name).write_text("old", encoding="utf-8")
        os.utime(KEPT / name, (0, 0))
    Path("part-0.module.yaml").write_text(module(0), encoding="utf-8")
    told(capsys, *KEEPING)
    assert {path.name for path in KEPT.iterdir()} & {*names} == {"notes.json", "cim-precious.json"}


def test_the_environment_says_where(monkeypatch: pytest.MonkeyPatch):
    assert default_folder() == os.environ["CIM_CACHE_DIR"]
    monkeypatch.delenv("CIM_CACHE_DIR")
    assert "cim-lsp" in default_folder()


def test_another_program_knows_nothing_of_it(monkeypatch: pytest.MonkeyPatch, capsys: Output):
    """What was changed in the code itself may judge otherwise."""
    project()
    told(capsys, *KEEPING)
    (kept,) = KEPT.glob("*.fine")
    monkeypatch.setattr(store, "version", lambda: "0" * 32)
    before = kept.read_bytes()
    told(capsys, *KEEPING)
    assert kept.read_bytes() != before


def test_the_options_are_told():
    assert {"--no-cache", "--cache-dir"} <= {*run("--help").stdout.split()}
