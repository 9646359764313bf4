"""One thing that can be chosen, and the edit that puts it where somebody types: quotes, colons and commas balanced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from ...cursor import Cursor
from ...guide import KeyPath
from ...identifiers import Mint
from ...known import Known
from ...scalars import scalar_text
from ...text import Edit, LineIndex, Span

Kind = Literal["key", "word", "reference", "link", "id", "skeleton"]
_SNIPPET_SIGNS = re.compile(r"[\\$}]")
_JSON = re.compile(r"\ufeff?\s*[\[{]\s*\"")
_FLOW_SIGNS = re.compile(r"[,\[\]{}]")


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """A place that something is asked for at, and what is known besides: the others of the project, by their kind."""

    path: str
    lines: LineIndex
    cursor: Cursor
    mint: Mint
    known: Callable[[str], Iterable[Known]]

    @property
    def newline(self) -> str:
        first = self.lines.line_span(0).end
        return "\r\n" if self.lines.text.startswith("\r\n", first) else self.lines.text[first : first + 1] or "\n"

    @property
    def is_json(self) -> bool:
        """Whether keys and values are written in double quotes."""
        if not self.cursor.flow:
            return False
        return self.cursor.quote == '"' or self.path.endswith(".json") or bool(_JSON.match(self.lines.text))


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a choice: a few words beside it, and what it means (Markdown) or where the schemas say so."""

    detail: str = ""
    topic: KeyPath | None = None
    word: str | None = None
    meaning: str = ""
    deprecated: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A choice, as LSP 3.17 has it (CompletionItem), but with code points for positions.

    `edit` replaces the word, `more` are edits elsewhere. `snippet` says the same as the edit's text, with a stop where
    one goes on typing. `filter` is what the word is compared with, where that isn't the label.
    """

    label: str
    kind: Kind
    edit: Edit
    more: tuple[Edit, ...]
    snippet: str | None
    filter: str | None
    note: Note


@dataclass(frozen=True, slots=True)
class Text:
    """What is put in. Between `before` and `after` one goes on typing, if there is a `stop`."""

    before: str
    after: str = ""
    stop: bool = False

    @property
    def snippet(self) -> str | None:
        """The same as a snippet (LSP 3.17, Snippet Syntax); None where nothing is left to type."""
        if not self.stop:
            return None
        before, after = (_SNIPPET_SIGNS.sub(r"\\\g<0>", part) for part in (self.before, self.after))
        return f"{before}$0{after}"


def offer(request: Request, label: str, kind: Kind, text: Text, note: Note) -> Item:
    """A choice whose text replaces the word at the cursor, with what must be mended around it."""
    cursor = request.cursor
    on_new_line = text.before[:1] in ("\r", "\n")
    lead = "" if cursor.blank or on_new_line else " "
    if not cursor.flow and cursor.column and cursor.indent.start == cursor.word.end:
        lead = " " * cursor.column
    comma = "," if cursor.flow and not cursor.ends else ""
    whole = Text(lead + text.before, text.after + comma, text.stop)
    filter_text = value_text(request, label) if cursor.quote else None
    edit = Edit(cursor.word, whole.before + whole.after)
    return Item(label, kind, edit, _mend(request, on_new_line=on_new_line), whole.snippet, filter_text, note)


def _mend(request: Request, *, on_new_line: bool) -> tuple[Edit, ...]:
    """A comma that is missing before the word, an indentation unlike its neighbours', blanks left behind a colon."""
    cursor = request.cursor
    if cursor.flow:
        return () if cursor.gap is None else (Edit.insert(cursor.gap, ","),)
    edits: list[Edit] = []
    if cursor.indent.end - cursor.indent.start != cursor.column and cursor.indent.start != cursor.word.end:
        edits.append(Edit(cursor.indent, " " * cursor.column))
    if on_new_line:
        line = request.lines.line_at(cursor.word.start)
        before = request.lines.text[line.start : cursor.word.start]
        if blanks := len(before) - len(before.rstrip(" \t")):
            edits.append(Edit(Span(cursor.word.start - blanks, cursor.word.start), ""))
    return tuple(edits)


def value_text(request: Request, value: str) -> str:
    """A value as it is written here: in the quotes that were opened, or plain where that is safe."""
    quote = '"' if request.is_json else request.cursor.quote
    text = scalar_text(value, quote)
    is_unsafe = request.cursor.flow and text == value and _FLOW_SIGNS.search(value)
    return scalar_text(value, '"') if is_unsafe else text


def column_of(request: Request) -> int:
    """The code-point column at which the word will stand once its line's indentation has been mended."""
    cursor = request.cursor
    at = request.lines.position(cursor.word.start)[1]
    return at + cursor.column - (cursor.indent.end - cursor.indent.start)
