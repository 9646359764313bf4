"""From the PATHs of the command line to the files to judge, in an order that is always the same."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator

from ..files.configurations import Configurations
from ..files.reading import mode
from ..values import NamedTuple
from . import UsageError

MOST = 10
"""How many PATHs that lead nowhere are told by name."""


class Found(NamedTuple):
    """The files by the paths that are told, each with the absolute path by which its project knows it.

    That is None where a link may be in the way, and is to be found out. `folders` are those that were searched.
    `is_plain` where no PATH leads through a link.
    """

    files: dict[str, str | None]
    folders: tuple[str, ...] = ()
    is_plain: bool = True


def configurations(*, isolated: bool = False) -> Configurations:
    """Where a run looks for what is in force."""
    return Configurations((os.path.realpath(os.path.curdir),), isolated=isolated)


def find(paths: Iterable[str], known: Configurations, *, force_exclude: bool = False) -> Found:
    """The files that these files and folders stand for, each once; folders sorted, the rest as it was given.

    A file that is named is taken whatever it is called; in a folder only CIM files are that neither git ignores nor a
    configuration leaves alone. With `force_exclude` that holds for what is named too. Raises UsageError.
    """
    search = _Search(known, force_exclude)
    for path in paths:
        search.take(path)
    if search.missing:
        more = f" and {len(search.missing) - MOST:,} more" if len(search.missing) > MOST else ""
        raise UsageError(f"no such file or folder: {', '.join(map(repr, search.missing[:MOST]))}{more}")
    return Found(search.found, tuple(search.folders), search.is_plain)


class _Search:
    """Takes one PATH after the other, and asks the system as little as it can: there may be thousands."""

    def __init__(self, known: Configurations, force_exclude: bool) -> None:
        self.known = known
        self.force_exclude = force_exclude
        self.found: dict[str, str | None] = {}
        self.folders: list[str] = []
        self.missing: list[str] = []
        self.is_plain = True
        self._seen: set[str] = set()
        self._real: dict[str, str] = {}

    def take(self, path: str) -> None:
        try:
            kind = stat.S_IFMT(os.lstat(path).st_mode)
        except (OSError, ValueError):
            self.missing.append(path)
            return
        is_link = kind == stat.S_IFLNK
        self.is_plain = self.is_plain and not is_link
        if kind == stat.S_IFDIR or (is_link and stat.S_ISDIR(mode(path))):
            self._search(path)
            return
        folder, name = os.path.split(path)
        file = self._join(folder, name)
        if file not in self._seen and not (self.force_exclude and self.known.excludes(file)):
            self._seen.add(file)
            self.found[_clean(path)] = None if is_link else file

    def _search(self, path: str) -> None:
        """Take the CIM files in a folder."""
        real = self._join(path, "")
        if self.force_exclude and self.known.at(real.rstrip(os.sep)).is_excluded:
            return
        clean = _clean(path)
        above = "" if clean == os.path.curdir else clean
        self.folders.append(real)
        for file in _files_below(real, self.known):
            if file not in self._seen:
                self._seen.add(file)
                self.found[os.path.join(above, file[len(real) :])] = None  # noqa: PTH118

    def _join(self, folder: str, name: str) -> str:
        """The absolute path of a name in a folder, with all links to the folder followed."""
        if folder not in self._real:
            real = os.path.realpath(folder or os.path.curdir)
            self.is_plain = self.is_plain and real == os.path.abspath(folder or os.path.curdir)  # noqa: PTH100
            self._real[folder] = os.path.join(real, "")  # noqa: PTH118
        return self._real[folder] + name


def _files_below(folder: str, known: Configurations) -> Iterator[str]:
    from ..files.folders import files_below  # noqa: PLC0415 - whoever names files, as pre-commit does, needs none of it

    return files_below(folder.rstrip(os.sep) or os.sep, known)


def _clean(path: str) -> str:
    """A path without what means nothing in it, as `./` at its start; `..` stays, since it may lead out of a link."""
    if os.name == "posix" and "./" not in path and "//" not in path and not path.endswith(("/", "/.")):
        return path
    from pathlib import Path  # noqa: PLC0415 - most paths are clean, and to import this takes longer than to judge one

    return str(Path(path))
