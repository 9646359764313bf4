"""What a hostile text costs: four times the text is about four times the work, counted in calls, not by a clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import count
from types import FrameType

import pytest

from cim_lsp.analysis import check, fix_all
from cim_lsp.document import Document
from cim_lsp.syntax.trees import MOST_DOCUMENTS
from tests.harness import NOW

SMALL = 1_200
MOST = 6.5
"""How much more work four times the text may be: mending goes over it once more as often as it doubles."""
HEAD = "module:\n  name: billing\n  id: 01939b5e-2f4c-7f22-9f22-000000000001\n  purpose: Send bills and follow them\n"


def lines(line: str, size: int) -> str:
    """So many characters of a line; `{}` in it is its number."""
    return "".join(line.format(number) for number in range(size // len(line)))


TEXTS: dict[str, Callable[[int], str]] = {
    "broken documents": lambda size: lines("---\n[\n", size),
    "documents that end too early": lambda size: lines("--- a\nb: c\n", size),
    "open braces": lambda size: "module: " + "{" * size,
    "open brackets": lambda size: "module: " + "[" * size,
    "JSON on a line": lambda size: '{"module": {"a": 1' + lines(', "x-{}": 1', size) + "}}",
    "unknown keys": lambda size: HEAD + lines("  k{}: 1\n", size),
    "the same key": lambda size: HEAD + lines("  name: billing\n", size),
    "the same key in list form": lambda size: "domain:\n" + lines("  - name: a\n", size),
    "ids to be mended": lambda size: "domain:\n  name: farm\n  modules:\n" + lines("    - id: TODO\n", size),
    "comments that ignore nothing": lambda size: HEAD + lines("# cim: ignore[unknown-key]\n", size),
    "one that names very many rules": lambda size: f"{HEAD}# cim: ignore[{lines('a, ', size)}]\n",
    "records without a name": lambda size: HEAD + "  commands:\n" + lines("    - description: a\n", size),
    "tabs": lambda size: "module:\n" + lines("\tname: billing\n", size),
}


def calls(text: str) -> int:
    """How many functions are called to read, judge and mend a text."""
    called = 0
    numbers = count(1)

    def seen(_: FrameType, event: str, __: object) -> None:
        nonlocal called
        called += event in ("call", "c_call")

    def mint() -> str:
        return f"01939b5e-2f4c-7f22-9f22-{next(numbers):012x}"

    sys.setprofile(seen)
    try:
        document = Document.parse("odd.cim.yaml", text)
        check(document, NOW)
        fix_all(document, NOW, mint, unsafe=True)
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize("name", TEXTS)
def test_work_grows_with_the_text(name: str) -> None:
    make = TEXTS[name]
    calls(make(SMALL))  # what is found out once
    assert calls(make(4 * SMALL)) < MOST * calls(make(SMALL))


def test_no_more_documents_are_read_than_somebody_writes() -> None:
    document = Document.parse("odd.cim.yaml", "---\n" * (MOST_DOCUMENTS + 5))
    assert len(document.trees) == MOST_DOCUMENTS + 1
    (found,) = [each for each in check(document, NOW) if each.code == "syntax-error"]
    assert found.message == "a file has at most 10000 documents; this one and what is below it are not read"
    assert found.span.start == MOST_DOCUMENTS * len("---\n")
