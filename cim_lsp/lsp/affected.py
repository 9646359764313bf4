"""What a change in one file means for others: open ones are judged anew, closed ones that it broke are told too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial

from ..analysis import check
from ..conflicts import is_settled
from ..diagnostics import Diagnostic
from ..document import Document
from ..files.configurations import Configurations
from ..project import Project
from ..rules import OF_PROJECTS
from .session import Session, now

MOST = 50
"""How many closed files one edit may break before the rest is left for when they are opened."""

Publish = Callable[[Document, tuple[Diagnostic, ...]], None]


class Affected:
    """Keeps track of the closed files that something was said about."""

    def __init__(self, session: Session, publish: Publish) -> None:
        self._session = session
        self._publish = publish
        self._told: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def closed(self, before: Project, after: Project, paths: Iterable[str], *, by_edit: bool) -> None:
        """A project has changed around these files, none of which is open; `by_edit` in a file that is."""
        worse = [path for path in paths if path in self._told or (by_edit and _is_broken(before, after, path))]
        if worse:
            task = asyncio.ensure_future(self._tell(after, sorted(worse)[:MOST]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def open(self, path: str) -> None:
        """A file is open now, and judged as a whole: what was said while it was closed is taken back."""
        if path in self._told:
            self._told.discard(path)
            self._publish(Document.parse(path, ""), ())

    async def _tell(self, project: Project, paths: list[str]) -> None:
        for document, found in await self._session.worker.run(
            partial(_judge, project, paths, self._session.projects.configurations)
        ):
            if found or document.path in self._told:
                self._publish(document, found)
            (self._told.add if found else self._told.discard)(document.path)


def _is_broken(before: Project, after: Project, path: str) -> bool:
    return is_settled(before, path) and not is_settled(after, path)


def _judge(
    project: Project, paths: list[str], configurations: Configurations, checkpoint: Callable[[], None]
) -> list[tuple[Document, tuple[Diagnostic, ...]]]:
    """Of each file what only its project can say."""
    found: list[tuple[Document, tuple[Diagnostic, ...]]] = []
    for path in paths:
        if document := project.read(path):
            told = check(document, now(), project, levels=configurations.of(path).levels, checkpoint=checkpoint)
            found.append((document, tuple(each for each in told if each.code in OF_PROJECTS)))
    return found
