"""One line of YAML as people mostly write it, or refused: what the quick reader is made of.

What a line says doesn't hang on the lines around it, so each is told once: of the lines of many files three of four
stand in others too.
"""

from __future__ import annotations

import re

from .values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    Parts = tuple[int, int, str | None, int, Any] | tuple[()]

_KEY = r"[A-Za-z$][\w$.-]{0,99}"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_VERSION = r"[\^~]\d+(?:\.\d+)*|\d+\.\d+\.\d+"
_TEXT = r"[A-Za-z][^:#]*(?:(?::(?=[^ ])|(?<! )#)[^:#]*)*"
_WORD = rf"""(?:[A-Za-z][\w./-]*(?: [\w./-]+)*|(?=\d){_UUID}|"[^"\\,]*"|'[^',]*')"""
_WORDS = rf" *(?:{_WORD} *(?:, *{_WORD} *)*)?"
_PAIR = r"[a-z_]+: +[A-Za-z][\w./-]*(?: [\w./-]+)*"
_PAIRS = rf" *{_PAIR} *(?:, *{_PAIR} *)*"
SCALAR, _DOUBLE, _SINGLE, _LIST, _MAP, BLOCK = range(4, 10)
_LINE = re.compile(
    r" *(?:#.*)?"  # nothing but a comment, or else:
    rf"|( *)((?:- )*)(?:({_KEY}):(?![^ ]) *|(?<=- ))"
    rf"(?:({_TEXT}|{_UUID}|{_VERSION})|\"([^\"\\]*)\"|'([^']*)'"
    r"|\[([^\[\]]*)\]|\{([^{}]*)\}|([|>][+-]?))?"
    r"(?: *(?<= )#.*| *)",
    re.ASCII,
)
"""Indentation, dashes, a key, and one of the values that are numbered above."""
_TYPED = frozenset(("true", "True", "TRUE", "false", "False", "FALSE", "null", "Null", "NULL"))
_MOST, _LONGEST = 10_000, 80
"""How many lines are remembered, and how long they are at most."""


class RefusedError(Exception):
    """The text is more than this reader takes on; it may be fine or not."""


class _Lines(dict[str, "Parts"]):
    """The parts of lines that have been met, as far as they are worth it; raises RefusedError for a line that isn't."""

    def __missing__(self, line: str) -> Parts:
        found = _parts(line)
        if len(line) <= _LONGEST:
            if len(self) == _MOST:
                self.clear()
            self[line] = found
        return found


LINES = _Lines()


def _parts(line: str) -> Parts:
    """The indentation of a line, its number of dashes, its key, its kind and its value; nothing of a comment.

    A kind is SCALAR, BLOCK, whose value is its header, or one between them; less than SCALAR where there is only a key.
    Lists and maps may be shared by several lines: nobody may change them.
    """
    match = _LINE.fullmatch(line)
    if match is None:
        raise RefusedError
    if (kind := match.lastindex) is None:
        return ()
    spaces, dashes, key = match.group(1, 2, 3)
    if key in _TYPED or (key is None and not SCALAR <= kind < BLOCK):
        raise RefusedError
    return len(spaces), len(dashes) // 2, key, kind, _value(kind, match.group(kind))


def _value(kind: int, text: str) -> Any:
    """The value on one line: a scalar that is text beyond doubt, a list or a map of words."""
    if kind == SCALAR:
        text = text.rstrip(" ")
        if text in _TYPED:
            raise RefusedError
        return text
    if kind == _LIST and re.fullmatch(_WORDS, text, re.ASCII):
        return [_word(word.strip(" ")) for word in text.split(",")] if text.strip(" ") else []
    if kind == _MAP and re.fullmatch(_PAIRS, text, re.ASCII):
        pairs = [pair.split(":") for pair in text.split(",")]
        entries = {key.strip(" "): _word(value.strip(" ")) for key, value in pairs}
        if len(entries) < len(pairs) or not _TYPED.isdisjoint(entries):
            raise RefusedError
        return entries
    if kind in (_LIST, _MAP):
        raise RefusedError
    return text


def _word(text: str) -> str:
    """A word in brackets, without its quotes."""
    if text[0] in "\"'":
        return text[1:-1]
    if text in _TYPED:
        raise RefusedError
    return text
