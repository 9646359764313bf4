"""Language servers, ours and yaml-language-server with and without its debounce: what an edit costs, in turns.

In one file of more and more lines, in one file of a larger and larger project, and how good completion is.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from . import completion, project, typing
from .corpus import sources
from .found import Found, Wanted, add
from .outcomes import Outcome
from .peers import OURS, SERVER, YLS_AT_ONCE, Installed
from .project_editor import INDEX, NAME, PEAK, PURPOSE, VALIDATE
from .project_page import share
from .report import figures
from .servers import Candidate, ours, peer

START, KEYSTROKE, COMPLETION, BURST = "start", "keystroke", "completion", "completion behind a burst"
MEMORY, CPU = "server memory", "server CPU"
_TYPED = {KEYSTROKE: typing.MEASURES[0], COMPLETION: typing.MEASURES[1], BURST: typing.MEASURES[3]}
_TYPED_ALONE = 20_000
"""Lines beyond which nobody waits for bursts: a peer takes minutes."""

IN_PROJECT, IN_NAME = "keystroke in a project", "keystroke in a name"
INDEXING, VALIDATING, PROJECT_MEMORY = "indexing", "cim-validate on the project", "project memory"
_PROJECT = {IN_PROJECT: PURPOSE, IN_NAME: NAME, INDEXING: INDEX, VALIDATING: VALIDATE, PROJECT_MEMORY: PEAK}

PLAIN, OTHER = "keys and values", "references, links, ids"
SHARES = {"recall": "shown", "top2": "first or second", "edit": "the edit is right"}
COMPLETES = tuple(f"{what}: {kinds}" for kinds in (PLAIN, OTHER) for what in SHARES.values())


def candidates(installed: Installed) -> list[Candidate]:
    """The servers that there are, with the configuration that each needs."""
    known = {name: peer(command=command) for name, command in installed.servers.items() if name != SERVER}
    known[SERVER] = ours(installed.servers[SERVER])
    return [Candidate(name, each.command, each.settings, each.contents) for name, each in known.items()]


def measure_files(found: Found, servers: Sequence[Candidate], wanted: Wanted, rounds: int) -> None:
    """What is wanted of single files of so many lines."""
    for size in sorted(wanted.get(START, ())):
        for number in range(rounds // 4 + 1):
            for server in servers:
                taken = _started(server, size)
                add(found, START, size, server.name, taken if number else None)  # the first is to warm up the disk
            sys.stderr.write(f"start, {size:,} lines: {number}/{rounds // 4}\n")
    names = (*_TYPED, MEMORY, CPU)
    for size in sorted({size for what in names for size in wanted.get(what, ())}):
        measures = [each for what, each in _TYPED.items() if what != BURST or size < _TYPED_ALONE]
        few = rounds if size < _TYPED_ALONE else max(1, rounds // 10)
        sys.stderr.write(f"typing, {size:,} lines\n")
        for name, taken in typing.measure(servers, size, few, measures).items():
            for what, each in {**_TYPED, MEMORY: typing.MEMORY, CPU: typing.CPU}.items():
                add(found, what, size, name, *taken.get(each, ()))


def _started(server: Candidate, lines: int) -> float:
    """Milliseconds from the start of a server to the diagnostics of the file that is open by then."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        uri = (root / "a.module.yaml").as_uri()
        begun = time.perf_counter()
        with server.start(root, push=True) as editor:
            editor.show(uri, typing.generated(lines))
            editor.has_errors(uri)
            return (time.perf_counter() - begun) * 1000


def measure_projects(
    found: Found, servers: Sequence[Candidate], validator: Sequence[str], wanted: Wanted, rounds: int
) -> None:
    """What is wanted of projects of so many files; the peer sees no more of them than the file that is open."""
    sizes = sorted({size for what in _PROJECT for size in wanted.get(what, ())})
    if not sizes:
        return
    (own,) = (server for server in servers if server.name == SERVER)
    others = [server for server in servers if server.name == YLS_AT_ONCE]
    for size, taken in project.measure(own, sizes, rounds, validator, others).items():
        for what, each in _PROJECT.items():
            tool = OURS if what == VALIDATING else SERVER
            add(found, what, size, tool, *(sample for number in taken for sample in number.get(each, ())))
        for what, each in ((IN_PROJECT, PURPOSE), (IN_NAME, NAME)):
            add(found, f"{what}, p95", size, SERVER, *(share([number], each, 0.95) for number in taken))
        for other in others:
            theirs = (number.get(f"{PURPOSE}, {other.name}", ()) for number in taken)
            add(found, IN_PROJECT, size, other.name, *(sample for samples in theirs for sample in samples))


def measure_completion(found: Found, servers: Sequence[Candidate], wanted: Wanted, sample: int) -> None:
    """How good completion is, in percent; the debounce has no part in it."""
    if not any(what in wanted for what in COMPLETES):
        return
    chosen = completion.scenarios(sample, sources())
    for server in servers:
        if server.name == YLS_AT_ONCE:
            continue
        sys.stderr.write(f"completion, {server.name}: {len(chosen)} places\n")
        outcomes = completion.run(server, chosen)
        for kinds, belongs in _KINDS.items():
            shares = figures([outcome for outcome in outcomes if belongs(outcome)])
            for key, what in SHARES.items():
                value = shares[key]
                add(found, f"{what}: {kinds}", 0, server.name, None if value is None else value * 100)


def _is_plain(outcome: Outcome) -> bool:
    return outcome.scenario.point.kind in ("key", "value")


_KINDS: dict[str, Callable[[Outcome], bool]] = {PLAIN: _is_plain, OTHER: lambda outcome: not _is_plain(outcome)}
