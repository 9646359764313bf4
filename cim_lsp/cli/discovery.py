"""From the PATHs of the command line to the files to judge, in an order that is always the same."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..files.reading import mode


def find(paths: Iterable[str]) -> Iterator[str]:
    """The files that these files and folders stand for, each once; folders sorted, the rest as it was given.

    A file that is named is taken whatever it is called; in a folder only CIM files that git doesn't ignore are.
    """
    seen: set[Path] = set()
    for path in map(Path, paths):
        is_folder = stat.S_ISDIR(mode(path))
        real = path.resolve() if is_folder else path.parent.resolve() / path.name
        for file in _files_below(real) if is_folder else (real,):
            if file not in seen:
                seen.add(file)
                yield str(path / file.relative_to(real))


def _files_below(folder: Path) -> Iterator[Path]:
    from ..files.folders import files_below  # noqa: PLC0415 - whoever names files, as pre-commit does, needs none of it

    return map(Path, files_below(str(folder)))
