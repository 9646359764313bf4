"""A graph as a Mermaid flowchart, which GitHub and others draw where it stands in Markdown.

Mermaid looks for directives, Markdown and entities wherever they may stand, so what a file says is spelt in letters,
digits and a few harmless signs; all else are entities (https://mermaid.js.org/syntax/flowchart.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..features.graph import Edge, Graph, Node, State
from .words import distinct, fit, line, mark

MOST_EDGES, MOST_CHARACTERS = 500, 50_000
"""How much Mermaid draws unless the page that it is in allows for more: `maxEdges` and `maxTextSize`."""
_UNSAFE = re.compile(r"[^\w .,!?()/'+^=-]|_|^[+-]|(?<=[0-9])\.(?= )")
"""Whatever isn't a letter, a digit or a harmless sign; what would begin a list is none."""
_ENDS = {"domain": ('[["', '"]]'), "external": ('("', '")')}
_ARROWS = {"composes": ("---", "-.-"), "depends": ("-->", "-.->")}
_STYLES = """\
  classDef domain stroke:#0969da,stroke-width:2px
  classDef external stroke-dasharray:5 4
  classDef missing stroke:#cf222e,stroke-dasharray:5 4
"""
_STATES: dict[State, str] = {
    "mismatched": "stroke:#bc4c00",
    "cycle": "stroke:#cf222e,stroke-width:3px",
    "unresolved": "stroke:#cf222e",
}
_ROOM, _SIZE = 600, 10


def render(graph: Graph) -> str:
    """A flowchart from left to right, a line for each node and edge."""
    names = distinct((node.key for node in graph.nodes), _name)
    nodes = (_node(names[node.key], node) for node in graph.nodes)
    edges = (_edge(names, edge) for edge in graph.edges)
    return "".join(("flowchart LR\n", *nodes, *edges, _STYLES if graph.nodes else "", *_states(graph.edges)))


def _node(name: str, node: Node) -> str:
    version = line(node.version or "")
    head = f"<b>{_escape(line(node.label))}</b>{' ' if version else ''}{_escape(version)}"
    purpose = fit(line(node.purpose or ""), _ROOM, _SIZE)
    body = f"<br/><small>{_escape(purpose)}</small>" if purpose else ""
    opening, closing = _ENDS.get(node.kind, ('["', '"]'))
    kind = "" if node.kind == "module" else f":::{node.kind}"
    return f"  {name}{opening}{head}{body}{closing}{kind}\n"


def _edge(names: dict[str, str], edge: Edge) -> str:
    arrow = _ARROWS[edge.kind][edge.state in ("external", "unresolved")]
    label = f'|"{_escape(mark(edge))}"|' if mark(edge) else ""
    return f"  {names[edge.source]} {arrow}{label} {names[edge.target]}\n"


def _states(edges: Iterable[Edge]) -> Iterator[str]:
    """The colours of edges, which are known by their numbers."""
    numbered = list(enumerate(edges))
    for state, style in _STATES.items():
        if numbers := ",".join(str(number) for number, edge in numbered if edge.state == state):
            yield f"  linkStyle {numbers} {style}\n"


def _name(key: str) -> str:
    """The letters and digits of a key, with its kind before them: never a word of Mermaid's own."""
    return re.sub(r"[^A-Za-z0-9]+", "_", key)


def _escape(text: str) -> str:
    """A text without signs that mean anything to Mermaid, Markdown or HTML."""
    return _UNSAFE.sub(lambda match: f"#{ord(match.group())};", text)
