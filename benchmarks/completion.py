"""Recall, rank and correctness of completion, over the wire: `python -m benchmarks.completion [--peer]`.

At every point of the corpus somebody starts to type the word that the file has there. Is it offered? How far up?
Does accepting it leave the file that was meant? benchmarks/README.md says how each figure is made.
"""

from __future__ import annotations

import argparse
import random
import shlex
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .client import Editor
from .contexts import CONTEXTS, TYPED, Context, Scenario, applies, scenario
from .corpus import EXAMPLES, Source, sources
from .items import choices
from .judging import is_fair
from .outcomes import Outcome, outcome
from .points import Form, Kind, Point, points
from .report import misses_as_text, tables, write_json
from .servers import Candidate, ours, peer

SAMPLE = 6
SEED = 7


def measure(editor: Editor, root: Path, scenarios: Iterable[Scenario]) -> Iterator[Outcome]:
    """Type every scenario in its file, ask, and judge the answer."""
    opened: tuple[str, Source] | None = None
    for it in scenarios:
        source = it.point.source
        if opened is None or opened[1] is not source:
            if opened:
                editor.hide(opened[0])
            opened = (root / source.path).as_uri(), source
            editor.show(opened[0], source.text)
        editor.change(opened[0], it.text)
        answer = editor.complete(opened[0], it.text, it.offset) if editor.completes else None
        yield outcome(it, choices(answer, it.text, it.offset))


def scenarios(sample: int, corpus: Sequence[Source]) -> list[Scenario]:
    """So many fair scenarios (0: all) of each kind, form, context and number of typed characters, file by file."""
    cells: dict[tuple[Kind, Form, Context], list[Point]] = defaultdict(list)
    for source in corpus:
        for point in points(source):
            for context in CONTEXTS:
                if applies(point, context):
                    cells[point.kind, point.form, context].append(point)
    order = {source.origin: number for number, source in enumerate(corpus)}
    chosen: list[Scenario] = []
    for (_, _, context), found in cells.items():
        for typed in TYPED:
            drawn = _drawn(found, f"{SEED}{context}{typed}")
            chosen += _first((scenario(point, context, typed) for point in drawn), sample)
    return sorted(chosen, key=lambda it: (order[it.point.source.origin], it.point.word, it.context, it.typed))


def _first(found: Iterable[Scenario | None], sample: int) -> Iterator[Scenario]:
    left = sample or sys.maxsize
    for it in found:
        if left and it and is_fair(it):
            left -= 1
            yield it
        if not left:
            return


def _drawn(found: Sequence[Point], seed: str) -> list[Point]:
    """Points in a seeded order in which every word comes once before any comes twice."""
    shuffled = random.Random(seed).sample(found, len(found))
    times: dict[str, int] = defaultdict(int)
    turns: list[int] = []
    for point in shuffled:
        word = "" if point.kind == "id" else point.expected
        turns.append(times[word])
        times[word] += 1
    return [point for _, point in sorted(zip(turns, shuffled, strict=True), key=lambda it: it[0])]


def run(candidate: Candidate, chosen: Sequence[Scenario]) -> list[Outcome]:
    """All outcomes of one server, started for the purpose in a copy of the examples."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "workspace"
        shutil.copytree(EXAMPLES, root)
        with candidate.start(root) as editor:
            return list(_progress(candidate.name, measure(editor, root, chosen), len(chosen)))


def _progress(name: str, found: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    for number, it in enumerate(found, 1):
        if sys.stderr.isatty() and (number % 20 == 0 or number == total):
            sys.stderr.write(f"\r{name}: {number}/{total}" + ("\n" if number == total else ""))
        yield it


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    candidates = [ours(shlex.split(options.server)) if options.server else ours()]
    if options.peer:
        candidates.append(peer(options.schema))
    chosen = scenarios(options.sample, sources())
    outcomes = {candidate.name: run(candidate, chosen) for candidate in candidates}
    print(tables(outcomes))
    if options.misses:
        print(misses_as_text(outcomes))
    if options.json:
        write_json(options.json, outcomes)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("benchmarks.completion", description="How good completion is.")
    parser.add_argument("--server", metavar="COMMAND", help="measure this server instead of cim-lsp")
    parser.add_argument("--peer", action="store_true", help="measure yaml-language-server with our schema besides")
    parser.add_argument(
        "--schema", choices=("cim", "cim.draft-07"), default="cim", help="the schema that the peer gets (%(default)s)"
    )
    parser.add_argument(
        "--sample", metavar="N", type=int, default=SAMPLE, help="points a cell (%(default)s; 0: all of them)"
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write every figure and every miss there")
    parser.add_argument("--misses", action="store_true", help="print the first 30 misses")
    return parser


if __name__ == "__main__":
    sys.exit(main())
