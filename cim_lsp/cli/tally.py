"""What a run came to: counted while its verdicts pass by, so that none of them has to be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .verdicts import Verdict


@dataclass(slots=True)
class Tally:
    """The counts of a run. `changed` files were mended, or would be; `failed` ones could not be written.

    `fixable` counts findings by the option that mends them.
    """

    files: int = 0
    changed: int = 0
    failed: int = 0
    unreadable: int = 0
    fixed: int = 0
    known: int = 0
    severities: Counter[str] = field(default_factory=Counter[str])
    codes: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """By severity and code."""
    fixable: Counter[str] = field(default_factory=Counter[str])

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
