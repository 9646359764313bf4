"""Values as YAML text, and the smallest edits that change one: quotes stay as they were."""

from __future__ import annotations

import json
import re

from .core_schema import plain_data
from .document import Document
from .nodes import Entry, Node, Scalar
from .text import Edit, Span

_PLAIN = re.compile(r"[A-Za-z0-9_](?:[^\x00-\x1f\x7f-\xa0:#,\[\]{}\"']|:(?=\S))*")
_BLANKS = re.compile(r"[ \t]*")
_HEADER_COMMENT = re.compile(r"[|>][0-9+-]*(?P<comment>[ \t]+#[^\r\n]*)")
_COMMENT = re.compile(r"[ \t]+#")


def scalar_text(value: str, style: str = "") -> str:
    """A value as YAML text: in the given quotes, or plain where that is read back as the same text."""
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    is_plain = _PLAIN.fullmatch(value) and value == value.strip() and isinstance(plain_data(value), str)
    return value if is_plain and style != '"' else json.dumps(value, ensure_ascii=False)


def replace_value(document: Document, node: Node, value: str) -> Edit:
    """Another value in place of a node; quotes stay, and so does a comment in the header of a block scalar."""
    style = node.style if isinstance(node, Scalar) else ""
    start = node.span.start
    comment = _HEADER_COMMENT.match(document.text, start) if style in ("|", ">") else None
    is_behind_tag = start == node.span.end and not document.text[:start].endswith((" ", "\t", "\n", "\r"))
    return Edit(node.span, " " * is_behind_tag + scalar_text(value, style) + (comment["comment"] if comment else ""))


def rename_key(entry: Entry, name: str) -> Edit:
    """Another key in place of one."""
    key = entry.key
    return Edit(key.span, scalar_text(name, key.style if isinstance(key, Scalar) else ""))


def quote(document: Document, node: Node) -> Edit:
    """The characters of a plain scalar, in quotes: what looked like another type becomes text."""
    return Edit(node.span, json.dumps(node.span.of(document.text), ensure_ascii=False))


def fill(document: Document, entry: Entry, value: str) -> Edit:
    """A value behind a key that has none; the blanks behind the colon are used up unless a comment follows them."""
    start = entry.value.span.start
    lead = f"{missing_colon(document, entry)} "
    if _COMMENT.match(document.text, start):
        return Edit.insert(start, lead + value)
    blanks = _BLANKS.match(document.text, start)
    return Edit(Span(start, blanks.end() if blanks else start), lead + value)


def missing_colon(document: Document, entry: Entry) -> str:
    """The colon that a key without a value may lack; nothing where there is one.

    In a flow mapping (`{id}`) it stands behind the key. Behind a `? id` it needs a line of its own, below the `?`.
    """
    text, start = document.text, entry.key.span.start
    if ":" in text[entry.key.span.end : entry.value.span.start]:
        return ""
    mark = len(text[:start].rstrip(" \t")) - 1
    if not text.startswith("?", max(mark, 0)):
        return ":"
    width = mark - document.lines.line_at(mark).start - text.startswith("\ufeff?", max(mark - 1, 0))
    return f"{document.newline}{' ' * width}:"
