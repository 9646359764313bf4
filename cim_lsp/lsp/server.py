"""The handlers: convert, ask the core, convert back."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified
from pygls.lsp.server import LanguageServer

from .. import __version__
from ..actions import Action
from ..features.code_actions import code_actions
from ..identifiers import mint
from ..text import Span
from . import render
from .buffer import Buffer, Buffers
from .client import Client
from .convert import to_span
from .protocol import Protocol
from .session import Session, Verdict, now

_PULSE = 3
"""How often the parent process is looked for, in seconds."""


class Server(LanguageServer):
    """The language server, with the session that it keeps."""

    protocol: Protocol  # pyright: ignore[reportIncompatibleVariableOverride] - made by pygls, of the class below

    def __init__(self) -> None:
        super().__init__("cim-lsp", __version__, protocol_cls=Protocol)  # pyright: ignore[reportUnknownMemberType]
        self.session = Session()
        self.watch: asyncio.Task[None] | None = None

    @property
    def client(self) -> Client:
        if self.protocol.client is None:
            raise RuntimeError("the server has not been initialized")
        return self.protocol.client

    def buffer(self, uri: str) -> Buffer | None:
        """An open document; None where none is open under that URI."""
        return self.workspace.buffer(uri) if isinstance(self.workspace, Buffers) else None

    def report_server_error(self, error: Exception, source: object) -> None:
        """A fault goes to the log, not into the face of whoever is typing."""

    def publish(self, buffer: Buffer, verdict: Verdict) -> None:
        """Tell a client that doesn't ask."""
        items = render.diagnostics(verdict, buffer.uri, self.client)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(buffer.uri, items, buffer.version))

    def judge_soon(self, uri: str) -> None:
        buffer = self.buffer(uri)
        if buffer and not self.client.pulls:
            self.session.schedule(buffer, self.publish)


server = Server()


@server.feature(types.INITIALIZED)
def initialized(ls: Server, _: types.InitializedParams) -> None:
    ls.session.warm_up()
    if ls.process_id and sys.platform != "win32":
        ls.watch = asyncio.ensure_future(_outlive_nobody(ls.process_id))


async def _outlive_nobody(parent: int) -> None:
    """End with the process that started this one, even where it leaves the pipe open."""
    while True:
        await asyncio.sleep(_PULSE)
        try:
            os.kill(parent, 0)
        except ProcessLookupError:
            os._exit(1)
        except PermissionError:
            continue


@server.feature(types.SHUTDOWN)
def shutdown(ls: Server, _: None) -> None:
    ls.session.close()


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    ls.judge_soon(params.text_document.uri)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    ls.judge_soon(params.text_document.uri)


@server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    uri = params.text_document.uri
    ls.session.forget(uri)
    if not ls.client.pulls:
        ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


@server.feature(types.TEXT_DOCUMENT_DID_SAVE)
def did_save(_: Server, __: types.DidSaveTextDocumentParams) -> None:
    """Nothing changes: what is judged is the buffer."""


@server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
def did_change_configuration(_: Server, __: types.DidChangeConfigurationParams) -> None:
    """There is nothing to configure."""


@server.feature(
    types.TEXT_DOCUMENT_DIAGNOSTIC,
    types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier="cim"),
)
async def diagnostic(ls: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    buffer = ls.buffer(params.text_document.uri)
    if buffer is None:
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    verdict = await ls.session.verdict(buffer)
    result_id = str(verdict.state)
    if params.previous_result_id == result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id)
    items = render.diagnostics(verdict, buffer.uri, ls.client)
    return types.RelatedFullDocumentDiagnosticReport(items, result_id=result_id)


@server.feature(types.TEXT_DOCUMENT_CODE_ACTION)
async def code_action(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    buffer = ls.buffer(params.text_document.uri)
    if buffer is None or not ls.client.literals:
        return []
    verdict = await ls.session.verdict(buffer)
    span = to_span(verdict.document, params.range, ls.client.encoding)
    offered = enumerate(_actions(verdict, span))
    return [
        render.action(action, verdict, buffer, ls.client, render.Choice(buffer.uri, verdict.state, span, number))
        for number, action in offered
        if _is_wanted(action.kind, params.context.only)
    ]


@server.feature(types.CODE_ACTION_RESOLVE)
async def resolve(ls: Server, params: types.CodeAction) -> types.CodeAction:
    choice = render.Choice.read(params.data)
    buffer = ls.buffer(choice.uri)
    if buffer is None or buffer.state != choice.state:
        raise JsonRpcContentModified("the document has changed since this was offered")
    verdict = await ls.session.verdict(buffer)
    action = _actions(verdict, choice.span)[choice.number]
    params.edit = render.workspace_edit(verdict, buffer, action.make(mint), ls.client)
    return params


def _actions(verdict: Verdict, span: Span) -> tuple[Action, ...]:
    return code_actions(verdict.document, verdict.diagnostics, span, now()) if verdict.is_cim else ()


def _is_wanted(kind: str, only: Iterable[types.CodeActionKind | str] | None) -> bool:
    """Whether a client asked for a kind, or for one that it is a part of (`source` for `source.fixAll.cim`)."""
    wanted = [str(getattr(each, "value", each)) for each in only or ()]
    return only is None or any(kind == each or kind.startswith(f"{each}.") or not each for each in wanted)
