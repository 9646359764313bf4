"""Another name for a domain or module, wherever in the project it is called by the old one: all of it, or none.

Every file that would change is read again with the change made, and has to say exactly what it said, in other words.
So whatever an anchor shares, or a quote would hide, is refused and never half done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from ..changes import Changes
from ..document import Document
from ..identifiers import is_uuid7
from ..mentions import summary
from ..nodes import Mapping, Scalar, Sequence
from ..places import path_at
from ..portable import block_text, portable_text
from ..project import Project
from ..scalars import replace_value
from ..summary import Member, Reference
from ..symbols import definitions, references
from ..targets import bare, is_by_id, referring, tokens
from ..text import Edit, Span, apply_edits


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something can't be renamed, in words for a person."""

    reason: str


def rename_member(project: Project, member: Member, name: str) -> Changes | Refusal:
    """The edits that give a member another name: where it is declared, and in every reference by name.

    References by id stay; a name that stands beside an id follows.
    """
    if name == member.name:
        return Changes()
    if reason := _objection(project, member, name):
        return Refusal(reason)
    rename, changed = _Rename(project, member, name), dict[str, tuple[Edit, ...]]()
    for path in sorted({member.path, *referring(project, member), *project.torn}):
        document = project.read(path)
        if document is None and path in project.torn:
            continue
        edits = rename.edits(document) if document else ()
        if reason := rename.reason_against(document, edits) if document else "can't be read":
            return Refusal(f"{shown(path)} {reason}")
        if edits:
            changed[path] = edits
    if member.path not in changed:
        return Refusal(f"{shown(member.path)} declares no {member.kind} of this name any more")
    return Changes(changed)


def rewritten(document: Document, scalars: Iterable[Scalar], text: str) -> tuple[Edit, ...]:
    """Each of these scalars, once, with another text: quotes stay, and are added exactly where they are needed."""
    return tuple(_rewritten(document, scalar, text) for scalar in {it.span: it for it in scalars}.values())


def is_hidden(document: Document, text: str, edits: Iterable[Edit]) -> bool:
    """Whether a text stands in a part of a document that can't be read, other than where it is changed."""
    places = [edit.span for edit in edits]
    for tree in (tree for tree in document.trees if tree.fault):
        blanks = [Edit(span, "") for span in places if tree.span.start <= span.start < tree.span.end]
        shift = tree.span.start
        moved = [Edit(Span(it.span.start - shift, it.span.end - shift), "") for it in blanks]
        if text in apply_edits(tree.span.of(document.text), moved):
            return True
    return False


def shown(path: str) -> str:
    """A path as a reason has it: the file and its folder."""
    return "/".join(PurePath(path).parts[-2:])


def _objection(project: Project, member: Member, name: str) -> str | None:
    if member.name is None:
        return f"this {member.kind} has no name"
    if not name.strip():
        return "a name can't be blank"
    if is_uuid7(name):
        return "a name can't be an id"
    if taken := project.named(member.kind, name):
        return f"there is a {member.kind} `{name}` already, in {shown(taken[0].path)}"
    for path in project.referring.get(name, ()):
        found = (each for other in project.summaries[path].members for each in other.references)
        if any(each.text == name and each.kind == member.kind for each in found):
            return f"`{name}` means another {member.kind} in {shown(path)}"
    return None


@dataclass(frozen=True, slots=True)
class _Rename:
    """A member that is to have another name."""

    project: Project
    member: Member
    name: str

    def edits(self, document: Document) -> tuple[Edit, ...]:
        calling = (
            token.scalar
            for token in tokens(self.project, document)
            if token.means(self.member) and token.part != "id" and token.text == self.member.name
        )
        return rewritten(document, calling, self.name)

    def reason_against(self, document: Document, edits: tuple[Edit, ...]) -> str | None:
        """Why a document can't be changed, in words that follow its name."""
        if is_hidden(document, self.member.name or "", edits):
            return f"can't be read to its end, and `{self.member.name}` stands there; mend it first"
        if edits and not self._keeps(document, edits):
            return f"has an anchor that calls something else `{self.member.name}` too"
        return None

    def _keeps(self, document: Document, edits: tuple[Edit, ...]) -> bool:
        """Whether a document tells the project the same once it is changed, but for the new name."""
        after = Document.parse(document.path, apply_edits(document.text, edits))
        expected = tuple(map(self._renamed, summary(document).members))
        return summary(after).members == expected and _records(after) == _records(document)

    def _renamed(self, each: Member) -> Member:
        """Any member of the project as it is after the rename."""
        references = tuple(self._followed(reference) for reference in each.references)
        own = self.name if each.place == self.member.place else each.name
        return each._replace(name=own, references=references)

    def _followed(self, reference: Reference) -> Reference:
        meant = self.project.resolve(reference)
        is_other = meant is None or meant.place != self.member.place or is_by_id(reference, meant)
        return reference if is_other else reference._replace(text=self.name)


def _records(document: Document) -> list[object]:
    """What the records of a document are called and linked by, and which of its YAML documents can be read."""
    return [
        (tree.fault is None, tree.root and [it.text for it in (*definitions(tree.root), *references(tree.root))])
        for tree in document.trees
    ]


def _rewritten(document: Document, scalar: Scalar, text: str) -> Edit:
    if scalar.style in ("|", ">"):
        return _in_block(document, scalar, text) or replace_value(document, scalar, text)
    if scalar.style or _is_in_flow(document, scalar):
        return Edit(scalar.span, portable_text(text, scalar.style))
    return Edit(scalar.span, block_text(text))


def _in_block(document: Document, scalar: Scalar, text: str) -> Edit | None:
    """A block scalar that holds one line, with another; None where it holds more, or that can't stand there."""
    place = bare(document, scalar.span)
    is_one_line = place.of(document.text) == scalar.text and scalar.text.isprintable()
    return Edit(place, text) if is_one_line and text.isprintable() and text == text.strip() else None


def _is_in_flow(document: Document, scalar: Scalar) -> bool:
    around = path_at(document, scalar.span.start)
    return any(isinstance(part, Mapping | Sequence) and part.flow for part in around)
