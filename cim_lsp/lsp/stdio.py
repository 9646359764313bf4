"""Standard input and output, read without threads where the system can.

pygls reads each line of input on another thread. While a document is being read, that thread and the event loop wait
for Python's lock again and again, and a burst of edits takes seconds. A pipe that the event loop reads itself has the
whole burst at hand at once, and what it overtakes is never begun.
"""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from threading import Event
from typing import TYPE_CHECKING

from pygls.io_ import StdinAsyncReader, StdoutWriter

from .framing import take

if TYPE_CHECKING:
    from .protocol import Protocol

SWITCH = 0.0005
"""How long the worker may keep Python's lock while the event loop wants it, in seconds: a tenth of the usual."""


def serve(protocol: Protocol, stop: Event) -> None:
    """Answer what arrives on standard input until it ends, or `stop` is set."""
    sys.setswitchinterval(SWITCH)
    protocol.set_writer(StdoutWriter(sys.stdout.buffer))
    try:
        asyncio.run(_serve(protocol, stop))
    except (BrokenPipeError, asyncio.IncompleteReadError, KeyboardInterrupt, SystemExit):
        stop.set()


async def _serve(protocol: Protocol, stop: Event) -> None:
    await take(await _reader(), protocol, stop)


async def _reader() -> asyncio.StreamReader | StdinAsyncReader:
    if not _is_pipe_of_its_own():
        return StdinAsyncReader(sys.stdin.buffer)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer)
    return reader


def _is_pipe_of_its_own() -> bool:
    """Whether standard input can be read without blocking, and output is not made so at the same time."""
    if sys.platform == "win32":
        return False
    given, taken = (os.fstat(stream.fileno()) for stream in (sys.stdin, sys.stdout))
    is_pipe = stat.S_ISFIFO(given.st_mode) or stat.S_ISSOCK(given.st_mode)
    return is_pipe and (given.st_dev, given.st_ino) != (taken.st_dev, taken.st_ino)
