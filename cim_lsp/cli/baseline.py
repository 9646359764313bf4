"""The findings that an old project is known to have, so that only new ones are told.

A file of its own holds them, sorted and one a line, so that git shows what comes and goes. A finding is known by its
file and its fingerprint, which stays while other lines move, and as often as it was there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from ..files.reading import UnreadableError, decode, read
from .output.characters import printable
from .output.text import plural
from .verdicts import UnusableError, Verdict

if TYPE_CHECKING:
    from .findings import Finding

_VERSION = 1
_TYPES = {"path": str, "code": str, "fingerprint": str, "count": int, "message": str}
"""What an entry holds. Code and message are for people; the fingerprint has the code in it."""

Key = tuple[str, str]
"""A file, from the folder of the baseline, and a fingerprint."""
Entry = dict[str, Any]


@dataclass(slots=True)
class Baseline:
    """What is known, and what a run has seen of it. `known` counts the findings that were not told."""

    path: str
    entries: dict[Key, Entry] = field(default_factory=dict[Key, Entry])
    known: int = 0
    _seen: dict[Key, Entry] = field(default_factory=dict[Key, Entry])
    _judged: set[str] = field(default_factory=set[str])

    @classmethod
    def read(cls, path: str, *, may_be_missing: bool = False) -> Baseline:
        """The baseline in a file. Raises UnusableError."""
        if may_be_missing and not os.path.lexists(path):
            return cls(path)
        try:
            value = json.loads(decode(read(path)))
        except UnreadableError as error:
            hint = "" if os.path.lexists(path) else "; --update-baseline writes it"
            raise UnusableError(f"the baseline {printable(path)}: {error}{hint}") from error
        except (ValueError, RecursionError) as error:
            raise UnusableError(f"the baseline {printable(path)} is no JSON: {error}") from error
        top = cast("Entry", value) if isinstance(value, dict) else {}
        entries: object = top.get("findings") if top.get("version") == _VERSION else None
        if not _are_entries(entries):
            raise UnusableError(f"{printable(path)} is no baseline of this version of cim-validate")
        return cls(path, {(entry["path"], entry["fingerprint"]): entry for entry in entries})

    def sift(self, verdicts: Iterable[Verdict], *, learn: bool) -> Iterator[Verdict]:
        """The same verdicts without what is known; with `learn`, all is."""
        for verdict in verdicts:
            path = self._path(verdict.path)
            self._judged.add(path)
            new = tuple(finding for finding in verdict.findings if not self._knows(path, finding, learn=learn))
            known = len(verdict.findings) - len(new)
            self.known += known
            yield verdict._replace(findings=new, known=known)

    def gone(self) -> int:
        """How many known findings are no more, in the files that were judged or don't exist any longer."""
        judged = (entry for key, entry in self.entries.items() if self._is_judged(key[0]))
        return sum(max(0, entry["count"] - self._count(entry)) for entry in judged)

    def summary(self, *, learned: bool) -> str:
        """What is to be said of the baseline when all is told; "" for nothing."""
        name = printable(self.path)
        if learned:
            return f"{name} knows {plural(self.known, 'finding')} of this run now.\n"
        parts = [f"{plural(self.known, 'finding')} known from {name}."] if self.known else []
        if gone := self.gone():
            verb, them = ("is", "it") if gone == 1 else ("are", "them")
            parts.append(f"{plural(gone, 'finding')} of the baseline {verb} gone; --update-baseline drops {them}.")
        return " ".join(parts) + "\n" if parts else ""

    def text(self) -> str:
        """What the file is to hold now; what is known of files that were not judged stays."""
        kept = {key: entry for key, entry in self.entries.items() if not self._is_judged(key[0])}
        entries = sorted({**kept, **self._seen}.values(), key=lambda each: [each[name] for name in _TYPES])
        lines = ",".join("\n    " + json.dumps(entry, ensure_ascii=False) for entry in entries)
        return f'{{\n  "version": {_VERSION},\n  "findings": [{lines}{lines and chr(10) + "  "}]\n}}\n'

    def _knows(self, path: str, finding: Finding, *, learn: bool) -> bool:
        details = finding.details
        fingerprint = details.fingerprint if details else finding.code
        key = path, fingerprint
        new = {"path": path, "code": finding.code, "fingerprint": fingerprint, "count": 0, "message": finding.message}
        seen = self._seen.setdefault(key, new)
        seen["count"] += 1
        return learn or (key in self.entries and seen["count"] <= self.entries[key]["count"])

    def _count(self, entry: Entry) -> int:
        seen = self._seen.get((entry["path"], entry["fingerprint"]))
        return seen["count"] if seen else 0

    def _path(self, path: str) -> str:
        """A path from the folder of the baseline, with slashes, that names the same file from wherever one works."""
        folder, name = os.path.split(path)
        base = os.path.realpath(os.path.dirname(self.path) or os.curdir)  # noqa: PTH120
        return PurePath(os.path.relpath(os.path.join(os.path.realpath(folder or os.curdir), name), base)).as_posix()  # noqa: PTH118

    def _is_judged(self, path: str) -> bool:
        folder = os.path.dirname(self.path)  # noqa: PTH120
        return path in self._judged or not os.path.lexists(os.path.join(folder, path))  # noqa: PTH118


def _are_entries(value: object) -> TypeGuard[list[Entry]]:
    return isinstance(value, list) and all(map(_is_entry, cast("list[object]", value)))


def _is_entry(value: object) -> bool:
    fields = cast("Entry", value) if isinstance(value, dict) else {}
    return all(type(fields.get(name)) is kind for name, kind in _TYPES.items())
