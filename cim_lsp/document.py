"""A CIM file as it stands: its text, its YAML documents, and the domain or module that each of them declares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from .conventions import byte_size, excess
from .nodes import Entry, Mapping, Node, Scalar, Sequence, entries, resolve
from .syntax import Tree, parse
from .syntax.builder import Checkpoint
from .text import LineIndex
from .vocabulary import KINDS

Form = Literal["record", "list", "other"]


class Entity:
    """A domain or a module: what stands behind the key of that name at the top of a YAML document.

    `form` is "record" for a mapping, "list" for the sequence of one-key maps that says the same, "other" for neither.
    """

    __slots__ = ("body", "entries", "form", "kind", "top")

    def __init__(self, kind: str, top: Entry, body: Node, form: Form, entries: tuple[Entry, ...]) -> None:
        self.kind = kind
        self.top = top
        self.body = body
        self.form: Form = form
        self.entries = entries

    @property
    def key(self) -> Node:
        """The `domain` or `module` key itself."""
        return self.top.key

    def get(self, key: str) -> Entry | None:
        """The first entry under a key, merged ones included."""
        return next((entry for entry in self.entries if entry.name == key), None)

    def text(self, key: str) -> tuple[str, Node] | None:
        """The value of a key where YAML reads it as text, and the node that says so: the alias, where it is one."""
        entry = self.get(key)
        value = resolve(entry.value) if entry else None
        if entry is None or not isinstance(value, Scalar) or not isinstance(value.data, str):
            return None
        return value.data, entry.value


class Document:
    """A file: its path (or the path of its URI), its text, and the YAML documents in it: none, if it is too large.

    It never changes, and is equal to itself alone.
    """

    __slots__ = ("lines", "path", "text", "trees")

    def __init__(self, path: str, text: str, trees: tuple[Tree, ...], lines: LineIndex) -> None:
        self.path = path
        self.text = text
        self.trees = trees
        self.lines = lines

    @classmethod
    def parse(cls, path: str, text: str, checkpoint: Checkpoint | None = None) -> Document:
        return cls(path, text, () if excess(byte_size(text)) else parse(text, checkpoint), LineIndex(text))

    def edited(self, text: str, checkpoint: Checkpoint | None = None) -> Document:
        """The file with another text: like `parse`, but the less differs, the sooner."""
        from .syntax.incremental import reparse  # noqa: PLC0415 - only an editor edits

        if self.excess or excess(byte_size(text)):
            return Document.parse(self.path, text, checkpoint)
        return Document(self.path, text, reparse(self.text, self.trees, text, checkpoint), LineIndex(text))

    def at(self, path: str) -> Document:
        """The same file at another path."""
        return Document(path, self.text, self.trees, self.lines)

    @property
    def excess(self) -> str | None:
        """Why the text was not read; None where it was."""
        return excess(byte_size(self.text))

    @property
    def newline(self) -> str:
        """The line end of the file's first line; LF where it has none."""
        first = self.lines.line_span(0).end
        return "\r\n" if self.text.startswith("\r\n", first) else self.text[first : first + 1] or "\n"


def entity_of(root: Node | None) -> Entity | None:
    """The domain or module of a YAML document; the first of them, should there be both."""
    top = next((entry for entry in entries(root) if entry.name in KINDS), None) if root else None
    if top is None:
        return None
    body = resolve(top.value)
    form: Form = "record" if isinstance(body, Mapping) else "list" if isinstance(body, Sequence) else "other"
    return Entity(top.name, top, body, form, tuple(_entries(body)))


def _entries(body: Node) -> Iterator[Entry]:
    if isinstance(body, Sequence):
        for item in body.items:
            yield from entries(item)
    else:
        yield from entries(body)
