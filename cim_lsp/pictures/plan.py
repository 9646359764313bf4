"""What a drawing has to find room for, before anything has a place: boxes, edges, the words to them, who meets whom."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ..features.graph import STATES, Edge, Graph
from .boxes import SMALL, Box, box
from .layers import Layers, Link, arrange
from .words import fit, mark, width

MARK_ROOM = 90.0
EDGE = 5.0
"""The ends of a box's sides, which no edge meets."""
_GAP, _PER_EDGE, _MOST_MORE = 64.0, 3.0, 140.0
_PORT, _MARKED_PORT = 6.0, 14.0
"""How far apart edges meet a box, at least; those with a word to them further than others."""

Lane = tuple[int, int]
"""What tells an edge at a box from others that meet it there: where it goes, and its number, or -1 for several."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The boxes, and the edges that are no loops, each with the word to it and whether that is at its right end.

    `meeting` has the edges that leave a box on its right (0), and that reach one on its left (1).
    """

    boxes: list[Box]
    edges: list[Edge]
    marks: list[str]
    links: list[Link]
    layers: Layers
    meeting: tuple[dict[int, list[int]], dict[int, list[int]]]

    def lane(self, number: int, side: int) -> Lane:
        """The lane of an edge where it leaves (0) or reaches (1) a box."""
        way = self.layers.ways[number]
        neighbour = way[-2] if side else way[1]
        is_shared = self.links[number][2] is not None and neighbour >= len(self.boxes)
        return (neighbour, -1) if is_shared else (neighbour, number)

    def is_marked(self, number: int, side: int) -> bool:
        """Whether the word to an edge stands here. A domain has many modules, which mostly have one domain."""
        return bool(self.marks[number]) and (self.edges[number].kind == "composes") == bool(side)

    def ports(self, number: int, side: int) -> dict[Lane, float]:
        """The lanes at one side of a box, and the room that each of them needs."""
        ports: dict[Lane, float] = {}
        for each in self.meeting[side].get(number, ()):
            lane = self.lane(each, side)
            ports[lane] = max(ports.get(lane, _PORT), _MARKED_PORT if self.is_marked(each, side) else _PORT)
        return ports

    def height(self, number: int) -> float:
        """The height of a box: that of its text, or what the edges need that meet it on either side."""
        needed = (sum(self.ports(number, side).values()) + 2 * EDGE for side in (0, 1))
        return max(self.boxes[number].height, *needed)

    def gaps(self) -> list[float]:
        """The room behind each column but the last: more, the more words and edges there are."""
        column = {each: number for number, column in enumerate(self.layers.columns) for each in column}
        pairs = {pair for way in self.layers.ways for pair in pairwise(way)}
        gaps = [_GAP] * max(len(self.layers.columns) - 1, 0)
        for index in range(len(gaps)):
            gaps[index] += min(_PER_EDGE * sum(column[a] == index for a, _ in pairs), _MOST_MORE)
        words: dict[tuple[int, int], float] = {}
        for number, way in enumerate(self.layers.ways):
            for side in (0, 1):
                if self.is_marked(number, side):
                    place = column[way[-2] if side else way[0]], side
                    words[place] = max(words.get(place, 0.0), width(self.marks[number], SMALL))
        for (index, _), room in words.items():
            gaps[index] += room
        return gaps


def plan(graph: Graph) -> Plan:
    """The plan of a graph: domains in the first column, everybody else right of whoever needs them."""
    numbers = {node.key: number for number, node in enumerate(graph.nodes)}
    edges = [edge for edge in graph.edges if edge.source != edge.target]
    links = [(numbers[edge.source], numbers[edge.target], _lane(edge, numbers)) for edge in edges]
    domains = [node.kind == "domain" for node in graph.nodes]
    layers = arrange(len(domains), links, [int(any(domains) and not is_domain) for is_domain in domains])
    meeting: tuple[dict[int, list[int]], dict[int, list[int]]] = {}, {}
    for number, way in enumerate(layers.ways):
        meeting[0].setdefault(way[0], []).append(number)
        meeting[1].setdefault(way[-1], []).append(number)
    marks = [fit(mark(edge), MARK_ROOM, SMALL) for edge in edges]
    return Plan([box(node) for node in graph.nodes], edges, marks, links, layers, meeting)


def _lane(edge: Edge, numbers: dict[str, int]) -> int | None:
    """Which edges run as one as far as they go together, as long as they look the same.

    What a domain is composed of fans out of one line; those that need the same module meet on their way there.
    """
    if edge.state == "cycle":
        return None
    end = edge.source if edge.kind == "composes" else edge.target
    kind = STATES.index(edge.state) * 2 + (edge.kind == "composes")
    return kind * len(numbers) + numbers[end]
