"""Texts that nobody would think of: slips of the hand in all case files, on top of one another, and spliced."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.harness import CASES
from tests.mutants import FOLDERS, PIECES

LONGEST = 4_000
"""The code points of a text; longer ones take long and say nothing else."""
_SEEDED = (*FOLDERS, CASES / "features", CASES / "syntax", CASES / "project")
LINE_ENDS = ("\n", "\n", "\n", "\r\n", "\r")


def decode(data: bytes) -> str:
    """A text of any bytes: what is no UTF-8 becomes half characters, which editors may send."""
    return data.decode("utf-8", "surrogateescape")[:LONGEST]


def encode(text: str) -> bytes:
    """The bytes of a text of `decode`."""
    return text.encode("utf-8", "surrogateescape")


def seeds() -> list[str]:
    """All case files that aren't too long, each once."""
    files = (file for folder in _SEEDED for file in sorted(folder.rglob("*.yaml")))
    return sorted({text for file in files if len(text := decode(file.read_bytes())) < LONGEST})


def mutated(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """The text after one to six changes, at most so long that it is still a text for the fuzzer."""
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        text = chance.choice(_CHANGES)(text, chance, others)
    return text[:LONGEST]


def _slip(text: str, chance: random.Random, _: Sequence[str]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(PIECES) + text[at + chance.choice((0, 0, 1, 2, 5)) :]


def _shuffled(text: str, chance: random.Random, _: Sequence[str]) -> str:
    """Lines gone, doubled or moved."""
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines) + 1)
    return "".join((*lines[:at], chance.choice(lines or [""]), *lines[at + chance.choice((0, 1, 2)) :]))


def _indented(text: str, chance: random.Random, _: Sequence[str]) -> str:
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines) or 1)
    lead = chance.choice(("  ", " ", "- ", "  - ", "\t"))
    return "".join(lead + line if number == at else line for number, line in enumerate(lines))


def _spliced(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """A part of another text in the place of a part of this one."""
    other = chance.choice(others)
    start, end = sorted(chance.randrange(len(other) + 1) for _ in range(2))
    at = chance.randrange(len(text) + 1)
    return text[:at] + other[start : min(end, start + 200)] + text[at + chance.choice((0, 1, 20)) :]


def _ended(text: str, chance: random.Random, _: Sequence[str]) -> str:
    """Other line ends, or the text cut short."""
    if chance.random() < 0.5:
        return text[: chance.randrange(len(text) + 1)]
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", chance.choice(LINE_ENDS))


_CHANGES = (_slip, _slip, _slip, _slip, _shuffled, _indented, _spliced, _ended)
