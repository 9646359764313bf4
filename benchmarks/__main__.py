"""Every budget in one run, ours beside the peers: `python -m benchmarks [--json FILE] [--quick] [--only ROW …]`.

Prints one page in Markdown; exits with 1 where anything is over its budget. Some 15 minutes, and 5 with `--quick`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import commands, editing
from .budgets import ROWS, Row, wanted
from .found import Found, Wanted
from .page import Run, is_over, page
from .peers import OURS, Installed, Tool, install

FILES, LINES, PROJECTS = (1, 10, 100, 1_000, 10_000), (12, 100, 1_000, 10_000, 100_000), (50, 500, 5_000)
"""The sizes at which growth is looked at, beyond those of the rows."""
_GROWTH: dict[str, Sequence[int]] = {
    commands.VALID: FILES, commands.UNCHANGED: FILES[2:], editing.KEYSTROKE: LINES, editing.IN_PROJECT: PROJECTS,
}  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    os.environ.pop("PYTHONPATH", None)  # what is measured is what is installed
    rows = [row for row in ROWS if not options.only or row.key in options.only]
    needed = wanted(rows)
    if not options.only:
        needed = {what: needed.get(what, frozenset()) | {*_GROWTH.get(what, ())} for what in {**needed, **_GROWTH}}
    most = 1_000 if options.quick else sys.maxsize
    needed = {what: frozenset(size for size in sizes if size <= most) for what, sizes in needed.items()}
    installed = install()
    run = Run({}, machine(), installed.versions, installed.absent)
    _measure(run.found, installed, needed, _tools(installed, () if not options.only else rows), options.quick)
    print(page(run))
    if options.json:
        options.json.write_text(json.dumps(run.as_json(), indent=1) + "\n", encoding="utf-8")
    return int(is_over(run))


def _measure(found: Found, installed: Installed, needed: Wanted, tools: Sequence[Tool], quick: bool) -> None:
    """All that is needed: the command line, single files, projects, completion."""
    commands.measure(found, tools, needed, 2 if quick else 7)
    servers = editing.candidates(installed)
    editing.measure_files(found, servers, needed, 3 if quick else 40)
    validator = installed.tools[OURS].arguments([])
    editing.measure_projects(found, servers, validator, needed, 1 if quick else 5)
    editing.measure_completion(found, servers, needed, 1 if quick else 2)


def _tools(installed: Installed, rows: Sequence[Row]) -> list[Tool]:
    """The commands that rows compare; all for none."""
    named = {name for row in rows for name in (row.tool, *row.peers, *(limit.tool for limit in row.limits))}
    return [tool for name, tool in installed.tools.items() if not rows or name in named]


def machine() -> str:
    """The machine in a line: processor, cores, memory, system, Python, node."""
    cpu, memory = _line("/proc/cpuinfo", "model name"), _line("/proc/meminfo", "MemTotal")
    size = f", {round(int(memory.split()[0]) / 1e6)} GB" if memory else ""
    name = cpu or platform.processor() or platform.machine()
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} × {name}{size}, {system}{_node()}"


def _line(file: str, name: str) -> str:
    """What a file of /proc says of a name, in its first line of that name; empty where there is none."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((rest.strip() for key, _, rest in (line.partition(":") for line in lines) if key.strip() == name), "")


def _node() -> str:
    try:
        run = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f", node {run.stdout.strip().removeprefix('v')}"


def _parser() -> argparse.ArgumentParser:
    keys = [row.key for row in ROWS]
    parser = argparse.ArgumentParser(
        "benchmarks", description="Ours beside the peers, and whether it is within its budgets."
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write every figure there")
    parser.add_argument("--quick", action="store_true", help="few rounds, nothing larger than 1,000 files or lines")
    parser.add_argument(
        "--only", metavar="ROW", nargs="+", choices=keys, help=f"these rows alone: {', '.join(keys)}"
    )  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())
