"""Colours: when a stream gets them, and what they are."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ...values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal, TextIO

    When = Literal["auto", "always", "never"]

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;34",
    "hint": "1;36",
    "path": "1",
    "gutter": "34",
    "fix": "32",
    "added": "32",
    "removed": "31",
}


_COLUMNS = 120
"""The width of lines where no terminal sets it."""


class Style(NamedTuple):
    """How text looks on a stream: painted or not, for a terminal or not, and how many cells a line may take."""

    is_coloured: bool = False
    is_terminal: bool = False
    columns: int = _COLUMNS

    @classmethod
    def of(cls, stream: TextIO, when: When) -> Style:
        is_terminal = stream.isatty()
        columns = os.get_terminal_size(stream.fileno()).columns if is_terminal else 0
        return cls(wants_colours(when, os.environ, is_terminal=is_terminal), is_terminal, columns or _COLUMNS)

    def paint(self, role: str, text: str) -> str:
        """The text in the colour of its role: a severity, or a part of the output."""
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if self.is_coloured and text else text


def wants_colours(when: When, environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether there are colours: as the option says, else NO_COLOR, FORCE_COLOR, TERM, else on terminals only.

    See https://no-color.org and https://force-color.org.
    """
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return is_terminal and environment.get("TERM") != "dumb"
