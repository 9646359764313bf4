"""How findings are told: to people, on terminals and off them, and to programs."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cim_lsp.cli import progress
from cim_lsp.cli.findings import Excerpt, Finding, Note, Place, Remedy
from cim_lsp.cli.judging import judge
from cim_lsp.cli.output import diff, text
from cim_lsp.cli.output.characters import width
from cim_lsp.cli.output.style import Style, wants_colours
from cim_lsp.cli.tally import Tally
from cim_lsp.cli.validate import main
from cim_lsp.cli.verdicts import Change, Order, Verdict
from cim_lsp.files.configurations import Configurations
from cim_lsp.files.survey import Survey
from tests.commandline import HINT, OLD_ID, PLACEHOLDER, ROOT, VALID, WARNING, Output, folder, other, write

__all__ = ["folder"]  # a fixture for every test here


def told(capsys: Output, *argv: str) -> str:
    main(argv)
    return capsys.readouterr().out


def report(capsys: Output, *argv: str) -> Any:
    return json.loads(told(capsys, "--format", "json", *argv))


def drawn(before: str, marked: str, after: str, columns: int = 80) -> tuple[str, str]:
    """The line of an excerpt and the line of its carets, behind the gutter."""
    finding = Finding(Place("x", 7, 1, 7, 1), "c", "error", "m", excerpt=Excerpt(before, marked, after))
    block = "".join(text.render([Verdict("x", (finding,))], Tally(), Style(columns=columns), with_summary=False))
    _, _, line, carets, *_ = block.split("\n")
    assert line.startswith("7 |")
    assert carets.startswith("  | ")
    return line[4:], carets[4:]


# to people


def test_text(capsys: Output) -> None:
    write(PLACEHOLDER)
    write(other(WARNING), "x.cim.yaml")
    main([])
    assert capsys.readouterr().out == (
        "domain.yaml:3:7: error[invalid-id] this is a placeholder; an id is a UUIDv7\n"
        "  |\n3 |   id: <some-uuid-v7>\n  |       ^^^^^^^^^^^^^^\n  = fix: Insert UUIDv7 (--fix)\n\n"
        "x.cim.yaml:4:12: warning[weak-purpose] this only keeps the place of a purpose: why does this domain exist?\n"
        "  |\n4 |   purpose: TODO\n  |            ^^^^\n\n"
        "Found 1 error, 1 warning in 2 files (1 fixable with --fix).\n"
    )


@pytest.mark.parametrize(
    ("before", "marked", "after", "line", "carets"),
    [
        ("  id: ", "x", " # y", "  id: x # y", "      ^"),
        ("\tname:\t", "a\tb", "", "    name:    a    b", " " * 13 + "^" * 6),
        ("名: ", "会社", "", "名: 会社", "    ^^^^"),
        ("e\u0301: ", "n\u0303o", "", "e\u0301: n\u0303o", "   ^^"),
        ("a: ", "🚐", "x", "a: 🚐x", "   ^^"),
        ("\ufeff", "domain", ":", "domain:", "^^^^^^"),
        ("a: ", "", "", "a:", "   ^"),
        ("\x1b[31m", "\x00\x7f\x9b", "\u202e\u2028", "␛[31m␀␡\ufffd\ufffd\ufffd", "     ^^^"),
        ("\u200b", "a", "", "\u200ba", "^"),
    ],
)
def test_carets_stand_under_the_mark(before: str, marked: str, after: str, line: str, carets: str) -> None:
    assert drawn(before, marked, after) == (line, carets)


@pytest.mark.parametrize("after", ["", "y" * 20, "y" * 500])
@pytest.mark.parametrize("marked", ["", "m", "会" * 8, "m" * 500])
@pytest.mark.parametrize("before", ["", "x" * 20, "x" * 500])
def test_long_lines_are_trimmed_around_the_mark(before: str, marked: str, after: str) -> None:
    line, carets = drawn(before, marked, after, columns=60)
    assert max(width(line), width(carets)) <= 56
    assert ("…" in line) == (width(before + marked + after) > 56)
    shown = line.encode("utf-16-le").decode("utf-16-le")[len(carets) - len(carets.lstrip()) :]
    assert shown.startswith(marked[:8])


def test_span_over_several_lines_is_marked_on_its_first(capsys: Output) -> None:
    write("domain:\n  name: x\n  id: [1,\n    2]\n  purpose: Keep vans on the road\n")
    main([])
    assert "3 |   id: [1,\n  |       ^^^\n" in capsys.readouterr().out


def test_endless_line_is_not_kept_whole() -> None:
    line = "domain: {" + "".join(f"k{number}: 1, " for number in range(2000)) + "}"
    verdict = judge("x", line.encode(), Order(0), Survey(0, Configurations()))
    assert verdict
    assert len(verdict.findings) >= 1000
    assert all(len(found.excerpt.before + found.excerpt.after) <= 1000 for found in verdict.findings if found.excerpt)


def test_related_places_and_fixes_for_editors_alone() -> None:
    note = Note(Place("y", 2, 3, 2, 4), "first here")
    finding = Finding(Place("x\n", 1, 1, 1, 1), "c", "hint", "a\nb", Remedy("t", "unsafe", None), (note,))
    block = "".join(text.render([Verdict("x", (finding,))], Tally(), Style(), with_summary=False))
    assert block == "x␊:1:1: hint[c] a␊b\n  = fix: t (in an editor)\n  = note: y:2:3: first here\n\n"


def test_quiet(capsys: Output) -> None:
    write(HINT, "a.domain.yaml")
    write(other(WARNING), "b.domain.yaml")
    assert main(["-q"]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["-q", "--strict"]) == 1
    assert re.findall(r"\w+\[", capsys.readouterr().out) == ["warning["]
    assert [each["severity"] for each in report(capsys, "--quiet", "--strict")["diagnostics"]] == ["warning"]
    assert main(["-q", "--diff", "--strict"]) == 1


def test_statistics(capsys: Output) -> None:
    write(PLACEHOLDER, "a.domain.yaml")
    write(other(OLD_ID), "b.domain.yaml")
    write(other(WARNING, 2), "c.domain.yaml")
    main(["--statistics"])
    assert capsys.readouterr().out == (
        "2  error    invalid-id\n1  warning  weak-purpose\n"
        "Found 2 errors, 1 warning in 3 files (1 fixable with --fix, 1 more with --unsafe-fixes).\n"
    )


@pytest.mark.parametrize(("count", "words"), [(1, "1 file is valid."), (12, "All 12 files are valid.")])
def test_all_is_well(count: int, words: str, capsys: Output) -> None:
    for number in range(count):
        write(other(VALID, number), f"{number}.domain.yaml")
    assert main([]) == 0
    assert capsys.readouterr() == (words + "\n", "")


# colours


@pytest.mark.parametrize(
    ("environment", "on_terminal", "elsewhere"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_when_there_are_colours(environment: dict[str, str], on_terminal: bool, elsewhere: bool) -> None:
    assert wants_colours("auto", environment, is_terminal=True) == on_terminal
    assert wants_colours("auto", environment, is_terminal=False) == elsewhere
    assert wants_colours("always", environment, is_terminal=False)
    assert not wants_colours("never", environment, is_terminal=True)


def mask_ids(output: str) -> str:
    """The output, with every fresh id the same."""
    return re.sub(r"\b[0-9a-f]{8}-[0-9a-f-]{27}", "…", output)


@pytest.mark.parametrize("options", [[], ["--statistics"], ["--diff"]])
def test_colours_change_nothing_but_colours(options: list[str], capsys: Output) -> None:
    write(PLACEHOLDER)
    plain, coloured = (mask_ids(told(capsys, "--color", when, *options)) for when in ("never", "always"))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b" not in plain


def test_diff_on_a_terminal_obeys_no_character_of_the_file() -> None:
    verdict = Verdict("x", (), 1, Change("a\x1b[2J\r\n", "b\x1b[2J\r\n"))
    assert "\r" not in (shown := "".join(diff.render([verdict], Style(is_terminal=True))))
    assert "\x1b" not in shown
    assert "-a\x1b[2J\r\n+b\x1b[2J\r\n" in "".join(diff.render([verdict], Style()))


# to programs


def test_json_is_what_its_schema_says(capsys: Output) -> None:
    schema = json.loads((ROOT / "schemas/diagnostics.schema.json").read_text("utf-8"))
    write(b"\xff", "a.domain.yaml")
    write(WARNING, "b.domain.yaml")
    write(PLACEHOLDER + "  id: 1\n  nmae: é\n", "c.domain.yaml")
    found = report(capsys)
    assert list(Draft202012Validator(schema).iter_errors(found)) == []  # pyright: ignore[reportUnknownMemberType]
    assert {len(diagnostic) for diagnostic in found["diagnostics"]} == {10}
    assert any(diagnostic["related"] for diagnostic in found["diagnostics"])
    assert found["summary"]["files"] == 3


def test_json(capsys: Output) -> None:
    write('domain: {name: "🚐", id: <some>, purpose: Keep vans going}')
    found = report(capsys)
    assert found["version"] == 1
    assert [each for each in found["diagnostics"] if each["severity"] == "error"] == [{
        "path": "domain.yaml", "code": "invalid-id", "severity": "error", "line": 1, "column": 25, "end_line": 1,
        "end_column": 31, "message": "this is a placeholder; an id is a UUIDv7",
        "fix": {"applicability": "safe", "title": "Insert UUIDv7"}, "related": [],
    }]  # fmt: skip


def test_json_summary(capsys: Output) -> None:
    write(PLACEHOLDER, "a.domain.yaml")
    write(other(OLD_ID), "b.domain.yaml")
    counts = {"files": 2, "errors": 2, "warnings": 0, "infos": 0, "hints": 0, "fixable": 1, "fixed": 0}
    assert report(capsys)["summary"] == counts
    assert report(capsys, "--fix")["summary"] == {**counts, "errors": 1, "fixable": 0, "fixed": 1}


# progress


def test_progress_comes_late_makes_way_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([0.0, 0.4, 0.6, 0.65, 0.8])
    monkeypatch.setattr("time.monotonic", lambda: next(seconds))
    terminal = io.StringIO()
    faulty = judge("x", b"\xff", Order(0), Survey(0, Configurations()))
    assert faulty
    seen = list(progress.watch([Verdict("x", ()), Verdict("x", ()), faulty, Verdict("x", ())], terminal))
    assert len(seen) == 4
    erase = "\r\x1b[K"
    assert terminal.getvalue() == f"{erase}Judged 2 files…{erase}{erase}Judged 4 files…{erase}"
