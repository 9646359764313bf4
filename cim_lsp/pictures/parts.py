"""Parts of a graph that is too much for one picture, and how they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..features.graph import Graph, Node
from ..vocabulary import nearest
from .formats import NothingToDrawError


def part(graph: Graph, domain: str | None, module: str | None, depth: int) -> Graph:
    """What a domain is composed of and needs, else who is so many steps from a module, else all.

    Either is a name, id or key. Raises NothingToDrawError where there is none.
    """
    kind, text = ("domain", domain) if domain is not None else ("module", module)
    if text is None:
        return graph
    node = find(graph, kind, text)
    if node is None:
        near = nearest(text, (each.label for each in graph.nodes if each.key.startswith(f"{kind}:")))
        raise NothingToDrawError(f"there is no {kind} {text!r}" + (f"; did you mean {near!r}?" if near else ""))
    return below(graph, node) if domain is not None else around(graph, node, depth)


def find(graph: Graph, kind: str, text: str) -> Node | None:
    """A domain or module (or who stands in for one that isn't there) by its name, id or key; of copies the first."""
    nodes = [node for node in graph.nodes if node.key.startswith(f"{kind}:")]
    by_id = (node for node in nodes if node.id is not None and node.id == text.lower())
    by_name = (node for node in nodes if text in (node.label, node.key))
    return next(by_id, None) or next(by_name, None)


def below(graph: Graph, node: Node) -> Graph:
    """A domain or module and all that it is composed of and needs, however indirectly."""
    ahead: dict[str, list[str]] = {}
    for edge in graph.edges:
        ahead.setdefault(edge.source, []).append(edge.target)
    return _only(graph, _reached(ahead, node.key, len(graph.nodes)))


def around(graph: Graph, node: Node, depth: int) -> Graph:
    """A module, whoever it needs and whoever needs it in so many steps, and the domains composed of any of these."""
    beside: dict[str, list[str]] = {}
    for edge in graph.edges:
        if edge.kind == "depends":
            beside.setdefault(edge.source, []).append(edge.target)
            beside.setdefault(edge.target, []).append(edge.source)
    found = _reached(beside, node.key, depth)
    return _only(graph, found | {e.source for e in graph.edges if e.kind == "composes" and e.target in found})


def _reached(ways: dict[str, list[str]], start: str, depth: int) -> set[str]:
    """Who is so many steps away at most."""
    found = {start}
    last: Iterable[str] = found
    for _ in range(depth):
        last = {end for each in last for end in ways.get(each, ())} - found
        if not last:
            break
        found = found | last
    return found


def _only(graph: Graph, keys: Collection[str]) -> Graph:
    edges = tuple(edge for edge in graph.edges if edge.source in keys and edge.target in keys)
    return Graph(tuple(node for node in graph.nodes if node.key in keys), edges)
