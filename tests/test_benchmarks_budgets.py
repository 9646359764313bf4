"""The page of budgets, from canned figures: what is over, what isn't measured, and what the pages tell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import commands
from benchmarks.budgets import ROWS, Limit, Row, held, verdict, wanted
from benchmarks.commands import WrongVerdictError
from benchmarks.corpora import LINES, alone, project
from benchmarks.found import Found, add, exponent, figure, series, tools
from benchmarks.page import Run, budgets, growth, is_over, number, page
from benchmarks.peers import CHECK, OURS, Installed, Tool
from benchmarks.processes import cost, cpu_time, family, memory_now, peak_memory
from benchmarks.publish import MAIN, PAGE, README, SECTION, kept, summary, whole
from cim_lsp.analysis import check
from cim_lsp.document import Document
from tests.harness import NOW

ROW = Row("row", "A row", "valid", 10, OURS, (Limit(0.5, CHECK), Limit(1.5, OURS, size=1)), (CHECK,))
MEMORY = Row("most", "Memory", "memory", 1, OURS, (Limit(100),), unit="MB")


def found(ours: float, theirs: float | None = 10.0, before: float = 4.0) -> Found:
    made: Found = {}
    add(made, "valid", 10, OURS, ours)
    add(made, "valid", 10, CHECK, theirs)
    add(made, "valid", 1, OURS, before)
    return made


@pytest.mark.parametrize(
    ("figures", "expected", "cells"),
    [
        (found(5), "met", "0.50 × check-jsonschema (0.5) · 1.25 × that of 1 (1.5)"),
        (found(5.1), "over", "0.51 × check-jsonschema (0.5) · 1.27 × that of 1 (1.5)"),
        (found(4, before=2.5), "over", "0.40 × check-jsonschema (0.5) · 1.60 × that of 1 (1.5)"),
        (found(5, None), "not measured", "? × check-jsonschema (0.5) · 1.25 × that of 1 (1.5)"),
        (found(9, None), "over", "? × check-jsonschema (0.5) · 2.25 × that of 1 (1.5)"),
    ],
)
def test_verdicts(figures: Found, expected: str, cells: str):
    assert verdict(figures, ROW) == expected
    line = budgets(Run(figures, "here", absent={CHECK: "no network"}), [ROW]).splitlines()[-1]
    assert cells in line
    assert line.endswith("| **over** |" if expected == "over" else f"| {expected} |")
    assert ("check-jsonschema: not to be had here" in line) is (CHECK not in figures["valid"][10])


def test_limits_of_the_figure_itself():
    figures: Found = {"memory": {1: {OURS: [100.0]}}}
    assert verdict(figures, MEMORY) == "met"
    assert verdict({"memory": {1: {OURS: [100.1]}}}, MEMORY) == "over"
    assert "| Memory | 100 MB |  | (100 MB) | met |" in budgets(Run(figures, "here"), [MEMORY])
    good = Row("good", "Good", "memory", 1, OURS, (Limit(100, least=True),))
    assert verdict(figures, good) == "met"
    assert [each.verdict for each in held({"memory": {1: {OURS: [99.9]}}}, good)] == ["over"]


def test_a_row_holds_its_percentile():
    samples = [1.0] * 9 + [90.0]
    late = Row("late", "Late", "valid", 1, OURS, (Limit(50),), share=0.95)
    assert verdict({"valid": {1: {OURS: samples}}}, late) == "over"
    assert figure({"valid": {1: {OURS: samples}}}, "valid", 1, OURS) == 1


def test_what_rows_need():
    assert wanted([ROW, MEMORY]) == {"valid": {1, 10}, "memory": {1}}
    assert not any(what.endswith("p95") for what in wanted(ROWS))


def test_rows_can_be_told_apart():
    assert len({row.key for row in ROWS}) == len({row.title for row in ROWS}) == len(ROWS)
    assert {row.key for row in ROWS} >= MAIN.keys()
    assert all(row.limits for row in ROWS)


def test_growth():
    figures: Found = {"valid": {size: {OURS: [size * 2.0], CHECK: [7.0]} for size in (1, 10, 100)}}
    assert tools(figures, "valid") == [OURS, CHECK]
    assert exponent(series(figures, "valid", OURS)) == pytest.approx(1)
    assert exponent([(1, 2.0)]) is None
    assert "| valid, ms | cim-validate | 2.00 | 20.0 | 200 | 100 × | 1.00 |" in growth(figures, ["valid"])
    assert "| valid, ms | check-jsonschema | 7.00 | 7.00 | 7.00 | 1.00 × | 0.00 |" in growth(figures, ["valid"])
    assert [number(value) for value in (1234.5, 12.34, 0.456)] == ["1,234", "12.3", "0.46"]


@pytest.mark.parametrize(("most", "code"), [(0.001, 1), (1_000.0, 0)])
def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], most: float, code: int
):
    """Its exit code and files, of a tool that is nothing but Python."""
    row = Row("row", "A row", commands.VALID, 1, OURS, (Limit(most, OURS, commands.MEMORY),), (CHECK,))
    installed = Installed(absent={CHECK: "no network"})
    installed.add(OURS, lambda _: [sys.executable, "-c", "pass"], "1.0")
    monkeypatch.setattr(command, "install", lambda: installed)
    monkeypatch.setattr(command, "_measure", measured)
    for module in ("benchmarks.__main__", "benchmarks.page"):
        monkeypatch.setattr(f"{module}.ROWS", (row,))
    file = tmp_path / "run.json"
    assert command.main(["--quick", "--json", str(file)]) == code
    printed = capsys.readouterr().out
    assert "Not to be had here: check-jsonschema (no network)." in printed
    read = Run.of_json(json.loads(file.read_text(encoding="utf-8")))
    assert is_over(read) is bool(code)
    assert f"{page(read)}\n" == printed


def measured(made: Found, installed: Installed, *_: object) -> None:
    tool = installed.tools[OURS]
    commands.measure(made, [tool], {commands.VALID: frozenset({1})}, 1)
    made.setdefault(commands.MEMORY, {}).setdefault(1, {}).setdefault(tool.name, [1.0])


def test_a_wrong_verdict_is_no_figure():
    with pytest.raises(WrongVerdictError, match="cim-validate exits with 3 on 1 valid files"):
        commands.measure({}, [Tool(OURS, lambda _: [sys.executable, "-c", "exit(3)"])], {"valid": frozenset({1})}, 1)


def test_corpora(tmp_path: Path):
    """Sound where they should be, and faulty in one of a hundred."""
    for corpus, faults in (
        (alone(tmp_path / "one"), 0),
        (alone(tmp_path / "bad", faulty=True), 1),
        (project(tmp_path / "many", 200), 0),
        (project(tmp_path / "faulty", 200, faulty=True), 2),
    ):
        texts = [(corpus.folder / path).read_text(encoding="utf-8") for path in corpus.files]
        documents = [Document.parse(path, text) for path, text in zip(corpus.files, texts, strict=True)]
        invalid = [it for it in documents for found in check(it, NOW) if found.code == "invalid-value"]
        assert len(invalid) == faults
    assert len((tmp_path / "one/order.module.yaml").read_text(encoding="utf-8").splitlines()) == LINES


def test_what_a_process_costs(tmp_path: Path):
    child = "x = b'x' * 50_000_000; import time; time.sleep(0.5)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    taken = cost([sys.executable, "-c", script], tmp_path, memory=True)
    assert (taken.code, taken.is_watched) == (0, True)
    assert taken.cpu > 0
    if sys.platform == "linux":
        assert (taken.memory or 0) > 50, "what children take counts"
    assert cost([sys.executable, "-c", "exit(3)"], tmp_path).code == 3


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux'")
def test_what_a_server_takes():
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(flush=True); input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin
        assert server.stdout
        server.stdout.readline()
        assert len(list(family(server.pid))) == 2
        assert (peak_memory(server.pid) or 0) >= (memory_now(server.pid) or 0) > 0
        assert cpu_time(server.pid) is not None
        server.stdin.write(b"\n")
    assert peak_memory(server.pid) is memory_now(server.pid) is cpu_time(server.pid) is None


def test_a_process_may_end_while_it_is_looked_at(monkeypatch: pytest.MonkeyPatch):
    def gone(folder: Path) -> list[Path]:
        raise FileNotFoundError(folder)

    monkeypatch.setattr(Path, "iterdir", gone)
    assert list(family(os.getpid())) == [os.getpid()]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux'")
def test_what_a_server_takes_is_the_same_whoever_else_runs():
    code = "print(flush=True); input()"

    @contextmanager
    def started() -> Generator[int]:
        with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin
            assert process.stdout
            process.stdout.readline()
            yield process.pid
            process.stdin.write(b"\n")

    with started() as pid:
        alone = memory_now(pid)
        with started(), started():
            assert memory_now(pid) == alone


def test_the_pages_are_those_of_the_figures_that_are_kept():
    """`python -m benchmarks.publish --page` writes them."""
    rows = SECTION.search(README.read_text(encoding="utf-8"))
    assert rows
    assert rows.group() == summary(kept())
    assert PAGE.read_text(encoding="utf-8") == whole(kept())
    assert len(summary(kept()).splitlines()) == len(MAIN) + 2
