"""The module or domain that a reference names and nobody has declared yet: begun in a file of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from ..actions import QUICK_FIX, Action
from ..changes import Changes
from ..conflicts import is_unresolved, of_other_kind
from ..conventions import slug
from ..diagnostics import Diagnostic
from ..document import Document, entity_of
from ..identifiers import Mint, is_uuid7
from ..mentions import Mention, mentions, summary
from ..project import Project
from ..skeletons import skeleton
from ..summary import Member
from ..targets import seen_from

_CODE = "unresolved-reference"
_PURPOSE = "TODO: say why there is such a {kind}"
"""Holds the place of a purpose, which only a person can give; a rule keeps reminding them."""


def creations(project: Project, document: Document, diagnostics: Iterable[Diagnostic]) -> tuple[Action, ...]:
    """For each of a document's unresolved references by name, the action that makes a file beside the document.

    None where no file name can be made of the name, or the project has a file under that one.
    """
    current = seen_from(project, document)
    wanted = {diagnostic.span: diagnostic for diagnostic in diagnostics if diagnostic.code == _CODE}
    found = (each for each in mentions(document) if each.span in wanted) if wanted else ()
    actions = {each.span: action for each in found for action in _creation(current, document, each, wanted[each.span])}
    return tuple(actions.values())


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """A domain or module to be made, the document that refers to it, and the domain that it becomes a part of."""

    document: Document
    mention: Mention
    domain: str | None

    @property
    def name(self) -> str:
        return self.mention.reference.text

    @property
    def kind(self) -> str:
        return self.mention.reference.kind

    @property
    def path(self) -> str | None:
        """A file beside the document; None where no file name can be made of the name."""
        stem = slug(self.name)
        return str(PurePath(self.document.path).with_name(f"{stem}.{self.kind}.yaml")) if stem else None

    def make(self, path: str, mint: Mint) -> Changes:
        """The file, written in the form and with the line ends of the document."""
        entities = [entity for tree in self.document.trees if (entity := entity_of(tree.root))]
        form = "list" if entities[self.mention.member].form == "list" else "record"
        others = {"domain": self.domain} if self.domain else {}
        purpose, newline = _PURPOSE.format(kind=self.kind), self.document.newline
        text = skeleton(self.kind, self.name, purpose, mint(), form=form, newline=newline, others=others)
        return Changes(created={path: text})


def _creation(project: Project, document: Document, mention: Mention, diagnostic: Diagnostic) -> Iterator[Action]:
    reference, owner = mention.reference, summary(document).members[mention.member]
    wanted = _Wanted(document, mention, _domain(project, owner, reference.kind))
    path = wanted.path
    is_known = is_uuid7(reference.text) or of_other_kind(project, reference) is not None
    if path and path not in project.summaries and not is_known and is_unresolved(project, reference):
        make = partial(wanted.make, path)
        yield Action(f"Create {wanted.kind} `{wanted.name}`", QUICK_FIX, make, diagnostic)


def _domain(project: Project, owner: Member, kind: str) -> str | None:
    """What a new module says of its domain: the one that refers to it, or that of the module that does."""
    if kind == "domain":
        return None
    if owner.kind == "domain":
        return owner.name or owner.id
    found = (each for each in owner.references if each.key == "domain" and project.resolve(each))
    return next((each.text for each in found), None)
