"""From the PATHs of the command line to the files to judge, in an order that is always the same."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..files.configurations import Configurations
from ..files.reading import mode


def configurations(*, isolated: bool = False) -> Configurations:
    """Where a run looks for what is in force."""
    return Configurations((os.path.realpath(os.path.curdir),), isolated=isolated)


def find(paths: Iterable[str], known: Configurations, *, force_exclude: bool = False) -> Iterator[str]:
    """The files that these files and folders stand for, each once; folders sorted, the rest as it was given.

    A file that is named is taken whatever it is called; in a folder only CIM files are that neither git ignores nor a
    configuration leaves alone. With `force_exclude` that holds for what is named too.
    """
    seen: set[Path] = set()
    for path in map(Path, paths):
        is_folder = stat.S_ISDIR(mode(path))
        real = path.resolve() if is_folder else path.parent.resolve() / path.name
        if force_exclude and _is_excluded(real, known, is_folder=is_folder):
            continue
        for file in _files_below(real, known) if is_folder else (real,):
            if file not in seen:
                seen.add(file)
                yield str(path / file.relative_to(real))


def _is_excluded(path: Path, known: Configurations, *, is_folder: bool) -> bool:
    return known.at(str(path)).is_excluded if is_folder else known.excludes(str(path))


def _files_below(folder: Path, known: Configurations) -> Iterator[Path]:
    from ..files.folders import files_below  # noqa: PLC0415 - whoever names files, as pre-commit does, needs none of it

    return map(Path, files_below(str(folder), known))
