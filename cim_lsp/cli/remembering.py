"""What a run over many files leaves for the next one: facts about them, and that there was nothing to say of any.

The next may have nothing to say again: that is told without a look at any of them.
"""

from __future__ import annotations

import os
import sys
import time
from functools import partial

from ..files.processes import Aside
from ..values import TYPE_CHECKING
from .arguments import Options

if TYPE_CHECKING:
    from ..files.stillness import Stillness
    from ..files.survey import Survey
    from .discovery import Found
    from .tally import Tally

MANY = 100
"""From so many files on it takes less time to see that nothing has changed than to judge them."""
VERY_MANY = 2000
"""From so many files on it takes less time to have another process look around."""
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


class Remembering:
    """Keeps what is known of a run's files. If they are very many, another process looks around meanwhile."""

    def __init__(self, options: Options, now: int, found: Found, survey: Survey) -> None:
        """`now` is milliseconds since 1970."""
        self._options, self._now, self._found, self._survey = options, now, found, survey
        self._stillness: Stillness | None = None
        self._aside: Aside | None = None
        self._has_begun = False
        self._folders: tuple[str, ...] = ()
        self.all_fine = False
        """Whether nothing was to be said of any file, before anything was sifted out."""

    def begin(self) -> None:
        """It is known which files there are; none will be changed."""
        survey, self._has_begun = self._survey, True
        self._stillness = memory(self._options, self._now) if self._found.is_plain and all(survey.roots) else None
        self._folders = survey.configurations.folders()
        if self._stillness and survey.jobs > 1 and len(self._found.files) >= VERY_MANY:
            self._aside = Aside.begin(partial(self._stillness.look, self._folders, survey.roots))

    def end(self, tally: Tally) -> None:
        """All has been told. Of a run that has changed files nothing is kept."""
        if not self._has_begun:
            return
        stillness, survey = self._stillness, self._survey
        if stillness and tally.files >= MANY and not (tally.severities or tally.failed):
            seen = self._aside.result() if self._aside else stillness.look(self._folders, survey.roots)
            if seen:
                stillness.keep(tally.files, self._folders, seen)
        if survey.shelf:
            survey.shelf.keep(all_fine=self.all_fine)
