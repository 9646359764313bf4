"""The addresses in a file that can be opened: of repositories, web pages and schemas, and any in text and comments.

Only `http` and `https`, and relative paths of schemas: a file that somebody else wrote starts no other program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..document import Document
from ..filetypes import MODELINE
from ..nodes import Mapping, Node, Scalar, entries, walk
from ..places import comments, inner
from ..text import Span

_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_MODELINE = re.compile(MODELINE)
_BARE = re.compile(r"(?<![\w/])https?://(?=[^\W_]|\[[0-9a-fA-F:])[^\s<>\"'{}|\\^`]+", re.IGNORECASE)
_TRAILING = ".,;:!?*_~"
_PAIRS = {")": "(", "]": "["}
_RELATIVE = re.compile(r"(?![A-Za-z][A-Za-z0-9+.-]*:)(?!/)[^\s<>\"{}|\\^`]+")
_TOOLTIPS = {"repository": "Open the repository", "homepage": "Open the homepage", "$schema": "Open the schema"}


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A place that leads somewhere: `target` is an http(s) URL, or the relative path of a schema as it is written."""

    span: Span
    target: str
    tooltip: str


def links(document: Document) -> tuple[Link, ...]:
    """The links of a file, in the order of the text, none over another; behind a syntax error, whatever is a URL."""
    text = document.text
    found = [link for comment in comments(document) for link in _comment(text, comment)]
    for tree in document.trees:
        if tree.root:
            found += _values(text, tree.root)
        if tree.fault:
            read_to = tree.root.span.end if tree.root else tree.span.start
            found += _bare(text, Span(max(read_to, tree.span.start), tree.span.end))
    first: dict[int, Link] = {}
    for link in found:
        first.setdefault(link.span.start, link)
    return tuple(sorted(first.values()))


def _values(text: str, root: Node) -> Iterator[Link]:
    """The links in the values of a YAML document; `$schema` at its top may be relative."""
    named: dict[int, str] = {}
    for node in walk(root):
        if isinstance(node, Mapping):
            named.update({id(entry.value): entry.name for entry in node.entries})
        elif isinstance(node, Scalar):
            key = named.get(id(node), "")
            place = inner(text, node.span)
            if _URL.fullmatch(node.text):
                yield Link(place, node.text, _TOOLTIPS.get(key, "Open the link"))
            else:
                yield from _bare(text, place)
    for entry in entries(root):
        value = entry.value
        if entry.name == "$schema" and isinstance(value, Scalar) and _RELATIVE.fullmatch(value.text):
            yield Link(inner(text, value.span), value.text, _TOOLTIPS["$schema"])


def _comment(text: str, comment: Span) -> Iterator[Link]:
    modeline = _MODELINE.match(text, comment.start, comment.end)
    if modeline is None:
        yield from _bare(text, comment)
    elif any(shape.fullmatch(modeline["schema"]) for shape in (_URL, _RELATIVE)):
        yield Link(Span(*modeline.span("schema")), modeline["schema"], _TOOLTIPS["$schema"])


def _bare(text: str, within: Span) -> Iterator[Link]:
    """The URLs in running text, without the punctuation behind them."""
    for match in _BARE.finditer(text, within.start, within.end):
        url = _unpunctuated(match.group())
        yield Link(Span(match.start(), match.start() + len(url)), url, "Open the link")


def _unpunctuated(url: str) -> str:
    """A URL without what ends the sentence around it: a closing bracket belongs to it where it opens one."""
    surplus = {closing: url.count(closing) - url.count(opening) for closing, opening in _PAIRS.items()}
    end = len(url)
    while url[end - 1] in _TRAILING or surplus.get(url[end - 1], 0) > 0:
        end -= 1
        if url[end] in surplus:
            surplus[url[end]] -= 1
    return url[:end]
