"""Fuzz for as long as one likes: `python -m tests.fuzz --minutes 60`.

With atheris, where it is installed, else with seeded slips of the hand. What breaks a law is made as small as can be
and kept in `tests/cases/crashers`, where the tests find it. Exits 1 where something was found.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from .crashers import FOLDER, Finder
from .texts import mutated, seeds


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("tests.fuzz", description="Texts that nobody would think of, and what they break.")
    parser.add_argument("--minutes", metavar="N", type=float, default=60, help="(default: %(default)s)")
    parser.add_argument("--seed", metavar="N", type=int, default=1, help="(default: %(default)s)")
    parser.add_argument("--corpus", metavar="FOLDER", type=Path, help="keep there the texts that reached new code")
    parser.add_argument("--plain", action="store_true", help="without atheris, even where it is installed")
    parser.add_argument("--crashers", metavar="FOLDER", type=Path, default=FOLDER, help="(default: %(default)s)")
    options = parser.parse_args(argv)
    seconds = round(options.minutes * 60)
    before = {*options.crashers.glob("*")}
    if options.plain or not find_spec("atheris"):
        plain(options.crashers, options.seed, seconds)
        code = 0
    else:
        with tempfile.TemporaryDirectory() as folder:
            limits = [f"-max_total_time={seconds}", f"-seed={options.seed}", f"-artifact_prefix={folder}/"]
            code = guided(options.crashers, options.corpus or Path(folder, "corpus"), *limits)
            for stuck in Path(folder).glob("timeout-*"):
                stuck.rename(options.crashers / f"{stuck.name[:16]}.yaml")
    found = sorted({*options.crashers.glob("*")} - before)
    print(f"{len(found)} new crashers", *found, sep="\n")
    return int(bool(found or code))


def guided(crashers: Path, corpus: Path, *options: str, each: int = 1) -> int:
    """Have atheris look, from each so many-th case file; the exit code is libFuzzer's: 0 where it came to the end."""
    command = [sys.executable, "-m", "tests.fuzz.guided", str(crashers), str(corpus), str(each), *options]
    return subprocess.run(command, check=False).returncode


def plain(crashers: Path, seed: int, seconds: float) -> int:
    """Seeded changes of the case files, for so long; how many texts were tried."""
    finder, chance, texts, tried = Finder(crashers), random.Random(seed), seeds(), 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        finder.try_(mutated(chance.choice(texts), chance, texts))
        tried += 1
    print(f"{tried:,} texts tried")
    return tried


if __name__ == "__main__":
    sys.exit(main())
