"""The cycles of small graphs, held against all that there are; and of chains that are too long for recursion."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from cim_lsp.cycles import MOST, Edges, Node, Order, find_cycles

NODES = [("abcde"[index], 0) for index in range(5)]


@st.composite
def graphs(draw: st.DrawFn) -> Edges:
    return {node: tuple(enumerate(draw(st.lists(st.sampled_from(NODES), max_size=4)))) for node in NODES}


def all_cycles(edges: Edges) -> Iterator[tuple[Node, ...]]:
    """Every simple cycle, beginning with its last node."""

    def extend(path: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
        for target in {target for _, target in edges[path[-1]]}:
            if target == path[0]:
                yield path
            elif target not in path and target < path[0]:
                yield from extend((*path, target))

    for node in edges:
        yield from extend((node,))


@settings(max_examples=400)
@given(graphs())
def test_every_edge_that_closes_a_cycle_is_told_once_with_the_shortest(edges: Edges):
    shortest: dict[tuple[Node, Node], int] = {}
    for cycle in all_cycles(edges):
        closing = cycle[0], (*cycle, cycle[0])[1]
        shortest[closing] = min(shortest.get(closing, len(cycle)), len(cycle))
    told: dict[tuple[Node, Node], int] = {}
    for cycle in find_cycles(edges):
        for (node, number), (following, _) in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
            assert (number, following) in edges[node]
        closing = cycle[0][0], (*cycle, cycle[0])[1][0]
        assert closing not in told
        told[closing] = len(cycle)
    assert told == shortest


@settings(max_examples=400)
@given(graphs())
def test_every_edge_leads_down_or_around(edges: Edges):
    around = [{*cycle} for cycle in all_cycles(edges)]
    ranks = Order.of(edges).ranks
    for node in edges:
        for _, target in edges[node]:
            assert ranks[target] < ranks[node] or any({node, target} <= nodes for nodes in around)


def test_a_long_chain():
    count = 20_000
    chain: dict[Node, tuple[tuple[int, Node], ...]] = {("a", i): ((0, ("a", i + 1)),) for i in range(count)}
    assert list(find_cycles({**chain, ("a", count): ()})) == []
    (ring,) = find_cycles({**chain, ("a", count): ((0, ("a", 0)),)})
    assert len(ring) == count + 1
    assert ring[0] == (("a", count), 0)


def test_of_one_tangle_only_so_many_are_told():
    count = 3 * MOST
    edges: Edges = {("a", i): ((0, ("a", i + 1)), (1, ("a", i - 1))) for i in range(1, count)}
    ends: Edges = {("a", 0): ((0, ("a", 1)),), ("a", count): ((1, ("a", count - 1)),)}
    assert len(list(find_cycles({**edges, **ends}))) == MOST
