"""What a run found out about many files, kept for the next one: facts by content, and whether all were fine together.

Nothing hangs on it. What is missing, broken, of another version or from the future is found out anew, and what can't
be written isn't kept. Verdicts aren't in it, but for the one that there was nothing to say at all.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, cast

from .reading import UnreadableError, read

if TYPE_CHECKING:
    from ..summary import Packed

WORTHWHILE = 100
"""From so many files on it takes less time to look into a cache than to do without."""
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
_FINE, _FACTS = ".fine", ".json"
_NAME = re.compile(r"cim-[0-9a-f]{32}(?:\.fine|\.json)(?:\..{8}\.new)?")
_KEPT = 30 * 24 * 60 * 60
"""Seconds after which what nobody has written anew is dropped."""

File = tuple[str, str]
"""The root of a project, and the path of one of its files."""
Entry = tuple["Packed", bool, "str | None"]
"""The summary of a content, whether it is certainly fine by itself, and its name in git where it was committed."""


def default_folder() -> str:
    """Where caches are kept if nobody says otherwise: where CIM_CACHE_DIR says, else where the system has them."""
    if named := os.environ.get("CIM_CACHE_DIR"):
        return named
    from platformdirs import user_cache_dir  # noqa: PLC0415 - only runs over many files need it

    return user_cache_dir("cim-lsp", appauthor=False)


def digest(data: bytes) -> str:
    """What stands for a content."""
    return blake2b(data, digest_size=16).hexdigest()


class Shelf:
    """What is kept about these files. `light` is whatever else a verdict hangs on; `now` is milliseconds since 1970."""

    def __init__(self, folder: str, files: Sequence[File], light: str, now: int) -> None:
        self.folder = folder
        self.files = files
        self.light = light
        self.now = now
        self.is_fine = False
        """Whether nothing is to be said of all the files, because nothing was when they were what they are."""
        self.digests: dict[str, str] = {}
        """The contents of the files by path, as far as they were read."""
        self._known: dict[str, Entry] | None = None
        self._learnt: dict[str, Entry] = {}

    def was_fine(self) -> bool:
        """Find out whether nothing is to be said, which has all files read if it ever was so."""
        key = self._read(_FINE)
        self.is_fine = key is not None and all(map(self._digest, self.files)) and key == self._key().encode()
        return self.is_fine

    def find(self, path: str) -> Entry | None:
        """What is known about the content of a file."""
        if self._known is None:
            self._known = self._load()
        digest = self._digest(("", path)) if self._known else ""
        return self._known.get(digest)

    def learn(self, path: str, digest: str, entry: Entry | None) -> None:
        """What is in a file, and what is known about that content if it is to be kept."""
        self.digests[path] = digest
        if entry:
            self._learnt[digest] = entry

    def keep(self, *, all_fine: bool) -> None:
        """Keep what was learnt, and whether there is nothing to say."""
        if self.is_fine:
            return
        if self._learnt != self._known:
            self._write(_FACTS, json.dumps(self._learnt, separators=(",", ":")).encode())
        if all_fine and all(path in self.digests for _, path in self.files):
            self._write(_FINE, self._key().encode())
        self._tidy()

    def _digest(self, file: File) -> str:
        """What stands for the content of a file; nothing where it can't be read."""
        _, path = file
        if path not in self.digests:
            try:
                self.digests[path] = digest(read(path))
            except UnreadableError:
                return ""
        return self.digests[path]

    def _key(self) -> str:
        files = [f"{root}\0{path}\0{self.digests[path]}" for root, path in self.files]
        return _digest_of("\n".join([self.light, *files]))

    def _place(self, ending: str) -> str:
        roots = "\0".join(sorted({root for root, _ in self.files}))
        return os.path.join(self.folder or default_folder(), f"cim-{_digest_of(roots)}{ending}")  # noqa: PTH118

    def _load(self) -> dict[str, Entry]:
        try:
            entries: Any = json.loads(self._read(_FACTS) or b"{}")
        except (ValueError, RecursionError):
            return {}
        return cast("dict[str, Entry]", entries) if isinstance(entries, dict) else {}

    def _read(self, ending: str) -> bytes | None:
        """What was written; None where it is anything else, or of another version, or from the future."""
        try:
            head, _, body = read(self._place(ending)).partition(b"\n")
            stamp, then, sum_ = head.decode("ascii").split(" ")
            is_ours = stamp == version() and int(then) <= self.now and sum_ == digest(body)
        except (UnreadableError, ValueError):
            return None
        return body if is_ours else None

    def _write(self, ending: str, body: bytes) -> None:
        """Put a file there at one stroke, if that is possible."""
        target = self._place(ending)
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

    def _tidy(self) -> None:
        """Drop what is old and has a name that only this gives."""
        try:
            with os.scandir(os.path.dirname(self._place(""))) as listing:  # noqa: PTH120
                ours = [each for each in listing if _NAME.fullmatch(each.name) and each.is_file(follow_symlinks=False)]
            old = [each for each in ours if each.stat().st_mtime < time.time() - _KEPT]
            for each in old:
                os.unlink(each.path)  # noqa: PTH108
        except OSError:
            return


def version() -> str:
    """What stands for this program as it is installed, whatever was changed in it: its files' sizes and times."""
    return _digest_of("\n".join([sys.version, *sorted(_stamps(_PACKAGE))]))


def _digest_of(text: str) -> str:
    return digest(text.encode(errors="surrogateescape"))


def _stamps(folder: str) -> Iterator[str]:
    with os.scandir(folder) as listing:
        for entry in listing:
            if entry.is_dir():
                yield from _stamps(entry.path)
            elif entry.name.endswith(".py"):
                stat = entry.stat()
                yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"
