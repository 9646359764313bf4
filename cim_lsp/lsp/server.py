"""The language server as pygls runs it, with the session that it keeps."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from .. import __version__
from ..conflicts import touched
from ..diagnostics import Diagnostic
from ..document import Document
from ..project import Project
from .buffer import Buffer, Buffers
from .client import Client
from .closed import Closed, Items
from .configuring import Configuring, Surroundings
from .heap import share_one_heap
from .lifetime import outlive_nobody
from .protocol import Protocol
from .remembered import Remembered
from .render.diagnostics import diagnostics
from .render.edits import Target
from .session import Session
from .settings import SECTION, Settings
from .stdio import serve
from .tcp import listen
from .uris import uri_of
from .verdicts import Verdict

Made = TypeVar("Made")

_log = logging.getLogger(__name__)
_MOMENT = 0.1
"""How long changes are gathered before a client is asked to ask again, in seconds."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A method of LSP 3.17, who handles it, and the options that are announced for it."""

    method: str
    handler: Callable[..., Any]
    options: Any = None


class Server(LanguageServer):
    """Answers what the given features and commands can; everything else about LSP is pygls's."""

    protocol: Protocol  # pyright: ignore[reportIncompatibleVariableOverride] - made by pygls, of the class below

    def __init__(self, features: Iterable[Feature], commands: Mapping[str, Callable[..., Any]]) -> None:
        super().__init__("cim-lsp", __version__, protocol_cls=Protocol)  # pyright: ignore[reportUnknownMemberType]
        self.session = Session(self._changed)
        self.closed = Closed(self.session, self._items, self._publish_closed)
        around = Surroundings(self._buffers, self.rejudge, self.closed.reach, self.window_log_message, self.do)
        self.configuring = Configuring(self.session, around, self._items, self._publish_closed)
        self.tokens = Remembered()
        self._tasks: set[asyncio.Task[None]] = set()
        self._refreshing: asyncio.TimerHandle | None = None
        self._configured = 0  # how often settings were sent, or asked for
        for feature in (Feature(types.SHUTDOWN, _shutdown), *features):
            self.feature(feature.method, feature.options)(feature.handler)
        for name, handler in commands.items():
            self.command(name)(handler)

    @property
    def client(self) -> Client:
        if self.protocol.client is None:
            raise RuntimeError("the server has not been initialized")
        return self.protocol.client

    @property
    def buffers(self) -> Buffers:
        if not isinstance(self.workspace, Buffers):
            raise TypeError("the server has not been initialized")
        return self.workspace

    def buffer(self, uri: str) -> Buffer | None:
        """An open document; None where none is open under that URI."""
        return self.buffers.buffer(uri)

    def _buffers(self) -> list[Buffer]:
        return self.buffers.all()

    async def document(self, uri: str) -> Document | None:
        """An open CIM file, read as it is now; None for any other."""
        buffer = self.buffer(uri)
        reading = await self.session.readings.of(buffer) if buffer else None
        return reading.document if reading and reading.is_cim else None

    async def ask(self, uri: str, job: Callable[[Document], Made], nothing: Made, *, common: bool = False) -> Made:
        """What a job makes of an open CIM file as it is now, off the event loop; `nothing` for any other.

        What is `common` to all servers that have our schemas is left to another one where there is one.
        """
        while True:
            buffer = self.buffer(uri)
            reading = await self.session.readings.of(buffer) if buffer else None
            if buffer is None or reading is None or not reading.is_cim:
                return nothing
            if common and self.configuring.under(reading).is_structural:
                return nothing
            made = await self.session.answers.run(partial(_do, job, reading.document))
            if buffer.state == reading.state:
                return made

    def project(self, document: Document) -> Project:
        """The project of a document; of one that is in none, one of nobody."""
        return self.session.projects.of(document.path) or Project.of(read=self.session.projects.read)

    def opened(self, path: str) -> Buffer | None:
        """The open document of a path."""
        return next((buffer for buffer in self.buffers.all() if buffer.path == path), None)

    def uri(self, path: str) -> str:
        """The URI of a path, as the client spells it where it has opened that."""
        buffer = self.opened(path)
        return buffer.uri if buffer else uri_of(path)

    def target(self, path: str) -> Target:
        """The file of a path, to be edited. Raises ValueError where it can't be read."""
        if buffer := self.opened(path):
            return Target(buffer.uri, buffer.version, buffer.index)
        document = self.session.projects.read(path)
        if document is None:
            raise ValueError(f"{path} can't be read")
        return Target(uri_of(path), None, document.lines)

    def report_server_error(self, error: Exception, source: object) -> None:
        """A fault goes to the log, not into the face of whoever is typing."""

    def serve(self, address: tuple[str, int] | None = None) -> None:
        """Talk over standard input and output, or to the first client at an address, until it leaves."""
        self._stop_event = stop = Event()
        try:
            if address:
                listen(self.protocol, address, stop)
            else:
                serve(self.protocol, stop)
        finally:
            self.shutdown()

    def start(self) -> None:
        """The client is ready: what it was not to wait for is done now."""
        share_one_heap()
        self.session.warm_up()
        self.configuring.start(self.protocol.options)
        self.configure(None)
        if self.process_id and sys.platform != "win32":
            self.do(outlive_nobody(self.process_id))

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Have something done that nobody waits for; should it fail, the log has it."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("something was left undone", exc_info=error)

    def configure(self, given: object) -> None:
        """Take the settings that a client sends; of one that wants to be asked, ask for them."""
        self._configured += 1
        if given:
            self.configuring.take(given)
        elif self.client.configures:
            self.do(self._ask(self._configured))

    async def _ask(self, number: int) -> None:
        asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
        with suppress(JsonRpcException):
            answer = await self.workspace_configuration_async(asked)
            if number == self._configured:  # else it was asked before others came
                self.configuring.take(answer[0] if answer else None)

    def settings_of(self, uri: str) -> Settings:
        """What is in force for an open document, as far as that has been read."""
        buffer = self.buffer(uri)
        return self.configuring.under(self.session.readings.last(buffer) if buffer else None)

    def rejudge(self) -> None:
        """Have whatever is open judged anew."""
        for buffer in self.buffers.all():
            self.judge_soon(buffer.uri)
        self._refresh_soon()
        self.closed.again()

    def publish(self, buffer: Buffer, verdict: Verdict) -> None:
        """Tell a client that doesn't ask."""
        structural = self.configuring.under(verdict.reading).is_structural
        items = diagnostics(verdict.diagnostics, verdict.document, buffer.uri, self.client, structural=structural)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(buffer.uri, items, buffer.version))

    def _changed(self, before: Project, after: Project, path: str | None) -> None:
        """A project has changed: whoever depends on the file that did is judged anew."""
        around = touched(before, after, path) if path else {*before.summaries, *after.summaries}
        opened = {buffer.path: buffer for buffer in self.buffers.all()}
        for other in around & opened.keys() - {path}:
            self.session.outdate(other)
            self.judge_soon(opened[other].uri)
        if around & opened.keys() - {path}:
            self._refresh_soon()
        self.closed.changed(before, after, around - opened.keys(), path)

    def _refresh_soon(self) -> None:
        """Have the client ask again for what it has asked for."""
        if self._refreshing is None:
            self._refreshing = asyncio.get_running_loop().call_later(_MOMENT, self._refresh)

    def _refresh(self) -> None:
        self._refreshing = None
        if self.client.diagnostics.pulls:
            self.workspace_diagnostic_refresh(None)
        if self.client.renews_lenses:
            self.workspace_code_lens_refresh(None)
        if self.client.renews_hints:
            self.workspace_inlay_hint_refresh(None)

    def _items(self, document: Document, found: Iterable[Diagnostic]) -> Items:
        structural = self.configuring.at(document.path).is_structural
        return diagnostics(found, document, uri_of(document.path), self.client, structural=structural)

    def _publish_closed(self, path: str, items: Items) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri_of(path), items))

    def judge_soon(self, uri: str) -> None:
        buffer = self.buffer(uri)
        if buffer and not self.client.diagnostics.pulls:
            self.session.schedule(buffer, self.publish)


def _do(job: Callable[[Document], Made], document: Document, _: Callable[[], None]) -> Made:
    return job(document)


def _shutdown(ls: Server, _: None) -> None:
    ls.session.close()
