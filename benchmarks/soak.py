"""An hour of work in a project of 1,000 files, as fast as the server takes it: `python -m benchmarks.soak`.

An hour is four events a second: 14,400 of them, seeded. Whenever a part of them is done, a server is started fresh on
the same files with the same documents open; both must say the same of everything. Exits 1 where they don't, or where
the server and its descendants take more than a tenth more memory at the end than after the warm-up.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .client import Editor
from .processes import memory_now
from .project_files import SEED, write
from .servers import Candidate, ours
from .soak_desk import Desk
from .soak_person import Person

PER_SECOND = 4
HOUR = PER_SECOND * 3_600
FILES = 1_000
WARM_UP = 0.1
"""The part of the events after which the server has met what there is to meet."""
CHECKPOINTS = 6
"""How often it is compared after that."""
MOST_GROWTH = 0.1
PATIENCE = 30.0
"""How many seconds a server may take to hear of everything: what git says is looked at every second or two."""
SHOWN = 10
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """After so many events: the files, MB of memory (None where that can't be known), and what differs."""

    events: int
    seconds: float
    files: int
    opened: int
    memory: float | None
    differences: tuple[str, ...] = ()


@dataclass(slots=True)
class Soak:
    """What has been seen; the first checkpoint is after the warm-up."""

    checkpoints: list[Checkpoint] = field(default_factory=list[Checkpoint])
    counts: Counter[str] = field(default_factory=Counter[str])

    @property
    def growth(self) -> float | None:
        """How much more memory is taken at the end than after the warm-up, as a part of that."""
        first, last = self.checkpoints[0].memory, self.checkpoints[-1].memory
        return last / first - 1 if first and last else None

    def is_fine(self, most: float | None = MOST_GROWTH) -> bool:
        """Whether nothing differed, and memory has grown by no more than `most`; None judges no memory."""
        grown = None if most is None else self.growth
        return not any(it.differences for it in self.checkpoints) and (grown is None or most is None or grown <= most)


def soak(candidate: Candidate, size: int, events: int, checkpoints: int = CHECKPOINTS, seed: int = SEED) -> Soak:
    """So many events in a generated project. Raises EOFError, TimeoutError, RuntimeError where the server fails."""
    found = Soak()
    warm = int(events * WARM_UP)
    stops = {warm + (events - warm) * number // checkpoints for number in range(checkpoints + 1)}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        files = write(root, size)
        with _started(candidate, root) as editor:
            person = Person(Desk(editor, root, files), random.Random(seed))
            found.counts = person.counts
            begun = time.perf_counter()
            for number in range(1, events + 1):
                person.act()
                if number in stops:
                    person.mend()
                    found.checkpoints.append(_look(candidate, person.desk, number, time.perf_counter() - begun))
                    sys.stderr.write(f"{_row(found.checkpoints[-1])}\n")
    return found


def _started(candidate: Candidate, root: Path) -> Editor:
    """A server that tells the diagnostics of all files, once it has read them."""
    settings = {"cim": {"diagnostics": {"scope": "workspace"}}}
    editor = Candidate(candidate.name, candidate.command, settings).start(root)
    while editor.note("$/progress")["value"]["kind"] != "end":
        pass
    return editor


def _look(candidate: Candidate, desk: Desk, events: int, seconds: float) -> Checkpoint:
    """What differs from a fresh server by the time that both have heard of everything."""
    with _started(candidate, desk.root) as fresh:
        for path, text in desk.texts.items():
            fresh.show(desk.uri(path), text)
        until = time.monotonic() + PATIENCE
        while True:
            found = differences(said(desk.editor, desk), said(fresh, desk))
            if not found or time.monotonic() > until:
                break
            time.sleep(0.5)
    return Checkpoint(
        events, round(seconds, 1), len(desk.disk), len(desk.texts), memory_now(desk.editor.process.pid), tuple(found)
    )


def said(editor: Editor, desk: Desk) -> Said:
    """All that a server has to say: the diagnostics of every file, the symbols, and how the project is connected."""
    of_open = {path: _pulled(editor, desk.uri(path)) for path in desk.texts}
    closed = editor.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    drawn = {"uri": desk.root.as_uri(), "format": "json"}
    return {
        "open": of_open,
        "closed": {desk.path(report["uri"]): _plain(report["items"]) for report in closed},
        "symbols": sorted(json.dumps(it, sort_keys=True) for it in editor.request("workspace/symbol", {"query": ""})),
        "outline": {path: _outline(editor, desk.uri(path)) for path in desk.texts},
        "graph": editor.ask("workspace/executeCommand", {"command": "cim.graph", "arguments": [drawn]}).get("result"),
    }


def _pulled(editor: Editor, uri: str) -> list[Any]:
    return _plain(editor.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"])


def _outline(editor: Editor, uri: str) -> Any:
    return editor.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})


def _plain(items: Sequence[dict[str, Any]]) -> list[Any]:
    return sorted(([it["range"], it["severity"], it["code"], it["message"]] for it in items), key=json.dumps)


def differences(old: Said, fresh: Said) -> list[str]:
    """What two servers say differently, a line for each: the first few of every sort."""
    found: list[str] = []
    for what in fresh:
        ours, theirs = (_keyed(each[what]) for each in (old, fresh))
        differing = sorted(key for key in ours | theirs if ours.get(key) != theirs.get(key))
        found += (f"{what}, {key}: {ours.get(key)} but fresh {theirs.get(key)}" for key in differing[:SHOWN])
    return found


def _keyed(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else dict(Counter(map(str, value))) if value else {}  # pyright: ignore


def _row(it: Checkpoint) -> str:
    memory = "–" if it.memory is None else f"{it.memory:.1f}"
    same = f"{len(it.differences)} differences" if it.differences else "the same"
    return f"| {it.events:,} | {it.seconds:.0f} | {it.files:,} | {it.opened} | {memory} | {same} |"


def page(found: Soak) -> str:
    """The checkpoints in Markdown, what was done, and how much the memory has grown."""
    rows = ["| events | seconds | files | open | MB | said, beside a fresh server |", "|---:|---:|---:|---:|---:|---|"]
    rows += map(_row, found.checkpoints)
    done = ", ".join(f"{name} {count:,}" for name, count in found.counts.most_common())
    grown = "unknown" if found.growth is None else f"{found.growth:+.1%} (at most {MOST_GROWTH:+.0%})"
    differing = [f"- after {it.events:,}: {line[:600]}" for it in found.checkpoints for line in it.differences]
    return "\n".join([*rows, "", f"Events: {done}.", "", f"Memory since the warm-up: {grown}.", *differing])


def as_json(found: Soak) -> dict[str, Any]:
    checkpoints = [asdict(it) for it in found.checkpoints]
    return {"checkpoints": checkpoints, "events": found.counts, "growth": found.growth, "fine": found.is_fine()}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("benchmarks.soak", description="An hour of work, as fast as the server takes it.")
    parser.add_argument("--events", metavar="N", type=int, default=HOUR, help="(default: %(default)s, an hour)")
    parser.add_argument("--files", metavar="N", type=int, default=FILES, help="(default: %(default)s)")
    parser.add_argument("--seed", metavar="N", type=int, default=SEED, help="(default: %(default)s)")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write every figure there")
    options = parser.parse_args(argv)
    found = soak(ours(), options.files, options.events, seed=options.seed)
    print(f"# {options.events:,} events in a project of {options.files:,} files\n\n{page(found)}")
    if options.json:
        options.json.write_text(json.dumps(as_json(found), indent=1) + "\n", encoding="utf-8")
    return int(not found.is_fine())


if __name__ == "__main__":
    sys.exit(main())
