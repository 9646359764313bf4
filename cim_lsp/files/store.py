"""Where what a run found out is kept for the next one: small files that nothing hangs on.

What is missing, broken, of another version or from the future is as good as not there, and what can't be written isn't
kept. Files are written at one stroke, so that two runs at once never harm one another.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b

from .reading import UnreadableError, read

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
_NAME = r"cim-[0-9a-f]{32}(?:\.fine|\.json|\.still)(?:\..{8}\.new)?"
_KEPT = 30 * 24 * 60 * 60
"""Seconds after which what nobody has written anew is dropped."""


def default_folder() -> str:
    """Where caches are kept if nobody says otherwise: where CIM_CACHE_DIR says, else where the system has them."""
    if named := os.environ.get("CIM_CACHE_DIR"):
        return named
    from platformdirs import user_cache_dir  # noqa: PLC0415 - only runs over many files need it

    return user_cache_dir("cim-lsp", appauthor=False)


def digest(data: bytes) -> str:
    """What stands for a content."""
    return blake2b(data, digest_size=16).hexdigest()


def digest_of(text: str) -> str:
    """The same for a text, which may be a path that is no UTF-8."""
    return digest(text.encode(errors="surrogateescape"))


class Store:
    """A folder of files that are named after what they are about. `now` is milliseconds since 1970."""

    def __init__(self, folder: str, now: int) -> None:
        self.folder = folder or default_folder()
        self.now = now

    def read(self, about: str, ending: str) -> bytes | None:
        """What was written; None where it is anything else, or of another version, or from the future."""
        try:
            head, _, body = read(self._place(about, ending)).partition(b"\n")
            stamp, then, sum_ = head.decode("ascii").split(" ")
            is_ours = stamp == version() and int(then) <= self.now and sum_ == digest(body)
        except (UnreadableError, ValueError):
            return None
        return body if is_ours else None

    def write(self, about: str, ending: str, body: bytes) -> None:
        """Put a file there at one stroke, if that is possible."""
        import tempfile  # noqa: PLC0415 - slow to import, and what is there already isn't written

        target = self._place(about, ending)
        folder, name = os.path.split(target)
        try:
            os.makedirs(folder, 0o700, exist_ok=True)  # noqa: PTH103
            descriptor, temporary = tempfile.mkstemp(".new", f"{name}.", folder)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(f"{version()} {self.now} {digest(body)}\n".encode() + body)
                os.replace(temporary, target)  # noqa: PTH105
            except BaseException:
                os.unlink(temporary)  # noqa: PTH108
                raise
        except OSError:
            return

    def tidy(self) -> None:
        """Drop what is old and has a name that only this gives."""
        import re  # noqa: PLC0415
        import time  # noqa: PLC0415

        try:
            with os.scandir(self.folder) as listing:
                files = [each for each in listing if each.is_file(follow_symlinks=False)]
            ours = [each for each in files if re.fullmatch(_NAME, each.name)]
            old = [each for each in ours if each.stat().st_mtime < time.time() - _KEPT]
            for each in old:
                os.unlink(each.path)  # noqa: PTH108
        except OSError:
            return

    def _place(self, about: str, ending: str) -> str:
        return os.path.join(self.folder, f"cim-{digest_of(about)}{ending}")  # noqa: PTH118


@cache
def version() -> str:
    """What stands for this program as it is installed, whatever was changed in it: its files' sizes and times."""
    return digest_of("\n".join([sys.version, *sorted(_stamps(_PACKAGE))]))


def _stamps(folder: str) -> Iterator[str]:
    with os.scandir(folder) as listing:
        for entry in listing:
            if entry.is_dir():
                yield from _stamps(entry.path)
            elif entry.name.endswith(".py"):
                stat = entry.stat()
                yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"
