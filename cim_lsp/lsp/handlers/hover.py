"""Hover."""

from __future__ import annotations

from lsprotocol import types

from ...features.hover import Asked, hover
from ...rules import BY_SCHEMA
from ..convert import to_offset, to_range
from ..render.completion import plain
from ..server import Feature, Server
from ..verdicts import now


async def hovered(ls: Server, params: types.HoverParams) -> types.Hover | None:
    buffer = ls.buffer(params.text_document.uri)
    if buffer is None or not await ls.session.is_ours(buffer):
        return None
    lines = buffer.index
    offset = to_offset(lines, params.position, ls.client.encoding)
    structural = ls.settings_of(buffer.uri).is_structural
    told = [each for each in ls.session.diagnostics(buffer) if not (structural and each.code in BY_SCHEMA)]
    found = hover(lines, offset, Asked(told, ls.session.known(buffer), now(), structural=structural))
    if found is None:
        return None
    kind = types.MarkupKind.Markdown if ls.client.markdown else types.MarkupKind.PlainText
    text = found.markdown if ls.client.markdown else plain(found.markdown)
    return types.Hover(types.MarkupContent(kind, text), to_range(lines, found.span, ls.client.encoding))


FEATURES = (Feature(types.TEXT_DOCUMENT_HOVER, hovered),)
