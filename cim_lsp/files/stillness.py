"""Whether everything still is as it was when a run had nothing to say about many files: then none of them is read.

It is watched as git watches a work tree (gitformat-index(5), racy-git): which names a folder holds, and of each file
that may matter its inode, its size and when the inode last changed, which nobody can set. That is trusted only where
nothing had changed for a while when the run began: a change during it can't be missed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from marshal import dumps

from ..filetypes import SUFFIXES
from .store import Store, digest

SETTLED = 2_000_000_000
"""How long before a run the last change must lie, in nanoseconds: no file system tells times more coarsely."""
_STILL = ".still"
_SETTINGS = (".git", ".gitignore", ".cim.toml", "pyproject.toml")
_REFS = ("HEAD", "packed-refs", "reftable/tables.list", "info/exclude")
"""Files of a repository that say what its HEAD is, or what is ignored."""

Seen = list[tuple[str | int, ...]]
"""Names, those of files with the inode, its size and the time of its last change (ns since 1970)."""
_PLAIN = 0
"""A version of marshal that writes the same for equal values, whoever else holds them."""


class _RestlessError(Exception):
    """There is something that can't be watched."""


class Stillness:
    """Remembers that there was nothing to say. `asked` is whatever the answer hangs on, besides what is on the disk."""

    def __init__(self, store: Store, asked: str) -> None:
        self._store = store
        self._about = repr((os.getcwd(), os.path.expanduser("~"), _git_variables(), asked))  # noqa: PTH109, PTH111

    def recall(self) -> int | None:
        """Of how many files there still is nothing to say; None where something changed, or was never fine."""
        kept = self._store.read(self._about, _STILL)
        try:
            count, seen, number, *paths = os.fsdecode(kept or b"").split("\0")
            return int(count) if seen == _sum(_look(paths[: int(number)], paths[int(number) :])) else None
        except (ValueError, OSError, _RestlessError):
            return None

    def look(self, folders: Sequence[str], roots: Iterable[str]) -> tuple[str, ...]:
        """What is to be seen in these folders, and which files show that a HEAD has moved; nothing where that isn't
        to be trusted.

        All that the folders hold is in the repositories with these roots.
        """
        try:
            files = [path for root in roots for path in _heads(root)]
            seen = _look(folders, files)
            changes = [os.stat(folder).st_ctime_ns for folder in folders]  # noqa: PTH116
        except (OSError, _RestlessError):
            return ()
        changes += [time for some in seen for *_, time in some if isinstance(time, int)]
        is_settled = max(changes) < self._store.now * 1_000_000 - SETTLED
        return (_sum(seen), *files) if is_settled else ()

    def keep(self, count: int, folders: Sequence[str], seen: tuple[str, ...]) -> None:
        """There was nothing to say about so many files, for which these folders were looked into."""
        sum_, *files = seen
        body = "\0".join((str(count), sum_, str(len(folders)), *folders, *files))
        self._store.write(self._about, _STILL, os.fsencode(body))


def _git_variables() -> list[tuple[str, str]]:
    return sorted((name, value) for name, value in os.environ.items() if name.startswith("GIT_"))


def _look(folders: Iterable[str], files: Iterable[str]) -> list[Seen]:
    """What is in each of the folders, and the files.

    Raises OSError for a folder that can't be listed, _RestlessError for a link, whose target may be anywhere.
    """
    return [*map(_listed, folders), [_state(path) for path in files]]


def _sum(seen: list[Seen]) -> str:
    """What stands for all that was seen."""
    return digest(dumps(seen, _PLAIN))


def _listed(folder: str) -> Seen:
    """What a folder holds that may matter: other folders, CIM files and what may become one, settings."""
    found: Seen = []
    with os.scandir(folder) as listing:
        for entry in listing:
            name, is_folder = entry.name, entry.is_dir(follow_symlinks=False)
            if is_folder:
                found.append((name,))
            elif name.endswith(SUFFIXES) or name in _SETTINGS:
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISLNK(status.st_mode):
                    raise _RestlessError
                found.append((name, status.st_ino, status.st_size, status.st_ctime_ns))
    return sorted(found)


def _state(path: str) -> tuple[str | int, ...]:
    """The same of a file by its path, where there is one."""
    try:
        status = os.stat(path)  # noqa: PTH116 - a Path costs more
    except FileNotFoundError:
        return (path,)
    return path, status.st_ino, status.st_size, status.st_ctime_ns


def _heads(root: str) -> tuple[str, ...]:
    """The files that show when HEAD is another commit. Raises _RestlessError where git can't tell."""
    from .git import ask  # noqa: PLC0415 - only where something is kept
    from .history import places  # noqa: PLC0415

    branch = (ask(root, "symbolic-ref", "--quiet", "HEAD") or b"").rstrip(b"\n")
    names = (*_REFS, os.fsdecode(branch)) if branch else _REFS
    if not (found := places(root, names)):
        raise _RestlessError
    return found
