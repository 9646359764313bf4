"""Something that is made of an open document, at most once for each of its states, and always of the latest one."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from .buffer import Buffer

Made = TypeVar("Made")


class Latest(Generic[Made]):
    """What has been made of each document, or is being made; whoever asks meanwhile waits for the same.

    `state` tells what it is made of: where it gives another value than before, all is made anew. Where nobody waits
    any more, the work stops.
    """

    def __init__(
        self, make: Callable[[Buffer], Awaitable[Made]], state: Callable[[Buffer], object] = lambda buffer: buffer.state
    ) -> None:
        self._make = make
        self._state = state
        self._tasks: dict[str, tuple[Buffer, object, asyncio.Task[Made]]] = {}
        self._waiting: Counter[asyncio.Task[Made]] = Counter()
        self._last: dict[str, Made] = {}

    async def of(self, buffer: Buffer) -> Made:
        """What is made of the document as it is when this returns. Raises CancelledError where it has been closed."""
        while True:
            task = self._task(buffer)
            await self._end(buffer, task)
            if not self._is_overtaken(buffer, task):
                return task.result()

    def last(self, buffer: Buffer) -> Made | None:
        """What was finished last, of an earlier text perhaps."""
        return self._last.get(buffer.key)

    def overtake(self, buffer: Buffer) -> None:
        """The document has changed: what is being made of an older text is given up."""
        _, state, task = self._tasks.get(buffer.key, (None, None, None))
        if task and not task.done() and state != self._state(buffer):
            task.cancel()

    def forget(self, key: str) -> None:
        """A document was closed; `key` is what buffers call it."""
        _, _, task = self._tasks.pop(key, (None, None, None))
        self._last.pop(key, None)
        if task:
            task.cancel()

    async def _end(self, buffer: Buffer, task: asyncio.Task[Made]) -> None:
        """Wait for a task; whoever is the last to wait for it and is cancelled takes it along."""
        self._waiting[task] += 1
        try:
            await asyncio.wait((task,))
        finally:
            self._waiting[task] -= 1
            if not self._waiting[task]:
                del self._waiting[task]
                self._give_up(buffer, task)

    def _give_up(self, buffer: Buffer, task: asyncio.Task[Made]) -> None:
        _, _, current = self._tasks.get(buffer.key, (None, None, None))
        if not task.done():
            task.cancel()
            if current is task:
                del self._tasks[buffer.key]

    def _is_overtaken(self, buffer: Buffer, task: asyncio.Task[Made]) -> bool:
        """Whether a newer text is there than the one that a task is about; not so where the document was closed."""
        owner, state, current = self._tasks.get(buffer.key, (None, None, None))
        return owner is buffer and (current is not task or state != self._state(buffer))

    async def _run(self, buffer: Buffer) -> Made:
        made = await self._make(buffer)
        self._last[buffer.key] = made
        return made

    def _task(self, buffer: Buffer) -> asyncio.Task[Made]:
        state = self._state(buffer)
        _, known, task = self._tasks.get(buffer.key, (None, None, None))
        if task is None or known != state or task.cancelled():
            if task:
                task.cancel()
            task = asyncio.ensure_future(self._run(buffer))
            self._tasks[buffer.key] = (buffer, state, task)
        return task
