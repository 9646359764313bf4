"""Where a refactoring is asked for: a domain or module in its YAML document, and the proof that edits keep both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..document import Document, Entity, entity_of
from ..formatting.meaning import keeps, reread
from ..nodes import Mapping, Node
from ..syntax import Tree
from ..text import Edit, Span


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A domain or module, the YAML document that declares it, and the file that holds both."""

    document: Document
    tree: Tree
    root: Mapping
    entity: Entity

    @property
    def place(self) -> Span:
        """The whole lines of the entity, from its key to its end."""
        lines = self.document.lines
        return Span(lines.line_at(self.entity.key.span.start).start, lines.line_at(self.entity.top.value.span.end).end)

    def after(self, edits: Iterable[Edit]) -> Node | None:
        """The root of the document once these edits are made; None where it can't be read then."""
        after = reread(self.document, self.tree, edits)
        return after.trees[0].root if after else None

    def keeps(self, edits: tuple[Edit, ...]) -> bool:
        """Whether the document says the same after these edits; the form and the order of its keys may be others."""
        return bool(edits) and keeps(self.document, self.tree, edits)


def sites(document: Document) -> Iterator[Site]:
    """The domains and modules of the documents that can be read, where they are written and not merged in."""
    for tree in document.trees:
        if tree.fault or not isinstance(tree.root, Mapping):
            continue
        entity = entity_of(tree.root)
        if entity and any(entity.top is entry for entry in tree.root.entries):
            yield Site(document, tree, tree.root, entity)


def is_json(document: Document) -> bool:
    """Whether a file is JSON, by its name or by what is in it: no place for comments and plain scalars."""
    if document.path.endswith(".json"):
        return True
    if not document.text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return False
    try:
        json.loads(document.text.removeprefix("\ufeff"))
    except ValueError:
        return False
    return True
