"""The words in a picture: one line each, without what a reader would obey, and how wide they get."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from ..features.graph import Edge, Node

_BLANKS = re.compile(r"\s+")
_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\uffff]"
    "|[\U0001fffe\U0001ffff\U000e0000-\U0010ffff]"
)
"""Controls, marks that turn the direction of text, half characters, and what XML 1.0 has no character for."""
_NARROW, _SLIM, _WIDE = frozenset("ijlI'|"), frozenset(' .,:;!/\\()[]{}-ftr"`'), frozenset("mwMW@%")
_BOLD = 1.13
_BREAKS = re.compile(r"[^\s\-_./:]*[\-_./:]+|[^\s\-_./:]+|\s+")


def line(text: str) -> str:
    """A text on one line, without what doesn't show."""
    return _UNFIT.sub("\ufffd", _BLANKS.sub(" ", text).strip())


def surroundings(node: Node) -> str:
    """All that is known of a node, for who asks for more than its box shows."""
    wanted = node.key.partition(":")[0]
    kind = wanted if node.path is not None else f"{wanted}, {node.kind}"
    head = f"{node.label} {node.version or ''}".rstrip()
    purpose = f": {node.purpose}" if node.purpose else ""
    return line(f"{head} ({kind}){purpose}{f' [{node.path}]' if node.path else ''}")


def mark(edge: Edge) -> str:
    """What stands at an edge: the range that is asked for, or what it isn't; that nobody answers."""
    if edge.state == "unresolved":
        return line(f"{edge.range or ''} unresolved")
    return line(f"{'≠ ' if edge.state == 'mismatched' else ''}{edge.range or ''}")


def distinct(keys: Iterable[str], spell: Callable[[str], str]) -> dict[str, str]:
    """A name for each key, spelt as a format needs it; those that would be the same are numbered."""
    names: dict[str, str] = {}
    given: set[str] = set()
    copies: dict[str, int] = {}
    for key in keys:
        plain = unique = spell(key)
        while unique in given:
            copies[plain] = copies.get(plain, 1) + 1
            unique = f"{plain}__{copies[plain]}"
        given.add(unique)
        names[key] = unique
    return names


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is at a font size, in the same unit; rather more than in most sans-serif fonts."""
    return sum(map(_advance, text)) * size * (_BOLD if bold else 1)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """A text, cut with an ellipsis where it takes more room."""
    if width(text, size, bold=bold) <= room:
        return text
    kept, left = 0, room - width("…", size, bold=bold)
    while kept < len(text) and (left := left - width(text[kept], size, bold=bold)) >= 0:
        kept += 1
    return f"{text[:kept].rstrip()}…"


def wrap(text: str, room: float, size: float, lines: int, *, bold: bool = False) -> list[str]:
    """A text on so many lines at most, broken at blanks, or behind hyphens and the like; what is left over is cut."""
    found = [""]
    pieces = _BREAKS.findall(text)
    for index, piece in enumerate(pieces):
        if width((found[-1] + piece).rstrip(), size, bold=bold) <= room or not found[-1]:
            found[-1] += piece
        elif len(found) == lines:
            found[-1] += "".join(pieces[index:])
            break
        else:
            found.append(piece.lstrip())
    return [fit(each.strip(), room, size, bold=bold) for each in found if each.strip()]


def _advance(char: str) -> float:
    """How wide a character is, as a part of the font size."""
    if char.isascii():
        if char in _NARROW:
            return 0.31
        if char in _SLIM:
            return 0.41
        return 1.0 if char in _WIDE else 0.76 if char.isupper() else 0.635
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 1.05 if unicodedata.east_asian_width(char) in "WF" else 0.75
