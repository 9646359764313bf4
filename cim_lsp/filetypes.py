"""Which files are CIM files: by their name, or by a modeline that names one of our schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from .nodes import Entry, Node, Scalar, Sequence, entries, resolve
from .vocabulary import ENTITY_KEYS, KINDS, SECTIONS, nearest

if TYPE_CHECKING:
    from .document import Document

SUFFIXES = (".yaml", ".yml", ".json")
_GENERIC = ("cim", "domain", "module")
_MODELINE = re.compile(r"^[ \t]*#[ \t]*yaml-language-server:[ \t]*\$schema=(?P<schema>\S+)", re.MULTILINE)
_OURS = re.compile(r"(?:\A|[/\\])(?:cim|domain|module)(?:\.draft-07)?\.schema\.json\Z")


def is_named(path: str) -> bool:
    """Whether a file is a CIM file by its name: `domain.yaml`, `x.module.yml`, `cim.json`, …"""
    name = PurePath(path)
    return name.suffix in SUFFIXES and (name.stem in _GENERIC or name.stem.rpartition(".")[2] in _GENERIC)


def has_modeline(text: str) -> bool:
    """Whether a comment of the file names one of our schemas."""
    return any(_OURS.search(match["schema"]) for match in _MODELINE.finditer(text))


def is_cim(document: Document) -> bool:
    """Whether a file is ours to judge: no other file gets a word from us."""
    if has_modeline(document.text):
        return True
    return is_named(document.path) and not (PurePath(document.path).stem in _GENERIC and is_foreign(document))


def is_foreign(document: Document) -> bool:
    """Whether a file under a name that others use too is plainly theirs: every document in it is somebody else's.

    A document is ours with `domain` or `module` at its top, misspelt or not, or with the keys of one at its top;
    a mere scalar may become anything, and stays ours.
    """
    roots = [tree.root for tree in document.trees if tree.root]
    return bool(roots) and all(_is_foreign(root) for root in roots)


def _is_foreign(root: Node) -> bool:
    names = [entry.name for entry in _top_entries(root)]
    if isinstance(resolve(root), Scalar) or any(name in KINDS or nearest(name, KINDS) for name in names):
        return False
    if {"apiVersion", "kind"} <= set(names):
        return True
    ours = sum(name in ENTITY_KEYS or name in SECTIONS or name.startswith("x-") for name in names)
    return ours * 2 < len(names) or not names


def _top_entries(root: Node) -> Iterator[Entry]:
    node = resolve(root)
    for part in node.items if isinstance(node, Sequence) else (node,):
        yield from entries(part)
