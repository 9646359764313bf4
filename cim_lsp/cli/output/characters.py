"""What of a file's text may be shown on a terminal, and how wide it is there."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
"""Separators, and the marks that turn the direction of text: they can make a line read as what it doesn't say."""
_UNPRINTABLE = f"[\x00-\x1f\x7f-\x9f\ufeff\ud800-\udfff{_INVISIBLE}]"
_SURROGATE = "[\ud800-\udfff]"
_TAB = "    "


def printable(text: str) -> str:
    """A text without characters that a terminal would obey, a picture in the place of each; tabs are four blanks."""
    return text if text.isascii() and text.isprintable() else re.sub(_UNPRINTABLE, _picture, text)


def without_surrogates(text: str) -> str:
    """A text that can be encoded; half characters, as in file names that are not UTF-8, become U+FFFD."""
    return text if text.isascii() else re.sub(_SURROGATE, "\ufffd", text)


def width(text: str) -> int:
    """How many cells a printable text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def fit(text: str, cells: int, *, keep_end: bool = False) -> str:
    """The text, cut at its end (or its beginning) with an ellipsis where it takes more than so many cells."""
    if width(text) <= cells:
        return text
    if cells < 1:
        return ""
    kept, left = "", cells - 1
    for char in reversed(text) if keep_end else text:
        left -= _cells(char)
        if left < 0:
            break
        kept = char + kept if keep_end else kept + char
    return f"…{kept}" if keep_end else f"{kept}…"


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return _TAB if code == 0x09 else chr(0x2400 + code)
    return {0x7F: "\u2421", 0xFEFF: ""}.get(code, "\ufffd")


def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
