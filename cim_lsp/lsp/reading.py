"""What the worker reads of projects: which files there are, what they say, and when they changed.

Each takes a checkpoint last, as jobs do.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..files.configurations import Configurations
from ..files.folders import files_below
from ..files.reading import UnreadableError, decode, read
from ..files.summaries import Stamps, summarise_text
from ..files.summaries import stamps as stamps_of
from ..summary import Summary


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says, and by which its content is known again."""

    summary: Summary
    digest: bytes


def below(folders: Iterable[str], configurations: Configurations, _: Callable[[], None]) -> list[str]:
    """The CIM files in folders."""
    return [path for folder in folders for path in files_below(folder, configurations)]


def summarise(paths: list[str], configurations: Configurations, checkpoint: Callable[[], None]) -> list[Said | None]:
    """What files say; None of those that are gone, or aren't ours."""
    found: list[Said | None] = []
    for path in paths:
        checkpoint()
        found.append(None if configurations.of(path).excludes(path) else _said(path, configurations))
    return found


def digest(data: bytes) -> bytes:
    """By which a content is known again."""
    return hashlib.sha256(data).digest()


def _said(path: str, configurations: Configurations) -> Said | None:
    """What a file says; who may be declared in one that is there, but can't be read, nobody knows."""
    try:
        data = read(path)
        summary = summarise_text(path, decode(data), included=configurations.includes(path))
    except UnreadableError:
        return Said(Summary(path, torn=True), b"") if os.path.lexists(path) else None
    return Said(summary, digest(data)) if summary else None


def stamps(
    folders: Iterable[str], known: Iterable[str], configurations: Configurations, checkpoint: Callable[[], None]
) -> Stamps:
    """The stamps of these files, of all CIM files in folders, and of the configurations that are met there."""
    found = below(folders, configurations, checkpoint)
    return stamps_of({*known, *found, *(layer.path for layer in configurations.layers())})


def differing(before: Stamps, after: Stamps) -> list[str]:
    """The files that have changed, come or gone."""
    return [path for path in {*before, *after} if before.get(path) != after.get(path)]
