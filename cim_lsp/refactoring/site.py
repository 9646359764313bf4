"""Where a refactoring is asked for: a domain or module in its YAML document, and the proof that edits keep both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..document import Document, Entity, entity_of
from ..nodes import Entry, Mapping, Node, data, entries
from ..syntax import Tree, parse
from ..text import Edit, Span, apply_edits


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
        return reread(self.document, self.tree, edits)

    def keeps(self, edits: tuple[Edit, ...]) -> bool:
        """Whether the document says the same after these edits; the form and the order of its keys may be others."""
        root = self.after(edits)
        return bool(edits) and root is not None and meaning(root) == meaning(self.root)


def sites(document: Document) -> Iterator[Site]:
    """The domains and modules of the documents that can be read, where they are written and not merged in."""
    for tree in document.trees:
        if tree.fault or not isinstance(tree.root, Mapping):
            continue
        entity = entity_of(tree.root)
        if entity and any(entity.top is entry for entry in tree.root.entries):
            yield Site(document, tree, tree.root, entity)


def reread(document: Document, tree: Tree, edits: Iterable[Edit]) -> Node | None:
    """The root of a YAML document once these edits to it are made; None where it can't be read then."""
    start = tree.span.start
    moved = [Edit(Span(edit.span.start - start, edit.span.end - start), edit.text) for edit in edits]
    trees = parse(apply_edits(tree.span.of(document.text), moved))
    return trees[0].root if len(trees) == 1 and trees[0].fault is None else None


def meaning(root: Node) -> str:
    """What a YAML document says, as a text that can be compared: the form and order of its entity left out."""
    entity = entity_of(root)
    rest = [said(entry) for entry in entries(root) if not entity or entry is not entity.top]
    return repr((entity and entity.kind, entity and sorted(map(said, entity.entries)), rest))


def said(entry: Entry) -> tuple[str, str]:
    """A key and its value, comparable: 1, 1.0 and true are three."""
    return entry.name, repr(data(entry.value))


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
