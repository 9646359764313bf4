"""How long a keystroke takes to come back, ours and theirs in turns: `python -m benchmarks.typing`.

Generated files of 12, 1,000 and 10,000 lines. One keystroke makes the only fault of the file or mends it; measured are
the time until the diagnostics say so, and the time a completion takes that is asked for right behind an edit, each
also behind a burst of 200 edits. What a server waits on purpose before it judges is part of it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from .client import Editor
from .processes import be_still, cpu_time, peak_memory
from .servers import Candidate, ours, peer

SIZES = (12, 1_000, 10_000)
BURST = 200
ROUNDS = 20
SILENCES = 4
"""How often the wire may lose its patience (15 s) before a server counts as lost."""
SEED = 7
_HEAD = """\
module:
  name: generated
  id: 01939b5e-3a10-7c42-8f6e-5b1d9c0a7e34
  purpose: Stand for a file of this length
  status: pilot
  type: core
events:
"""
_STATUS = len("  status: ")
_LINE = _HEAD[: _HEAD.index("status")].count("\n")
_WORDS = ("order", "invoice", "route", "ledger", "sensor", "reader", "vessel", "parcel")
MEASURES = ("diagnostics", "completion", "diagnostics behind a burst", "completion behind a burst")
CPU, MEMORY = "CPU", "memory"


def generated(lines: int, seed: int = SEED) -> str:
    """A sound module of so many lines: events, each with a name, an id and a description."""
    chance = random.Random(seed)
    written = [*map(str, _HEAD.splitlines())]
    number = 0
    while len(written) < lines:
        number += 1
        word = chance.choice(_WORDS)
        about = " ".join(chance.choices(_WORDS, k=6))
        record = (f"  - name: {word.title()}Changed{number}", f"    id: E{number:05}", f"    description: the {about}")
        written += record[: lines - len(written)]
    return "\n".join(written) + "\n"


@dataclass
class Typist:
    """Somebody who types in one file of one server; `is_sound` is what the diagnostics should say."""

    editor: Editor
    uri: str
    is_sound: bool = True
    taken: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    def press(self) -> None:
        """Take the last letter of `pilot` away, or put it there again."""
        self.editor.notes.clear()
        start = {"line": _LINE, "character": _STATUS + len("pilo")}
        end = {**start, "character": start["character"] + self.is_sound}
        self.editor.edit(self.uri, {"start": start, "end": end}, "" if self.is_sound else "t")
        self.is_sound = not self.is_sound

    def dawdle(self, number: int) -> None:
        """An edit that changes no verdict: a letter at the head of the purpose, there and gone in turns."""
        start = {"line": _LINE - 1, "character": len("  purpose: ")}
        end = {**start, "character": start["character"] + number % 2}
        self.editor.edit(self.uri, {"start": start, "end": end}, "" if number % 2 else "S")

    def judged(self) -> None:
        """Wait until the server says of the file what is true now. Raises TimeoutError after a minute of silence."""
        for _ in range(SILENCES):
            with suppress(TimeoutError):
                while self.editor.has_errors(self.uri) is self.is_sound:
                    pass
                return
        raise TimeoutError(f"no verdict on {self.uri}")

    def completed(self) -> None:
        place = {"textDocument": {"uri": self.uri}, "position": {"line": _LINE, "character": _STATUS + 2}}
        self.editor.ask("textDocument/completion", {**place, "context": {"triggerKind": 1}})

    def round(self, measures: Sequence[str] = MEASURES) -> None:
        """Every measure once, in milliseconds."""
        for measure in measures:
            if measure.startswith("completion") and not self.editor.completes:
                continue
            for number in range(BURST - 1 if "burst" in measure else 0):
                self.dawdle(number)
            self.press()
            begun = time.perf_counter()
            (self.judged if measure.startswith("diagnostics") else self.completed)()
            self.taken.setdefault(measure, []).append((time.perf_counter() - begun) * 1000)
            if measure.startswith("completion"):
                self.judged()


def measure(
    candidates: Sequence[Candidate], lines: int, rounds: int, measures: Sequence[str] = MEASURES
) -> dict[str, dict[str, list[float]]]:
    """The milliseconds of every round by server and measure; the servers take turns, each when the others are still.

    Besides, what each server took by its end: the milliseconds of CPU time and the MB of memory, where that is known.
    """
    text = generated(lines)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        root = Path(folder).resolve()
        typists: dict[str, Typist] = {}
        for candidate in candidates:
            editor = stack.enter_context(candidate.start(root, push=True))
            typists[candidate.name] = typist = Typist(editor, (root / "a.module.yaml").as_uri())
            editor.show(typist.uri, text)
            typist.judged()
            typist.round(measures)
            typist.taken.clear()
        for number in range(rounds):
            for typist in typists.values():
                be_still()
                typist.round(measures)
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{lines} lines: {number + 1}/{rounds}" + "\n" * (number + 1 == rounds))
        for typist in typists.values():
            pid = typist.editor.process.pid
            for what, taken in ((CPU, cpu_time(pid)), (MEMORY, peak_memory(pid))):
                typist.taken |= {what: [taken]} if taken else {}
        return {name: typist.taken for name, typist in typists.items()}


def percentile(taken: Sequence[float], share: float) -> float:
    """The least of the figures that so large a share of them doesn't exceed."""
    ordered = sorted(taken)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def table(found: dict[int, dict[str, dict[str, list[float]]]]) -> str:
    """Milliseconds, p50 and p95 of each server; the ratios are theirs to ours, so that more is better for us.

    What a server has no answer for at all isn't there.
    """
    names = tuple(next(iter(found.values())))
    heads = ["lines", "measure", *(f"{name} {share}" for name in names for share in ("p50", "p95"))]
    heads += ["ratio p50", "ratio p95"] if len(names) > 1 else []
    rows = [heads, ["---"] * len(heads)]
    for lines, servers in found.items():
        for what in MEASURES:
            taken = [servers[name].get(what) for name in names]
            figures = [percentile(it, share) if it else None for it in taken for share in (0.5, 0.95)]
            pairs = zip(figures[:2], figures[2:4], strict=False)
            ratios = [theirs / one if one and theirs else None for one, theirs in pairs]
            rows.append([f"{lines:,}", what, *("–" if it is None else f"{it:.1f}" for it in (*figures, *ratios))])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("benchmarks.typing", description="How long a keystroke takes to come back.")
    parser.add_argument("--alone", action="store_true", help="don't measure yaml-language-server besides")
    parser.add_argument("--rounds", metavar="N", type=int, default=ROUNDS, help="(default: %(default)s)")
    parser.add_argument("--lines", metavar="N", type=int, action="append", help="(default: 12, 1000 and 10000)")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write every time there, in milliseconds")
    options = parser.parse_args(argv)
    candidates = (ours(),) if options.alone else (ours(), peer())
    found = {lines: measure(candidates, lines, options.rounds) for lines in options.lines or SIZES}
    print(f"# Typing, milliseconds; {options.rounds} rounds\n\n{table(found)}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
