"""Writing what is new: a file that wasn't there and a change to one that was, both or neither."""

from __future__ import annotations

import os
from pathlib import Path

from ..files.reading import UnreadableError, read, reason
from .output.characters import printable
from .writing import UnwritableError, replace


def create(path: str, data: bytes, changed: tuple[str, bytes, bytes] | None = None) -> None:
    """Write a new file, and the folders that lead to it, then put other bytes into a file that exists.

    `changed` is its path, its bytes as they were read, and those to come. Where anything fails, all is as it was.

    Raises UnwritableError; what exists is never overwritten.
    """
    made = _folders(path)
    target = Path(path)
    try:
        _write(target, data)
        made.insert(0, target)
        if changed:
            _change(*changed)
    except BaseException:
        for each in made:
            each.rmdir() if each.is_dir() else each.unlink()
        raise


def put(path: str, data: bytes) -> None:
    """Put what a program has made into its file at one stroke, over an earlier one.

    Raises UnwritableError, which names the file.
    """
    try:
        if not os.path.lexists(path):
            create(path, data)
        elif (before := read(path)) != data:
            replace(path, before, data)
    except (UnreadableError, UnwritableError) as error:
        raise UnwritableError(f"{printable(path)} could not be written: {error}") from error


def _folders(path: str) -> list[Path]:
    """The folders that are made for a file, innermost first."""
    missing = [folder for folder in Path(path).parents if not os.path.lexists(folder)]
    made: list[Path] = []
    try:
        for folder in reversed(missing):
            folder.mkdir()
            made.insert(0, folder)
    except OSError as error:
        for folder in made:
            folder.rmdir()
        raise UnwritableError(f"{printable(path)} can't be written: {reason(error)}") from error
    return made


def _write(path: Path, data: bytes) -> None:
    shown = printable(str(path))
    try:
        file = path.open("xb")
    except FileExistsError as error:
        raise UnwritableError(f"{shown} exists already, and is left alone") from error
    except OSError as error:
        raise UnwritableError(f"{shown} can't be written: {reason(error)}") from error
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        path.unlink()
        if isinstance(error, OSError):
            raise UnwritableError(f"{shown} can't be written: {reason(error)}") from error
        raise


def _change(path: str, before: bytes, after: bytes) -> None:
    try:
        replace(path, before, after)
    except UnwritableError as error:
        raise UnwritableError(f"{printable(path)} could not be written: {error}") from error
