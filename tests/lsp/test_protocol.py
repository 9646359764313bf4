"""What pygls keeps of a message that has been handled: nothing, or a server that is typed into for a day grows."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from typing import Any

import pytest

from cim_lsp.lsp.server import Server


def at_once() -> int:
    return 1


def in_steps() -> Generator[Any, Any, int]:
    """As pygls handles what it knows itself, such as a change of a document."""
    result = yield at_once, (), {}
    return result


async def later() -> int:
    await asyncio.sleep(0)
    return 1


@pytest.mark.parametrize("handler", [at_once, in_steps, later])
async def test_nothing_is_kept_of_a_message(handler: Callable[[], Any]):
    protocol = Server((), {}).protocol
    done: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def end(future: asyncio.Future[int]) -> None:
        done.set_result(future.result())

    protocol._execute_handler("1", handler, end)
    assert await done == 1
    assert not protocol._request_futures
