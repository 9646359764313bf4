"""A sooner start: what the server's libraries make at import, and nobody here asks for, is left out.

Each of the 554 types of lsprotocol gets an `__eq__` and a `__repr__` that are written and compiled for it: a fifth of
the start, and 5 MB. asyncio imports `ssl` where there is one; the server opens no connection.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from importlib import import_module

import attrs


@contextmanager
def trimmed() -> Generator[None, None, None]:
    """Within it the server is imported; to be entered before anything imports lsprotocol or asyncio."""
    define = attrs.define
    attrs.define = partial(define, eq=False, repr=False)
    sys.modules.setdefault("ssl", None)  # pyright: ignore[reportArgumentType] - None is what says that there is none
    gc.disable()  # to import makes much and drops nothing: to look for garbage in between takes a tenth of it
    try:
        import_module("lsprotocol.types")
        attrs.define = define
        yield
    finally:
        attrs.define = define
        gc.enable()
