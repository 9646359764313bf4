"""What the boxes and lines of an image mean, as far as they are in it."""

from __future__ import annotations

from collections.abc import Iterator

from ..features.graph import Edge, Graph
from .boxes import SMALL
from .words import width

MEANINGS = {
    "composes": "is composed of",
    "ok": "depends on",
    "external": "is elsewhere",
    "mismatched": "version not met",
    "cycle": "in a cycle",
    "unresolved": "unresolved",
}
"""How edges look, and what that means; those that come first are drawn first, below the others."""
ROW = 24.0
_KINDS = ("domain", "module", "external", "missing")
_SAMPLE, _BETWEEN = 30.0, 22.0


def look(edge: Edge) -> str:
    """How an edge looks: after its state; what a domain is composed of has a colour of its own while all is well."""
    return "composes" if edge.kind == "composes" and edge.state == "ok" else edge.state


def legend(graph: Graph, left: float, top: float, right: float) -> tuple[list[str], float]:
    """The entries as SVG, in rows between two sides, and the height that they take."""
    parts: list[str] = []
    x, y = left, top
    for sample, words in _entries(graph):
        room = _SAMPLE + 8 + width(words, SMALL)
        if x > left and x + room > right:
            x, y = left, y + ROW
        text = f'<text class="small" x="{_SAMPLE + 8:g}" y="4">{words}</text>'
        parts.append(f'<g transform="translate({x:.1f} {y:.1f})">{sample}{text}</g>')
        x += room + _BETWEEN
    return parts, y - top + ROW if parts else 0.0


def _entries(graph: Graph) -> Iterator[tuple[str, str]]:
    kinds = {node.kind for node in graph.nodes}
    for kind in _KINDS:
        if kind in kinds:
            yield f'<rect class="box {kind}" y="-7" width="{_SAMPLE:g}" height="14" rx="3"/>', kind
    looks = {look(edge) for edge in graph.edges}
    for each, words in MEANINGS.items():
        if each in looks:
            yield f'<path class="edge look-{each}" marker-end="url(#cim-head-{each})" d="M0,0H{_SAMPLE:g}"/>', words
