"""Diagnostics for a client that asks for them: of a document, and of the closed files of its workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence

from lsprotocol import types

from ..buffer import Buffer
from ..render.diagnostics import diagnostics
from ..server import Feature, Server
from ..uris import path_of
from ..verdicts import Verdict

Report = types.WorkspaceFullDocumentDiagnosticReport
CHUNK = 100
"""How many files one part of a streamed answer tells of."""


async def diagnostic(ls: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    await ls.session.projects.settle()
    buffer = ls.buffer(params.text_document.uri)
    if buffer is None:  # it may have been closed meanwhile: to judge it would open it for good
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    verdict = await ls.session.verdicts.of(buffer)
    result_id = _result_id(ls, verdict)
    if params.previous_result_id == result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id)
    return types.RelatedFullDocumentDiagnosticReport(_items(ls, buffer, verdict), result_id=result_id)


def _result_id(ls: Server, verdict: Verdict) -> str:
    return f"{verdict.number}{'s' if ls.configuring.under(verdict.reading).is_structural else ''}"


def _items(ls: Server, buffer: Buffer, verdict: Verdict) -> list[types.Diagnostic]:
    structural = ls.configuring.under(verdict.reading).is_structural
    return diagnostics(verdict.diagnostics, verdict.document, buffer.uri, ls.client, structural=structural)


async def workspace_diagnostic(ls: Server, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
    """What has changed since the client asked last: for closed files, and for open ones that it has asked for before.

    Where that is nothing, the answer waits until it is something; where the client takes it in parts, it is sent as
    it is found.
    """
    ls.closed.pull()
    await ls.session.projects.settle()
    known = {each.uri: each.value for each in params.previous_result_ids}
    token, has_answer, newest = params.partial_result_token, not known, 0
    while True:
        is_done = not ls.closed.is_busy
        if is_done or token is not None:
            reports = list(_told(ls, known, newest))
            if is_done:
                reports += [*_gone(ls, known), *[report async for report in _opened(ls, known)]]
            has_answer = has_answer or bool(reports)
            if token is not None:
                _stream(ls, token, reports)
                _learn(known, reports)
                reports, newest = [], ls.closed.newest
            if has_answer and is_done:
                return types.WorkspaceDiagnosticReport(reports)
        await ls.closed.news()


def _told(ls: Server, known: Mapping[str, str], newest: int) -> Iterator[Report]:
    """Of what has been said of closed files since the newest that the client was told, what it doesn't know."""
    for each in ls.closed.since(newest):
        if known.get(each.uri) != (number := str(each.number)):
            yield Report(each.uri, each.items, result_id=number)


def _gone(ls: Server, known: Iterable[str]) -> Iterator[Report]:
    """That nothing is said any more of closed files that the client knows something of."""
    told = {each.uri for each in ls.closed.told.values()}
    return (Report(uri, []) for uri in known if uri not in told and _open(ls, uri) is None)


async def _opened(ls: Server, known: Mapping[str, str]) -> AsyncIterator[Report]:
    """Of open files the diagnostics that have become others since, by a change in another file perhaps."""
    for uri in known:
        if buffer := _open(ls, uri):
            verdict = await ls.session.verdicts.of(buffer)
            if (result_id := _result_id(ls, verdict)) != known[uri]:
                yield Report(uri, _items(ls, buffer, verdict), version=buffer.version, result_id=result_id)


def _open(ls: Server, uri: str) -> Buffer | None:
    path = path_of(uri)
    return ls.opened(path) if path else None


def _learn(known: dict[str, str], reports: Iterable[Report]) -> None:
    """Note what the client knows once it has read these reports."""
    for report in reports:
        if report.result_id is None:
            known.pop(report.uri, None)
        else:
            known[report.uri] = report.result_id


def _stream(ls: Server, token: types.ProgressToken, reports: Sequence[Report]) -> None:
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
