"""A thread on which texts are read and judged, or questions answered, so that typing is never kept waiting.

One for each is enough: Python runs one thread at a time, and what matters is that work nobody waits for any more stops.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from typing import TypeVar

Made = TypeVar("Made")
Job = Callable[[Callable[[], None]], Made]
"""Work that calls its argument again and again, which raises StoppedError where the result isn't wanted any more."""


class StoppedError(Exception):
    """Nobody waits for the result of a job."""


class Worker:
    """Runs jobs one after another, off the event loop."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "worker")

    async def run(self, job: Job[Made], *, here: bool = False) -> Made:
        """The result of a job. Where this is cancelled, the job is too: at once, or at its next checkpoint.

        A short one may be done `here`, on the event loop, while the worker is at another.
        """
        if here:
            return job(_go_on)
        stop = Event()

        def checkpoint() -> None:
            if stop.is_set():
                raise StoppedError

        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, job, checkpoint)
        finally:
            stop.set()

    def submit(self, job: Callable[[], object]) -> None:
        """Have something done whose result nobody needs."""
        with suppress(RuntimeError):
            self._pool.submit(job)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _go_on() -> None:
    """Nobody can stop what the event loop does."""
