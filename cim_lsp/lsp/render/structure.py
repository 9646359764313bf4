"""Symbols, folds, selections and semantic tokens: what a document looks like from above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lsprotocol import types

from ...features.folding import Fold
from ...features.outline import Symbol
from ...features.semantic_tokens import MODIFIERS, TYPES, Token
from ...text import LineIndex, Span
from ..client import Client
from ..convert import Encoding, to_position, to_range, units

LEGEND = types.SemanticTokensLegend(TYPES, MODIFIERS)


def symbol(found: Symbol, lines: LineIndex, client: Client) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        found.name,
        types.SymbolKind[found.kind.capitalize()],
        to_range(lines, found.span, client.encoding),
        to_range(lines, found.selection, client.encoding),
        detail=found.detail or None,
        tags=_tags(found, client),
        children=[symbol(child, lines, client) for child in found.children],
    )


def flat_symbols(
    found: Iterable[Symbol], lines: LineIndex, uri: str, client: Client, container: str | None = None
) -> list[types.SymbolInformation]:
    """The same for a client that takes no tree."""
    made: list[types.SymbolInformation] = []
    for each in found:
        place = types.Location(uri, to_range(lines, each.span, client.encoding))
        kind = types.SymbolKind[each.kind.capitalize()]
        made.append(types.SymbolInformation(place, each.name, kind, tags=_tags(each, client), container_name=container))
        made += flat_symbols(each.children, lines, uri, client, each.name)
    return made


def _tags(found: Symbol, client: Client) -> list[types.SymbolTag] | None:
    return [types.SymbolTag.Deprecated] if found.deprecated and client.symbol_tags else None


def fold(found: Fold, lines: LineIndex, client: Client) -> types.FoldingRange:
    kind = types.FoldingRangeKind(found.kind) if found.kind else None
    if client.folds_lines:
        return types.FoldingRange(found.start_line, found.end_line, kind=kind)
    start, end = (lines.line_span(line).end for line in (found.start_line, found.end_line))
    first, last = (to_position(lines, offset, client.encoding) for offset in (start, end))
    return types.FoldingRange(found.start_line, found.end_line, first.character, last.character, kind)


def selection(spans: Sequence[Span], lines: LineIndex, encoding: Encoding) -> types.SelectionRange:
    """Spans, innermost first, as a chain."""
    made: types.SelectionRange | None = None
    for span in reversed(spans):
        made = types.SelectionRange(to_range(lines, span, encoding), made)
    if made is None:
        raise ValueError("a selection has at least one span")
    return made


def token_data(found: Iterable[Token], lines: LineIndex, encoding: Encoding) -> list[int]:
    """Five numbers a token, each relative to the one before (LSP 3.17, SemanticTokens)."""
    data: list[int] = []
    last_line = last_start = 0
    for token in found:
        line, column = lines.position(token.span.start)
        begin = lines.starts[line]
        start = units(lines.text[begin : begin + column], encoding)
        length = units(token.span.of(lines.text), encoding)
        modifiers = sum(1 << MODIFIERS.index(modifier) for modifier in token.modifiers)
        step = start - last_start if line == last_line else start
        data += (line - last_line, step, length, TYPES.index(token.type), modifiers)
        last_line, last_start = line, start
    return data


def token_edit(before: Sequence[int], after: Sequence[int]) -> list[types.SemanticTokensEdit]:
    """What has changed from one list of numbers to another, as one edit."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    rest = shorter - start
    same = next((back for back in range(rest) if before[-1 - back] != after[-1 - back]), rest)
    if start == len(before) == len(after):
        return []
    return [types.SemanticTokensEdit(start, len(before) - start - same, list(after[start : len(after) - same]))]
