"""The box of a node: its name in bold, its version beside it, its purpose below, on as many lines as fit."""

from __future__ import annotations

from dataclasses import dataclass

from ..features.graph import Node
from .words import fit, line, surroundings, width, wrap

WIDTH, PADDING = 220.0, 12.0
NAME, SMALL = 14.0, 11.0
"""Sizes of letters, in pixels as everything here."""
NAME_STEP, SMALL_STEP = 17.0, 14.0
_VERSION_ROOM = 80.0
_LINES = 2
"""Of a name, and of a purpose."""


@dataclass(frozen=True, slots=True)
class Box:
    """What a box shows, and the height that this takes; `title` is all that there is to know."""

    node: Node
    name: list[str]
    aside: str
    purpose: list[str]
    title: str
    height: float


def box(node: Node) -> Box:
    """The box for a node. Beside a name stands the version, or that there is nobody of that name here."""
    room = WIDTH - 2 * PADDING
    absent = node.kind if node.kind in ("external", "missing") else ""
    aside = fit(line(node.version or absent), _VERSION_ROOM, SMALL)
    name = wrap(line(node.label), room - (width(aside, SMALL) + 8 if aside else 0), NAME, _LINES, bold=True)
    purpose = wrap(line(node.purpose or ""), room, SMALL, _LINES)
    height = 2 * PADDING - 6 + NAME_STEP * len(name) + SMALL_STEP * len(purpose)
    return Box(node, name, aside, purpose, surroundings(node), height)
