"""pygls's protocol, where LSP 3.17 asks for more: capabilities in kind, and an answer to every request."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# (pygls types its messages as Any)

from __future__ import annotations

from collections.abc import Callable, Generator
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest, JsonRpcServerNotInitialized
from pygls.protocol import LanguageServerProtocol, lsp_method

from ..actions import EXTRACT, FIX_ALL, QUICK_FIX, REWRITE
from .buffer import Buffers
from .client import Client


@dataclass(frozen=True, slots=True)
class Written:
    """A result as JSON has it: nothing is left to convert."""

    result: Any


class Protocol(LanguageServerProtocol):
    """Tells each client only what it can take, and refuses what comes before `initialize` or after `shutdown`."""

    client: Client | None = None
    options: Any = None
    """The client's `initializationOptions`."""

    @property
    def was_shut_down(self) -> bool:
        return self._shutdown

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        result: types.InitializeResult = yield from super().lsp_initialize(params)
        self._workspace = buffers = Buffers.like(self.workspace)
        self.options = params.initialization_options
        self.client = client = Client.of(params.capabilities, buffers.encoding)
        capabilities = result.capabilities
        if not client.diagnostics.pulls:
            capabilities.diagnostic_provider = None
        kinds = [*map(types.CodeActionKind, (QUICK_FIX, REWRITE, EXTRACT)), FIX_ALL]
        options = types.CodeActionOptions(kinds, resolve_provider=client.edits.resolves or None)
        capabilities.code_action_provider = options if client.edits.literals else None
        return result

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(  # pyright: ignore[reportIncompatibleMethodOverride] - nothing in it waits
        self, params: types.DidChangeTextDocumentParams
    ) -> None:
        """Take an edit up, and do what follows from it: pygls would make two futures and a generator for that."""
        for change in params.content_changes:
            self.workspace.update_text_document(params.text_document, change)
        self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE](params)

    def handle_message(self, message: Any) -> None:
        method: str = getattr(message, "method", "")
        is_request = hasattr(message, "id") and bool(method)
        if self._shutdown and is_request:
            self._refuse(message.id, JsonRpcInvalidRequest("the server was shut down"))
        elif self.client is None and method not in (types.INITIALIZE, types.EXIT):
            if is_request:
                self._refuse(message.id, JsonRpcServerNotInitialized("initialize comes first"))
        elif self.client and method == types.INITIALIZE:
            self._refuse(message.id, JsonRpcInvalidRequest("the server is initialized already"))
        elif not method or self._shutdown or message.jsonrpc != self.VERSION:
            super().handle_message(message)
        elif is_request:  # pygls would ask typing.Protocol what this is, which takes longer than all the rest
            copy_context().run(self._handle_request, message.id, method, message.params)
        else:
            copy_context().run(self._handle_notification, method, message.params)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message of the right type; a request that has no right type is answered before it is dropped."""
        try:
            if "jsonrpc" in data and "id" in data and _is_notification(data.get("method")):
                raise JsonRpcInvalidRequest(f"{data['method']} is a notification, which has no id")
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and "id" in data:
                self._refuse(data["id"], error)
            raise

    def _execute_handler(
        self,
        msg_id: int | str,
        handler: Callable[..., Any],
        callback: Callable[..., None],
        args: Any = None,
        kwargs: Any = None,
    ) -> None:
        """Forget what has been handled: pygls would keep a future of each notification, some 2 kB an edit, forever."""

        def done(future: Any) -> None:
            self._request_futures.pop(msg_id, None)
            callback(future)

        super()._execute_handler(msg_id, handler, done, args, kwargs)

    def _send_response(self, msg_id: int | str, result: Any = None, error: Any = None) -> None:
        if error is None and isinstance(result, Written):
            self._result_types.pop(msg_id, None)
            self._send_data({"jsonrpc": self.VERSION, "id": msg_id, "result": result.result})
        else:
            super()._send_response(msg_id, result, error)

    def _refuse(self, message_id: int | str, error: JsonRpcException) -> None:
        self._send_response(message_id, None, error.to_response_error())


def _is_notification(method: object) -> bool:
    """Whether a method is never answered; a client that asks to `exit` is let go whatever it calls that."""
    known = types.METHOD_TO_TYPES.get(method) if isinstance(method, str) and method != types.EXIT else None
    return known is not None and not known[1]
