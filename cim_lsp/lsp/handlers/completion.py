"""Completion, and the documentation of the item that is looked at."""

from __future__ import annotations

from lsprotocol import types

from ...features.completion import complete
from ...identifiers import mint
from ..convert import to_offset
from ..protocol import Written
from ..render.completion import completions, documentation
from ..server import Feature, Server

TRIGGERS = (" ", "-", ":", '"', "'", "[", "{", ",")
"""What a key, a value or an item may begin behind."""

BEYOND_SCHEMAS = ("reference", "link", "id")
"""The kinds of items that another server with our schemas doesn't have."""


async def completion(ls: Server, params: types.CompletionParams) -> Written:
    buffer = ls.buffer(params.text_document.uri)
    if buffer is None or not await ls.session.is_ours(buffer):
        return Written([])
    lines = buffer.index
    offset = to_offset(lines, params.position, ls.client.encoding)
    items = complete(buffer.path, lines, offset, mint, ls.session.known(buffer))
    if ls.settings_of(buffer.uri).is_structural:
        items = tuple(item for item in items if item.kind in BEYOND_SCHEMAS)
    made = completions(items, lines, ls.client)
    return Written({"isIncomplete": True, "items": made} if ls.session.projects.is_being_read(buffer.path) else made)


def resolve(ls: Server, item: types.CompletionItem) -> types.CompletionItem:
    item.documentation = documentation(item.data, ls.client) if item.data is not None else None
    return item


FEATURES = (
    Feature(
        types.TEXT_DOCUMENT_COMPLETION,
        completion,
        types.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True),
    ),
    Feature(types.COMPLETION_ITEM_RESOLVE, resolve),
)
