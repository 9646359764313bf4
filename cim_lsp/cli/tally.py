"""What a run came to: counted while its verdicts pass by, so that none of them has to be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from .verdicts import Verdict


class Tally:
    """The counts of a run. `changed` files were mended, or would be; `failed` ones could not be written.

    `fixable` counts findings by the option that mends them.
    """

    def __init__(self, files: int = 0) -> None:
        self.files = files
        self.changed = self.failed = self.unreadable = self.fixed = self.known = 0
        self.severities = Counter[str]()
        self.codes = Counter[tuple[str, str]]()
        """By severity and code."""
        self.fixable = Counter[str]()

    def watch(self, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        """The same verdicts, counted."""
        for verdict in verdicts:
            self.files += 1
            self.fixed += verdict.fixed
            self.known += verdict.known
            self.unreadable += verdict.is_unreadable
            self.failed += verdict.failure is not None
            self.changed += verdict.change is not None
            for finding in verdict.findings:
                self.severities[finding.severity] += 1
                self.codes[finding.severity, finding.code] += 1
                if finding.remedy and finding.remedy.option:
                    self.fixable[finding.remedy.option] += 1
            yield verdict
