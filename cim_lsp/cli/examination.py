"""A close look at one file: everything that the rules say of it, and its repair."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..analysis import check, fix_all, is_applicable
from ..diagnostics import Diagnostic
from ..document import Document
from ..filetypes import is_cim, is_named
from ..identifiers import mint
from ..rules import unreadable_file
from .findings import at_start, findings
from .verdicts import Change, Order, Verdict


def examine(path: str, text: str, order: Order) -> Verdict | None:
    """The verdict on a text; None where it is somebody else's.

    Under a name that is a CIM file's, but not a CIM file's alone, the content decides.
    """
    document = Document.parse(str(Path(path).absolute()), text)
    if is_named(path) and not is_cim(document):
        return None
    diagnostics = check(document, order.now)
    if not order.fix or not _fixable(diagnostics, order):
        return Verdict(path, findings(path, document, diagnostics))
    return _mend(path, document, diagnostics, order)


def unreadable(path: str, reason: str) -> Verdict:
    """The verdict on a file that has no text."""
    return Verdict(path, (at_start(path, unreadable_file.report(reason)),), is_unreadable=True)


def _mend(path: str, document: Document, diagnostics: tuple[Diagnostic, ...], order: Order) -> Verdict:
    mended = fix_all(document, order.now, mint, unsafe=order.unsafe)
    remaining = check(mended, order.now)
    fixed = _fixable(diagnostics, order) - _fixable(remaining, order)
    change = Change(document.text, mended.text) if mended.text != document.text else None
    return Verdict(path, findings(path, mended, remaining), fixed, change)


def _fixable(diagnostics: Iterable[Diagnostic], order: Order) -> int:
    """How many of these have a fix that may be applied."""
    return sum(
        any(is_applicable(fix, diagnostic, unsafe=order.unsafe) for fix in diagnostic.fixes)
        for diagnostic in diagnostics
    )
