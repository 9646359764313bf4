"""The CIM files in a folder, as far as neither git ignores them nor a configuration leaves them alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Set
from operator import attrgetter
from pathlib import Path

from ..filetypes import SUFFIXES, has_modeline, is_named
from .configurations import Configurations, Effective
from .gitignore import Ignores
from .reading import mode
from .roots import repository

_name = attrgetter("name")
_IGNORING = frozenset((".git", ".gitignore"))
"""What a folder has in it where other paths are ignored than in the one around it."""
_HEAD = 4096
"""How many bytes of a file are searched for a modeline; it stands at the top."""


def files_below(
    folder: str, configurations: Configurations | None = None, known: Set[str] = frozenset()
) -> Iterator[str]:
    """The CIM files in an absolute folder; a folder that can't be listed is told itself, for the reader to complain.

    The folder itself may be one that is left alone elsewhere. Those that are `known` are passed over.
    """
    configurations = configurations or Configurations((folder,))
    pending: list[tuple[str, Ignores | None]] = [(folder, Ignores.at(folder))]
    while pending:
        path, ignores = pending.pop()
        if ignores is None:
            yield path
            continue
        try:
            with os.scandir(path) as listing:
                entries = sorted(listing, key=_name, reverse=True)
        except OSError:
            yield path
            continue
        if path != folder and not _IGNORING.isdisjoint(map(_name, entries)):
            ignores = ignores.enter(path)
        new = [entry for entry in entries if entry.path not in known] if known else entries
        pending += _wanted(new, ignores, configurations.at(path))


def is_ignored(path: str) -> bool:
    """Whether git ignores an absolute path, or a folder that it lies in."""
    top = Path(repository(path) or Path(path).parent)
    ignores, above = Ignores.at(str(top)), top
    for part in Path(path).relative_to(top).parts:
        above /= part
        if ignores.cover(str(above), is_folder=above.is_dir()):
            return True
        ignores = ignores.enter(str(above))
    return False


def _wanted(
    entries: Iterable[os.DirEntry[str]], ignores: Ignores, effective: Effective
) -> Iterator[tuple[str, Ignores | None]]:
    """The folders to enter, with what is ignored around them, and the CIM files."""
    for entry in entries:
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name == ".git" or not (is_folder or _is_cim(entry, effective)):
            continue
        if not (ignores.cover(entry.path, is_folder=is_folder) or effective.covers(entry.path, is_folder=is_folder)):
            yield entry.path, ignores if is_folder else None


def _is_cim(entry: os.DirEntry[str], effective: Effective) -> bool:
    """Whether something other than a folder is a CIM file by its name or, if it is YAML or JSON, in other ways too."""
    if is_named(entry.name):
        return not (entry.is_symlink() and stat.S_ISDIR(mode(entry.path)))
    if not (entry.name.endswith(SUFFIXES) and stat.S_ISREG(mode(entry.path))):
        return False
    return effective.includes(entry.path) or has_modeline(_head(entry.path))


def _head(path: str) -> str:
    """The beginning of a file; nothing where it can't be read."""
    try:
        with Path(path).open("rb", buffering=0) as file:
            return file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return ""
