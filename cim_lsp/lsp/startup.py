"""A sooner start: what the server's libraries make at import, and nobody here asks for, is left out or put off."""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator
from contextlib import contextmanager

from .deferred import deferred


@contextmanager
def trimmed() -> Generator[None, None, None]:
    """Within it the server is imported and made; to be entered before anything imports lsprotocol or asyncio.

    asyncio imports `ssl` where there is one; the server opens no connection.
    """
    sys.modules.setdefault("ssl", None)  # pyright: ignore[reportArgumentType] - None is what says that there is none
    gc.disable()  # to import makes much and drops nothing: to look for garbage in between takes a tenth of it
    try:
        with deferred():
            yield
    finally:
        gc.enable()
