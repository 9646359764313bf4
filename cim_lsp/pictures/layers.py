"""Which column a box stands in, and in what order, so that edges run from left to right and cross each other seldom.

The layered way of drawing (Sugiyama, Tagawa & Toda, Methods for visual understanding of hierarchical system
structures, 1981): edges that close cycles are turned around, boxes are put into columns, an edge that passes a column
gets a place in it, and the order in each column follows the places of the neighbours.

Boxes are numbers, and so are the places of passing edges, which come after them.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Link = tuple[int, int, int | None]
"""From which box to which. Those with the same number come from one box or go to one, and pass columns together."""
_SWEEPS = 16
_LEAST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Layers:
    """The boxes and places of each column, from the top; and for each link the way through them, from left to right.

    `turned` are the links whose way starts at their target.
    """

    columns: list[list[int]]
    ways: list[list[int]]
    turned: frozenset[int]


def arrange(count: int, links: Sequence[Link], first: Sequence[int]) -> Layers:
    """The columns of so many boxes; `first` is the leftmost column that each may stand in. No link is a loop."""
    turned = _closing(count, links)
    forward = [(b, a, None) if number in turned else (a, b, lane) for number, (a, b, lane) in enumerate(links)]
    ranks = _ranks(count, forward, first)
    columns: list[list[int]] = [[] for _ in range(max(ranks, default=-1) + 1)]
    for box, rank in enumerate(ranks):
        columns[rank].append(box)
    ways = _ways(count, forward, ranks, columns)
    return Layers(_ordered(columns, {pair for way in ways for pair in pairwise(way)}), ways, turned)


def _closing(count: int, links: Sequence[Link]) -> frozenset[int]:
    """The links that lead back to where a depth-first walk came from."""
    leaving: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for number, (source, target, _) in enumerate(links):
        leaving[source].append((number, target))
    closing: set[int] = set()
    state = [0] * count
    for root in range(count):
        stack = [] if state[root] else [(root, iter(leaving[root]))]
        state[root] = state[root] or 1
        while stack:
            box, rest = stack[-1]
            number, target = next(rest, (-1, -1))
            if number < 0:
                state[box] = 2
                stack.pop()
            elif state[target] == 1:
                closing.add(number)
            elif state[target] == 0:
                state[target] = 1
                stack.append((target, iter(leaving[target])))
    return frozenset(closing)


def _ranks(count: int, links: Sequence[Link], first: Sequence[int]) -> list[int]:
    """The column of each box: right of whoever leads to it, in columns of about equal height.

    What long chains begin with comes first, then what is near to somebody in a column other than the first.
    """
    after: list[list[int]] = [[] for _ in range(count)]
    before = [0] * count
    for source, target, _ in links:
        after[source].append(target)
        before[target] += 1
    tails = _tails(after, before)
    rows = max(_LEAST_ROWS, round((1.6 * count) ** 0.5))
    ranks, filled = list(first), dict[int, int]()
    near = {target for source, target, _ in links if first[source] == first[target]}
    ready = [(-tails[box], box not in near, box) for box in range(count) if not before[box]]
    heapq.heapify(ready)
    while ready:
        _, _, box = heapq.heappop(ready)
        while filled.get(ranks[box], 0) >= rows:
            ranks[box] += 1
        filled[ranks[box]] = filled.get(ranks[box], 0) + 1
        for target in after[box]:
            ranks[target] = max(ranks[target], ranks[box] + 1)
            before[target] -= 1
            if not before[target]:
                heapq.heappush(ready, (-tails[target], target not in near, target))
    return _without_gaps(ranks)


def _tails(after: list[list[int]], before: list[int]) -> list[int]:
    """How many boxes, at most, follow on each."""
    waiting, order = list(before), [box for box, count in enumerate(before) if not count]
    for box in order:
        for target in after[box]:
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    tails = [0] * len(after)
    for box in reversed(order):
        tails[box] = max((tails[target] + 1 for target in after[box]), default=0)
    return tails


def _without_gaps(ranks: list[int]) -> list[int]:
    numbers = {rank: number for number, rank in enumerate(sorted(set(ranks)))}
    return [numbers[rank] for rank in ranks]


def _ways(count: int, links: Sequence[Link], ranks: list[int], columns: list[list[int]]) -> list[list[int]]:
    """The way of each link, with a place in each column that it passes; the places are put into the columns."""
    shared: dict[tuple[int, int], int] = {}
    ways: list[list[int]] = []
    for source, target, lane in links:
        way = [source]
        for rank in range(ranks[source] + 1, ranks[target]):
            place = shared.get((lane, rank)) if lane is not None else None
            if place is None:
                place, count = count, count + 1
                columns[rank].append(place)
                if lane is not None:
                    shared[lane, rank] = place
            way.append(place)
        ways.append([*way, target])
    return ways


def _ordered(columns: list[list[int]], pairs: set[tuple[int, int]]) -> list[list[int]]:
    """The columns in the order, of those tried, with the fewest crossings."""
    left: dict[int, list[int]] = {}
    right: dict[int, list[int]] = {}
    for a, b in sorted(pairs):
        right.setdefault(a, []).append(b)
        left.setdefault(b, []).append(a)
    best, fewest = columns, _crossings(columns, right)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        neighbours, steps = (left, 1) if sweep % 2 == 0 else (right, -1)
        columns = _swept(columns[::steps], neighbours)[::steps]
        for index, column in enumerate(columns):
            columns[index] = _exchanged(column, columns, index, (left, right))
        if (found := _crossings(columns, right)) < fewest:
            best, fewest = columns, found
    return best


def _swept(columns: list[list[int]], neighbours: dict[int, list[int]]) -> list[list[int]]:
    """Each column sorted by the mean place of what its members are joined to in the one before."""
    done: list[list[int]] = []
    places: dict[int, float] = {}
    for column in columns:
        own = {each: (number + 0.5) / len(column) for number, each in enumerate(column)}
        goal = {each: _mean([places[other] for other in neighbours.get(each, ())], own[each]) for each in column}
        done.append(sorted(column, key=goal.__getitem__))
        places = {each: (number + 0.5) / len(column) for number, each in enumerate(done[-1])}
    return done


def _mean(values: list[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _exchanged(
    column: list[int], columns: list[list[int]], index: int, sides: tuple[dict[int, list[int]], dict[int, list[int]]]
) -> list[int]:
    """A column in which neighbours have changed places wherever their edges cross less then."""
    found, joined = list(column), list[dict[int, list[int]]]()
    for other, side in ((index - 1, sides[0]), (index + 1, sides[1])):
        if 0 <= other < len(columns):
            places = {each: number for number, each in enumerate(columns[other])}
            joined.append({each: sorted(places[end] for end in side.get(each, ())) for each in column})
    for at in range(len(found) - 1):
        a, b = found[at], found[at + 1]
        if sum(_over(side[a], side[b]) - _over(side[b], side[a]) for side in joined) > 0:
            found[at], found[at + 1] = b, a
    return found


def _over(upper: list[int], lower: list[int]) -> int:
    """How many edges cross where the ends of these are above the ends of those, given where they lead; both sorted."""
    return sum(bisect_left(lower, end) for end in upper)


def _crossings(columns: list[list[int]], right: dict[int, list[int]]) -> int:
    found = 0
    for column, following in pairwise(columns):
        places = {each: number for number, each in enumerate(following)}
        ends: list[int] = []
        for each in column:
            own = sorted(places[other] for other in right.get(each, ()))
            found += sum(len(ends) - bisect_left(ends, end + 1) for end in own)
            for end in own:
                insort(ends, end)
    return found
