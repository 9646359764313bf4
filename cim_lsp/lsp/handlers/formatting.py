"""Formatting: of a document, of a range, and of the line that Enter began."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from ...document import Document
from ...features.formatting import format_document, format_range
from ...features.typing import on_type
from ...text import Edit
from ..convert import to_offset, to_span, to_text_edits
from ..server import Feature, Server


async def whole(ls: Server, params: types.DocumentFormattingParams) -> list[types.TextEdit]:
    return await _edits(ls, params.text_document.uri, format_document)


async def part(ls: Server, params: types.DocumentRangeFormattingParams) -> list[types.TextEdit]:
    def make(document: Document) -> tuple[Edit, ...]:
        return format_range(document, to_span(document.lines, params.range, ls.client.encoding))

    return await _edits(ls, params.text_document.uri, make)


async def _edits(ls: Server, uri: str, make: Callable[[Document], tuple[Edit, ...]]) -> list[types.TextEdit]:
    """Edits made off the event loop. Raises JsonRpcContentModified where they would be those of an older text."""
    document, buffer = await ls.document(uri), ls.buffer(uri)
    if document is None or buffer is None or ls.settings_of(uri).is_structural:
        return []
    state = buffer.state
    edits = await ls.session.worker.run(lambda _: make(document))
    if ls.buffer(uri) is not buffer or buffer.state != state:
        raise JsonRpcContentModified("the document has changed meanwhile")
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
