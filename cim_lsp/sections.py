"""The names that a text gives to records, domains and modules, told from its lines: good enough to propose them.

`symbols` reads them exactly, from a tree; this needs none, and so has them while a document can't be parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .vocabulary import KINDS, SECTIONS

_OTHERS = (*KINDS, "modules", "dependencies")
_FOUND = re.compile(
    rf"(?:^|(?<=[\s{{,-]))[\"']?(?:(?P<section>{'|'.join(SECTIONS)})|(?P<other>{'|'.join(_OTHERS)})|(?P<key>name|id))"
    r"[\"']?[ \t]{0,8}:(?:[ \t]+(?:&[^\s,]+[ \t]+)?(?P<quote>[\"']?)(?P<text>[^\W\d][\w-]*)(?P=quote)"
    r"(?=[ \t]*(?:[,}\]#\r\n]|\Z)))?",
    re.MULTILINE,
)


def section_names(text: str) -> Iterator[tuple[str, str, str]]:
    """Every (section, "name" or "id", text) that a record in a section seems to define, in order."""
    section = None
    for match in _FOUND.finditer(text):
        if match["section"]:
            section = match["section"]
        elif match["other"]:
            section = None
        elif section and match["text"]:
            yield section, match["key"], match["text"]


def declared_names(text: str) -> Iterator[tuple[int, str, str]]:
    """The offset, kind and name of every domain and module that a text seems to declare, in order."""
    kind, start = None, 0
    for match in _FOUND.finditer(text):
        if match["section"] or match["other"]:
            is_kind = match["other"] in KINDS and not match["text"]
            kind, start = (match["other"], match.start()) if is_kind else (None, 0)
        elif kind and match["key"] == "name" and match["text"]:
            yield start, kind, match["text"]
            kind = None
