"""The files that the command line is measured with, written anew for each run, the same on every machine.

One file stands alone; many are a project of small files that refer to one another, committed in a git repository.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .project_files import write
from .typing import generated

LINES = 24
"""Of a file that stands alone."""
FAULTY = 100
"""Every so many files one is faulty, where faults are wanted."""
_STATUS = re.compile(r"""(status"?: "?)\w+""")


@dataclass(frozen=True)
class Corpus:
    """A folder, and the paths in it of all that is to be judged."""

    folder: Path
    files: Sequence[str]


def alone(folder: Path, *, faulty: bool = False) -> Corpus:
    """One file of some 20 lines, outside of any repository; faulty is one value."""
    text = generated(LINES)
    folder.mkdir(parents=True)
    (folder / "order.module.yaml").write_text(_spoilt(text) if faulty else text, encoding="utf-8")
    return Corpus(folder, ("order.module.yaml",))


def project(folder: Path, size: int, *, faulty: bool = False) -> Corpus:
    """So many files of which each, or all but every hundredth, is right."""
    folder.mkdir(parents=True)
    texts = write(folder, size)
    for path in list(texts)[FAULTY - 1 :: FAULTY] if faulty else ():
        (folder / path).write_text(_spoilt(texts[path]), encoding="utf-8")
    return Corpus(folder, tuple(texts))


def _spoilt(text: str) -> str:
    """The text with a status that there isn't."""
    spoilt, count = _STATUS.subn(r"\1" + "nowhere", text, count=1)
    if not count:
        raise ValueError(f"no status in {json.dumps(text[:60])}")
    return spoilt
