"""What stands above a domain, a module or an aggregate: how many others build on it. Counted without reading a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from ..document import Document
from ..mentions import declarations
from ..project import Project
from ..summary import Member, Place, Reference
from ..symbols import Record, linked_records
from ..targets import Location, bare, declared, references_to, referrers, seen_from
from ..text import Span


@dataclass(frozen=True, slots=True, eq=False)
class Lens:
    """A remark on a span, and the places that it counts: looked for only when somebody asks."""

    span: Span
    title: str
    locations: Callable[[], tuple[Location, ...]]


def lenses(project: Project, document: Document) -> tuple[Lens, ...]:
    """The remarks on a document, in the order of the text."""
    current = seen_from(project, document)
    members = current.summaries[document.path].members
    found: list[Lens] = []
    for declaration in declarations(document):
        member, span = members[declaration.member], declaration.key.span
        found += _of_module(current, member, span) if member.kind == "module" else _of_domain(current, member, span)
    for tree in document.trees:
        found += (
            (each for record in linked_records(tree.root) if (each := _of_record(document, record)))
            if (tree.root)
            else ()
        )
    return tuple(sorted(found, key=lambda lens: lens.span))


def _of_module(project: Project, module: Member, span: Span) -> Iterator[Lens]:
    found = list(referrers(project, module))
    needing = {other.place for other, reference in found if reference.key == "dependencies"}
    holding = {other.place for other, reference in found if reference.key == "modules"}
    if needing:
        title = "1 module depends on this" if len(needing) == 1 else f"{len(needing)} modules depend on this"
        yield Lens(span, title, partial(_references, project, module, "dependencies"))
    domains = holding | {own.place for own in _domains(project, module)}
    if domains:
        yield Lens(span, f"part of {_count(len(domains), 'domain')}", partial(_declarations, project, domains))
    elif not needing and any(kind == "domain" for kind, _ in project.names):
        yield Lens(span, "nothing refers to this", tuple)


def _of_domain(project: Project, domain: Member, span: Span) -> Iterator[Lens]:
    listed = (found for reference in domain.references if (found := _meant(project, reference, "modules")))
    belonging = (other for other, reference in referrers(project, domain) if reference.key == "domain")
    modules = {module.place for module in (*listed, *belonging)}
    if modules:
        title = f"composed of {_count(len(modules), 'module')}"
        yield Lens(span, title, partial(_declarations, project, modules))


def _of_record(document: Document, record: Record) -> Lens | None:
    """An aggregate is what records are gathered around; how many links lead to it says how much hangs on it."""
    spans = sorted({link.span for link in record.links})
    if record.section != "aggregates" or not spans:
        return None
    places = tuple(Location(document, bare(document, span)) for span in spans)
    return Lens(record.definitions[0].span, f"{_count(len(spans), 'link')} to this", lambda: places)


def _domains(project: Project, module: Member) -> Iterator[Member]:
    """The domain that a module says it belongs to."""
    return (found for reference in module.references if (found := _meant(project, reference, "domain")))


def _meant(project: Project, reference: Reference, key: str) -> Member | None:
    return project.resolve(reference) if reference.key == key else None


def _references(project: Project, member: Member, key: str) -> tuple[Location, ...]:
    found = references_to(project, member)
    return tuple(Location(it, token.span) for it, token in found if token.reference and token.reference.key == key)


def _declarations(project: Project, places: Iterable[Place]) -> tuple[Location, ...]:
    found = (declared(project, project.member(place)) for place in sorted(places))
    return tuple(Location(each.document, each.selection) for each in found if each)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
