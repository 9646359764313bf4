"""The text of an open document, kept as lines and edited in place.

pygls splits lines with `str.splitlines` and copies the whole text at each edit: a form feed or U+2028 puts every later
edit on the wrong line, and a keystroke costs as much as the file is long. Here lines end at LF, CRLF and CR, and an
edit costs what it changes.
"""

from __future__ import annotations

import itertools
from typing import Any

from lsprotocol import types
from pygls.workspace import TextDocument, Workspace

from ..text import LineIndex, split_lines
from .convert import Encoding, column
from .uris import key_of

_states = itertools.count(1)


class Buffer(TextDocument):
    """An open document. `state` is another number for every text that any document has had."""

    def __init__(self, uri: str, source: str | None, version: int | None, encoding: Encoding, **rest: Any) -> None:
        super().__init__(uri, source, version, **rest)
        self.encoding = encoding
        self.key = key_of(uri)
        self.replace(source or "")

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self._kept)

    @property
    def source(self) -> str:
        return "".join(self._kept)

    @property
    def index(self) -> LineIndex:
        """The text as it is now, with its lines."""
        if self._index is None:
            self._index = LineIndex(self.source)
        return self._index

    def is_within(self, most: int) -> bool:
        """Whether the text has at most so many characters."""
        return len(self._kept) <= most and sum(map(len, self._kept)) <= most

    def replace(self, text: str) -> None:
        """Another text in place of all of it."""
        self._kept = split_lines(text)
        self._changed()

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """One edit, or another text in place of all."""
        if isinstance(change, types.TextDocumentContentChangePartial):
            self._splice(change.range, change.text)
        else:
            self.replace(change.text)

    def _splice(self, range_: types.Range, text: str) -> None:
        first, start = self._place(range_.start)
        last, end = max((first, start), self._place(range_.end))
        before = self._line(first)[:start]
        region = before + text + self._line(last)[end:]
        if first > 0 and region[:1] == "\n" and self._kept[first - 1].endswith("\r"):
            first -= 1
            region = self._kept[first] + region
        self._kept[first : last + 1] = split_lines(region)
        self._changed()

    def _changed(self) -> None:
        self.state = next(_states)
        self._index: LineIndex | None = None

    def _line(self, number: int) -> str:
        return self._kept[number] if number < len(self._kept) else ""

    def _place(self, position: types.Position) -> tuple[int, int]:
        """The line and code-point column of a client's position, moved into the text."""
        if position.line < len(self._kept):
            content = self._kept[position.line].rstrip("\r\n")
            return position.line, column(content, position.character, self.encoding)
        if self._kept and not self._kept[-1].endswith(("\r", "\n")):
            return len(self._kept) - 1, len(self._kept[-1])
        return len(self._kept), 0


class Buffers(Workspace):
    """pygls's workspace, with our documents in it."""

    @classmethod
    def like(cls, workspace: Workspace) -> Buffers:
        """A workspace with the folders and the encoding of another that has no documents yet."""
        folders = list(workspace.folders.values())
        return cls(workspace.root_uri, workspace_folders=folders, position_encoding=workspace.position_encoding)

    @property
    def encoding(self) -> Encoding:
        return Encoding(self.position_encoding or Encoding.Utf16)

    def buffer(self, uri: str) -> Buffer | None:
        """An open document; None where none is open under that URI."""
        document = self.text_documents.get(key_of(uri))
        return document if isinstance(document, Buffer) else None

    def all(self) -> list[Buffer]:
        """Every open document."""
        return [document for document in self.text_documents.values() if isinstance(document, Buffer)]

    def update_text_document(
        self, text_doc: types.VersionedTextDocumentIdentifier, change: types.TextDocumentContentChangeEvent
    ) -> None:
        """An edit; one of a document that isn't open changes nothing."""
        if self.buffer(text_doc.uri):
            super().update_text_document(text_doc, change)

    def _create_text_document(
        self, doc_uri: str, source: str | None = None, version: int | None = None, language_id: str | None = None
    ) -> Buffer:
        return Buffer(doc_uri, source, version, self.encoding, language_id=language_id)
