"""Telling what a branch has changed or broken, of verdicts on all files: those of the others are not its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ..files.repositories import Repositories
from .changed import Change, changed

if TYPE_CHECKING:
    from .findings import Finding
    from .verdicts import Verdict


@dataclass
class Since:
    """What was changed, for the files of one run."""

    change: Change
    repositories: Repositories = field(repr=False)

    @classmethod
    def of(cls, paths: Iterable[str], revision: str) -> Since:
        """Raises UnusableError."""
        repositories = Repositories()
        return cls(changed(map(repositories.identify, paths), revision, repositories), repositories)

    def holds(self, path: str) -> bool:
        """Whether a file was changed."""
        return self.repositories.identify(path) in self.change.paths

    def sift(self, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        """The verdicts on changed files, and of the others what a changed one has brought about."""
        for verdict in verdicts:
            if self.holds(verdict.path):
                yield verdict
            elif broken := tuple(filter(self._is_brought_about, verdict.findings)):
                yield verdict._replace(findings=broken)

    def _is_brought_about(self, finding: Finding) -> bool:
        """Whether a finding speaks of a changed file, or misses somebody who was in one."""
        if any(self.holds(note.place.path) for note in finding.related):
            return True
        named = finding.excerpt.marked.strip("\"'") if finding.excerpt else ""
        return finding.code == "unresolved-reference" and named in self._declared

    @cached_property
    def _declared(self) -> frozenset[str]:
        return self.change.declared()
