"""What an editor makes of the answer to `textDocument/completion`: VS Code's filter, order and insertion.

LSP 3.17, "Completion Request". Ranges are in UTF-16 units, what comes out is in code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cim_lsp.identifiers import is_uuid7
from cim_lsp.text import Edit, LineIndex, Span

Json = dict[str, Any]

_WORD = re.compile(r"[\w$-]*\Z")
"""The word before the cursor, which an item without an edit replaces."""
_ESCAPED = re.compile(r"\\([$}\\,|])")
_VARIABLE = re.compile(
    r"\$(?:\d+|\w+|\{[^{}:|]*\}|\{\w+:((?:\\.|[^{}\\])*)\}|\{\d+\|((?:\\.|[^,|\\])*)(?:\\.|[^|\\])*\|\})"
)
UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LEAD = re.compile(r"\A[\s\-{\[]*[\"']?")
AS_IS, SNIPPET = 1, 2


@dataclass(frozen=True, slots=True)
class Choice:
    """An item as the editor shows it: `edits` are what accepting it does to the text."""

    label: str
    filter_text: str
    sort_text: str
    word: str
    text: str
    edits: tuple[Edit, ...]

    def fits(self, expected: str) -> int:
        """How surely the item is for a word: 2 by its label or filter text, 1 by what these or its text begin with."""
        if expected in (_bare(self.label), _bare(self.filter_text)):
            return 2
        return int(any(_begins(_bare(text), expected) for text in (self.label, self.filter_text, self.text)))

    @property
    def ids(self) -> frozenset[str]:
        """Every UUIDv7 that accepting it writes."""
        return frozenset(found for edit in self.edits for found in UUID.findall(edit.text) if is_uuid7(found))


def _bare(text: str) -> str:
    """A text without the dash, bracket or quotes around its first word."""
    return _LEAD.sub("", text, count=1).rstrip("\"'")


def _begins(text: str, word: str) -> bool:
    return text.startswith(word) and not re.match(r"[\w-]", text[len(word) :])


def choices(answer: Any, text: str, offset: int) -> list[Choice]:
    """All items of an answer that can be read, in the order in which they were sent."""
    if not answer:
        return []
    whole: Json = {"items": answer} if isinstance(answer, list) else answer
    items: list[Json] = whole.get("items") or []
    defaults: Json = whole.get("itemDefaults") or {}
    lines = LineIndex(text)
    return [choice for item in items if (choice := _choice(item, defaults, lines, offset))]


def shown(found: Sequence[Choice]) -> list[Choice]:
    """What is left once the editor has filtered by what is typed, the best first."""
    kept = [(grade, choice) for choice in found if (grade := _grade(choice)) is not None]
    kept.sort(key=lambda it: (it[0], it[1].sort_text.lower(), it[1].label.lower()))
    return [choice for _, choice in kept]


def _grade(choice: Choice) -> int | None:
    """0 where the typed word begins the item, 1 where its letters are all in it, in order, None where it stays away."""
    word, text = choice.word.strip(" \t").lower(), choice.filter_text.lower()
    if text.startswith(word):
        return 0
    letters = ".*".join(map(re.escape, word))
    return 1 if re.search(rf"(?:\A|[\W_]){letters}", text, re.DOTALL) else None


def _choice(item: Json, defaults: Json, lines: LineIndex, offset: int) -> Choice | None:
    label = item["label"]
    written, span = _written(item, defaults, lines, offset)
    if not span.start <= offset <= span.end:
        return None
    if (item.get("insertTextFormat") or defaults.get("insertTextFormat")) == SNIPPET:
        written = plain(written)
    mode = item.get("insertTextMode") or defaults.get("insertTextMode")
    extras = [Edit(_span(it["range"], lines), it["newText"]) for it in item.get("additionalTextEdits") or ()]
    edits = (Edit(span, _laid_out(written, lines, span.start, mode)), *extras)
    word = lines.text[span.start : offset]
    filter_text, sort_text = item.get("filterText") or label, item.get("sortText") or label
    return Choice(label, filter_text, sort_text, word, written, edits)


def _written(item: Json, defaults: Json, lines: LineIndex, offset: int) -> tuple[str, Span]:
    """What an item writes, still as it was sent, and where; of two ranges the one that inserts, as VS Code does."""
    edit, given = item.get("textEdit"), defaults.get("editRange")
    if edit:
        return edit["newText"], _span(edit.get("range") or edit["insert"], lines)
    if given:
        text = item.get("textEditText") or item["label"]
        return text, _span(given.get("insert") or given, lines)
    before = _WORD.search(lines.text, lines.line_at(offset).start, offset)
    return item.get("insertText") or item["label"], Span(before.start() if before else offset, offset)


def _laid_out(text: str, lines: LineIndex, start: int, mode: int | None) -> str:
    """Text over several lines, indented like the line it is put in unless it says otherwise, with its line ends."""
    newline = "\r\n" if "\r\n" in lines.text else "\n"
    lead = re.match(r"[ \t]*", lines.line_at(start).of(lines.text))
    indent = lead[0] if lead and mode != AS_IS else ""
    return re.sub(r"\r\n|\r|\n", lambda _: newline + indent, text)


def plain(snippet: str) -> str:
    """The text of a snippet: each placeholder its default, of choices the first, tab stops and variables nothing."""
    marked = _ESCAPED.sub(lambda match: chr(0xE000 + ord(match[1])), snippet)
    while (text := _VARIABLE.sub(lambda match: match[1] or match[2] or "", marked)) != marked:
        marked = text
    return re.sub(r"[\ue000-\ue0ff]", lambda match: chr(ord(match[0]) - 0xE000), marked)


def edits_of(found: Iterable[Mapping[str, Any]], text: str) -> list[Edit]:
    """The edits of an array of TextEdits."""
    lines = LineIndex(text)
    return [Edit(_span(each["range"], lines), each["newText"]) for each in found]


def _span(found: Mapping[str, Any], lines: LineIndex) -> Span:
    return Span(*(_offset(lines, found[end]["line"], found[end]["character"]) for end in ("start", "end")))


def _offset(lines: LineIndex, line: int, units: int) -> int:
    if line >= len(lines.starts):
        return len(lines.text)
    span = lines.line_span(line)
    before = span.of(lines.text).encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")
    return span.start + len(before)


def position(text: str, offset: int) -> Json:
    """An offset as LSP has it: line and UTF-16 units."""
    line, column = LineIndex(text).position(offset)
    return {"line": line, "character": len(text[offset - column : offset].encode("utf-16-le")) // 2}
