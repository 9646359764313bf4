"""What an editor shows of a document's structure: outline, folds, selections, colours, links, hints."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from ...document import Document
from ...features.document_links import links
from ...features.folding import folds
from ...features.highlight import highlights
from ...features.inlay_hints import inlay_hints
from ...features.linked_editing import linked
from ...features.outline import outline
from ...features.selection import selections
from ...features.semantic_tokens import tokens
from ..convert import to_offset, to_position, to_range, to_span
from ..render.links import target
from ..render.structure import LEGEND, flat_symbols, fold, selection, symbol, token_data, token_edit
from ..server import Feature, Server
from ..uris import key_of
from ..verdicts import now

_HIGHLIGHTS = {
    "text": types.DocumentHighlightKind.Text,
    "read": types.DocumentHighlightKind.Read,
    "write": types.DocumentHighlightKind.Write,
}


async def symbols(
    ls: Server, params: types.DocumentSymbolParams
) -> Sequence[types.DocumentSymbol] | Sequence[types.SymbolInformation]:
    uri = params.text_document.uri
    if not ls.client.hierarchical:
        return await ls.ask(uri, lambda it: flat_symbols(outline(it), it.lines, uri, ls.client), [], common=True)
    return await ls.ask(uri, lambda it: [symbol(each, it.lines, ls.client) for each in outline(it)], [], common=True)


async def folding(ls: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    return await ls.ask(
        params.text_document.uri, lambda it: [fold(each, it.lines, ls.client) for each in folds(it)], [], common=True
    )


async def selecting(ls: Server, params: types.SelectionRangeParams) -> list[types.SelectionRange] | None:
    def chains(document: Document) -> list[types.SelectionRange] | None:
        offsets = [to_offset(document.lines, position, ls.client.encoding) for position in params.positions]
        return [selection(selections(document, offset), document.lines, ls.client.encoding) for offset in offsets]

    return await ls.ask(params.text_document.uri, chains, None, common=True)


async def highlight(ls: Server, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
    def places(document: Document) -> list[types.DocumentHighlight]:
        offset = to_offset(document.lines, params.position, ls.client.encoding)
        return [
            types.DocumentHighlight(to_range(document.lines, each.span, ls.client.encoding), _HIGHLIGHTS[each.kind])
            for each in highlights(document, offset)
        ]

    return await ls.ask(params.text_document.uri, places, [])


async def linked_editing(ls: Server, params: types.LinkedEditingRangeParams) -> types.LinkedEditingRanges | None:
    def places(document: Document) -> list[types.Range]:
        offset = to_offset(document.lines, params.position, ls.client.encoding)
        return [to_range(document.lines, span, ls.client.encoding) for span in linked(document, offset)]

    ranges = await ls.ask(params.text_document.uri, places, [])
    return types.LinkedEditingRanges(ranges) if ranges else None


async def document_links(ls: Server, params: types.DocumentLinkParams) -> list[types.DocumentLink]:
    uri = params.text_document.uri

    def found(document: Document) -> list[types.DocumentLink]:
        return [
            types.DocumentLink(to_range(document.lines, link.span, ls.client.encoding), target(link, uri), link.tooltip)
            for link in links(document)
        ]

    return await ls.ask(uri, found, [], common=True)


async def hints(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    def found(document: Document) -> list[types.InlayHint]:
        settings = ls.settings_of(params.text_document.uri)
        shown = {"created": settings.created_hints, "name": settings.name_hints}
        within = to_span(document.lines, params.range, ls.client.encoding)
        return [
            types.InlayHint(
                to_position(document.lines, hint.offset, ls.client.encoding),
                hint.label,
                tooltip=hint.tooltip,
                padding_left=True,
            )
            for hint in inlay_hints(document, within, now(), ls.session.names(document.path))
            if shown[hint.kind]
        ]

    return await ls.ask(params.text_document.uri, found, [])


async def all_tokens(ls: Server, params: types.SemanticTokensParams) -> types.SemanticTokens:
    uri = params.text_document.uri
    return types.SemanticTokens(*_kept(ls, uri, await _token_data(ls, uri)))


async def changed_tokens(
    ls: Server, params: types.SemanticTokensDeltaParams
) -> types.SemanticTokens | types.SemanticTokensDelta:
    uri = params.text_document.uri
    data = await _token_data(ls, uri)
    before = ls.tokens.kept(key_of(uri), params.previous_result_id)
    data, result_id = _kept(ls, uri, data)
    if before is None:
        return types.SemanticTokens(data, result_id)
    return types.SemanticTokensDelta(token_edit(before, data), result_id)


async def some_tokens(ls: Server, params: types.SemanticTokensRangeParams) -> types.SemanticTokens:
    return types.SemanticTokens(await _token_data(ls, params.text_document.uri, params.range))


def _kept(ls: Server, uri: str, data: list[int]) -> tuple[list[int], str | None]:
    """The data with an id, to tell later what has changed; with none where the document isn't open (any more)."""
    buffer = ls.buffer(uri)
    return ls.tokens.keep(buffer.key, data) if buffer else (data, None)


async def _token_data(ls: Server, uri: str, within: types.Range | None = None) -> list[int]:
    def data(document: Document) -> list[int]:
        span = to_span(document.lines, within, ls.client.encoding) if within else None
        return token_data(tokens(document, span), document.lines, ls.client.encoding)

    return await ls.ask(uri, data, [])


FEATURES = (
    Feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, symbols),
    Feature(types.TEXT_DOCUMENT_FOLDING_RANGE, folding),
    Feature(types.TEXT_DOCUMENT_SELECTION_RANGE, selecting),
    Feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, highlight),
    Feature(types.TEXT_DOCUMENT_LINKED_EDITING_RANGE, linked_editing),
    Feature(types.TEXT_DOCUMENT_DOCUMENT_LINK, document_links),
    Feature(types.TEXT_DOCUMENT_INLAY_HINT, hints),
    Feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, all_tokens, LEGEND),
    Feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, changed_tokens),
    Feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, some_tokens, LEGEND),
)
