"""Runs over many files that had nothing to say, and have nothing to say again: told without a look at any of them."""

from __future__ import annotations

import os
import sys
import time

from ..values import TYPE_CHECKING
from .arguments import Options

if TYPE_CHECKING:
    from ..files.stillness import Stillness
    from ..files.survey import Survey
    from .discovery import Found
    from .tally import Tally

MANY = 100
"""From so many files on it takes less time to see that nothing has changed than to judge them."""
_FREE = ("paths", "color", "isolated", "force_exclude", "quiet", "strict", "jobs", "cache_dir")
"""The options with which people still ask whether files are valid, and nothing else."""


def recall(options: Options) -> int | None:
    """Tell that there still is nothing to say; returns the exit code, or None where that isn't known."""
    stillness = memory(options, time.time_ns() // 1_000_000)
    count = stillness.recall() if stillness else None
    if count is None:
        return None
    from .reporting import tell  # noqa: PLC0415 - where nothing is known it comes later
    from .tally import Tally  # noqa: PLC0415

    tell((), Tally(count), options, sys.stdout)
    return 0


def memory(options: Options, now: int) -> Stillness | None:
    """What is remembered of runs like this one; None where nothing would be gained, or more is asked than verdicts.

    `now` is milliseconds since 1970.
    """
    if os.name != "posix" or options != Options(**{name: getattr(options, name) for name in _FREE}):
        return None
    if len(options.paths) < MANY and not any(map(os.path.isdir, options.paths or (os.path.curdir,))):
        return None
    from ..files.stillness import Stillness  # noqa: PLC0415 - whoever names few files needs none of it
    from ..files.store import Store  # noqa: PLC0415

    flags = options.isolated, options.force_exclude, options.quiet, options.strict
    return Stillness(Store(options.cache_dir or "", now), "\0".join((repr(flags), *options.paths)))


def remember(options: Options, now: int, tally: Tally, found: Found, survey: Survey) -> None:
    """Keep that there was nothing to say, if that can be told from a look at the folders the next time."""
    if tally.files < MANY or tally.severities or tally.failed or not found.is_plain or not all(survey.roots):
        return
    if stillness := memory(options, now):
        stillness.keep(tally.files, survey.configurations.folders(), survey.roots)
