"""How high in its column everything stands, so that edges run as level as the boxes allow.

In turn, each column is fitted to its neighbours: everything as near as possible to the mean of what it is joined to,
in its order and at its distance from the next. That is an isotonic regression, which pooling of adjacent violators
solves exactly (Barlow et al., Statistical inference under order restrictions, 1972).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_ROUNDS = 12
_GAP, _LANE = 26.0, 12.0
"""The least distance between two boxes, and of anything to a passing edge."""
_STRAIGHT = (1.0, 3.0, 10.0)
"""How much it matters that an edge is level: between boxes, from a box to a passing edge, along one that passes."""

Joined = dict[int, list[tuple[int, float]]]


def centres(columns: Sequence[Sequence[int]], ways: Sequence[Sequence[int]], heights: Sequence[float]) -> list[float]:
    """The height of the middle of each box, and of each place that an edge passes; none above 0.

    `heights` are those of the boxes, which have the lowest numbers.
    """
    count = sum(map(len, columns))
    tall = [*heights, *[0.0] * (count - len(heights))]
    left, right = _joined(ways, len(heights))
    middle = [0.0] * count
    for column in columns:
        _place(column, dict.fromkeys(column, (0.0, 1.0)), tall, len(heights), middle)
    for turn in range(_ROUNDS * 2):
        sides = (left,) if turn % 2 == 0 else (right,)
        sides = (left, right) if turn >= _ROUNDS else sides
        for column in columns if turn % 2 == 0 else columns[::-1]:
            goals = {each: _goal(each, sides, middle) for each in column}
            _place(column, goals, tall, len(heights), middle)
    top = min((y - tall[each] / 2 for each, y in enumerate(middle)), default=0.0)
    return [y - top for y in middle]


def _joined(ways: Sequence[Sequence[int]], boxes: int) -> tuple[Joined, Joined]:
    left: Joined = {}
    right: Joined = {}
    for a, b in sorted({pair for way in ways for pair in pairwise(way)}):
        weight = _STRAIGHT[(a >= boxes) + (b >= boxes)]
        right.setdefault(a, []).append((b, weight))
        left.setdefault(b, []).append((a, weight))
    return left, right


def _goal(each: int, sides: Sequence[Joined], middle: list[float]) -> tuple[float, float]:
    """Where something would best be, and how much that matters; where it is, and hardly, if nothing is joined to it."""
    ends = [end for side in sides for end in side.get(each, ())]
    if not ends:
        return middle[each], 0.05
    weight = sum(weight for _, weight in ends)
    return sum(middle[end] * weight for end, weight in ends) / weight, weight


def _place(
    column: Sequence[int], goals: dict[int, tuple[float, float]], tall: list[float], boxes: int, middle: list[float]
) -> None:
    """Put a column where its goals are, as far as the distances allow."""
    offset = 0.0
    offsets: list[float] = []
    blocks: list[tuple[float, float, int]] = []
    for index, each in enumerate(column):
        if index:
            other = column[index - 1]
            between = _GAP if each < boxes and other < boxes else _LANE
            offset += (tall[each] + tall[other]) / 2 + between
        offsets.append(offset)
        goal, weight = goals[each]
        block = goal - offset, weight, 1
        while blocks and blocks[-1][0] >= block[0]:
            block = _pooled(blocks.pop(), block)
        blocks.append(block)
    index = 0
    for goal, _, size in blocks:
        for each in column[index : index + size]:
            middle[each] = goal + offsets[index]
            index += 1


def _pooled(a: tuple[float, float, int], b: tuple[float, float, int]) -> tuple[float, float, int]:
    weight = a[1] + b[1]
    return (a[0] * a[1] + b[0] * b[1]) / weight, weight, a[2] + b[2]
