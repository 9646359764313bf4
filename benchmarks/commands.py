"""The command line, ours and the peers' on the same files, in turns.

What was measured: "valid" files with nothing kept from an earlier run, the same again "unchanged", with 1 % of them
"faulty", one "invalid" file; and of the valid ones the CPU time and the memory of all processes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .corpora import Corpus, alone, project
from .found import Found, Wanted, add
from .peers import OURS, PYTHON, YAMLLINT, Tool
from .processes import Cost, cost

VALID, INVALID, UNCHANGED, FAULTY = "valid", "invalid", "unchanged", "faulty"
CPU, MEMORY = "valid, CPU", "valid, memory"
MEASURES = (VALID, INVALID, UNCHANGED, FAULTY, CPU, MEMORY)
ALLOWANCE = 25_000.0
"""Milliseconds after which a tool isn't run again with the same files."""
_CACHES = ("CIM_CACHE_DIR", "XDG_CACHE_HOME")


class WrongVerdictError(Exception):
    """A tool that accepts what is wrong, or rejects what is right: its times mean nothing."""


@dataclass(frozen=True)
class Task:
    """Files, what is measured with them, and who takes part."""

    what: str
    size: int
    corpus: Corpus
    tools: Sequence[Tool]


def measure(found: Found, tools: Sequence[Tool], wanted: Wanted, rounds: int) -> None:
    """Run whatever is wanted; the first run of each tool is to warm up, and to look at its memory.

    Where that alone takes very long, its time counts, and it is the only one.
    """
    for size in sorted({size for what in MEASURES for size in wanted.get(what, ())}):
        needed = {what for what in MEASURES if size in wanted.get(what, ())}
        with tempfile.TemporaryDirectory() as folder:
            tasks = list(_tasks(Path(folder).resolve(), size, needed, tools))
            _run(found, tasks, rounds, Path(folder))


def _tasks(folder: Path, size: int, needed: set[str], tools: Sequence[Tool]) -> list[Task]:
    """What is run at a size: the valid files always, since the rest is compared with them."""
    ours = [tool for tool in tools if tool.name == OURS]
    fit = [tool for tool in tools if size == 1 or tool.name != PYTHON]
    valid = alone(folder / VALID) if size == 1 else project(folder / VALID, size)
    tasks = [Task(VALID, size, valid, fit)]
    if UNCHANGED in needed:
        tasks.append(Task(UNCHANGED, size, valid, ours))
    if INVALID in needed:
        judges = [tool for tool in fit if tool.name not in (PYTHON, YAMLLINT)]
        tasks.append(Task(INVALID, size, alone(folder / INVALID, faulty=True), judges))
    if FAULTY in needed:
        tasks.append(Task(FAULTY, size, project(folder / FAULTY, size, faulty=True), ours))
    return tasks


def _run(found: Found, tasks: Sequence[Task], rounds: int, folder: Path) -> None:
    spent: dict[tuple[str, str], float] = {}
    for number in range(rounds + 1):
        for task in tasks:
            for tool in task.tools:
                key = (task.what, tool.name)
                if spent.get(key, 0.0) > ALLOWANCE:
                    continue
                taken = _once(task, tool, folder / f"cache-{task.what}-{number}", memory=number == 0)
                spent[key] = spent.get(key, 0.0) + taken.wall
                _keep(found, task, tool.name, taken)
        sys.stderr.write(f"command line, {tasks[0].size:,} files: {number}/{rounds}\n")


def _once(task: Task, tool: Tool, cache: Path, *, memory: bool) -> Cost:
    """One run. Nothing is cached but for the files that don't change: they have been judged just before."""
    folder = cache.with_name(cache.name.replace(UNCHANGED, VALID))
    environment = {**os.environ, **dict.fromkeys(_CACHES, str(folder))}
    taken = cost(tool.arguments(task.corpus.files), task.corpus.folder, environment, memory=memory)
    is_right = taken.code == 0
    if is_right is (task.what in (INVALID, FAULTY)):
        raise WrongVerdictError(f"{tool.name} exits with {taken.code} on {task.size} {task.what} files")
    return taken


def _keep(found: Found, task: Task, tool: str, taken: Cost) -> None:
    if task.what == VALID:
        add(found, MEMORY, task.size, tool, taken.memory)
    if not taken.is_watched or taken.wall > ALLOWANCE:
        add(found, task.what, task.size, tool, taken.wall)
        if task.what == VALID:
            add(found, CPU, task.size, tool, taken.cpu)
