"""A graph as an SVG image: no script and nothing from elsewhere; light or dark, as whoever looks at it prefers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from ..features.graph import Graph
from .boxes import NAME_STEP, PADDING, SMALL_STEP, WIDTH
from .legend import MEANINGS, legend, look
from .looks import sheet
from .routes import MARGIN, Placed, Route, draw
from .words import line, mark

_LEAST_WIDTH = 640.0


def render(graph: Graph) -> str:
    """The image, with a legend of what is in it."""
    drawing = draw(graph)
    wide = max(drawing.width, _LEAST_WIDTH)
    meanings, room = legend(graph, MARGIN, drawing.height + 8, wide - MARGIN)
    size = f'width="{wide:.0f}" height="{drawing.height + room + 8:.0f}"'
    routes = sorted(drawing.routes, key=lambda route: list(MEANINGS).index(look(route.edge)))
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cim-graph" role="img" {size}>',
        f"<title>{_title(graph)}</title>",
        f"<style>\n{sheet()}</style>",
        f"<defs>{''.join(map(_arrowhead, MEANINGS))}</defs>",
        '<rect class="ground" width="100%" height="100%"/>',
        *_edges(routes),
        *map(_box, drawing.boxes),
        *(_mark(route) for route in routes if route.mark),
        *meanings,
        "</svg>\n",
    )
    return "\n".join(parts)


def _title(graph: Graph) -> str:
    counts = Counter(node.kind for node in graph.nodes)
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


def _arrowhead(style: str) -> str:
    """An arrowhead in the colour of its edge, which it can't take from there everywhere yet."""
    return (
        f'<marker id="cim-head-{style}" viewBox="0 0 10 8" refX="9.5" refY="4" markerWidth="10" markerHeight="8"'
        f' markerUnits="userSpaceOnUse" orient="auto"><path class="head head-{style}" d="M0 0L10 4L0 8Z"/></marker>'
    )


def _edges(routes: Iterable[Route]) -> Iterator[str]:
    """A path for each edge; of what some have in common, only the first has it, or dashes would fill up."""
    drawn: set[tuple[str, ...]] = set()
    for route in routes:
        style = look(route.edge)
        points = [f"{x:.1f},{y:.1f}" for x, y in route.points]
        at, path = "", ""
        for index in range(0, len(points) - 1, 3):
            curve = style, *points[index : index + 4]
            if curve not in drawn:
                drawn.add(curve)
                path += ("" if at == curve[1] else f"M{curve[1]}") + f"C{' '.join(curve[2:])}"
                at = curve[-1]
        head = f' marker-end="url(#cim-head-{style})"' if at == points[-1] else ""
        yield f'<path class="edge look-{style}"{head} d="{path}"><title>{_words(_told(route))}</title></path>'


def _told(route: Route) -> str:
    edge = route.edge
    source, target = (key.partition(":")[2] for key in (edge.source, edge.target))
    verb = "is composed of" if edge.kind == "composes" else "depends on"
    state = f"({MEANINGS[edge.state]})" if edge.state in ("external", "cycle") else ""
    return " ".join(filter(None, (source, verb, target, mark(edge), state)))


def _box(placed: Placed) -> str:
    box = placed.box
    corner = "4" if box.node.kind == "domain" else "8"
    shape = f'class="box {box.node.kind}" width="{WIDTH:g}" height="{placed.height:.1f}" rx="{corner}"'
    texts = "".join(_texts(placed))
    where = f"translate({placed.x:.1f} {placed.y:.1f})"
    return f'<g transform="{where}"><title>{_words(box.title)}</title><rect {shape}/>{texts}</g>'


def _texts(placed: Placed) -> Iterator[str]:
    """The lines of a box, in the middle of its height."""
    box = placed.box
    y = (placed.height - box.height) / 2 + PADDING - 3
    if box.aside:
        x = WIDTH - PADDING
        yield f'<text class="small" text-anchor="end" x="{x:g}" y="{y + 12:.1f}">{_words(box.aside)}</text>'
    for each in box.name:
        yield f'<text class="name" x="{PADDING:g}" y="{y + 12:.1f}">{_words(each)}</text>'
        y += NAME_STEP
    for each in box.purpose:
        yield f'<text class="small" x="{PADDING:g}" y="{y + 11:.1f}">{_words(each)}</text>'
        y += SMALL_STEP


def _mark(route: Route) -> str:
    x, y = route.at
    anchor = "" if route.begins else ' text-anchor="end"'
    return (
        f'<text class="small mark mark-{route.edge.state}"{anchor} x="{x:.1f}" y="{y:.1f}">{_words(route.mark)}</text>'
    )


def _words(text: str) -> str:
    return escape(line(text))
