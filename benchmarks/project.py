"""What a project of thousands of files costs whoever works in one of them: `python -m benchmarks.project`.

Generated projects of 50, 500 and 5,000 files, in git repositories. Measured over the wire are the index, its memory,
keystrokes with several files open that depend on one another, what is looked up, and a checkout of another branch;
`cim-validate` over the same files is for comparison. Exits 1 where a figure is over its limit.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from .processes import be_still
from .project_editor import VALIDATOR, Colleague, Passerby
from .project_files import write
from .project_page import Found, Taken, as_json, measures, over, page
from .servers import Candidate, ours

SIZES = (50, 500, 5_000)
ROUNDS = 7


def measure(
    candidate: Candidate,
    sizes: Sequence[int],
    rounds: int,
    validator: Sequence[str] = VALIDATOR,
    others: Sequence[Candidate] = (),
) -> dict[int, list[Taken]]:
    """The figures of every round; in each of them the sizes, and the other servers, take turns with every figure."""
    found: dict[int, list[Taken]] = {size: [] for size in sizes}
    with tempfile.TemporaryDirectory() as folder:
        people: list[tuple[int, Colleague | Passerby]] = []
        for size in sizes:
            root = Path(folder).resolve() / str(size)
            root.mkdir()
            files = write(root, size)
            people.append((size, Colleague(candidate, root, files, validator)))
            people += ((size, Passerby(other, root, files)) for other in others)
        for number in range(rounds):
            taken: dict[int, Taken] = {size: {} for size in sizes}
            for _ in zip_longest(*(_apart(person.round(taken[size])) for size, person in people)):
                pass
            for size in sizes:
                found[size].append(taken[size])
                if sys.stderr.isatty():
                    sys.stderr.write(
                        f"\rround {number + 1}/{rounds}: {size:,} files \n"[: -1 if size < sizes[-1] else None]
                    )
    return found


def _apart(turns: Iterator[None]) -> Iterator[None]:
    """Each turn when the others are still."""
    be_still()
    for _ in turns:
        yield
        be_still()


def is_over(found: Found) -> bool:
    """Whether any figure is over its limit."""
    return any(over(found, what) for what in measures(found))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("benchmarks.project", description="What a project of thousands of files costs.")
    parser.add_argument("--sizes", metavar="N", type=int, nargs="+", default=SIZES, help="(default: 50 500 5000)")
    parser.add_argument("--rounds", metavar="N", type=int, default=ROUNDS, help="(default: %(default)s)")
    parser.add_argument("--server", metavar="COMMAND", help="measure this server instead of cim-lsp")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write every figure there")
    options = parser.parse_args(argv)
    candidate = ours(shlex.split(options.server)) if options.server else ours()
    found = measure(candidate, options.sizes, options.rounds)
    print(f"# A project, milliseconds; {options.rounds} rounds\n\n{page(found)}")
    if options.json:
        options.json.write_text(json.dumps(as_json(found), indent=1) + "\n", encoding="utf-8")
    return int(is_over(found))


if __name__ == "__main__":
    sys.exit(main())
