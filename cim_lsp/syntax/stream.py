"""A YAML stream cut into its documents, before anything is parsed.

A `---` or `...` at the start of a line is a document marker wherever it stands, even inside a quoted or block scalar
(YAML 1.2.2, 9.1.2: c-forbidden), so the cut is exact, and a document that can't be parsed leaves its neighbours alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..text import Span

_MARKER = re.compile(r"(?:\A\ufeff?|(?<=[\r\n])\ufeff?)(?P<mark>---|\.\.\.)(?=[ \t\r\n]|\Z)")
_LINE_REST = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_CONTENT = re.compile(r"(?:\A|(?<=[\r\n]))\ufeff?[ \t]*[^#% \t\r\n\ufeff]|(?:\A|(?<=[\r\n]))\ufeff?[ \t]+%")
_CONFLICT = re.compile(r"(?:\A|(?<=[\r\n\ufeff]))<<<<<<<(?=[ \r\n]|\Z)")
_CONFLICT_REST = re.compile(r"[\r\n](?:=======|>>>>>>>)(?=[ \r\n]|\Z)")


def documents(text: str) -> Iterator[Span]:
    """The place of each document with its markers and directives; documents with nothing in them are left out."""
    start = 0
    explicit = False
    for marker in _MARKER.finditer(text):
        at = marker.start()
        if marker["mark"] == "...":
            rest = _LINE_REST.match(text, at)
            end = rest.end() if rest else len(text)
            if explicit or _CONTENT.search(text, start, at):
                yield Span(start, end)
            start, explicit = end, False
        elif explicit or _CONTENT.search(text, start, at):
            yield Span(start, at)
            start, explicit = at, True
        else:
            explicit = True
    if explicit or _CONTENT.search(text, start):
        yield Span(start, len(text))


def first_marker(text: str, place: Span) -> int | None:
    """Where the first document marker of some lines begins."""
    marker = _MARKER.search(text, place.start, place.end)
    return marker.start() if marker else None


def conflict_marker(text: str) -> Span | None:
    """The first `<<<<<<<` line of a file in which git left a conflict."""
    opening = _CONFLICT.search(text) if "<<<<<<<" in text else None
    if not opening or not _CONFLICT_REST.search(text, opening.end()):
        return None
    rest = _LINE_REST.match(text, opening.start())
    return Span(opening.start(), opening.start() + len(rest.group().rstrip("\r\n"))) if rest else None
