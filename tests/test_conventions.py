"""What conventions tell by a glance is what their patterns say."""

from __future__ import annotations

import random
import re

from cim_lsp import conventions

TEXTS = 60_000
KEBAB = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
WORDS = (
    "TODO", "tbd", "Tba", "FIXME.", "Fixme", "xxx", "xxxx", "wip", "lorem ipsum", "change me", "to be done", "fill in",
    "fill me in", "the", "your", "my", "some", "insert", "purpose", "Purpose", "description", "text", "test", "none",
    "placeholder", "null", "n/a", "NA", "here", "Send", "bills", "\u017fome", "\u212aeep", "\u00e9", "\u2026",
    "<x>", "${a}", "[a]", ":", "-", "_", "\n", "",
)  # fmt: skip


def test_a_purpose_that_keeps_a_place() -> None:
    chance = random.Random(1)
    held = 0
    for _ in range(TEXTS):
        text = "".join(chance.choice(WORDS) + chance.choice(("", " ", "  ", ": ")) for _ in range(chance.randint(0, 4)))
        pattern = re.compile(conventions._PLACE_HELD, re.IGNORECASE | re.DOTALL)  # pyright: ignore[reportPrivateUsage]
        expected = pattern.fullmatch(text.strip()) is not None
        assert conventions.holds_place(text) is expected, text
        held += expected
    assert TEXTS // 20 < held < TEXTS // 2


def test_a_name_in_kebab_case() -> None:
    chance = random.Random(2)
    for _ in range(TEXTS):
        name = "".join(chance.choice("ab-Z09_\u00e9\u0663 ") for _ in range(chance.randint(0, 6)))
        expected = len(name) in conventions.NAME_LENGTH and KEBAB.fullmatch(name) is not None
        assert conventions.is_kebab(name) is expected, name
