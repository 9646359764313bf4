"""What the server knows while it runs: a verdict on each open document, made off the event loop, once a text.

Edits that follow one another within a moment are judged once, at the latest text. A verdict that a newer edit has
overtaken is never published.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ..analysis import check
from ..diagnostics import Diagnostic
from ..document import Document
from ..filetypes import is_cim
from .buffer import Buffer

QUIET = 0.03
"""How long edits are gathered before they are judged, in seconds: below one frame or two, and a burst is one."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """A document at one of its states, and what there is to say about it; nothing where it is no CIM file."""

    state: int
    document: Document
    is_cim: bool
    diagnostics: tuple[Diagnostic, ...]


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def judge(path: str, text: str, state: int) -> Verdict:
    document = Document.parse(path, text)
    ours = is_cim(document)
    return Verdict(state, document, ours, check(document, now()) if ours else ())


class Session:
    """The verdicts, made one at a time on a thread of their own, so that typing is never kept waiting."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, "judge")
        self._verdicts: dict[str, Verdict] = {}
        self._scheduled: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def verdict(self, buffer: Buffer) -> Verdict:
        """The verdict on a document as it is now."""
        known = self._verdicts.get(buffer.uri)
        if known and known.state == buffer.state:
            return known
        loop = asyncio.get_running_loop()
        made = await loop.run_in_executor(self._worker, judge, buffer.path, buffer.source, buffer.state)
        newest = self._verdicts.get(buffer.uri)
        if newest is None or newest.state < made.state:
            self._verdicts[buffer.uri] = made
        return made

    def schedule(self, buffer: Buffer, publish: Callable[[Buffer, Verdict], None]) -> None:
        """Have a document judged and its diagnostics published soon; edits until then are part of it."""
        if buffer.uri not in self._scheduled:
            loop = asyncio.get_running_loop()
            self._scheduled[buffer.uri] = loop.call_later(QUIET, self._start, buffer, publish)

    def _start(self, buffer: Buffer, publish: Callable[[Buffer, Verdict], None]) -> None:
        self._scheduled.pop(buffer.uri, None)
        task = asyncio.ensure_future(self._judge(buffer, publish))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _judge(self, buffer: Buffer, publish: Callable[[Buffer, Verdict], None]) -> None:
        verdict = await self.verdict(buffer)
        if verdict.state == buffer.state:
            publish(buffer, verdict)

    def forget(self, uri: str) -> None:
        """A document was closed."""
        self._verdicts.pop(uri, None)
        if scheduled := self._scheduled.pop(uri, None):
            scheduled.cancel()

    def warm_up(self) -> None:
        """Open the heavy doors before the first document needs them."""
        self._worker.submit(judge, "warm.module.yaml", "module: {name: warm, id: up, purpose: }", 0)

    def close(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)
