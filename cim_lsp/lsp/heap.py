"""The C library's heap, kept as small as one that is worked in for hours can be.

glibc gives every thread a heap of its own, so that threads need not wait for one another. Python's don't run at the
same time, and each heap comes to be as large as its thread once needed: of 31 MB that there were in five heaps of the
server after some hours of work, 16 were free, and none of them to another thread. It also hands back at once what was
large, but calls more and more things small, up to the largest that it has met; later those are pieces of a heap that
has to grow for them.
"""

from __future__ import annotations

import sys
from contextlib import suppress

_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -8, -3, -1
"""What mallopt(3) calls them (malloc.h)."""
_LARGE = 128 * 1024
"""Bytes: what glibc calls large at first; to say so is to say that it stays so."""


def share_one_heap() -> None:
    """Have all threads allocate from one heap, and what is large given back: to be called before the others begin.

    Nothing happens where the C library is another one.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - others have no use for it

        with suppress(OSError, AttributeError):
            mallopt = ctypes.CDLL(None).mallopt
            for option, value in ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, _LARGE)):
                mallopt(option, value)
