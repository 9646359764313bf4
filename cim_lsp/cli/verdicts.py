"""What is asked of every file, and what is answered: plain values that travel from process to process."""

from __future__ import annotations

from collections.abc import Collection

from ..values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .findings import Finding


class UnusableError(Exception):
    """What the run was to go by can't be used; the message says what and why."""


class Order(NamedTuple):
    """What is asked of every file: to be judged at a moment (milliseconds since 1970), and mended or not.

    A detailed order wants the details of findings, too.
    """

    now: int
    fix: bool = False
    unsafe: bool = False
    detailed: bool = False


class Change(NamedTuple):
    """The text of a file, before and after it was mended."""

    before: str
    after: str


class Verdict(NamedTuple):
    """What was found in a file, after it was mended where that was asked for; `fixed` counts what was mended.

    `failure` says why a mended file could not be written; `known` counts findings that a baseline knows.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    fixed: int = 0
    change: Change | None = None
    failure: str | None = None
    is_unreadable: bool = False
    known: int = 0

    def only(self, severities: Collection[str]) -> Verdict:
        """The same verdict, silent about all other severities."""
        return self._replace(findings=tuple(found for found in self.findings if found.severity in severities))
