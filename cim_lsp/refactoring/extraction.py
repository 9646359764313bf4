"""A domain or module that shares its file with others, moved into a file of its own beside it."""

from __future__ import annotations

import posixpath
import re

from ..changes import Changes
from ..conventions import slug
from ..filetypes import has_modeline
from ..nodes import data
from ..suppressions import Suppressions
from ..syntax import Tree, parse
from ..text import Edit, Span, apply_edits
from .site import Site

_START = re.compile(r"(?:\A|(?<=[\r\n]))---(?:[ \t]*(?:\r\n|\r|\n|\Z)|[ \t]+)")
_END = re.compile(r"(?<=[\r\n])\.\.\.(?=[ \t\r\n]|\Z)[ \t]*(?:\r\n|\r|\n)?")
_BARE_START = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_DIRECTIVE = re.compile(r"(?:\A|(?<=[\r\n]))\ufeff?%")


def extract(site: Site) -> Changes | None:
    """The file to be made, with the text of the document in it, and the edits that take it out of this one.

    None where the document is the only one, has no name to call the file by, or would take along or leave behind
    what holds for the whole file.
    """
    document, tree = site.document, site.tree
    name = site.entity.text("name")
    stem = slug(name[0]) if name else ""
    path = posixpath.join(posixpath.dirname(document.path), f"{stem}.{site.entity.kind}.yaml")
    text = tree.span.of(document.text)
    if len(document.trees) < 2 or not stem or path == document.path or has_modeline(text) or _DIRECTIVE.search(text):
        return None
    if any(ignore.line is None for ignore in Suppressions.of(document).ignores):
        return None
    own = _END.sub("", _START.sub("", text.removeprefix("\ufeff"), count=1))
    removal = Edit(_removed(site, text), "")
    rest = parse(apply_edits(document.text, (removal,)))
    others = tuple(other for other in document.trees if other is not tree)
    if _said(parse(own)) != _said((tree,)) or _said(rest) != _said(others):
        return None
    return Changes({document.path: (removal,)}, {path: own})


def _removed(site: Site, text: str) -> Span:
    """The document with its `---`: the one above it, or for a document without one the one below it."""
    span = site.tree.span
    below = None if _START.search(text) else _BARE_START.match(site.document.text, span.end)
    return Span(span.start + text.startswith("\ufeff"), below.end() if below else span.end)


def _said(trees: tuple[Tree, ...]) -> list[tuple[str, bool]]:
    """What YAML documents say, and whether they can be read."""
    return [(repr(tree.root and data(tree.root)), tree.fault is None) for tree in trees]
