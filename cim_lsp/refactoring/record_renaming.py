"""Another name or local id for a record of a domain-driven-design section, wherever its YAML document uses the old one.

The document is read again with the change made: each link has to lead where it led. Else nothing is changed.
"""

from __future__ import annotations

from ..changes import Changes
from ..document import Document
from ..mentions import summary
from ..nodes import Alias, Node, Scalar, resolve, walk
from ..places import tree_at
from ..symbols import Record, linked_records, references
from ..text import apply_edits
from .renaming import Refusal, is_hidden, rewritten

_Meaning = tuple[str, list[str], list[int]]
"""A record's section, what it is called, and which of the document's links lead to it, in the order of the text."""


def rename_record(document: Document, record: Record, old: str, name: str) -> Changes | Refusal:
    """The edits that replace what a record is called, its name or its local id, in its definition and in all links."""
    tree = tree_at(document, record.definitions[0].span.start)
    if name == old:
        return Changes()
    if tree is None or tree.root is None:
        return Refusal("the document can't be read")
    if reason := _objection(tree.root, record, name):
        return Refusal(reason)
    nodes = {node.span: node for node in walk(tree.root) if isinstance(node, Scalar | Alias)}
    found = (resolve(nodes[place.span]) for place in record.places if place.text == old)
    edits = rewritten(document, (node for node in found if isinstance(node, Scalar)), name)
    if is_hidden(document, old, edits):
        return Refusal(f"the file can't be read to its end, and `{old}` stands there; mend it first")
    after = Document.parse(document.path, apply_edits(document.text, edits))
    reread = after.trees[document.trees.index(tree)].root if len(after.trees) == len(document.trees) else None
    is_same = summary(after) == summary(document)
    if not (reread and is_same and _meanings(reread) == _renamed(tree.root, record, old, name)):
        return Refusal(f"with `{name}`, not every link would lead where it leads now")
    return Changes.of(document.path, edits)


def _objection(root: Node, record: Record, name: str) -> str | None:
    if not name:
        return "a name can't be blank"
    for other in linked_records(root):
        if other.section == record.section and any(it.text == name for it in other.definitions):
            return f"`{name}` is one of the {record.section.replace('_', ' ')} already"
    return None


def _meanings(root: Node) -> list[_Meaning]:
    number = {link: index for index, link in enumerate(dict.fromkeys(references(root)))}
    return [
        (record.section, [it.text for it in record.definitions], sorted({number[link] for link in record.links}))
        for record in linked_records(root)
    ]


def _renamed(root: Node, record: Record, old: str, name: str) -> list[_Meaning]:
    """What a document has to mean after the rename."""
    own = resolve(record.node)
    return [
        (section, [name if it == old else it for it in texts], links) if resolve(each.node) is own else meaning
        for each, meaning in zip(linked_records(root), _meanings(root), strict=True)
        for section, texts, links in (meaning,)
    ]
