"""Whether a place is inside of a block scalar, quotes or brackets, told by the lines above it alone.

For files that can't be parsed while somebody types in them. What is left open ends, at the latest, with the first
line that is not indented enough to belong to it, so one forgotten quote doesn't swallow the rest of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_QUOTED = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'"
_DASHES = re.compile(r"[ \t]*(?:-[ \t]+)*")
_KEY = re.compile(rf"(?:{_QUOTED}|[^\s\"'\[{{#|>&*!-](?:[^#:]|:(?=\S)|(?<=\S)#)*?):(?=[ \t]|\Z)")
_PROPERTIES = re.compile(r"[ \t]*(?:[&!]\S*[ \t]+)*")
_HEADER = re.compile(r"[|>][-+1-9]*[ \t]*(?:(?<=[ \t])#.*)?")
_IN_BRACKETS = re.compile(rf"(?:(?<=[\[{{,:])|\A)[ \t]*(?:{_QUOTED})|(?:(?<=[ \t])|\A)#.*|(?P<bracket>[\[\]{{}}])|.")
_MARKER = re.compile(r"(?:---|\.\.\.)(?:[ \t]|\Z)")


@dataclass(frozen=True, slots=True)
class Opened:
    """What is open at the end of a line: `|` for a block scalar, the quote, or `[` for brackets, and how many.

    Lines that are indented by more than `column` belong to it.
    """

    mark: str
    column: int
    depth: int = 1


def opened(lines: Iterable[str]) -> Opened | None:
    """What is open behind the last of these lines, which come without their line ends."""
    state: Opened | None = None
    for line in lines:
        content = line.strip(" \t")
        if _MARKER.match(line):
            state = None
        elif content:
            if state and len(line) - len(line.lstrip(" ")) <= state.column and not content.startswith(("]", "}")):
                state = None
            state = _continued(line, state) if state else _begun(line)
    return state


def _begun(line: str) -> Opened | None:
    """What a line opens that begins outside of everything."""
    at = _end(_DASHES, line, 0)
    column = len(line[:at].rstrip(" \t")) - 1
    if key := _KEY.match(line, at):
        column, at = at, key.end()
    at = _end(_PROPERTIES, line, at)
    mark = line[at : at + 1]
    if mark in ("[", "{"):
        return _bracketed(line[at:], column, 0)
    if mark in ('"', "'") and not re.compile(_QUOTED).match(line, at):
        return Opened(mark, column)
    return Opened("|", column) if _HEADER.fullmatch(line, at) else None


def _continued(line: str, state: Opened) -> Opened | None:
    if state.mark == "|":
        return state
    if state.mark == "[":
        return _bracketed(line, state.column, state.depth)
    closing = r"(?:[^\"\\]|\\.)*\"" if state.mark == '"' else r"(?:[^']|'')*'(?!')"
    return None if re.match(closing, line) else state


def _bracketed(line: str, column: int, depth: int) -> Opened | None:
    for match in _IN_BRACKETS.finditer(line):
        if bracket := match["bracket"]:
            depth += 1 if bracket in "[{" else -1
            if depth <= 0:
                return None
    return Opened("[", column, depth)


def _end(pattern: re.Pattern[str], line: str, at: int) -> int:
    match = pattern.match(line, at)
    return match.end() if match else at
