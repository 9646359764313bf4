"""Where a domain, a module or a record is referred to: by name and by id, in every file of the project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..document import Document
from ..identifiers import is_uuid7
from ..project import Project
from ..targets import Location, Token, bare, declared, records_at, references_to, seen_from, tokens, tokens_at


def references(
    project: Project, document: Document, offset: int, *, include_declaration: bool = True
) -> tuple[Location, ...]:
    """The references to what is named at an offset, each place once; those of records lie in the same document.

    Of a name that nobody answers (it may lie elsewhere), all references by that name.
    """
    if found := records_at(document, offset):
        spans = [
            place.span for record, _ in found for place in (record.places if include_declaration else record.links)
        ]
        return _unique(Location(document, bare(document, span)) for span in sorted(spans))
    current = seen_from(project, document)
    here = tokens_at(current, document, offset)
    return _unique(it for token in here for it in _to(current, token, include_declaration=include_declaration))


def _to(project: Project, token: Token, *, include_declaration: bool) -> Iterator[Location]:
    if token.member is None:
        yield from _by_text(project, token)
        return
    found = declared(project, token.member) if include_declaration else None
    if found:
        yield Location(found.document, found.selection)
    yield from (Location(document, each.span) for document, each in references_to(project, token.member))


def _by_text(project: Project, wanted: Token) -> Iterator[Location]:
    """The references that say the same and want the same kind."""
    text, kind = _canonical(wanted), wanted.reference and wanted.reference.kind
    for path in project.referring.get(text, ()):
        document = project.read(path)
        for token in tokens(project, document) if document else ():
            is_same = token.part == wanted.part and _canonical(token) == text
            if document and is_same and token.reference and token.reference.kind == kind:
                yield Location(document, token.span)


def _canonical(token: Token) -> str:
    return token.text.lower() if is_uuid7(token.text) else token.text


def _unique(found: Iterable[Location]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(found))
