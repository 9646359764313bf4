"""Something that can be done at a place in a document, before anybody has chosen it (LSP 3.17, CodeAction)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .changes import Changes
from .diagnostics import Diagnostic
from .document import Document
from .identifiers import Mint
from .text import Span

QUICK_FIX = "quickfix"
FIX_ALL = "source.fixAll.cim"
REWRITE = "refactor.rewrite"
EXTRACT = "refactor.extract"


@dataclass(frozen=True, slots=True, eq=False)
class Action:
    """Something that can be done. `make` is called only when it is chosen, since it may mint ids."""

    title: str
    kind: str
    make: Callable[[Mint], Changes]
    diagnostic: Diagnostic | None = None
    preferred: bool = False


def reach(document: Document, diagnostic: Diagnostic) -> Span:
    """Where something can be done about a diagnostic: at its token; for what is missing, on the whole line."""
    if diagnostic.code == "missing-key":
        return document.lines.line_at(diagnostic.span.start)
    return diagnostic.span
