"""The projects that are worked in: an index of each, of open documents first and of the disk behind them.

A project is a git repository, else a workspace folder; two of them know nothing of one another. All is kept on the
event loop; the worker reads files, a few at a time, so that whoever types never waits.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from ..committed import Committed
from ..configuration import Layer
from ..document import Document
from ..files.configurations import Configurations
from ..files.folders import files_below, is_ignored
from ..files.roots import is_below, is_too_wide, is_wide, is_within, repository, whole
from ..files.summaries import document_at
from ..filetypes import SUFFIXES
from ..known import Known, known
from ..project import Age, Project
from ..summary import Summary
from .reading import Said, below, digest, summarise
from .worker import Worker

CHUNK = 50
"""How many files are read before another job may have its turn."""
FEW = 20
"""More changes at once than these are cheaper made by indexing the project anew."""

Changed = Callable[[Project, Project, str | None], None]
"""Told a project before and after one of its files changed; None where many did."""
Report = Callable[[int, int], None]
"""Told how many of how many files are read."""


class Projects:
    """The projects by their roots."""

    def __init__(self, worker: Worker, changed: Changed) -> None:
        self.configurations = Configurations()
        self.epoch = 0
        """Another number for every time that the configurations may be others."""
        self.folders: tuple[str, ...] = ()
        """Those that are worked in."""
        self._worker = worker
        self._changed = changed
        self._by_root: dict[str, Project] = {}
        self._read_folders: tuple[str, ...] = ()
        self._roots: dict[str, str | None] = {}
        self._open: dict[str, Document] = {}
        self._digests: dict[str, bytes] = {}
        """By which the contents of closed files are known again."""
        self._stale: dict[str, None] = {}
        """The files that wait to be read anew."""
        self._reading = asyncio.Lock()
        """Held while files are read: what was read earlier must not be taken after what was read later."""

    def root(self, path: str) -> str | None:
        """The root of the project that a file belongs to; None for one outside of all."""
        folder = os.path.dirname(path)  # noqa: PTH120 - asked for at every keystroke, and a Path costs more
        if folder not in self._roots:
            around = [each for each in self.folders if is_below(path, each)]
            self._roots[folder] = repository(path) or max(around, key=len, default=None)
        return self._roots[folder]

    def of(self, path: str) -> Project | None:
        """The project of a file; None for a file that is in none, and until all of its project has been read."""
        root = self.root(path)
        return self._by_root.get(root) if root and is_within(root, self._read_folders) else None

    def is_being_read(self, path: str) -> bool:
        """Whether more will be known of a file's project within a moment."""
        root = self.root(path)
        return root is not None and self._reading.locked() and not is_within(root, self._read_folders)

    def at(self, root: str) -> Project:
        """The project of a root; an empty one where nothing is known of it."""
        return self._by_root.get(root) or Project.of(read=self.read)

    def roots(self) -> list[str]:
        """The roots of all projects that are worked in."""
        return list(self._by_root)

    def all(self) -> list[Project]:
        """Every project that is worked in."""
        return list(self._by_root.values())

    def paths(self) -> list[str]:
        """Every file that is known."""
        return [path for project in self._by_root.values() for path in project.summaries]

    def read(self, path: str) -> Document | None:
        """The document at a path: as it is open, else as it is on disk."""
        return self._open.get(path) or document_at(path)

    def open(self, document: Document, said: Summary) -> None:
        """A document is open, or has another text. While it can't be read, what it declared before stays known."""
        self._open[document.path] = document
        self._digests.pop(document.path, None)
        project = self.of(document.path)
        before = project.summaries.get(document.path) if project else None
        self._take({document.path: before if said.torn and before and before.members else said})

    def as_read(self, path: str, data: bytes) -> Summary | None:
        """What a closed file says, where this is the content that it was read with."""
        project = self.of(path)
        is_same = project is not None and self._digests.get(path) == digest(data)
        return project.summaries.get(path) if project and is_same else None

    def leave(self, path: str) -> None:
        """An open document is no CIM file any more."""
        if self._open.pop(path, None):
            self._take({path: None})

    async def close(self, path: str) -> None:
        """A document is closed: the disk tells what it says."""
        if self._open.pop(path, None):
            await self.refresh([path])

    async def index(self, folders: Iterable[str], report: Report | None = None) -> None:
        """Read all CIM files of the projects that folders belong to.

        What is open may have been read before these folders were known.
        """
        async with self._reading:
            wanted = tuple(whole(folder) for folder in folders if not is_too_wide(folder))
            new = [folder for folder in dict.fromkeys(wanted) if not is_within(folder, self.folders)]
            self.folders += wanted
            self._roots.clear()
            known = self.configurations
            self.configurations = Configurations(self.folders, known.opened, known.basis)
            await self._refresh(await self._worker.run(partial(below, new, self.configurations)), report)
            self._read_folders += wanted
            for root, project in self._by_root.items():
                if is_within(root, new):
                    self._changed(project, project, None)
        self.epoch += bool(self.configurations.layers())

    async def configure(self, opened: Mapping[str, str], basis: Layer | None) -> None:
        """Look at all configurations anew, some of which are open, and at the files that come or go with them."""
        self.configurations = Configurations(self.folders, opened, basis)
        self.epoch += 1
        async with self._reading:
            found = await self._worker.run(partial(below, self.folders, self.configurations))
            await self._refresh({*self.paths()} ^ {*found})

    async def adopt(self, path: str) -> None:
        """Read the repository that a file lies in, unless it has been: it is judged in the light of that."""
        root = repository(path)
        if root and not is_wide(root) and not is_within(root, self.folders):
            await self.index([root])

    async def drop(self, folder: str) -> None:
        """A folder is no longer worked in: what is in no other is forgotten, unless it is open."""
        async with self._reading:
            dropped, others = whole(folder), [*self.folders]
            if dropped in others:
                others.remove(dropped)
            left = [path for path in self.paths() if is_below(path, dropped) and path not in self._open]
            self._take({path: None for path in left if not any(is_below(path, other) for other in others)})
            self.folders = self._read_folders = tuple(others)
            self._roots.clear()
            self._by_root = {root: project for root, project in self._by_root.items() if project.summaries}

    async def refresh(self, paths: Iterable[str], report: Report | None = None) -> None:
        """Read these files anew, those that are open excepted; those that are gone are forgotten.

        Whoever comes first reads for all that wait by then: a checkout is one change, however a client tells of it.
        """
        self._stale.update(dict.fromkeys(paths))
        async with self._reading:
            stale, self._stale = self._stale, {}
            await self._refresh(stale, report)

    async def _refresh(self, paths: Iterable[str], report: Report | None = None) -> None:
        waiting = [path for path in dict.fromkeys(paths) if path not in self._open]
        found: dict[str, Said | None] = {}
        for start in range(0, len(waiting), CHUNK):
            chunk = waiting[start : start + CHUNK]
            said = await self._worker.run(partial(summarise, chunk, self.configurations))
            found.update(zip(chunk, said, strict=True))
            if report:
                report(len(found), len(waiting))
        fresh = {path: said for path, said in found.items() if path not in self._open}
        self._digests.update((path, said.digest) for path, said in fresh.items() if said)
        self._take({path: said and said.summary for path, said in fresh.items()})

    async def settle(self) -> None:
        """Wait until all is read that has changed by now."""
        async with self._reading:
            pass

    def learn(self, root: str, age: Age, committed: Committed) -> None:
        """What git knows of a project."""
        before = self.at(root)
        if (before.age, before.committed) != (age, committed):
            after = self._by_root[root] = before.learn(age, committed)
            self._worker.submit(after.prepare)
            self._changed(before, after, None)

    def files(self, changed: Iterable[str]) -> list[str]:
        """The CIM files among what has changed, folders with all that is or was in them."""
        found: list[str] = []
        for path in changed:
            is_folder = os.path.isdir(path)  # noqa: PTH112
            if is_folder or not path.endswith(SUFFIXES):
                found += (each for each in self.paths() if is_below(each, path))
                found += files_below(path, self.configurations) if is_folder and self.root(path) else ()
            elif any(path in project.summaries for project in self.all()) or not is_ignored(path):
                found.append(path)
        return found

    def known(self, path: str) -> Callable[[str], Iterable[Known]]:
        """The domains and modules that a file may refer to, by their kind."""
        project, root = self.of(path), self.root(path)
        return lambda kind: known(project, root, kind) if project and root else ()

    def _take(self, found: Mapping[str, Summary | None]) -> None:
        """Other summaries of some files, None of those that are gone: taken at once, and told as one change."""
        by_root: dict[str, dict[str, Summary | None]] = {}
        for path, said in found.items():
            if said is None:
                self._digests.pop(path, None)
            if root := self.root(path):
                by_root.setdefault(root, {})[path] = said
        for root, changes in by_root.items():
            before = self.at(root)
            if len(changes) > FEW:
                kept = before.summaries | changes
                summaries = (before.committed.shared(said) for said in kept.values() if said)
                after = Project.of(summaries, self.read, before.age, before.committed)
                self._worker.submit(after.prepare)
            else:
                after = before
                for path, said in changes.items():
                    after = after.replace(said) if said else after.remove(path)
            self._by_root[root] = after
            if after is not before:
                self._changed(before, after, next(iter(changes)) if len(changes) == 1 else None)
