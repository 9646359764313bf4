"""What can be done at a place without anything to mend: the refactorings there, and comments that ask for silence."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial

from ..actions import EXTRACT, QUICK_FIX, REWRITE, Action, reach
from ..changes import Changes
from ..diagnostics import Diagnostic
from ..document import Document
from ..formatting.key_order import key_order
from ..identifiers import Mint
from ..refactoring.copies import copied_id, fresh_id
from ..refactoring.extraction import extract
from ..refactoring.folding import fold
from ..refactoring.forms import other_form
from ..refactoring.ignores import NEVER, ignore_in_file, ignore_on_line
from ..refactoring.insertion import empty_place, insert_id
from ..refactoring.keys import add_keys, missing_keys
from ..refactoring.quotes import requotings
from ..refactoring.site import Site, is_json, sites
from ..syntax.stream import conflict_marker
from ..text import Edit, Span

Made = tuple[str, str, Changes]
"""A title, a kind, and the changes."""


def refactorings(document: Document, diagnostics: tuple[Diagnostic, ...], span: Span) -> tuple[Action, ...]:
    """The actions at a span, cursor or selection, of a document that has these diagnostics.

    Each is listed only where it is known to work: its changes are made already, but for an id that is yet to be minted.
    """
    if conflict_marker(document.text):
        return ()
    actions = [*_insertion(document, span)]
    for site, of_entity in _sites(document):
        if site.place.touches(span):
            actions += (*_minting(site, diagnostics, span), *(_made(*it) for it in of_entity()))
    if not is_json(document):
        actions += (*_of_scalar(document, span), *_ignoring(document, diagnostics, span))
    return tuple(actions)


def _insertion(document: Document, span: Span) -> Iterator[Action]:
    if part := empty_place(document, span):
        yield _minted("Insert a UUIDv7 here", document, partial(insert_id, document, part))


def _minting(site: Site, diagnostics: tuple[Diagnostic, ...], span: Span) -> Iterator[Action]:
    if keys := missing_keys(site, diagnostics):
        yield _minted("Add the missing required keys", site.document, partial(add_keys, site, keys))
    if entry := copied_id(site, span):
        yield _minted("Give this copy an id of its own", site.document, partial(fresh_id, site, entry))


@lru_cache(maxsize=1)
def _sites(document: Document) -> tuple[tuple[Site, Callable[[], tuple[Made, ...]]], ...]:
    """The sites, each with what can be done to all of it once that is asked for.

    It is asked for again wherever the cursor goes in a document. Of more documents than that one nothing is kept: each
    would be all of a text, and all of what the text would become.
    """
    return tuple((site, cache(partial(_of_entity, site))) for site in sites(document))


def _of_entity(site: Site) -> tuple[Made, ...]:
    """The title, kind and changes of what can be done to a whole domain or module, wherever the cursor is."""
    path, kind = site.document.path, site.entity.kind
    found: list[Made] = []
    if edits := other_form(site):
        title = f"Convert to {'list' if site.entity.form == 'record' else 'record'} form"
        found.append((title, REWRITE, Changes.of(path, edits)))
    if edits := key_order(site.document, site.tree):
        found.append(("Sort keys into the usual order", REWRITE, Changes.of(path, edits)))
    if changes := extract(site):
        found.append((f"Move this {kind} to {posixpath.basename(*changes.created)}", EXTRACT, changes))
    return tuple(found)


def _of_scalar(document: Document, span: Span) -> Iterator[Action]:
    for title, edit in requotings(document, span):
        yield _made(title, REWRITE, Changes.of(document.path, (edit,)))
    if edits := fold(document, span):
        yield _made("Fold into a block scalar", REWRITE, Changes.of(document.path, edits))


def _ignoring(document: Document, diagnostics: tuple[Diagnostic, ...], span: Span) -> Iterator[Action]:
    """Comments against each code at the span; once where the same is told twice on a line."""
    here = [it for it in diagnostics if it.code not in NEVER and reach(document, it).touches(span)]
    by_line = {(it.code, document.lines.position(it.span.start)[0]): it for it in reversed(here)}
    for (code, _), diagnostic in reversed(by_line.items()):
        if edit := ignore_on_line(document, diagnostic):
            changes = Changes.of(document.path, (edit,))
            yield _made(f"Ignore `{code}` on this line", QUICK_FIX, changes, diagnostic)
    for code, diagnostic in {it.code: it for it in reversed(here)}.items():
        changes = Changes.of(document.path, (ignore_in_file(document, code),))
        yield _made(f"Ignore `{code}` in this file", QUICK_FIX, changes, diagnostic)


def _made(title: str, kind: str, changes: Changes, diagnostic: Diagnostic | None = None) -> Action:
    return Action(title, kind, lambda _: changes, diagnostic)


def _minted(title: str, document: Document, make: Callable[[Mint], tuple[Edit, ...]]) -> Action:
    return Action(title, REWRITE, lambda mint: Changes.of(document.path, make(mint)))
