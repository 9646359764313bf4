"""What a run found out about many files, kept for the next one: facts by content, and whether all were fine together.

Verdicts aren't in it, but for the one that there was nothing to say at all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .reading import UnreadableError, read
from .rows import write_rows
from .store import Store, digest, digest_of

if TYPE_CHECKING:
    from .rows import Row

_FINE, _FACTS = ".fine", ".json"

File = tuple[str, str]
"""The root of a project, and the path of one of its files."""


class Shelf:
    """What is kept about these files. `light` is whatever else a verdict hangs on; `now` is milliseconds since 1970."""

    def __init__(self, folder: str, files: Sequence[File], light: str, now: int) -> None:
        self.files = files
        self.light = light
        self._store = Store(folder, now)
        self._about = "\0".join(sorted({root for root, _ in files}))
        self.is_fine = False
        """Whether nothing is to be said of all the files, because nothing was when they were what they are."""
        self.digests: dict[str, str] = {}
        """The contents of the files by path, as far as they were read."""
        self._known: dict[str, Row] | None = None
        self._learnt: list[str] = []

    def was_fine(self) -> bool:
        """Find out whether nothing is to be said, which has all files read if it ever was so."""
        key = self._store.read(self._about, _FINE)
        self.is_fine = key is not None and all(map(self._digest, self.files)) and key == self._key().encode()
        return self.is_fine

    def find(self, path: str) -> Row | None:
        """What is known about the content of a file."""
        if self._known is None:
            self._known = self._load()
        digest = self._digest(("", path)) if self._known else ""
        return self._known.get(digest)

    def learn(self, rows: str) -> None:
        """What was found out about contents, as `write_rows` has it."""
        self._learnt.append(rows)

    def keep(self, *, all_fine: bool) -> None:
        """Keep what was learnt, of what was known that which is still there, and whether there is nothing to say."""
        if self.is_fine:
            return
        there = set(self.digests.values())
        known = [row for digest, row in (self._known or {}).items() if digest in there]
        if self._learnt or len(known) != len(self._known or ()):
            self._store.write(self._about, _FACTS, f"[{','.join((write_rows(known), *self._learnt))}]".encode())
        if all_fine and all(path in self.digests for _, path in self.files):
            self._store.write(self._about, _FINE, self._key().encode())
        self._store.tidy()

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
        return digest_of("\n".join([self.light, *files]))

    def _load(self) -> dict[str, Row]:
        try:
            written: Any = json.loads(self._store.read(self._about, _FACTS) or b"[]")
            return {row[-1]: tuple(row) for rows in written for row in rows if row[-2]}
        except (ValueError, TypeError, LookupError, RecursionError):
            return {}
