"""Put a run's figures where people read them: `python -m benchmarks.publish RUN.json`.

Into docs/benchmarks.md with its pictures, the main ones into the README; the JSON is kept beside the pictures, and a
test holds both pages to it. `--page` writes the pages of the figures that are kept, and needs no matplotlib.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from .budgets import ROWS, beside
from .corpus import ROOT
from .found import figure
from .page import Run, number, page, table
from .peers import CHECK, NATIVE, YLS, YLS_AT_ONCE
from .plots import PLOTS, draw

README, PAGE, FOLDER = ROOT / "README.md", ROOT / "docs/benchmarks.md", ROOT / "docs/benchmarks"
KEPT = FOLDER / "figures.json"
SECTION = re.compile(r"(?<=<!-- performance -->\n).*?(?=<!-- /performance -->)", re.DOTALL)
MAIN = {
    "one-valid": CHECK, "many-cold": CHECK, "many-again": NATIVE, "start": YLS, "keystroke-1000": YLS_AT_ONCE,
    "keystroke-10000": YLS_AT_ONCE, "completion-10000": YLS, "memory-10000": YLS,
}  # fmt: skip
"""The rows of the README, each with the one peer that it names."""
_FOOT = """\
Written by `python -m benchmarks.publish` from [benchmarks/figures.json](benchmarks/figures.json), which a run of
`python -m benchmarks --json FILE` made; [benchmarks/README.md](../benchmarks/README.md) says how each is measured."""


def summary(run: Run) -> str:
    """The README's table: ours, a peer's, and how many times theirs ours is."""
    cells = [["", "ours", "a peer", "ratio"]]
    for row in ROWS:
        peer = MAIN.get(row.key)
        ours = figure(run.found, row.what, row.size, row.tool, row.share)
        if peer is None or ours is None:
            continue
        theirs = beside(run.found, row, peer)
        rest = ["", ""] if theirs is None else [f"{peer}: {number(theirs)} {row.unit}", number(ours / theirs)]
        cells.append([row.title, f"{number(ours)} {row.unit}", *rest])
    return f"{table(cells, rights=(1, 3))}\n"


def whole(run: Run) -> str:
    """docs/benchmarks.md."""
    pictures = "\n\n".join(f"![{plot.title}](benchmarks/{plot.file})" for plot in PLOTS)
    return f"{page(run).replace('# Cost', f'{pictures}{chr(10) * 2}# Cost', 1)}\n\n{_FOOT}\n"


def kept() -> Run:
    return Run.of_json(json.loads(KEPT.read_text(encoding="utf-8")))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("benchmarks.publish", description="Write the pages of a run's figures.")
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("run", nargs="?", metavar="FILE", type=Path, help="what --json has written")
    chosen.add_argument("--page", action="store_true", help="write the pages of the figures that are kept")
    options = parser.parse_args(argv)
    if options.run:
        FOLDER.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(options.run, KEPT)
        draw(kept().found, FOLDER)
    run = kept()
    PAGE.write_text(whole(run), encoding="utf-8")
    README.write_text(SECTION.sub(lambda _: summary(run), README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
