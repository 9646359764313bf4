"""Which files are CIM files: by their name, or by a modeline that names one of our schemas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from .conventions import slug
from .nodes import Entry, Node, Scalar, Sequence, entries, resolve
from .vocabulary import ENTITY_KEYS, KINDS, REQUIRED, nearest

if TYPE_CHECKING:
    from .document import Document

SUFFIXES = (".yaml", ".yml", ".json")
PATTERN = "**/*.{yaml,yml,json}"
"""A glob of every file that may be a CIM file (LSP 3.17, GlobPattern)."""
_GENERIC = ("cim", "domain", "module")
MODELINE = re.compile(r"#[ \t]*yaml-language-server[ \t]*:[ \t]*\$schema=(?P<schema>\S+)")
"""A comment in which a file names its schema."""
_OWN_LINE = re.compile(rf"(?:\A\ufeff?|(?<=[\r\n]))[ \t]*{MODELINE.pattern}")
_OURS = re.compile(r"(?:\A|[/\\])(?:cim|domain|module)(?:\.draft-07)?\.schema\.json\Z")


def is_named(path: str) -> bool:
    """Whether a file is a CIM file by its name: `domain.yaml`, `x.module.yml`, `cim.json`, …"""
    name = PurePath(path)
    return name.suffix in SUFFIXES and (name.stem in _GENERIC or name.stem.rpartition(".")[2] in _GENERIC)


def is_certain(path: str) -> bool:
    """Whether a file is a CIM file whatever is in it: by a name that nobody else uses."""
    return is_named(path) and PurePath(path).stem not in _GENERIC


def own_name(path: str, kind: str) -> str:
    """The name that a file or, where it is called `domain.yaml` or the like, its folder has; else `my-domain`."""
    name = PurePath(path)
    stem, _, last = name.stem.rpartition(".")
    return slug((stem if last in _GENERIC else name.stem) or name.parent.name) or f"my-{kind}"


def file_name(kind: str, name: str, is_taken: Callable[[str], bool]) -> str | None:
    """What the file of a new domain or module is called; None where nothing can be made of its name.

    The first domain of a folder is in `domain.yaml`, whatever its name. `is_taken` tells of a name in that folder.
    """
    if kind == "domain" and not any(is_taken(f"domain{suffix}") for suffix in SUFFIXES):
        return "domain.yaml"
    stem = slug(name)
    return f"{stem}.{kind}.yaml" if stem else None


def has_modeline(text: str) -> bool:
    """Whether a comment of the file names one of our schemas."""
    return any(_OURS.search(match["schema"]) for match in _OWN_LINE.finditer(text))


def is_cim(document: Document, *, included: bool = False) -> bool:
    """Whether a file is ours to judge, which it is if a configuration has included it: no other gets a word from us."""
    if included or is_certain(document.path) or has_modeline(document.text):
        return True
    return is_named(document.path) and not is_foreign(document)


def is_foreign(document: Document) -> bool:
    """Whether a file under a name that others use too is plainly theirs: every document in it is somebody else's.

    A document is ours with `domain` or `module` at its top, misspelt or not, or with the keys of one at its top;
    a mere scalar may become anything, and stays ours.
    """
    roots = [tree.root for tree in document.trees if tree.root]
    return bool(roots) and all(_is_foreign(root) for root in roots)


def _is_foreign(root: Node) -> bool:
    top = tuple(_top_entries(root))
    names = {entry.name for entry in top}
    if isinstance(resolve(root), Scalar) or not names.isdisjoint(KINDS):
        return False
    if {"apiVersion", "kind"} <= names or not names:
        return True
    if any(entry.name not in ENTITY_KEYS and nearest(entry.name, KINDS) and _holds_keys(entry) for entry in top):
        return False
    ours = sum(name in ENTITY_KEYS or name.startswith("x-") for name in names)
    return ours < len(names) and (names.isdisjoint(REQUIRED) or ours * 2 < len(names))


def _holds_keys(entry: Entry) -> bool:
    """Whether the value of a misspelt `domain` or `module` is one, or nothing yet."""
    value = resolve(entry.value)
    keys = {inner.name for inner in _top_entries(value)}
    return not keys.isdisjoint(REQUIRED) or (isinstance(value, Scalar) and value.is_empty)


def _top_entries(root: Node) -> Iterator[Entry]:
    node = resolve(root)
    for part in node.items if isinstance(node, Sequence) else (node,):
        yield from entries(part)
