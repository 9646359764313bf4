"""One client over TCP, framed like standard input: pygls's own server takes any line for granted."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

from .framing import take

if TYPE_CHECKING:
    from .protocol import Protocol


def listen(protocol: Protocol, address: tuple[str, int], stop: Event) -> None:
    """Answer the first client that connects until it leaves, or `stop` is set; nobody else gets in."""
    with suppress(KeyboardInterrupt, SystemExit):
        asyncio.run(_listen(protocol, address, stop))


async def _listen(protocol: Protocol, address: tuple[str, int], stop: Event) -> None:
    client: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Future()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if client.done():
            writer.close()
        else:
            client.set_result((reader, writer))

    server = await asyncio.start_server(connected, *address)
    reader, writer = await client
    server.close()
    protocol.set_writer(writer)
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        await take(reader, protocol, stop)
    writer.close()
