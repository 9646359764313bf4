"""Completion items, made as they are sent: by way of lsprotocol's types each would cost three times as much."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from ...features.completion import Item, Note
from ...features.hover import explain
from ...guide import place
from ...text import Edit, LineIndex, Span
from ..client import Client
from ..convert import Json, to_json_range

_KINDS = {
    "key": types.CompletionItemKind.Property.value,
    "word": types.CompletionItemKind.EnumMember.value,
    "reference": types.CompletionItemKind.Module.value,
    "link": types.CompletionItemKind.Reference.value,
    "id": types.CompletionItemKind.Value.value,
    "skeleton": types.CompletionItemKind.Snippet.value,
}
_MARKS = re.compile(r"\\(?P<escaped>[!-/:-@\[-`{-~])|\[(?P<words>[^\[\]]+)\]\((?P<link>[^()\s]+)\)|\*\*|`")


def completions(items: Iterable[Item], lines: LineIndex, client: Client) -> list[Json]:
    """The items, best first."""
    ranges: dict[Span, Json] = {}

    def edit(wanted: Edit, text: str | None = None) -> Json:
        if wanted.span not in ranges:
            ranges[wanted.span] = to_json_range(lines, wanted.span, client.encoding)
        return {"range": ranges[wanted.span], "newText": wanted.text if text is None else text}

    return [_completion(item, rank, edit, client) for rank, item in enumerate(items)]


def _completion(item: Item, rank: int, edit: Callable[..., Json], client: Client) -> Json:
    support, note = client.completion, item.note
    snippet = item.snippet if support.snippets else None
    made: Json = {"label": item.label, "kind": _KINDS[item.kind], "sortText": f"{rank:04}"}
    made["textEdit"] = edit(item.edit, snippet)
    if note.detail and support.beside and note.word is not None:  # its meaning, which would stand above the same words
        made["labelDetails"] = {"description": note.detail}
    elif note.detail:
        made["detail"] = note.detail
    if item.filter is not None:
        made["filterText"] = item.filter
    if item.more:
        made["additionalTextEdits"] = [*map(edit, item.more)]
    if snippet is not None:
        made["insertTextFormat"] = types.InsertTextFormat.Snippet.value
    if support.modes and "\n" in item.edit.text:
        made["insertTextMode"] = types.InsertTextMode.AsIs.value
    if support.tags and note.deprecated:
        made["tags"] = [types.CompletionItemTag.Deprecated.value]
    if note.meaning or note.topic:
        made["data"] = {"topic": note.topic or (), "word": note.word, "meaning": note.meaning}
        if not support.resolves and (told := documentation(made["data"], client)):
            made["documentation"] = {"kind": told.kind.value, "value": told.value}
    return made


def documentation(data: Any, client: Client) -> types.MarkupContent | None:
    """What an item means, told from what `completions` wrote into it. Raises JsonRpcInvalidParams for anything else."""
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
