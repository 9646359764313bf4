"""Diagnostics for a client that asks for them: of a document, and of the closed files of its workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lsprotocol import types
from pygls import uris

from ..render.diagnostics import diagnostics
from ..render.edits import uri_of
from ..server import Feature, Server

Report = types.WorkspaceFullDocumentDiagnosticReport
CHUNK = 100
"""How many files one part of a streamed answer tells of."""


async def diagnostic(ls: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    buffer = ls.buffer(params.text_document.uri)
    if buffer is None:
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    verdict = await ls.session.verdicts.of(buffer)
    structural = ls.configuring.under(verdict.reading).is_structural
    result_id = f"{verdict.number}{'s' if structural else ''}"
    if params.previous_result_id == result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id)
    items = diagnostics(verdict.diagnostics, verdict.document, buffer.uri, ls.client, structural=structural)
    return types.RelatedFullDocumentDiagnosticReport(items, result_id=result_id)


async def workspace_diagnostic(ls: Server, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
    """What has changed for closed files since the client asked last.

    Where that is nothing, the answer waits until it is something; where the client takes it in parts, it is sent as
    it is found.
    """
    ls.closed.pull()
    await ls.session.projects.settle()
    known = {each.uri: each.value for each in params.previous_result_ids}
    token, has_answer = params.partial_result_token, not known
    while True:
        reports = _reports(ls, known)
        has_answer = has_answer or bool(reports)
        if token is not None:
            _stream(ls, token, reports)
            known, reports = _after(known, reports), []
        if has_answer and not ls.closed.is_busy:
            return types.WorkspaceDiagnosticReport(reports)
        await ls.closed.news()


def _reports(ls: Server, known: Mapping[str, str]) -> list[types.WorkspaceDocumentDiagnosticReport]:
    """Of files that have other diagnostics than the client knows, those; none of files that have none any more."""
    told = {uri_of(path): each for path, each in ls.closed.told.items()}
    news = [(uri, each) for uri, each in told.items() if known.get(uri) != str(each.number)]
    gone = [uri for uri in known if uri not in told and not _is_open(ls, uri)]
    return [
        *(Report(uri, each.items, result_id=str(each.number)) for uri, each in news),
        *(Report(uri, []) for uri in gone),
    ]


def _is_open(ls: Server, uri: str) -> bool:
    path = uris.to_fs_path(uri)
    return path is not None and ls.opened(path) is not None


def _after(known: Mapping[str, str], reports: list[types.WorkspaceDocumentDiagnosticReport]) -> dict[str, str]:
    """What the client knows once it has read these reports."""
    ids = {report.uri: report.result_id for report in reports}
    return {uri: id_ for uri, id_ in {**known, **ids}.items() if id_ is not None}


def _stream(ls: Server, token: types.ProgressToken, reports: Sequence[types.WorkspaceDocumentDiagnosticReport]) -> None:
    for start in range(0, len(reports), CHUNK):
        part = types.WorkspaceDiagnosticReportPartialResult(reports[start : start + CHUNK])
        ls.progress(types.ProgressParams(token, part))


FEATURES = (
    Feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        diagnostic,
        types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier="cim"),
    ),
    Feature(types.WORKSPACE_DIAGNOSTIC, workspace_diagnostic),
)
