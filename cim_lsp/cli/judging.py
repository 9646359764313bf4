"""The verdict on one file: a pure function of its bytes, so that files can be judged side by side.

Most files are fine, and what is certainly fine is told without the analysis, which is slow to import.
"""

from __future__ import annotations

from ..certain import is_certainly_fine
from ..files.reading import UnreadableError, decode, read
from .verdicts import Order, Verdict


def judge_file(path: str, order: Order) -> Verdict | None:
    """The verdict on a file; None where it is somebody else's."""
    try:
        data = read(path)
    except UnreadableError as error:
        return _unreadable(path, error)
    return judge(path, data, order)


def judge(path: str, data: bytes, order: Order) -> Verdict | None:
    """The verdict on the bytes of a file; None where they are somebody else's."""
    try:
        text = decode(data)
    except UnreadableError as error:
        return _unreadable(path, error)
    if is_certainly_fine(text, order.now):
        return Verdict(path)
    from .examination import examine  # noqa: PLC0415 - brings the analysis in

    return examine(path, text, order)


def _unreadable(path: str, error: UnreadableError) -> Verdict:
    from .examination import unreadable  # noqa: PLC0415 - brings the rules in

    return unreadable(path, str(error))
