"""Writing mended files: at one stroke, with all that isn't text kept, and never over somebody's later work."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from ..files.reading import reason


class UnwritableError(Exception):
    """A file can't be replaced; the message says why. It is as it was."""


def replace(path: str, before: bytes, after: bytes) -> None:
    """Put `after` in the place of a file's bytes at one stroke, unless they are no longer `before`.

    Mode and owner stay. A symbolic link stays one, and what it leads to is replaced.

    Raises UnwritableError.
    """
    target = Path(path).resolve()
    try:
        status = target.stat()
        if not os.access(target, os.W_OK):
            raise UnwritableError("it is read-only")
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        temporary = Path(name)
        try:
            _fill(descriptor, after)
            _dress(temporary, status)
            if target.read_bytes() != before:
                raise UnwritableError("it has changed since it was read")
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UnwritableError(reason(error)) from error


def _fill(descriptor: int, data: bytes) -> None:
    """Write a new file, down to the disk, and close it."""
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _dress(path: Path, status: os.stat_result) -> None:
    """Give a new file the owner and the mode of the one that it stands in for."""
    own = path.stat()
    if (status.st_uid, status.st_gid) != (own.st_uid, own.st_gid):
        os.chown(path, status.st_uid, status.st_gid)
    path.chmod(stat.S_IMODE(status.st_mode))
