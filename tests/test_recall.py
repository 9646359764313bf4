"""Every word of every sound file, typed a character at a time: what was meant is always among what is offered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from benchmarks.contexts import CONTEXTS, Context, scenario
from benchmarks.corpus import Source, sources
from benchmarks.points import Point, points
from cim_lsp.features.completion import complete
from cim_lsp.known import Known
from cim_lsp.text import LineIndex

SOURCES = sources()
PARTS = 8
EXPLICIT = re.compile(r"^ *(?:: *)?\? ", re.MULTILINE)
"""Keys behind a question mark are read, but nothing is offered for them."""


def offered(source: Source, text: str, offset: int) -> set[str]:
    """What is offered at an offset, by label; an id stands for all of them."""
    known = [Known(name) for name in sorted(source.names)]
    items = complete(source.path, LineIndex(text), offset, lambda: "fresh", lambda _: known)
    return {"id" if item.kind == "id" else item.label for item in items}


def misses(point: Point, context: Context) -> list[str]:
    """Each beginning of the word at which it is not offered."""
    missed: list[str] = []
    for typed in range(len(point.expected)):
        met = scenario(point, context, typed)
        if met is None:
            continue
        expected = "id" if point.kind == "id" else point.expected
        if expected not in offered(point.source, met.text, met.offset):
            missed.append(f"{point.source.origin}: {point.expected[:typed]}|{point.expected[typed:]} ({context})")
    return missed


def missed_in(part: int) -> list[str]:
    """What is missed in a part of the files: each point in one of the contexts."""
    missed: list[str] = []
    for source in SOURCES[part::PARTS]:
        if EXPLICIT.search(source.text):
            continue
        for number, point in enumerate(points(source)):
            missed += misses(point, CONTEXTS[(number + part) % len(CONTEXTS)])
    return missed


@pytest.fixture(scope="module")
def parts() -> Iterator[list[Future[list[str]]]]:
    """All parts, looked at by as many processes as there are processors."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield [pool.submit(missed_in, part) for part in range(PARTS)]


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_meant_is_offered_at_every_character(part: int, parts: list[Future[list[str]]]) -> None:
    """So that each context meets every kind of point many times."""
    assert parts[part].result() == []
