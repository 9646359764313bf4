"""Documents as slips of the hand make them: every case file and example, with a few small changes, seeded."""

from __future__ import annotations

import random
from pathlib import Path

from tests.harness import CASES

FOLDERS = (CASES / "schema", CASES / "rules", Path(__file__).parent.parent / "examples")
TEXTS = [file.read_bytes().decode() for folder in FOLDERS for file in sorted(folder.rglob("*.yaml"))]
PIECES = (
    *"\t :#[]{},\"'&*|>-?%!@1XAa~\0", "", "  ", "\n", "\r\n", ": ", "- ", " # c", "&a ", "*a", "<<: *a\n", "---\n",
    "...\n", "é", "\u2028", "\ufeff", "😀", "null", "true", "id", "name: ", "domain:", "module:", "x-", " :", ":\n",
    '""', "\n\n", "\n  ", "[]", "[a, b]", "|\n", ">-\n", "TODO", "E001", "Foo",
)  # fmt: skip


def mutants(seed: int, count: int, texts: list[str] = TEXTS) -> list[str]:
    """The texts as they are, and so many with one to three small changes."""
    chance = random.Random(seed)
    found = list(texts)
    for _ in range(count):
        text = chance.choice(texts)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(PIECES) + text[at + chance.choice((0, 0, 1, 2, 5)) :]
        found.append(text)
    return found
