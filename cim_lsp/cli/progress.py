"""A line on the terminal that says how far a long run has come, and is gone when it ends."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

    from .verdicts import Verdict

_PATIENCE = 0.5
"""Seconds before anything is shown."""
_PERIOD = 0.1
_ERASE = "\r\x1b[K"


def watch(verdicts: Iterable[Verdict], terminal: TextIO) -> Iterator[Verdict]:
    """The same verdicts, with their number shown while they come; the line makes way for findings."""
    due, is_shown = time.monotonic() + _PATIENCE, False
    try:
        for count, verdict in enumerate(verdicts, 1):
            if is_shown and (verdict.findings or verdict.failure):
                _write(terminal, _ERASE)
                is_shown = False
            yield verdict
            if (now := time.monotonic()) >= due:
                _write(terminal, f"{_ERASE}Judged {count} files…")
                due, is_shown = now + _PERIOD, True
    finally:
        if is_shown:
            _write(terminal, _ERASE)


def _write(terminal: TextIO, text: str) -> None:
    terminal.write(text)
    terminal.flush()
