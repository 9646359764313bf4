"""What is said of files that nobody has open: as much as the scope of diagnostics wants, kept up with their projects.

Where the scope is "affected", that is what an edit of an open file has broken in others; where it is "workspace",
everything in every file. It is published, or taken by a client that asks for the diagnostics of its workspace.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import count, islice, takewhile

from lsprotocol import types

from ..analysis import check
from ..certain import is_certainly_fine
from ..conflicts import is_settled
from ..diagnostics import Diagnostic, Levels, weighed
from ..document import Document
from ..files.reading import UnreadableError, decode, read
from ..project import Project
from ..rules import OF_PROJECTS, unreadable_file
from ..text import LineIndex
from .session import Session
from .uris import uri_of
from .verdicts import now

MOST = 50
"""How many closed files one edit may break before the rest is left for when they are opened."""
FEW = 10
"""How many files are judged before another job may have its turn."""

Items = list[types.Diagnostic]
Render = Callable[[Document, Iterable[Diagnostic]], Items]
Publish = Callable[[str, Items], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What is said of a closed file, by its URI. Each has a number of its own, greater than those before it."""

    uri: str
    items: Items
    number: int = field(default_factory=count(1).__next__)


class Closed:
    """The diagnostics of closed files by their paths, of those that have any; all of it is kept on the event loop."""

    def __init__(self, session: Session, render: Render, publish: Publish) -> None:
        self.told: dict[str, Told] = {}
        """By path, the newest last."""
        self.scope = "affected"
        self.is_pulled = False
        """Whether the client asks for them. Until it has, they are published."""
        self._session = session
        self._render = render
        self._publish = publish
        self._opened: set[str] = set()
        self._waiting: dict[str, None] = {}
        self._task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    @property
    def is_busy(self) -> bool:
        """Whether files wait to be judged."""
        return self._task is not None

    def changed(self, before: Project, after: Project, around: Iterable[str], path: str | None) -> None:
        """A project has changed around these files, by a change in the file at a path, or by many."""
        if self.scope == "workspace":
            self._judge_soon({*around, *((path,) if path else ())})
            return
        by_edit = path in self._opened and self.scope == "affected"
        worse = (each for each in around if each in self.told or (by_edit and _is_broken(before, after, each)))
        self._judge_soon(islice(worse, MOST))

    def open(self, path: str) -> None:
        """A file is open now, and judged as such: what was said while it was closed is taken back."""
        self._opened.add(path)
        self._tell(path, [])

    def close(self, path: str) -> None:
        """A file is open no more."""
        self._opened.discard(path)
        if self.scope == "workspace":
            self._judge_soon([path])

    def reach(self, scope: str) -> None:
        """Say as much as another scope wants."""
        self.scope = scope
        if scope == "open":
            self._waiting.clear()
            for path in list(self.told):
                self._tell(path, [])
        else:
            self.again()

    def again(self) -> None:
        """Judge all anew that anything is, or may be, said of."""
        self._judge_soon([*self.told, *(self._session.projects.paths() if self.scope == "workspace" else ())])

    def pull(self) -> None:
        """The client asks for what was published until now."""
        if not self.is_pulled:
            for path in self.told:
                self._publish(path, [])
            self.is_pulled = True

    @property
    def newest(self) -> int:
        """The number of what was said last."""
        return next((each.number for each in reversed(self.told.values())), 0)

    def since(self, number: int) -> Iterator[Told]:
        """What was said after what has this number, and still is; the newest first."""
        return takewhile(lambda each: each.number > number, reversed(self.told.values()))

    async def news(self) -> None:
        """Wait until something else is said, or nobody waits to be judged any more."""
        await self._news.wait()

    def _judge_soon(self, paths: Iterable[str]) -> None:
        self._waiting |= dict.fromkeys(sorted({*paths} - self._opened))
        if self._waiting and self._task is None:
            self._task = asyncio.ensure_future(self._judge_all())
            self._task.add_done_callback(self._rest)

    async def _judge_all(self) -> None:
        """Judge who waits, a few at a time, each by its project as it is by then."""
        while self._waiting:
            some = list(islice(self._waiting, FEW))
            for path in some:
                del self._waiting[path]
            read_once = cache(self._session.projects.read)  # all copies tell of the same original
            projects = {path: self._session.projects.of(path) for path in some}
            projects = {path: project and project._replace(read=read_once) for path, project in projects.items()}
            job = partial(_judge, projects, self._render, self._levels, whole=self.scope == "workspace")
            found = await self._session.worker.run(job)
            for path, items in found.items():
                if path not in self._opened and path not in self._waiting and self.scope != "open":
                    self._tell(path, items)

    def _levels(self, path: str) -> Levels:
        return self._session.projects.configurations.of(path).levels

    def _rest(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if not task.cancelled() and (error := task.exception()):
            _log.error("closed files could not be judged", exc_info=error)
        self._judge_soon(())
        self._announce()

    def _tell(self, path: str, items: Items) -> None:
        known = self.told.get(path)
        if items == (known.items if known else []):
            return
        self.told.pop(path, None)
        if items:
            self.told[path] = Told(uri_of(path), items)
        if not self.is_pulled:
            self._publish(path, items)
        self._announce()

    def _announce(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def _is_broken(before: Project, after: Project, path: str) -> bool:
    return is_settled(before, path) and not is_settled(after, path)


def _judge(
    projects: Mapping[str, Project | None],
    render: Render,
    levels: Callable[[str], Levels],
    checkpoint: Callable[[], None],
    *,
    whole: bool,
) -> dict[str, Items]:
    """What is to be said of files: all of it, or only what nobody knows but their project."""
    return {
        path: render(*found)
        if project and (found := _found(path, project, levels(path), checkpoint, whole=whole))
        else []
        for path, project in projects.items()
    }


def _found(
    path: str, project: Project, levels: Levels, checkpoint: Callable[[], None], *, whole: bool
) -> tuple[Document, Iterable[Diagnostic]] | None:
    """A document and what was found in it; None where there is nothing, most often without a close look."""
    if path not in project.summaries or (not whole and is_settled(project, path)):
        return None
    try:
        text = decode(read(path))
    except UnreadableError as error:
        return _unreadable(path, str(error), levels) if whole and os.path.lexists(path) else None
    if is_certainly_fine(text, now()) and is_settled(project, path):
        return None
    document = Document.parse(path, text, checkpoint)
    told = check(document, now(), project, levels=levels, checkpoint=checkpoint)
    return document, told if whole else [each for each in told if each.code in OF_PROJECTS]


def _unreadable(path: str, reason: str, levels: Levels) -> tuple[Document, Iterable[Diagnostic]]:
    return Document(path, "", (), LineIndex("")), weighed((unreadable_file.report(reason),), levels)
