"""Telling only what is new: what a baseline doesn't know, and what a branch has changed or broken."""

from __future__ import annotations

import json
import os
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from cim_lsp.analysis import check
from cim_lsp.cli.findings import Place
from cim_lsp.cli.output.sarif import UNFIXABLE
from cim_lsp.cli.particulars import details
from cim_lsp.cli.validate import main
from cim_lsp.document import Document
from cim_lsp.rules import BY_CODE
from cim_lsp.text import Edit, Span, apply_edits
from tests.commandline import HINT, PLACEHOLDER, VALID, WARNING, Output, folder, other, write
from tests.mutants import TEXTS, mutants

__all__ = ["folder"]  # a fixture for every test here

KNOWN = "known.json"
MODULE = other(VALID).replace("domain", "module").replace("workshop-1", "billing")


def told(capsys: Output, *argv: str) -> tuple[int, list[str]]:
    """The exit code, and each finding's file and rule."""
    code = main(["--format", "json", *argv])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    return code, [f"{each['path']} {each['code']}" for each in found]


# baselines


def learn(capsys: Output, *argv: str) -> str:
    assert main(["--baseline", KNOWN, "--update-baseline", *argv]) == 0
    return capsys.readouterr().err


def test_what_a_baseline_knows_is_not_told(capsys: Output) -> None:
    write(PLACEHOLDER)
    assert learn(capsys) == "known.json knows 1 finding of this run now.\n"
    assert main(["--baseline", KNOWN]) == 0
    assert capsys.readouterr() == ("Nothing new in 1 file.\n", "1 finding known from known.json.\n")
    write("# moved\n" + PLACEHOLDER + "  nmae: x\n")
    assert told(capsys, "--baseline", KNOWN) == (1, ["domain.yaml unknown-key"])


def test_a_finding_is_known_as_often_as_it_was_there(capsys: Output) -> None:
    text = VALID + "  dependencies: [x]\n  modules: [x]\n"
    write(VALID + "  modules: [x]\n")
    learn(capsys)
    write(text.replace("dependencies: [x]", "version: 1.0.0").replace("[x]", "[x, x]"))
    assert told(capsys, "--baseline", KNOWN) == (1, ["domain.yaml unresolved-reference"])


def test_one_missing_key_does_not_stand_for_another(capsys: Output) -> None:
    write(VALID + "---\n" + other(VALID).replace("  id: ", "  # id: "))
    learn(capsys)
    write(VALID + "---\n" + other(VALID).replace("  purpose: ", "  # purpose: "))
    assert told(capsys, "--baseline", KNOWN) == (1, ["domain.yaml missing-key"])


def test_what_is_gone_is_mentioned_and_dropped(capsys: Output) -> None:
    write(PLACEHOLDER, "a.domain.yaml")
    write(other(WARNING), "b.domain.yaml")
    learn(capsys)
    write(VALID, "a.domain.yaml")
    main(["--baseline", KNOWN, "b.domain.yaml"])
    assert "gone" not in capsys.readouterr().err
    main(["--baseline", KNOWN])
    assert "1 finding of the baseline is gone; --update-baseline drops it." in capsys.readouterr().err
    Path("b.domain.yaml").unlink()
    main(["--baseline", KNOWN])
    assert "2 findings of the baseline are gone; --update-baseline drops them." in capsys.readouterr().err
    learn(capsys)
    assert Path(KNOWN).read_text() == '{\n  "version": 1,\n  "findings": []\n}\n'


def test_a_baseline_is_for_people_and_git_too(capsys: Output) -> None:
    write(PLACEHOLDER.replace("workshop", "é"), "b é.domain.yaml")
    write(other(WARNING), "a.domain.yaml")
    learn(capsys)
    text = Path(KNOWN).read_bytes()
    lines = [json.loads(line.strip().rstrip(",")) for line in text.decode().splitlines() if "path" in line]
    assert [(each["path"], each["code"], each["count"]) for each in lines] == [
        ("a.domain.yaml", "weak-purpose", 1),
        ("b é.domain.yaml", "invalid-id", 1),
        ("b é.domain.yaml", "name-style", 1),
    ]
    learn(capsys, "b é.domain.yaml")
    assert Path(KNOWN).read_bytes() == text


def test_a_baseline_holds_from_wherever_one_works(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    write(PLACEHOLDER, "sub/domain.yaml")
    learn(capsys)
    monkeypatch.chdir("sub")
    assert told(capsys, "--baseline", f"../{KNOWN}") == (0, [])


def test_names_that_are_no_utf_8_come_back(capsys: Output) -> None:
    write(PLACEHOLDER, os.fsdecode(b"\xff.domain.yaml"))
    learn(capsys)
    assert told(capsys, "--baseline", KNOWN) == (0, [])


def test_hints_are_known_though_they_are_kept_quiet(capsys: Output) -> None:
    write(HINT)
    learn(capsys, "-q")
    assert told(capsys, "--baseline", KNOWN) == (0, [])


def test_sarif_marks_what_is_new(capsys: Output) -> None:
    write(PLACEHOLDER)
    learn(capsys)
    write(PLACEHOLDER + "  nmae: x\n")
    main(["--baseline", KNOWN, "--format", "sarif"])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert [(each["ruleId"], each["baselineState"]) for each in results] == [("unknown-key", "new")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "no such file or directory; --update-baseline writes it"),
        (b"\xff", "not UTF-8"),
        (b"{", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"[]", "is no baseline of this version"),
        (b'{"version": 2, "findings": []}', "is no baseline of this version"),
        (b'{"version": 1, "findings": [{"path": 1}]}', "is no baseline of this version"),
        (b'{"version": 1}', "is no baseline of this version"),
    ],
)
def test_a_baseline_that_cannot_be_used(text: bytes | None, reason: str, capsys: Output) -> None:
    write(VALID)
    if text is not None:
        Path(KNOWN).write_bytes(text)
        assert main(["--baseline", KNOWN, "--update-baseline"]) == 2
        assert Path(KNOWN).read_bytes() == text
    assert main(["--baseline", KNOWN]) == 2
    assert reason in capsys.readouterr().err


# branches


def git(*argv: str) -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ("git", "-c", "user.name=t", "-c", "user.email=t@example.org", *argv)
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


@pytest.fixture
def branch() -> None:
    """A branch with a committed faulty domain and a billing module, both as on main."""
    git("init", "-qb", "main")
    write(PLACEHOLDER.replace("purpose", "modules: [billing, gone]\n  purpose"), "a.domain.yaml")
    write(MODULE, "billing.module.yaml")
    git("add", "-A")
    git("commit", "-qm", "x")
    git("switch", "-qc", "topic")


@pytest.mark.usefixtures("branch")
def test_only_changed_files_are_told(capsys: Output) -> None:
    assert told(capsys, "--since", "main") == (0, [])
    assert main(["--since", "main"]) == 0
    assert capsys.readouterr() == ("", "cim-validate: no CIM files changed since main\n")
    faulty = MODULE + "  nmae: x\n"
    write(faulty, "billing.module.yaml")
    assert told(capsys, "--since", "main") == (1, ["billing.module.yaml unknown-key"])
    git("commit", "-qam", "x")
    assert told(capsys, "--since", "main") == (1, ["billing.module.yaml unknown-key"])
    write(other(WARNING, 2), "new.domain.yaml")
    assert told(capsys, "--since", "HEAD") == (0, ["new.domain.yaml weak-purpose"])


@pytest.mark.usefixtures("branch")
def test_a_branch_is_compared_with_where_it_began(capsys: Output) -> None:
    git("switch", "-q", "main")
    write(MODULE + "  version: 1.0.0\n", "billing.module.yaml")
    git("commit", "-qam", "x")
    git("switch", "-q", "topic")
    assert told(capsys, "--since", "main") == (0, [])


@pytest.mark.usefixtures("branch")
@pytest.mark.parametrize("name", [None, "invoices"])
def test_what_a_change_breaks_elsewhere_is_told(name: str | None, capsys: Output) -> None:
    if name:
        write(MODULE.replace("billing", name), "billing.module.yaml")
    else:
        Path("billing.module.yaml").unlink()
    code = main(["--since", "main"])
    out = capsys.readouterr().out
    assert code == 1
    assert out.count("error[") == 1
    assert "a.domain.yaml:4:13: error[unresolved-reference] no module is named `billing`" in out


@pytest.mark.usefixtures("branch")
def test_a_copy_of_an_unchanged_file_is_told_whoever_is_blamed(capsys: Output) -> None:
    write(MODULE, "a-copy.module.yaml")
    code, found = told(capsys, "--since", "main")
    assert (code, [each.split()[1] for each in found]) == (1, ["duplicate-id"])


@pytest.mark.usefixtures("branch")
def test_a_version_that_an_unchanged_file_cannot_take_is_told(capsys: Output) -> None:
    write(other(VALID, 3) + "  modules: [{billing: ^1.0}]\n", "b.domain.yaml")
    git("add", "-A")
    git("commit", "-qm", "x")
    assert told(capsys, "--since", "HEAD") == (0, [])
    write(MODULE + "  version: 2.0.0\n", "billing.module.yaml")
    assert told(capsys, "--since", "HEAD") == (0, ["b.domain.yaml version-mismatch"])


@pytest.mark.usefixtures("branch")
def test_a_word_that_a_changed_file_declares_is_no_finding_of_the_branch(capsys: Output) -> None:
    write(other(VALID, 3).replace("workshop-3", "Billing"), "b.domain.yaml")
    module = other(MODULE, 9).replace("billing", "Billing").replace("0001", "0009")
    write(module, "big.module.yaml")
    git("add", "-A")
    git("commit", "-qm", "x")
    write(module + "  version: 1.0.0\n", "big.module.yaml")
    assert told(capsys, "--since", "HEAD") == (0, ["big.module.yaml name-style"])


@pytest.mark.usefixtures("branch")
def test_line_ends_that_git_converts_are_no_change(capsys: Output) -> None:
    write(Path("a.domain.yaml").read_text().replace("\n", "\r\n"), "a.domain.yaml")
    assert told(capsys, "--since", "main") == (0, [])


@pytest.mark.usefixtures("branch")
def test_only_changed_files_are_mended(capsys: Output) -> None:
    before = Path("a.domain.yaml").read_text()
    write(other(PLACEHOLDER, 2), "new.domain.yaml")
    assert told(capsys, "--since", "main", "--fix") == (0, [])
    assert Path("a.domain.yaml").read_text() == before
    assert "<some" not in Path("new.domain.yaml").read_text()


@pytest.mark.usefixtures("branch")
@pytest.mark.parametrize("revision", ["nope", "--all", "--output=x", "", "HEAD:a.domain.yaml", "a\nb", "\x1b[2J"])
def test_a_revision_that_is_none(revision: str, capsys: Output) -> None:
    assert main([f"--since={revision}"]) == 2
    error = capsys.readouterr().err
    assert "names no commit: git: " in error
    assert "\x1b" not in error
    assert not Path("x").exists()


@pytest.mark.usefixtures("branch")
def test_a_history_without_a_common_ancestor(capsys: Output) -> None:
    git("switch", "-q", "--orphan", "other")
    git("commit", "-q", "--allow-empty", "-m", "x")
    write(VALID)
    assert main(["--since", "main"]) == 2
    assert "no ancestor in common; in a shallow clone, fetch the whole history" in capsys.readouterr().err


def test_outside_of_any_repository(capsys: Output) -> None:
    write(VALID)
    assert main(["--since", "main"]) == 2
    assert "is in none" in capsys.readouterr().err


@pytest.mark.usefixtures("branch")
def test_nothing_that_a_repository_configures_is_run(capsys: Output) -> None:
    trap = Path("trap.sh").resolve()
    trap.write_text("#!/bin/sh\ntouch sprung\ncat\n")
    trap.chmod(0o755)
    Path("hooks").mkdir()
    for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        Path("hooks", hook).symlink_to(trap)
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "filter.x.clean", "filter.x.smudge",
                "diff.x.textconv", "diff.x.command", "core.alternateRefsCommand", "pager.ls-tree"):  # fmt: skip
        git("config", key, str(trap))
    git("config", "core.hooksPath", str(Path("hooks").resolve()))
    Path(".gitattributes").write_text("* filter=x diff=x\n")
    write(MODULE + "  nmae: x\n", "billing.module.yaml")
    Path("a.domain.yaml").unlink()
    main(["--since", "main"])
    assert "unknown-key" in capsys.readouterr().out
    assert not Path("sprung").exists()


# what both go by


def test_proposals_do_what_their_fixes_do_and_mint_nothing() -> None:
    """Each place, in code points and in bytes, leads back to the very edits."""
    proposed = 0
    for text in mutants(5, 300, TEXTS):
        document = Document.parse("/domain.yaml", text)
        diagnostics = check(document, 0)
        for diagnostic, each in zip(diagnostics, details("/domain.yaml", document, diagnostics), strict=True):
            fixes = [fix for fix in diagnostic.fixes if not fix.mints]
            assert len(each.proposals) <= len(fixes)
            wanted = [apply_edits(text, edits) for fix in fixes if (edits := fix.make(lambda: ""))]
            for proposal, after in zip(each.proposals, wanted, strict=True):
                proposed += 1
                parts = [_edit(document, part.place, part.text) for part in proposal.replacements]
                assert apply_edits(text, parts) == after
                assert apply_edits(text, [_edit(document, proposal.whole.place, proposal.whole.text)]) == after
    assert proposed > 300


def _edit(document: Document, place: Place, text: str) -> Edit:
    start = _offset(document, place.line, place.column, place.byte_column)
    return Edit(Span(start, _offset(document, place.end_line, place.end_column, place.end_byte_column)), text)


def _offset(document: Document, line: int, column: int, byte_column: int) -> int:
    start = document.lines.starts[line - 1]
    before = document.text[start : start + column - 1]
    assert len(before.encode()) == byte_column - 1
    return start + len(before)


def test_sarif_knows_which_rules_offer_fixes() -> None:
    names = {code: set(vars(import_module(f"cim_lsp.rules.{code.replace('-', '_')}"))) for code in BY_CODE}
    assert {code for code, known in names.items() if not {"Fix", "safe", "unsafe"} & known} == UNFIXABLE
