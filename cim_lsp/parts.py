"""The parts of a domain or module, one for each of its keys, and what belongs to a part: what moves when it moves."""

from __future__ import annotations

import re

from .nodes import Entry, Mapping, Node, Scalar, Sequence, is_merge
from .suppressions import is_ignore
from .text import LineIndex, Span, indentation
from .values import NamedTuple
from .vocabulary import ENTITY_KEYS

COMMENT = re.compile(r"(?:(?<=\s)|\A)#[^\r\n]*")
"""A comment, in a text between scalars."""


class Part(NamedTuple):
    """One key of an entity: the entry of its record form, or the item of its list form that holds the entry."""

    node: Entry | Node
    entry: Entry

    @property
    def span(self) -> Span:
        return self.node.span

    @property
    def rank(self) -> int:
        """Where its key stands in the usual order; merge keys come first."""
        return -1 if is_merge(self.entry) else rank(self.entry.name)


def rank(key: str) -> int:
    """Where a key stands in the usual order; unknown ones come last."""
    return ENTITY_KEYS.index(key) if key in ENTITY_KEYS else len(ENTITY_KEYS)


def parts(body: Node) -> tuple[Part, ...]:
    """The parts of an entity's body, in the order of the text; none where one of them has no key to go by.

    That is: a key that is no scalar; in the list form an alias, a merge, an item with no key or several.
    """
    if isinstance(body, Mapping):
        found = [Part(entry, entry) for entry in body.entries]
    elif isinstance(body, Sequence):
        alone = [item for item in body.items if isinstance(item, Mapping) and len(item.entries) == 1]
        found = [Part(item, item.entries[0]) for item in alone if not is_merge(item.entries[0])]
        found = found if len(found) == len(body.items) else []
    else:
        return ()
    return tuple(found) if all(isinstance(part.entry.key, Scalar) for part in found) else ()


def gaps(text: str, body: Mapping | Sequence) -> list[str] | None:
    """What stands before, between and behind the parts of a flow collection, between its brackets.

    None where that is more than single commas and comments.
    """
    spans = [part.span for part in (body.entries if isinstance(body, Mapping) else body.items)]
    ends = [body.span.start + 1, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), body.span.end - 1]
    found = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    bare = [COMMENT.sub("", gap).strip() for gap in found]
    return found if not bare[0] and bare[-1] in ("", ",") and all(gap == "," for gap in bare[1:-1]) else None


def comment_indentation(lines: LineIndex, number: int) -> int | None:
    """The indentation of a comment on a line of its own; None for any other line."""
    line = lines.line_span(number).of(lines.text)
    return indentation(line) if line.lstrip(" \t").startswith("#") else None


def last_line(lines: LineIndex, end: int, column: int) -> int:
    """The last line of a block part, or of all of them, that ends at an offset and whose keys stand in a column.

    Comments below it that are indented more than a key are its own. One that asks for silence speaks of the line
    below it, however it is indented.
    """
    last = number = lines.position(end)[0]
    while number + 1 < len(lines.starts):
        number += 1
        line = lines.line_span(number).of(lines.text)
        comment = comment_indentation(lines, number)
        if comment is not None and comment > column and not is_ignore(line):
            last = number
        elif line.strip(" \t"):
            break
    return last
