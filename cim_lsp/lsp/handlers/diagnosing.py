"""Diagnostics for a client that asks for them."""

from __future__ import annotations

from lsprotocol import types

from ..render.diagnostics import diagnostics
from ..server import Feature, Server


async def diagnostic(ls: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    buffer = ls.buffer(params.text_document.uri)
    if buffer is None:
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    verdict = await ls.session.verdicts.of(buffer)
    structural = ls.configuring.under(verdict.reading).is_structural
    result_id = f"{verdict.number}{'s' if structural else ''}"
    if params.previous_result_id == result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id)
    items = diagnostics(verdict, buffer.uri, ls.client, structural=structural)
    return types.RelatedFullDocumentDiagnosticReport(items, result_id=result_id)


FEATURES = (
    Feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        diagnostic,
        types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=False, identifier="cim"),
    ),
)
