"""`cim-graph` as people use it: what it draws, where it puts that, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cim_lsp.cli import drawing
from cim_lsp.cli.graph import main
from cim_lsp.pictures import formats
from tests.commandline import ID, ROOT, VALID, Output, folder, names, write

__all__ = ["folder"]  # a fixture for every test here

DOMAIN = f"{VALID}  modules: [billing, ledger]\n"
BILLING = "module: {name: billing, dependencies: {ledger: ^0.2}}\n"
LEDGER = "module:\n  name: ledger # ours\n  version: 0.2.1\n"
FORMATS = {"mermaid": "flowchart LR\n", "dot": "digraph {\n", "json": "{\n", "svg": "<svg "}


@pytest.fixture(autouse=True)
def project(folder: Path) -> None:
    (folder / ".git").mkdir()
    write(DOMAIN)
    write(BILLING, "modules/billing/module.yaml")
    write(LEDGER, "modules/ledger/module.yaml")


def labels(text: str) -> list[str]:
    return [node["label"] for node in json.loads(text)["nodes"]]


def usage_error(*argv: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2


# what is drawn


@pytest.mark.parametrize("picture", FORMATS)
def test_formats(picture: str, capsys: Output) -> None:
    assert main(["--format", picture]) == 0
    output = capsys.readouterr()
    assert output.out.startswith(FORMATS[picture])
    assert output.err == ""
    assert main(["--format", picture]) == 0
    assert capsys.readouterr().out == output.out


def test_mermaid_is_the_default(capsys: Output) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out == (
        "flowchart LR\n"
        '  domain_workshop[["<b>workshop</b><br/><small>Keep vans on the road</small>"]]:::domain\n'
        '  module_billing["<b>billing</b>"]\n'
        '  module_ledger["<b>ledger</b> 0.2.1"]\n'
        "  domain_workshop --- module_billing\n"
        "  domain_workshop --- module_ledger\n"
        '  module_billing -->|"^0.2"| module_ledger\n'
        "  classDef domain stroke:#0969da,stroke-width:2px\n"
        "  classDef external stroke-dasharray:5 4\n"
        "  classDef missing stroke:#cf222e,stroke-dasharray:5 4\n"
    )


def test_json_is_what_its_schema_says(capsys: Output) -> None:
    assert main(["--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    schema = json.loads((ROOT / "schemas" / "graph.schema.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(data)) == []  # pyright: ignore[reportUnknownMemberType]
    assert data["nodes"][0]["id"] == ID
    assert [node["path"] for node in data["nodes"]] == [
        "domain.yaml", "modules/billing/module.yaml", "modules/ledger/module.yaml",
    ]  # fmt: skip


@pytest.mark.parametrize("path", [".", "modules", "modules/billing", "modules/billing/module.yaml", "domain.yaml"])
def test_the_project_is_the_repository_around_a_path(path: str, capsys: Output) -> None:
    assert main([path, "--format", "json"]) == 0
    assert labels(capsys.readouterr().out) == ["workshop", "billing", "ledger"]


def test_without_a_repository_the_project_is_the_folder(folder: Path, capsys: Output) -> None:
    (folder / ".git").rmdir()
    assert main(["modules/billing", "--format", "json"]) == 0
    assert labels(capsys.readouterr().out) == ["billing", "ledger"]
    assert main(["modules/billing/module.yaml", "--format", "json"]) == 0
    assert labels(capsys.readouterr().out) == ["billing", "ledger"]


def test_what_git_ignores_is_not_drawn(capsys: Output) -> None:
    write("modules/ledger\n", ".gitignore")
    assert main(["--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["nodes"][-1]["kind"] == "external"


def test_parts(capsys: Output) -> None:
    write("module: {name: far, dependencies: [billing]}\n", "far.module.yaml")
    for argv, expected in (
        (["--domain", "workshop"], ["workshop", "billing", "ledger"]),
        (["--domain", ID.upper()], ["workshop", "billing", "ledger"]),
        (["--around", "ledger"], ["workshop", "billing", "ledger"]),
        (["--around", "ledger", "--depth", "0"], ["workshop", "ledger"]),
        (["--around", "ledger", "--depth", "2"], ["workshop", "billing", "far", "ledger"]),
    ):
        assert main(["--format", "json", *argv]) == 0
        assert labels(capsys.readouterr().out) == expected


# what can't be read


def test_a_file_that_cannot_be_read_is_told_and_left_out(capsys: Output) -> None:
    write(b"module: {name: caf\xe9}\n", "cafe.module.yaml")
    assert main(["--format", "json"]) == 0
    output = capsys.readouterr()
    assert labels(output.out) == ["workshop", "billing", "ledger"]
    assert output.err.startswith("cim-graph: cafe.module.yaml: this is not UTF-8")


def test_a_broken_file_is_told_and_drawn_as_far_as_it_goes(capsys: Output) -> None:
    write('module:\n  name: half\n  dependencies:\n    - ledger\n    - "bil\n', "half.module.yaml")
    assert main(["--format", "json"]) == 0
    output = capsys.readouterr()
    assert "half" in labels(output.out)
    assert "cim-graph: half.module.yaml is no valid YAML" in output.err


# where it is put


@pytest.mark.parametrize(
    ("name", "picture"),
    [("a.svg", "svg"), ("a.SVG", "svg"), ("a.mmd", "mermaid"), ("a.gv", "dot"), ("a.json", "json"), ("b/a.dot", "dot")],
)
def test_the_suffix_says_the_format(name: str, picture: str, capsys: Output) -> None:
    assert main(["--output", name]) == 0
    assert Path(name).read_text(encoding="utf-8").startswith(FORMATS[picture])
    output = capsys.readouterr()
    assert (output.out, output.err) == ("", "")


def test_a_picture_replaces_the_one_before_at_one_stroke() -> None:
    write("an older one, much longer than the new one\n" * 99, "a.svg").chmod(0o640)
    before = Path("a.svg").stat().st_ino
    assert main(["--output", "a.svg"]) == 0
    ET.parse("a.svg")
    assert Path("a.svg").stat().st_mode & 0o777 == 0o640
    assert Path("a.svg").stat().st_ino != before
    after = Path("a.svg").stat().st_ino
    assert main(["--output", "a.svg"]) == 0
    assert Path("a.svg").stat().st_ino == after
    assert names() == [".git", "a.svg", "domain.yaml", "modules"]


def test_a_picture_that_cannot_be_written(capsys: Output) -> None:
    Path("a.svg").mkdir()
    for name in ("a.svg", "domain.yaml/a.svg"):
        assert main(["--output", name]) == 1
        assert f"cim-graph: {name} " in capsys.readouterr().err


# what is refused


def test_nothing_to_draw(capsys: Output) -> None:
    Path("empty/.git").mkdir(parents=True)
    assert main(["empty", "--output", "a.svg"]) == 1
    assert capsys.readouterr().err.startswith("cim-graph: no domain and no module in ")
    assert not Path("a.svg").exists()


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--domain", "worksop"], "there is no domain 'worksop'; did you mean 'workshop'?"),
        (["--domain", "billing"], "there is no domain 'billing'"),
        (["--around", "Billing"], "there is no module 'Billing'; did you mean 'billing'?"),
        (["--around", ""], "there is no module ''"),
    ],
)
def test_somebody_who_is_not_there(argv: list[str], words: str, capsys: Output) -> None:
    assert main(argv) == 1
    assert capsys.readouterr().err == f"cim-graph: {words}\n"


def test_too_much_for_one_image(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(formats, "MOST", 2)
    assert main(["--format", "svg"]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "2 are drawn at most: narrow it with --domain" in output.err
    assert main(["--format", "svg", "--around", "ledger", "--depth", "0"]) == 0


def test_too_much_for_mermaid_is_drawn_with_a_warning(capsys: Output) -> None:
    write("".join(f"---\nmodule: {{name: m{n}, purpose: {'long ' * 20}}}\n" for n in range(400)), "many.module.yaml")
    assert main([]) == 0
    output = capsys.readouterr()
    assert output.out.count("\n  module_m") == 400
    assert output.err.startswith("cim-graph: Mermaid draws 500 edges and 50000 characters")


@pytest.mark.parametrize(
    "argv",
    [
        ["nowhere"],
        ["--format", "png"],
        ["--output", "picture"],
        ["--output", "picture.png"],
        ["--output", "x.module.json"],
        ["--output", "domain.yaml", "--format", "svg"],
        ["--domain", "workshop", "--around", "billing"],
        ["--depth", "2"],
        ["--around", "billing", "--depth", "-1"],
        ["--around", "billing", "--depth", "two"],
    ],
)
def test_wrong_usage(argv: list[str], capsys: Output) -> None:
    usage_error(*argv)
    assert "cim-graph: error: " in capsys.readouterr().err
    assert Path("domain.yaml").read_text() == DOMAIN
    assert names() == [".git", "domain.yaml", "modules"]


def test_a_fault_of_its_own(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def fail(_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(drawing, "run", fail)
    assert main([]) == 2
    assert "ValueError: a fault" in (error := capsys.readouterr().err)
    assert error.endswith("please report it\n")


# the process


def test_help_has_examples(capsys: Output) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert "examples:\n  cim-graph " in text
    assert "exit codes:" in text


def test_whoever_read_the_output_went_away() -> None:
    command = (sys.executable, "-m", "cim_lsp.cli.graph", "--format", "json")
    read, written = os.pipe()
    os.close(read)
    run = subprocess.run(
        command, check=False, stdout=written, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    os.close(written)
    assert run.returncode == 141
    assert run.stderr == b""


def test_start_up_pays_for_no_drawing() -> None:
    code = "import cim_lsp.cli.graph, sys; print(sorted(name for name in sys.modules if name.startswith('cim_lsp.')))"
    run = subprocess.run((sys.executable, "-c", code), cwd=ROOT, capture_output=True, text=True, check=True)
    assert "cim_lsp.cli.order" in run.stdout
    assert "cim_lsp.pictures.parts" not in run.stdout
    assert "cim_lsp.project" not in run.stdout
