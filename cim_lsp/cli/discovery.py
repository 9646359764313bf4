"""From the PATHs of the command line to the files to judge, in an order that is always the same."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator

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
    seen: set[str] = set()
    folders: dict[str, str] = {}
    for path in paths:
        is_folder = stat.S_ISDIR(mode(path))
        folder, name = (path, "") if is_folder else os.path.split(path)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder or os.path.curdir)
        real = os.path.join(folders[folder], name)  # noqa: PTH118
        if force_exclude and _is_excluded(real, known, is_folder=is_folder):
            continue
        clean = _clean(path)
        above = "" if clean == os.path.curdir else clean
        for file in _files_below(real, known) if is_folder else (real,):
            if file not in seen:
                seen.add(file)
                yield os.path.join(above, file[len(real) :]) if is_folder else clean  # noqa: PTH118


def _is_excluded(path: str, known: Configurations, *, is_folder: bool) -> bool:
    return known.at(path.rstrip(os.sep)).is_excluded if is_folder else known.excludes(path)


def _files_below(folder: str, known: Configurations) -> Iterator[str]:
    from ..files.folders import files_below  # noqa: PLC0415 - whoever names files, as pre-commit does, needs none of it

    return files_below(folder.rstrip(os.sep) or os.sep, known)


def _clean(path: str) -> str:
    """A path without what means nothing in it, as `./` at its start; `..` stays, since it may lead out of a link."""
    if os.name == "posix" and "./" not in path and "//" not in path and not path.endswith(("/", "/.")):
        return path
    from pathlib import Path  # noqa: PLC0415 - most paths are clean, and to import this takes longer than to judge one

    return str(Path(path))
