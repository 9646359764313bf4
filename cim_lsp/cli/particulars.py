"""What programs want to know of a diagnostic besides: what it is recognised by, and its fixes spelled out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from ..diagnostics import Diagnostic, Fix
from ..document import Document, entity_of
from ..text import Edit, Span, apply_edits
from ..vocabulary import KINDS
from .findings import Details, Proposal, Replacement, place_of


def details(path: str, document: Document, diagnostics: Iterable[Diagnostic]) -> Iterator[Details]:
    """The details of each diagnostic of a document, which is the file at `path`."""
    seen = Counter[str]()
    for diagnostic in diagnostics:
        fingerprint = _fingerprint(document, diagnostic)
        seen[fingerprint] += 1
        proposals = tuple(_proposal(path, document, fix) for fix in diagnostic.fixes if not fix.mints)
        yield Details(fingerprint, seen[fingerprint], tuple(filter(None, proposals)))


def _fingerprint(document: Document, diagnostic: Diagnostic) -> str:
    """What stays of a diagnostic when lines, files and our wording change: its rule, whom it is about, and its token.

    A token that is the key of the whole domain or module says nothing of what is wrong there; the message does.
    """
    token = diagnostic.span.of(document.text)
    about = diagnostic.message if token in KINDS else token
    parts = (diagnostic.code, *_entity(document, diagnostic.span), about)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]


def _entity(document: Document, span: Span) -> tuple[str, str]:
    """Kind and name of the domain or module in whose YAML document a span is; each is "" where nobody says it."""
    tree = next((tree for tree in reversed(document.trees) if tree.span.start <= span.start), None)
    entity = entity_of(tree.root) if tree else None
    name = entity.text("name") if entity else None
    return entity.kind if entity else "", name[0] if name else ""


def _proposal(path: str, document: Document, fix: Fix) -> Proposal | None:
    """What a fix would do; None where it would do nothing."""
    edits = tuple(sorted(fix.make(_no_id), key=lambda edit: edit.span))
    if not edits:
        return None
    replacements = tuple(Replacement(place_of(path, document, edit.span), edit.text) for edit in edits)
    return Proposal(fix.title, replacements, _whole(path, document, edits))


def _whole(path: str, document: Document, edits: tuple[Edit, ...]) -> Replacement:
    start, end = edits[0].span.start, max(edit.span.end for edit in edits)
    moved = (Edit(Span(edit.span.start - start, edit.span.end - start), edit.text) for edit in edits)
    return Replacement(place_of(path, document, Span(start, end)), apply_edits(document.text[start:end], moved))


def _no_id() -> str:
    raise AssertionError("a fix mints an id and doesn't say so")
