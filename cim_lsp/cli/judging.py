"""The verdict on one file in the light of all others of its project.

Most files are fine, and what is certainly fine is told without the analysis, which is slow to import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from ..files.processes import CAN_FORK, spread
from ..files.reading import UnreadableError, decode, read
from ..files.survey import Survey
from ..values import TYPE_CHECKING
from .verdicts import Order, Verdict

if TYPE_CHECKING:
    from typing import ParamSpec, TypeVar

    from .examination import Mended

    P = ParamSpec("P")
    R = TypeVar("R")

_MANY = 50
"""From so many files on more processes judge them in less time than to start them takes."""


def judge_all(paths: Sequence[str], order: Order, survey: Survey) -> Iterator[Verdict]:
    """The verdicts on files that were surveyed and stay as they are, without those that are somebody else's.

    Many of which something may be said are shared among processes, each of which knows what this one does.
    """
    doubtful = survey.doubtful(paths)
    jobs = survey.jobs if CAN_FORK and len(doubtful) >= _MANY else 1
    verdicts = chain.from_iterable(spread(_judge_portion, (order, survey), doubtful, jobs))
    left = set(doubtful)
    for path in paths:
        verdict = next(verdicts) if path in left else Verdict(path)
        if verdict:
            yield verdict


def _judge_portion(known: tuple[Order, Survey], paths: Sequence[str]) -> list[Verdict | None]:
    order, survey = known
    return [named(path, judge_file, path, order, survey) for path in paths]


def named(path: str, judge: Callable[P, R], *arguments: P.args, **options: P.kwargs) -> R:
    """What a function makes of a file; a failure names the file."""
    try:
        return judge(*arguments, **options)
    except Exception as error:
        raise RuntimeError(f"{path} could not be judged") from error


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
