"""What a place in a document means: a domain or module of its project, a record of the document, or nothing.

Whoever follows, lists or renames names starts from here. A name is judged by where it stands, never by how it looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .document import Document, entity_of
from .identifiers import is_uuid7
from .mentions import Declaration, declarations, mentions, summary
from .nodes import Node, Scalar, Sequence, data, entries, resolve
from .places import inner, tree_at
from .project import Project
from .summary import Member, Reference, Site, Steps, kind_and_fields, references
from .symbols import Definition, Record, linked_records
from .symbols import Reference as Link
from .text import Span

Part = Literal["name", "id", "label"]
"""What a token is: a name, an id, or the name that stands beside the id in a reference."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a document."""

    document: Document
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A name or id of a domain or module, where that is declared (`reference` is None) or referred to.

    `span` is what stands at the place, without quotes, and `around` with them; an alias, where it is one. `scalar` is
    where the text itself is written. `owner` declares or refers; `member` is meant, None where nobody answers.
    """

    text: str
    span: Span
    around: Span
    scalar: Scalar
    part: Part
    owner: Member
    member: Member | None
    reference: Reference | None = None

    def means(self, member: Member) -> bool:
        """Whether this is a name or id of a member."""
        return self.member is not None and self.member.place == member.place


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """Where a member is declared: all of it, the token that names it best, and its `domain` or `module` key."""

    document: Document
    span: Span
    selection: Span
    key: Span


def seen_from(project: Project, document: Document) -> Project:
    """The project with a document as it is now; what the project knows of that one may be older."""
    behind = project.read

    def read(path: str) -> Document | None:
        return document if path == document.path else behind(path)

    return project.replace(summary(document))._replace(read=read)


def tokens(project: Project, document: Document) -> Iterator[Token]:
    """Every name and id of domains and modules in a document: those that it declares, then those it refers to."""
    members = summary(document).members
    for declaration in declarations(document):
        yield from _of_declaration(document, members[declaration.member], declaration)
    yield from _of_references(project, document, members)


def tokens_at(project: Project, document: Document, offset: int) -> tuple[Token, ...]:
    """The tokens at an offset; behind the alias of a list there are several."""
    return tuple(token for token in tokens(project, document) if holds(token.around, offset))


def is_by_id(reference: Reference, member: Member | None) -> bool:
    """Whether a reference tells by an id who is meant; `member` answers it."""
    return is_uuid7(reference.text) and (member is None or member.id == reference.text.lower())


def references_to(project: Project, member: Member) -> Iterator[tuple[Document, Token]]:
    """Every reference to a member by its name or id, file by file; files that can't be had are passed over."""
    for path in referring(project, member):
        document = project.read(path)
        for token in tokens(project, document) if document else ():
            if document and token.reference and token.part != "label" and token.means(member):
                yield document, token


def referring(project: Project, member: Member) -> list[str]:
    """The files in which the name or the id of a member is referred to, whoever is meant."""
    return sorted({path for text in (member.name, member.id) if text for path in project.referring.get(text, ())})


def referrers(project: Project, member: Member) -> Iterator[tuple[Member, Reference]]:
    """Who refers to a member, and by which reference. No document is read."""
    for path in referring(project, member):
        for other in project.summaries[path].members:
            for reference in other.references:
                found = project.resolve(reference)
                if found and found.place == member.place:
                    yield other, reference


def declared(project: Project, member: Member) -> Declared | None:
    """Where a member is declared; None where its document can't be had, or doesn't declare it any more."""
    document = project.read(member.path)
    entities = [entity for tree in document.trees if (entity := entity_of(tree.root))] if document else []
    entity = entities[member.index] if member.index < len(entities) else None
    if document is None or entity is None or entity.kind != member.kind:
        return None
    declaration = declarations(document)[member.index]
    whole = entity.top.span
    known = (member.name and declaration.name, member.id and declaration.id, entity.key)
    within = [node.span for node in known if node and whole.start <= node.span.start and node.span.end <= whole.end]
    return Declared(document, whole, bare(document, within[0]), entity.key.span)


def records_at(document: Document, offset: int) -> tuple[tuple[Record, Definition | Link], ...]:
    """The records that are meant at an offset, each with its name, local id or link there."""
    tree = tree_at(document, offset)
    return tuple(
        (record, place)
        for record in (linked_records(tree.root) if tree and tree.root else ())
        for place in dict.fromkeys(record.places)
        if holds(place.span, offset)
    )


def holds(span: Span, offset: int) -> bool:
    """Whether an offset is in a span or at one of its ends."""
    return span.start <= offset <= span.end


def bare(document: Document, span: Span) -> Span:
    """The place of a scalar's characters: without its quotes; of a block scalar the lines, not what indents them."""
    place = inner(document.text, span)
    if document.text[span.start : span.start + 1] not in ("|", ">"):
        return place
    content = place.of(document.text)
    start = place.start + len(content) - len(content.lstrip())
    return Span(start, max(start, place.start + len(content.rstrip())))


def _of_declaration(document: Document, member: Member, declaration: Declaration) -> Iterator[Token]:
    parts: tuple[tuple[Part, str | None, Node | None], ...] = (
        ("name", member.name, declaration.name),
        ("id", member.id, declaration.id),
    )
    for part, text, node in parts:
        scalar = resolve(node) if node else None
        if text is not None and node and isinstance(scalar, Scalar):
            yield Token(text, bare(document, node.span), node.span, scalar, part, member, member)


def _of_references(project: Project, document: Document, members: tuple[Member, ...]) -> Iterator[Token]:
    roots = [tree.root for tree in document.trees if tree.root and entity_of(tree.root)]
    sites = [_sites(root) for root in roots]
    for mention in mentions(document):
        site, owner, root = sites[mention.member][mention.number], members[mention.member], roots[mention.member]
        reference, found = mention.reference, project.resolve(mention.reference)
        part: Part = "id" if is_by_id(reference, found) else "name"
        places: list[tuple[Part, Node, Scalar | None]] = [
            (part, mention.node, _written(root, site.path, is_key=site.form == "key"))
        ]
        if mention.label and site.label:
            places.append(("label", mention.label, _written(root, site.label)))
        for each, node, scalar in places:
            if scalar:
                span = bare(document, node.span)
                yield Token(scalar.text, span, node.span, scalar, each, owner, found, reference)


def _sites(root: Node) -> list[Site]:
    """Where the references of a YAML document stand, in the order of its mentions."""
    found = kind_and_fields(data(root))
    return [site for _, site in references(found[1])] if found else []


def _written(root: Node, path: Steps, *, is_key: bool = False) -> Scalar | None:
    """The scalar at the end of a path, whatever aliases lie on the way."""
    key = node = root
    for step in path:
        holder = resolve(node)
        if isinstance(step, int):
            key = node = holder.items[step] if isinstance(holder, Sequence) else node
        else:
            entry = next(entry for entry in entries(holder) if entry.name == step)
            key, node = entry.key, entry.value
    found = resolve(key if is_key else node)
    return found if isinstance(found, Scalar) else None
