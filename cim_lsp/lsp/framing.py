"""Where messages begin: headers as they should be, and the next good one where they are not."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygls.io_ import StdinAsyncReader

Report = Callable[[Exception, type[Exception]], None]
"""Is told of what goes wrong with a message."""
_LENGTH = re.compile(rb"Content-Length: (?!0+\r)[0-9]{1,9}\r\n\Z")
"""The header that counts, wherever in a line: behind a body of another length it begins in the middle of one. Less than
a gigabyte is ever waited for."""


class Headers:
    """A reader that finds the next message where one had no length, or a wrong one."""

    def __init__(self, reader: asyncio.StreamReader | StdinAsyncReader) -> None:
        self._reader = reader
        self.readexactly = reader.readexactly

    async def readline(self) -> bytes:
        """What counts of the next line, never empty but at the end of the stream."""
        try:
            line = await self._reader.readline()
        except ValueError:  # beyond what the stream keeps; it is dropped
            return b"?"
        if line in (b"", b"\r\n"):
            return line
        found = _LENGTH.search(line[-64:])
        return found[0] if found else b"?"
