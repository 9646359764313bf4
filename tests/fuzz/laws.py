"""What holds for any text: it is parsed, judged, mended and parsed again, and nothing breaks on the way."""

from __future__ import annotations

import random
import zlib
from itertools import count

from cim_lsp.analysis import check, fix_all
from cim_lsp.certain import is_certainly_fine
from cim_lsp.diagnostics import Diagnostic
from cim_lsp.document import Document
from cim_lsp.syntax import parse
from cim_lsp.syntax.incremental import reparse
from cim_lsp.text import Span, apply_edits
from tests.harness import NOW
from tests.mutants import mutants

PATH = "case.cim.yaml"
EDITS = 3


def holds(text: str) -> None:
    """Every law for one text. Raises AssertionError, or whatever breaks."""
    document = Document.parse(PATH, text)
    found = check(document, NOW)
    _places_lie_inside(text, found)
    _a_quick_yes_is_right(text, found)
    _fixes_apply(text, found)
    _fixing_settles(document, found)
    _an_edited_text_is_read_as_a_whole_one(text)


class _Mint:
    """Ids without an end, which no case file has."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self) -> str:
        return f"01939b5e-2f4c-7f22-9f22-{next(self._numbers):012x}"


def _places_lie_inside(text: str, found: tuple[Diagnostic, ...]) -> None:
    for each in found:
        assert _is_inside(each.span, text), f"{each.code} lies outside of the text"
        for note in each.related:
            assert _is_inside(note.span, note.document.text if note.document else text), f"{each.code}: a note outside"


def _is_inside(span: Span, text: str) -> bool:
    return 0 <= span.start <= span.end <= len(text)


def _a_quick_yes_is_right(text: str, found: tuple[Diagnostic, ...]) -> None:
    if is_certainly_fine(text, NOW):
        assert not found, f"certainly fine, but {found[0].code}"


def _fixes_apply(text: str, found: tuple[Diagnostic, ...]) -> None:
    """Each by itself; its edits lie inside, don't overlap, and what they make can be judged."""
    for each in found:
        for fix in each.fixes:
            edits = fix.make(_Mint())
            assert all(_is_inside(edit.span, text) for edit in edits), f"{each.code}: {fix.title} edits outside"
            check(Document.parse(PATH, apply_edits(text, edits)), NOW)


def _fixing_settles(document: Document, found: tuple[Diagnostic, ...]) -> None:
    """A second run changes nothing more, and what could be parsed still can."""
    for unsafe in (False, True):
        mint = _Mint()
        once = fix_all(document, NOW, mint, unsafe=unsafe)
        after = check(once, NOW)
        _places_lie_inside(once.text, after)
        again = fix_all(once, NOW, mint, unsafe=unsafe)
        assert again.text == once.text, "a second fix_all changes more" + " (unsafe)" * unsafe
        broke = any(each.code == "syntax-error" for each in after) and not any(
            each.code == "syntax-error" for each in found
        )
        assert not broke, "fix_all breaks what could be parsed" + " (unsafe)" * unsafe


def _an_edited_text_is_read_as_a_whole_one(text: str) -> None:
    """Small edits, which follow from the text alone, each on top of the one before."""
    seed = zlib.crc32(text.encode("utf-8", "surrogatepass"))
    before, trees = text, parse(text)
    for number in range(random.Random(seed).randint(1, EDITS)):
        after = mutants(seed + number, 1, [before])[-1]
        edited = reparse(before, trees, after)
        assert edited == parse(after), f"edited into {after!r}, it is read differently"
        before, trees = after, edited
