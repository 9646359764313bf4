"""A reading of a document, and the verdict on it: plain functions of a text, for whichever thread has the time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from ..analysis import check
from ..diagnostics import Diagnostic, weighed
from ..document import Document
from ..files.configurations import Effective, is_configuration
from ..mentions import summary
from ..ownership import is_cim
from ..project import Project
from ..rules import unreadable_file
from ..summary import Summary
from ..text import LineIndex

InForce = Callable[[str], Effective]
"""What is in force where a file lies, by its path."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A document at one of its states, and whether it is a CIM file: of any other nothing is said."""

    state: int
    document: Document
    is_cim: bool
    said: Summary
    """What it tells the rest of its project."""
    sound: Document | None
    """The document at its last state without a syntax error: what the next one is read from."""
    effective: Effective
    """The configuration that is in force where it lies."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """A reading, and what there is to say about it; each verdict has a number of its own."""

    reading: Reading
    diagnostics: tuple[Diagnostic, ...]
    number: int = field(default_factory=count(1).__next__)

    @property
    def document(self) -> Document:
        return self.reading.document


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def read(  # noqa: PLR0913, PLR0917 - a file as it is and was, and where to ask about it
    path: str, text: str, state: int, before: Reading | None, in_force: InForce, checkpoint: Callable[[], None]
) -> Reading:
    effective = in_force(path)
    if is_configuration(path):
        document = Document(path, text, (), LineIndex(text))
        return Reading(state, document, False, Summary(path), None, effective)
    sound = before and before.sound
    document = sound.edited(text, checkpoint) if sound else Document.parse(path, text, checkpoint)
    is_sound = not any(tree.fault for tree in document.trees)
    is_ours = not effective.excludes(path) and is_cim(document, included=effective.includes(path))
    is_read = is_ours and not document.excess
    return Reading(state, document, is_read, summary(document), document if is_sound else sound, effective)


def judge(reading: Reading, project: Project | None, checkpoint: Callable[[], None]) -> Verdict:
    levels = reading.effective.levels
    if not reading.is_cim:
        return Verdict(reading, tuple(weighed(_problems(reading), levels)))
    return Verdict(reading, check(reading.document, now(), project, levels=levels, checkpoint=checkpoint))


def _problems(reading: Reading) -> tuple[Diagnostic, ...]:
    """What is wrong with a configuration, once that has been read anew, or with a CIM file that is too large."""
    document, effective = reading.document, reading.effective
    if document.excess and not effective.excludes(document.path):
        included = effective.includes(document.path)
        return tuple(unreadable_file.find(document)) if is_cim(document, included=included) else ()
    own = (each for each in effective.layers if each.path == document.path)
    return next((each.problems for each in own if each.text == document.text), ())
