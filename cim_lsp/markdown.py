"""Texts of files in Markdown (CommonMark) that is shown to somebody: as they are, with no markup of their own."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~!&]|^[-+=]")
"""What would be emphasis, a link, HTML, an entity or, at the start, a list or a heading."""


def escape(text: str) -> str:
    """Markdown that shows a text on one line as it is: it has no markup, link or HTML of its own."""
    shown = _MARKS.sub(r"\\\g<0>", " ".join(text.split()))
    return re.sub(r"^(\d+)(?=[.)])", r"\g<1>\\", shown)


def code_span(text: str) -> str:
    """A text as a code span: its fence is longer than any row of backticks in it (CommonMark 0.31, 6.1)."""
    shown = " ".join(text.split())
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown[:1] == "`" or shown[-1:] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
