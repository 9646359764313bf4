"""Which project a file belongs to: its git repository, wherever in it the file lies."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def repository(path: str) -> str | None:
    """The nearest folder upwards that git keeps (`.git` is a folder there, or a file in a worktree); None for none."""
    for folder in Path(path).parents:
        if os.path.lexists(folder / ".git"):
            return str(folder)
    return None


def whole(folder: str) -> str:
    """What is read for the sake of a folder: the repository that it lies in, unless that is as wide as a home."""
    root = repository(str(Path(folder, "any")))
    return root if root and not is_wide(root) else folder


def is_too_wide(folder: str) -> bool:
    """Whether a folder is a home or the root of the file system, and no repository: nobody means all that is in it."""
    return is_wide(folder) and not os.path.lexists(Path(folder, ".git"))


def is_wide(folder: str) -> bool:
    """Whether a folder is a home or the root of the file system."""
    path = Path(folder)
    return path in (path.parent, Path.home())


def is_below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def is_within(path: str, folders: Iterable[str]) -> bool:
    """Whether a path is one of these folders, or below one."""
    return any(path == folder or is_below(path, folder) for folder in folders)
