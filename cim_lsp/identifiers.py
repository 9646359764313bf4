"""UUIDv7: made, and told from all else. The only door to uuid6.

An id is a UUID of version 7 (RFC 9562, 5.7): 48 bits of Unix time in milliseconds, the version, the variant, and
random bits. Lower case is canonical.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Mint = Callable[[], str]
"""Makes a fresh id. Handed to the fixes that need one, so that what they write can be foretold in a test."""

UUID7 = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}")
_LENGTH = 36
DAY = 24 * 60 * 60 * 1000
"""How far ahead of now an id's time may lie, in milliseconds: clocks differ."""


def mint() -> str:
    """A fresh UUIDv7; of two minted in one process the later one sorts last."""
    from uuid6 import uuid7  # noqa: PLC0415 - slow to import, and only needed here

    return str(uuid7())


def is_uuid7(text: str) -> bool:
    """Whether a text is a UUIDv7 in its usual notation, in either case."""
    return len(text) == _LENGTH and UUID7.fullmatch(text) is not None


def created(uuid7: str) -> int:
    """When a UUIDv7 was made: milliseconds since 1970-01-01T00:00Z (RFC 9562, 5.7)."""
    return int(uuid7[:8] + uuid7[9:13], 16)


def is_ahead(uuid7: str, now: int) -> bool:
    """Whether a UUIDv7 claims to be from the future; `now` is milliseconds since 1970."""
    return created(uuid7) > now + DAY
