"""Work that is spread over processes comes to the same as work that isn't, whatever becomes of them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from cim_lsp.cli.validate import main
from cim_lsp.files import processes
from cim_lsp.files.configurations import Configurations
from cim_lsp.files.processes import CAN_FORK, WORTHWHILE, Aside, spread, usable
from cim_lsp.files.survey import Survey
from tests.commandline import Output, folder
from tests.harness import NOW
from tests.mutants import TEXTS

__all__ = ["folder"]  # a fixture for every test here

STARTS = ["spawn", *(["fork"] if CAN_FORK else [])]


def double(state: int, portion: Sequence[int]) -> list[int]:
    """What stands for work: it takes a process of its own to run the state."""
    return [state * each for each in portion]


def die(state: int, portion: Sequence[int]) -> list[int]:
    if os.getpid() != state and portion[0] >= WORTHWHILE:
        os.kill(os.getpid(), signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    return list(portion)


def fail(_: int, portion: Sequence[int]) -> list[int]:
    raise ZeroDivisionError(portion[0])


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 2000])
def test_results_come_in_order(count: int, jobs: int, start: str):
    portions = spread(double, 2, range(count), jobs, start)
    assert [each for portion in portions for each in portion] == [2 * number for number in range(count)]


@pytest.mark.parametrize("start", STARTS)
def test_what_killed_processes_leave_is_done_here(start: str):
    portions = spread(die, os.getpid(), range(2000), 2, start)
    assert [each for portion in portions for each in portion] == list(range(2000))


def test_where_no_process_can_be_had_this_one_does_all(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr("concurrent.futures.process.ProcessPoolExecutor", refuse)
    assert len(list(spread(double, 2, range(2000), 2))) > 1


@pytest.mark.parametrize("start", STARTS)
def test_what_goes_wrong_is_raised(start: str):
    with pytest.raises(ZeroDivisionError, match="0"):
        list(spread(fail, 1, range(2000), 2, start))


def test_some_processes_are_usable():
    assert usable() >= 1


def cases() -> list[str]:
    """Files with every case that there is, all in one project, some of them committed by nobody."""
    texts = TEXTS * (WORTHWHILE // len(TEXTS) + 1)
    for number, text in enumerate(texts):
        Path(f"{number:04}.cim.yaml").write_text(text, encoding="utf-8", newline="", errors="surrogatepass")
    Path("broken.cim.yaml").write_bytes(b"\xff")
    return sorted(str(path) for path in Path.cwd().iterdir())


@pytest.mark.parametrize("form", ["text", "sarif"])
def test_many_files_are_judged_alike_by_however_many(form: str, capsys: Output):
    cases()
    told: list[str] = []
    for jobs in ("1", "3"):
        assert main(["--jobs", jobs, "--format", form]) == 1
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert len(told[0]) > 100_000


@pytest.mark.parametrize("start", STARTS)
def test_a_project_is_known_alike_by_however_many(start: str, monkeypatch: pytest.MonkeyPatch):
    files = cases()
    alone = Survey(NOW, Configurations())
    alone.find(files)
    alone.look()
    monkeypatch.setattr(processes, "CAN_FORK", start == "fork")
    together = Survey(NOW, Configurations(), 2)
    together.find(files)
    together.look()
    path = alone.identify(files[0])
    assert (known := alone.project(path)) is not None
    assert (found := together.project(path)) is not None
    assert found._replace(read=known.read, age=known.age) == known
    assert len(known.summaries) >= len(files)
    assert [file for file in files if together.is_fine(file)] == [file for file in files if alone.is_fine(file)]


@pytest.mark.skipif(not CAN_FORK, reason="processes are forked for this")
def test_what_is_done_aside_is_known_unless_that_process_is_killed():
    aside = Aside.begin(os.getpid)
    killed = Aside.begin(lambda: os.kill(os.getpid(), signal.SIGKILL))
    assert aside
    assert killed
    assert aside.result() != os.getpid()
    assert killed.result() is None


@pytest.mark.parametrize("jobs", ["0", "-1", "x"])
def test_there_is_at_least_one(jobs: str, capsys: Output):
    with pytest.raises(SystemExit):
        main(["--jobs", jobs])
    assert "--jobs" in capsys.readouterr().err
