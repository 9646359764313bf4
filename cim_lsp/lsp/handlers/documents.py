"""The life of a document: opened, changed, saved, closed."""

from __future__ import annotations

from lsprotocol import types

from ...files.configurations import is_configuration
from ..server import Feature, Server
from ..uris import key_of, path_of


def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Where a document is opened a second time, nothing that was made of the first counts any more."""
    uri = params.text_document.uri
    ls.session.forget(uri)
    if buffer := ls.buffer(uri):
        ls.closed.open(buffer.path)
        ls.do(ls.session.projects.adopt(buffer.path))
    _judge(ls, uri)


def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    if buffer := ls.buffer(params.text_document.uri):
        ls.session.changed(buffer)
    _judge(ls, params.text_document.uri)


def _judge(ls: Server, uri: str) -> None:
    """A document is open, or has another text; a configuration is judged when it is in force."""
    buffer = ls.buffer(uri)
    if buffer and is_configuration(buffer.path):
        ls.configuring.soon()
    else:
        ls.judge_soon(uri)


def did_save(_: Server, __: types.DidSaveTextDocumentParams) -> None:
    """Nothing changes: what is judged is the buffer."""


def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    uri = params.text_document.uri
    ls.session.forget(uri)
    if path := path_of(uri):
        ls.do(_close(ls, path))
    ls.tokens.forget(key_of(uri))
    if not ls.client.diagnostics.pulls:
        ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
    if path and is_configuration(path):
        ls.configuring.soon()


async def _close(ls: Server, path: str) -> None:
    await ls.session.projects.close(path)
    ls.closed.close(path)


def did_change_configuration(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """Settings may come with the notice; a client that sends none is to be asked."""
    ls.configure(params.settings)


FEATURES = (
    Feature(types.TEXT_DOCUMENT_DID_OPEN, did_open),
    Feature(types.TEXT_DOCUMENT_DID_CHANGE, did_change),
    Feature(types.TEXT_DOCUMENT_DID_SAVE, did_save),
    Feature(types.TEXT_DOCUMENT_DID_CLOSE, did_close),
    Feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION, did_change_configuration),
)
