"""Completion items."""

from __future__ import annotations

import re
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from ...features.completion import Item, Note
from ...features.hover import explain
from ...guide import place
from ...text import LineIndex
from ..client import Client
from ..convert import to_range, to_text_edits

_KINDS = {
    "key": types.CompletionItemKind.Property,
    "word": types.CompletionItemKind.EnumMember,
    "reference": types.CompletionItemKind.Module,
    "link": types.CompletionItemKind.Reference,
    "id": types.CompletionItemKind.Value,
    "skeleton": types.CompletionItemKind.Snippet,
}
_MARKS = re.compile(r"\\(?P<escaped>[!-/:-@\[-`{-~])|\[(?P<words>[^\[\]]+)\]\((?P<link>[^()\s]+)\)|\*\*|`")


def completion(item: Item, rank: int, lines: LineIndex, client: Client) -> types.CompletionItem:
    """An item; `rank` is its place in the list."""
    support, note = client.completion, item.note
    made = types.CompletionItem(
        item.label,
        kind=_KINDS[item.kind],
        detail=note.detail or None,
        sort_text=f"{rank:04}",
        filter_text=item.filter,
        text_edit=types.TextEdit(to_range(lines, item.edit.span, client.encoding), item.edit.text),
        additional_text_edits=to_text_edits(lines, item.more, client.encoding) or None,
    )
    if support.beside and note.word is not None:  # its meaning, which would stand above the same words
        made.label_details = types.CompletionItemLabelDetails(description=made.detail)
        made.detail = None
    if support.snippets and item.snippet is not None and isinstance(made.text_edit, types.TextEdit):
        made.text_edit.new_text = item.snippet
        made.insert_text_format = types.InsertTextFormat.Snippet
    if support.modes and "\n" in item.edit.text:
        made.insert_text_mode = types.InsertTextMode.AsIs
    if support.tags and note.deprecated:
        made.tags = [types.CompletionItemTag.Deprecated]
    if note.meaning or note.topic:
        made.data = {"topic": list(note.topic or ()), "word": note.word, "meaning": note.meaning}
        if not support.resolves:
            made.documentation = documentation(made.data, client)
    return made


def documentation(data: Any, client: Client) -> types.MarkupContent | None:
    """What an item means, told from what `completion` wrote into it. Raises JsonRpcInvalidParams for anything else."""
    try:
        topic = tuple(None if part is None else str(part) for part in data["topic"])
        note = Note(topic=topic, word=data["word"], meaning=str(data["meaning"]))
    except (TypeError, KeyError) as error:
        raise JsonRpcInvalidParams("this item was not offered here") from error
    text = note.meaning or _from_schemas(note)
    kind = types.MarkupKind.Markdown if client.completion.markdown else types.MarkupKind.PlainText
    return types.MarkupContent(kind, text if client.completion.markdown else plain(text)) if text else None


def _from_schemas(note: Note) -> str:
    found = place(note.topic, None) if note.topic else None
    if found is None or note.topic is None:
        return ""
    meanings = [choice.meaning for choice in found.choices if choice.value == note.word]
    key = next((part for part in reversed(note.topic) if part), "")
    return meanings[0] if meanings else explain(found, key)


def plain(markdown: str) -> str:
    """Markdown of our own without its marks, for a client that shows it as it is."""

    def bare(mark: re.Match[str]) -> str:
        words = f"{plain(mark['words'])} ({mark['link']})" if mark["words"] else ""
        return mark["escaped"] or words

    return _MARKS.sub(bare, markdown)
