"""Reading files: what can be read, and what is text."""

from __future__ import annotations

import os
import stat

from ..conventions import LARGEST, excess

_NO_FILES = {
    stat.S_IFDIR: "a folder that can't be listed",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_ENCODINGS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


class UnreadableError(Exception):
    """A file can't be read as text; the message says why."""


def read(path: str) -> bytes:
    """The bytes of a regular file; what is none isn't opened, since that may never end, nor is what is too large.

    Raises UnreadableError.
    """
    try:
        status = os.stat(path)  # noqa: PTH116 - a Path costs more than all else here
        kind = stat.S_IFMT(status.st_mode)
        if kind != stat.S_IFREG:
            raise UnreadableError(f"this is no file, but {_NO_FILES.get(kind, 'something else')}")
        if too_large := excess(status.st_size):
            raise UnreadableError(too_large)
        return _content(path, status.st_size)
    except OSError as error:
        raise UnreadableError(f"can't be read: {reason(error)}") from error


def _content(path: str, size: int) -> bytes:
    """What is in a file of about that size: as few calls of the system as there can be, which many files feel."""
    descriptor = os.open(path, _READ_ONLY)
    try:
        data = os.read(descriptor, size + 1)
        while len(data) > size and len(data) <= LARGEST and (more := os.read(descriptor, LARGEST)):
            data += more
        return data
    finally:
        os.close(descriptor)


def mode(path: str | os.PathLike[str]) -> int:
    """The mode of what a path leads to; 0 where that can't be known."""
    try:
        return os.stat(path).st_mode  # noqa: PTH116
    except OSError:
        return 0


def decode(data: bytes) -> str:
    """The text of a UTF-8 file, with its byte order mark and its line ends; `encode("utf-8")` gives the bytes back.

    Raises UnreadableError.
    """
    if too_large := excess(len(data)):
        raise UnreadableError(too_large)
    if encoding := next((name for mark, name in _ENCODINGS if data.startswith(mark)), None):
        raise UnreadableError(f"this is {encoding}; a CIM file is UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        where = f"byte 0x{data[error.start]:02X} at offset {error.start}, in line {line}"
        raise UnreadableError(f"this is not UTF-8: {where}") from error


def reason(error: OSError) -> str:
    """Why the system refused, in a few words."""
    return (error.strerror or str(error)).lower()
