"""What a file says, in a form that can be compared: two texts that are equal here differ in looks alone."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, cast

from ..document import Document, entity_of
from ..nodes import Node, data
from ..syntax import Tree
from ..text import Edit, apply_edits
from .tokens import tokens


def meaning(document: Document) -> tuple[object, ...]:
    """For each YAML document its data, and its scalars, comments, anchors, tags and aliases, in any order.

    Of one that can't be read, and of what is between them, the text. The keys of a domain or module have no order, in
    the list form neither.
    """
    between = apply_edits(document.text, (Edit(tree.span, "") for tree in document.trees)).split()
    return (*(_meaning(document.text, tree) for tree in document.trees), between)


def _meaning(text: str, tree: Tree) -> object:
    found = tokens(text, tree.span, tree.root)
    if tree.fault or found is None:
        return tree.span.of(text)
    words = Counter((token.kind, token.text) for token in found if token.kind.isalpha())
    return _data(tree.root) if tree.root else None, words


def _data(root: Node) -> str:
    value = cast("Any", data(root))
    entity = entity_of(root)
    if entity and entity.form == "list":
        value = {**value, entity.kind: sorted(value[entity.kind], key=_first_key)}
    return json.dumps(value, sort_keys=True)


def _first_key(item: object) -> str:
    return next(iter(cast("dict[str, object]", item)), "") if isinstance(item, dict) else ""
