"""The verdict on one file in the light of all others of its project.

Most files are fine, and what is certainly fine is told without the analysis, which is slow to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..files.reading import UnreadableError, decode, read
from ..files.survey import Survey
from .verdicts import Order, Verdict

if TYPE_CHECKING:
    from .examination import Mended


def judge_file(path: str, order: Order, survey: Survey, mended: Mended | None = None) -> Verdict | None:
    """The verdict on a file that was surveyed, as it was mended if it was; None where it is somebody else's."""
    if mended:
        from .examination import examine_mended  # noqa: PLC0415 - was needed to mend it

        return examine_mended(path, mended, order, survey)
    if survey.is_fine(path):
        return Verdict(path)
    try:
        data = read(path)
    except UnreadableError as error:
        return _unreadable(path, error, survey)
    return judge(path, data, order, survey)


def judge(path: str, data: bytes, order: Order, survey: Survey) -> Verdict | None:
    """The verdict on the bytes of a file that was surveyed; None where they are somebody else's."""
    if survey.is_fine(path):
        return Verdict(path)
    try:
        text = decode(data)
    except UnreadableError as error:
        return _unreadable(path, error, survey)
    from .examination import examine  # noqa: PLC0415 - brings the analysis in

    return examine(path, text, order, survey)


def mend(path: str, order: Order, survey: Survey, data: bytes | None = None) -> Mended | None:
    """A file, or these bytes of it, with the fixes that were ordered; None where there is nothing to mend."""
    if survey.is_fine(path):
        return None
    try:
        text = decode(read(path) if data is None else data)
    except UnreadableError:
        return None
    from .examination import mend  # noqa: PLC0415 - brings the analysis in

    return mend(path, text, order, survey)


def _unreadable(path: str, error: UnreadableError, survey: Survey) -> Verdict:
    from .examination import unreadable  # noqa: PLC0415 - brings the rules in

    return unreadable(path, str(error), survey.effective(survey.identify(path)).levels)
