"""What the worker reads of projects: which files there are, what they say, and when they changed.

Each takes a checkpoint last, as jobs do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..files.configurations import Configurations
from ..files.folders import files_below
from ..files.summaries import Stamps, summarise_file
from ..files.summaries import stamps as stamps_of
from ..summary import Summary


def below(folders: Iterable[str], configurations: Configurations, _: Callable[[], None]) -> list[str]:
    """The CIM files in folders."""
    return [path for folder in folders for path in files_below(folder, configurations)]


def summarise(paths: list[str], configurations: Configurations, checkpoint: Callable[[], None]) -> list[Summary | None]:
    """What files say; None of those that can't be read, or aren't ours."""
    found: list[Summary | None] = []
    for path in paths:
        checkpoint()
        effective = configurations.of(path)
        ours = not effective.excludes(path)
        found.append(summarise_file(path, included=effective.includes(path)) if ours else None)
    return found


def stamps(
    folders: Iterable[str], known: Iterable[str], configurations: Configurations, checkpoint: Callable[[], None]
) -> Stamps:
    """The stamps of these files, of all CIM files in folders, and of the configurations that are met there."""
    found = below(folders, configurations, checkpoint)
    return stamps_of({*known, *found, *(layer.path for layer in configurations.layers())})


def differing(before: Stamps, after: Stamps) -> list[str]:
    """The files that have changed, come or gone."""
    return [path for path in {*before, *after} if before.get(path) != after.get(path)]
