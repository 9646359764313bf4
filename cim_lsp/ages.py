"""A time in words: the moment, and how long ago or ahead it is. The clock is not read here: now comes in."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_UNITS = (("year", 31_557_600), ("month", 2_629_800), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
"""Units of time in seconds; a year is 365.25 days."""


def moment(milliseconds: int) -> str | None:
    """A time since 1970 as `2024-12-05 12:34:56 UTC`; None behind the year 9999, where no date can be written."""
    try:
        time = _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
    return f"{time:%Y-%m-%d %H:%M:%S} UTC"


def age(time: int, now: int) -> str:
    """How long ago a time is, both in milliseconds since 1970: `3 days ago`, `in 2 hours`, `just now`."""
    seconds = abs(now - time) // 1000
    for unit, length in _UNITS:
        if count := seconds // length:
            words = f"{count} {unit}{'s' if count > 1 else ''}"
            return f"in {words}" if time > now else f"{words} ago"
    return "just now"
