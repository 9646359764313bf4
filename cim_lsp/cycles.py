"""The cycles of a directed graph, each told at its last node; without recursion, so that no chain is too long."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from .values import NamedTuple

Node = tuple[str, int]
"""Anything that sorts; here the place of a member, its path and its index there."""
Edges = Mapping[Node, tuple[tuple[int, Node], ...]]
"""Where the edges of each node lead, each with a number of its own."""
Cycle = tuple[tuple[Node, int], ...]
"""The nodes around a cycle, each with the number of the edge to the next one; the node that sorts last stands first."""

MOST = 100
"""How many cycles of one tangle are told. Whoever mends that many sees the others then."""


class Order(NamedTuple):
    """The cycles of a graph by the node that they are told at, in its order, and what makes them all there are.

    Every edge leads to a node of a lower rank, or of the same one: then both reach one another.
    """

    cycles: dict[Node, tuple[Cycle, ...]]
    ranks: dict[Node, int]

    @classmethod
    def of(cls, edges: Edges) -> Order:
        if (ranks := _ranked(edges)) is not None:
            return cls({}, ranks)
        ranks = dict[Node, int]()
        found: dict[Node, tuple[Cycle, ...]] = {}
        for rank, nodes in enumerate(_components(edges, sorted(edges))):
            ranks.update(dict.fromkeys(nodes, rank))
            for cycle in _around(edges, nodes) if _is_tangle(edges, nodes) else ():
                last, _ = cycle[0]
                found[last] = (*found.get(last, ()), cycle)
        return cls(dict(sorted(found.items())), ranks)

    def joins(self, source: Node, target: Node) -> bool:
        """Whether an edge is part of a cycle."""
        return source in self.ranks and self.ranks[source] == self.ranks.get(target)

    def holds(self, before: Edges, after: Edges) -> bool:
        """Whether this is in order where some nodes have other edges than before; "no" may only mean "who knows"."""
        for node in before.keys() | after.keys():
            old, new = {*before.get(node, ())}, {*after.get(node, ())}
            rank = self.ranks.get(node, -1)
            if any(self.ranks.get(target) == rank for _, target in old - new):
                return False
            if any(self.ranks.get(target, rank) >= rank for _, target in new - old):
                return False
        return True


def _ranked(edges: Edges) -> dict[Node, int] | None:
    """The ranks of a graph without cycles by Kahn's algorithm (1962), what edges lead to first; None for any other."""
    sources: dict[Node, list[Node]] = {}
    for node, targets in edges.items():
        for _, target in targets:
            sources.setdefault(target, []).append(node)
    waiting = {node: len(targets) for node, targets in edges.items()}
    ready = [node for node, count in waiting.items() if not count]
    for node in ready:
        for source in sources.get(node, ()):
            waiting[source] -= 1
            if not waiting[source]:
                ready.append(source)
    return {node: rank for rank, node in enumerate(ready)} if len(ready) == len(edges) else None


def find_cycles(edges: Edges) -> Iterator[Cycle]:
    """For each edge that closes cycles, which leaves the last of their nodes, the shortest of them."""
    return (cycle for cycles in Order.of(edges).cycles.values() for cycle in cycles)


def _around(edges: Edges, tangle: frozenset[Node]) -> Iterator[Cycle]:
    told = 0
    pending = [tangle]
    while pending and told < MOST:
        nodes = pending.pop()
        last = max(nodes)
        for cycle in _through(edges, nodes, last):
            told += 1
            yield cycle
        pending += _tangles(edges, sorted(nodes - {last}))


def _through(edges: Edges, nodes: frozenset[Node], last: Node) -> Iterator[Cycle]:
    """The shortest cycle for each neighbour of a node, among nodes that all reach one another."""
    way_back = _ways_to(edges, nodes, last)
    told: set[Node] = set()
    for number, target in edges[last]:
        if target in nodes and target not in told:
            told.add(target)
            cycle, at = [(last, number)], target
            while at != last:
                number_on, following = way_back[at]
                cycle.append((at, number_on))
                at = following
            yield tuple(cycle)


def _ways_to(edges: Edges, nodes: frozenset[Node], goal: Node) -> dict[Node, tuple[int, Node]]:
    """The first edge of a shortest way to a goal, for each of the other nodes."""
    sources: dict[Node, list[tuple[Node, int]]] = {}
    for node in sorted(nodes):
        for number, target in edges[node]:
            if target in nodes:
                sources.setdefault(target, []).append((node, number))
    ways: dict[Node, tuple[int, Node]] = {}
    pending = deque([goal])
    while pending:
        at = pending.popleft()
        for node, number in sources.get(at, ()):
            if node not in ways and node != goal:
                ways[node] = number, at
                pending.append(node)
    return ways


def _tangles(edges: Edges, nodes: Iterable[Node]) -> list[frozenset[Node]]:
    """The sets of nodes, out of these, that all reach one another (strongly connected components) by some edge."""
    return [component for component in _components(edges, nodes) if _is_tangle(edges, component)]


def _is_tangle(edges: Edges, component: frozenset[Node]) -> bool:
    return len(component) > 1 or any(target == node for node in component for _, target in edges[node])


def _components(edges: Edges, nodes: Iterable[Node]) -> Iterator[frozenset[Node]]:
    """Tarjan's algorithm (Depth-first search and linear graph algorithms, 1972), with a stack of its own."""
    inside = dict.fromkeys(nodes)
    met: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    unfinished: dict[Node, None] = {}
    for root in inside:
        stack = [] if root in met else [(root, _targets(edges, root))]
        while stack:
            node, rest = stack[-1]
            if node not in met:
                met[node] = lowest[node] = len(met)
                unfinished[node] = None
            if following := next((target for target in rest if target in inside and target not in met), None):
                stack.append((following, _targets(edges, following)))
                continue
            stack.pop()
            reached = [target for _, target in edges[node] if target in unfinished]
            lowest[node] = min([lowest[node], *(lowest[target] for target in reached)])
            if lowest[node] == met[node]:
                yield frozenset(_finish(unfinished, node))


def _targets(edges: Edges, node: Node) -> Iterator[Node]:
    return (target for _, target in edges[node])


def _finish(unfinished: dict[Node, None], first: Node) -> Iterator[Node]:
    """The nodes that were met since a certain one: none of the others leads back to them."""
    node = None
    while node != first:
        node, _ = unfinished.popitem()
        yield node
