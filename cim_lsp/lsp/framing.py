"""From a stream to messages: headers as they should be, and the next good one where they are not.

pygls reads each header twice, and asks of every object in a message whether that is one, too.
"""

from __future__ import annotations

import json
import logging
import re
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygls.io_ import AsyncReader

    from .protocol import Protocol

_log = logging.getLogger(__name__)
_LENGTH = re.compile(rb"Content-Length: (?!0+\r)([0-9]{1,9})\r\n\Z")
"""The header that counts, wherever in a line: behind a body of another length it begins in the middle of one. Less than
a gigabyte is ever waited for."""


async def take(reader: AsyncReader, protocol: Protocol, stop: Event) -> None:
    """Have one message after another handled, until the stream ends or `stop` is set.

    Raises asyncio.IncompleteReadError where the stream ends within a message.
    """
    while not stop.is_set() and (length := await _length(reader)) and (body := await reader.readexactly(length)):
        _handle(protocol, body)


def _handle(protocol: Protocol, body: bytes) -> None:
    """A message that can't be handled goes to the log, and the next one is as good as ever."""
    try:
        protocol.handle_message(protocol.structure_message(json.loads(body)))
    except Exception:
        _log.exception("a message could not be handled")


async def _length(reader: AsyncReader) -> int:
    """How many bytes the body has that comes next; 0 at the end of the stream. The first length of a message counts."""
    length = 0
    while True:
        try:
            line = await reader.readline()
        except ValueError:  # beyond what the stream keeps; it is dropped
            continue
        if not line or (length and line == b"\r\n"):
            return length if line else 0
        if not length and (found := _LENGTH.search(line[-64:])):
            length = int(found[1])
