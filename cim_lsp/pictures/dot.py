"""A graph for Graphviz and whatever else reads DOT (https://graphviz.org/doc/info/lang.html)."""

from __future__ import annotations

from collections.abc import Iterator

from ..features.graph import Edge, Graph, Node
from .words import distinct, line, mark, surroundings

_HEAD = """\
digraph {
  rankdir=LR
  node [shape=box, style="rounded,filled", fillcolor="#ffffff", color="#57606a", fontname="Helvetica,Arial,sans-serif"]
  edge [color="#57606a", fontname="Helvetica,Arial,sans-serif", fontsize=10]
"""
_NODES = {
    "domain": {"shape": "folder", "style": "filled", "fillcolor": "#ddf4ff", "color": "#0969da"},
    "external": {"style": "rounded,dashed"},
    "missing": {"style": "rounded,dashed", "color": "#cf222e", "fontcolor": "#cf222e"},
}
_EDGES = {
    "external": {"style": "dashed"},
    "mismatched": {"color": "#bc4c00", "fontcolor": "#bc4c00"},
    "cycle": {"color": "#cf222e", "penwidth": "2"},
    "unresolved": {"style": "dashed", "color": "#cf222e", "fontcolor": "#cf222e"},
}
_PARTS = {"dir": "both", "arrowtail": "diamond", "arrowhead": "none"}
"""How UML draws composition: a diamond at the whole."""


def render(graph: Graph) -> str:
    """A directed graph, a line for each node and edge."""
    names = distinct((node.key for node in graph.nodes), _name)
    nodes = (_node(names[node.key], node) for node in graph.nodes)
    edges = (_edge(names, edge) for edge in graph.edges)
    return "".join((_HEAD, *nodes, *edges, "}\n"))


def _node(name: str, node: Node) -> str:
    title = " ".join(filter(None, (line(node.label), line(node.version or ""))))
    label = _escape(title) + "".join(f"\\n{_escape(part)}" for part in _lines(line(node.purpose or "")))
    styles = {"label": label, "tooltip": _escape(surroundings(node)), **_NODES.get(node.kind, {})}
    return f'  "{name}" [{_attributes(styles)}]\n'


def _edge(names: dict[str, str], edge: Edge) -> str:
    label = {"label": _escape(mark(edge))} if mark(edge) else {}
    styles = {**label, **(_PARTS if edge.kind == "composes" else {}), **_EDGES.get(edge.state, {})}
    ends = f'"{names[edge.source]}" -> "{names[edge.target]}"'
    return f"  {ends}{f' [{_attributes(styles)}]' if styles else ''}\n"


def _lines(text: str, columns: int = 40) -> Iterator[str]:
    """A text in lines of about so many characters; DOT doesn't wrap."""
    found = ""
    for word in text.split():
        if found and len(found) + len(word) >= columns:
            yield found
            found = ""
        found = f"{found} {word}".strip()
    if found:
        yield found


def _name(key: str) -> str:
    """A key between quotes, where only a quote has a meaning, and a backslash that stands before one."""
    return line(key).replace("\\", "\\\\").replace('"', '\\"')


def _escape(text: str) -> str:
    """A text for a label, where a backslash and an ampersand have a meaning too."""
    return text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')


def _attributes(values: dict[str, str]) -> str:
    return ", ".join(f'{name}="{value}"' for name, value in values.items())
