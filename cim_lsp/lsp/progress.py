"""How far long work is, shown where the client can show it (LSP 3.17, work done progress)."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import TYPE_CHECKING
from uuid import uuid4

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from .server import Server

MANY = 200
"""So many files are read within a moment."""


class Progress:
    """Shown within it: from when it begins, or as soon as there turns out to be much to do. No file waits for it."""

    def __init__(self, ls: Server, title: str) -> None:
        self._ls = ls
        self._title = title
        self._showing: asyncio.Task[str | None] | None = None
        self._known = (0, 0)

    async def __aenter__(self) -> Progress:
        return self

    def begin(self) -> None:
        self._showing = self._showing or asyncio.ensure_future(self._begin())

    def report(self, done: int, of: int) -> None:
        """So many of so many files are read."""
        self._known = done, of
        if of > MANY:
            self.begin()
        if self._showing and self._showing.done() and (token := self._showing.result()):
            self._tell(token)

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None):
        if self._showing and (token := await self._showing):
            self._tell(token)
            self._ls.work_done_progress.end(token, types.WorkDoneProgressEnd())

    async def _begin(self) -> str | None:
        """The token of what the client has agreed to show."""
        if not self._ls.client.progress:
            return None
        token = str(uuid4())
        try:
            await self._ls.work_done_progress.create_async(token)  # pyright: ignore[reportUnknownMemberType]
        except JsonRpcException:
            return None
        self._ls.work_done_progress.begin(token, types.WorkDoneProgressBegin(self._title, percentage=0))
        return token

    def _tell(self, token: str) -> None:
        done, of = self._known
        said = types.WorkDoneProgressReport(message=f"{done} of {of}", percentage=100 * done // max(of, 1))
        self._ls.work_done_progress.report(token, said)
