"""Formatting: of a document, of a range, and of the line that Enter began."""

from __future__ import annotations

from lsprotocol import types

from ...features.formatting import format_document, format_range
from ...features.typing import on_type
from ..convert import to_offset, to_span, to_text_edits
from ..server import Feature, Server


async def whole(ls: Server, params: types.DocumentFormattingParams) -> list[types.TextEdit]:
    document = await ls.document(params.text_document.uri)
    if document is None or ls.settings.is_structural:
        return []
    edits = await ls.session.worker.run(lambda _: format_document(document))
    return to_text_edits(document.lines, edits, ls.client.encoding)


async def part(ls: Server, params: types.DocumentRangeFormattingParams) -> list[types.TextEdit]:
    document = await ls.document(params.text_document.uri)
    if document is None or ls.settings.is_structural:
        return []
    span = to_span(document.lines, params.range, ls.client.encoding)
    edits = await ls.session.worker.run(lambda _: format_range(document, span))
    return to_text_edits(document.lines, edits, ls.client.encoding)


async def typed(ls: Server, params: types.DocumentOnTypeFormattingParams) -> list[types.TextEdit]:
    buffer = ls.buffer(params.text_document.uri)
    if buffer is None or not await ls.session.is_ours(buffer):
        return []
    lines = buffer.index
    offset = to_offset(lines, params.position, ls.client.encoding)
    return to_text_edits(lines, on_type(lines, offset, params.ch), ls.client.encoding)


_ENTER = types.DocumentOnTypeFormattingOptions(first_trigger_character="\n")

FEATURES = (
    Feature(types.TEXT_DOCUMENT_FORMATTING, whole),
    Feature(types.TEXT_DOCUMENT_RANGE_FORMATTING, part),
    Feature(types.TEXT_DOCUMENT_ON_TYPE_FORMATTING, typed, _ENTER),
)
