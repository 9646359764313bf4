"""A drawing of a graph: where each box stands and which way each edge takes, in pixels from the upper left corner.

Edges bend between columns and are level within them, at heights that are kept free: none crosses a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..features.graph import Edge, Graph
from .boxes import SMALL, WIDTH, Box
from .heights import centres
from .plan import EDGE, MARK_ROOM, Lane, Plan, plan
from .words import fit, mark, width

MARGIN = 28.0
_WIDEST_PORT = 14.0
_HEAD = 12.0
"""The length of an arrowhead, and a little more."""

Point = tuple[float, float]
Ports = dict[tuple[int, int, Lane], float]
"""How high an edge leaves (0) or reaches (1) a box, by the side, the box and the lane."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A box, its upper left corner, and the height that it has here."""

    box: Box
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """The way of an edge: a point, then three for each Bézier curve. The word to it begins, or else ends, at `at`."""

    edge: Edge
    points: list[Point]
    mark: str
    at: Point
    begins: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and edges, and the room that they take."""

    width: float
    height: float
    boxes: list[Placed]
    routes: list[Route]


def draw(graph: Graph) -> Drawing:
    """The drawing of a graph."""
    found = plan(graph)
    heights = [found.height(number) for number in range(len(found.boxes))]
    middle = [MARGIN + y for y in centres(found.layers.columns, found.layers.ways, heights)]
    lefts = list(accumulate(found.gaps(), lambda x, gap: x + WIDTH + gap, initial=MARGIN))
    left = {each: lefts[number] for number, column in enumerate(found.layers.columns) for each in column}
    boxes = [
        Placed(each, left[number], middle[number] - heights[number] / 2, heights[number])
        for number, each in enumerate(found.boxes)
    ]
    ports = _ports(found, heights, middle)
    routes = [
        _route(found, number, ports, [(left[each], middle[each]) for each in way])
        for number, way in enumerate(found.layers.ways)
    ]
    corner = {each.box.node.key: each for each in boxes}
    routes += [_loop(edge, corner[edge.source]) for edge in graph.edges if edge.source == edge.target]
    bottom = max((*(each.y + each.height for each in boxes), *middle), default=0.0)
    return Drawing(max((each.x + WIDTH for each in boxes), default=0.0) + MARGIN, bottom + MARGIN, boxes, routes)


def _ports(found: Plan, heights: Sequence[float], middle: Sequence[float]) -> Ports:
    """Each side of a box has its edges in the order of where they come from or go to, so that none cross there."""
    ports: Ports = {}
    for side in (0, 1):
        for number in found.meeting[side]:
            rooms = found.ports(number, side)
            spare = (heights[number] - 2 * EDGE - sum(rooms.values())) / len(rooms)
            rooms = {lane: min(room + spare, max(room, _WIDEST_PORT)) for lane, room in rooms.items()}
            at = middle[number] - sum(rooms.values()) / 2
            for lane in sorted(rooms, key=lambda lane: (middle[lane[0]], lane)):
                ports[side, number, lane] = at + rooms[lane] / 2
                at += rooms[lane]
    return ports


def _route(found: Plan, number: int, ports: Ports, stations: Sequence[Point]) -> Route:
    """The route of an edge through the left ends of its stations in each column: a box, places to pass, a box."""
    way = found.layers.ways[number]
    start = stations[0][0] + WIDTH, ports[0, way[0], found.lane(number, 0)]
    end = stations[-1][0], ports[1, way[-1], found.lane(number, 1)]
    begins = found.is_marked(number, 0)
    level = width(found.marks[number], SMALL) + _HEAD if found.marks[number] else 0.0
    points = [start, *(_bend(start, (start[0] + level, start[1])) if begins else ())]
    for x, y in stations[1:-1]:
        points += (*_bend(points[-1], (x, y)), *_bend((x, y), (x + WIDTH, y)))
    before = (end[0] - (0.0 if begins else level), end[1])
    points += (*_bend(points[-1], before), *(_bend(before, end) if before != end else ()))
    is_turned = number in found.layers.turned
    at = (start[0] + (_HEAD if is_turned else 5), start[1] - 3) if begins else (end[0] - _HEAD, end[1] - 3)
    return Route(found.edges[number], points[::-1] if is_turned else points, found.marks[number], at, begins)


def _bend(start: Point, end: Point) -> tuple[Point, Point, Point]:
    """A curve that is level at both its ends."""
    middle = (start[0] + end[0]) / 2
    return (middle, start[1]), (middle, end[1]), end


def _loop(edge: Edge, at: Placed) -> Route:
    """From the right side of a box to its upper one, around the corner."""
    x, y = at.x + WIDTH, at.y
    points = [(x, y + 12), (x + 30, y + 10), (x - 10, y - 26), (x - 24, y)]
    word = fit(mark(edge), MARK_ROOM, SMALL)
    return Route(edge, points, word, (x + 12 + width(word, SMALL), y - 2), begins=False)
