"""What git's HEAD says of the projects that are worked in, kept up with HEAD.

git is asked on a thread that nobody waits for: when a project has been read, when HEAD has moved (which a few of the
repository's files show), and when there are files of which it wasn't asked yet. A keystroke asks nothing.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from ..committed import Committed
from ..files.configurations import Configurations
from ..files.history import Tree, ages, contents, head, places, tree
from ..files.summaries import Stamps, stamps, summarise_data
from ..project import Project
from ..summary import Summary
from .polling import PULSE
from .projects import CHUNK, Projects
from .worker import Worker

_MOVED = ("HEAD", "logs/HEAD", "index", "reftable/tables.list")
"""Files of a repository; when HEAD moves, one of them is written: a commit leaves no log where `core.logAllRefUpdates`
is off, but it does refresh the index."""
NOBODY = Project.of()
"""What a project is of which git has nothing to tell."""
Content = tuple[str, str]
"""A file with a content, by its path and the name of its blob."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What was asked about a repository, and what it was answered."""

    watched: tuple[str, ...] = ()
    stamps: Stamps = field(default_factory=Stamps)
    commit: str | None = None
    tree: Tree = field(default_factory=Tree)
    files: Collection[str] = ()
    there: tuple[Content, ...] = ()
    said: Mapping[Content, Summary] = field(default_factory=dict[Content, Summary])
    committed: Committed = field(default_factory=Committed)
    copies: frozenset[str] = frozenset()
    ages: dict[str, int] = field(default_factory=dict[str, int])


class Heads:
    """Tells each project what its HEAD says."""

    def __init__(self, worker: Worker, projects: Projects) -> None:
        self._worker = worker
        self._projects = projects
        self._known: dict[str, _Known] = {}
        self._looking = asyncio.Lock()

    async def watch(self) -> None:
        """Look at all projects, over and over."""
        while True:
            await self.look()
            await asyncio.sleep(PULSE)

    async def look(self) -> None:
        """Ask what isn't known of a project, or may no longer be true."""
        async with self._looking:
            roots = self._projects.roots()
            self._known = {root: known for root, known in self._known.items() if root in roots}
            for root in roots:
                before = self._known.get(root, _Known())
                known = await asyncio.to_thread(_ask, root, self._projects.at(root), before)
                if known.there != before.there:
                    known = await self._read(root, known)
                if root in self._projects.roots():
                    self._known[root] = known
                    self._projects.learn(root, known.ages.get if known.ages else NOBODY.age, known.committed)

    async def _read(self, root: str, known: _Known) -> _Known:
        """The same, with who is declared in the files of HEAD; a content that was read before isn't read again."""
        unread = [content for content in known.there if content not in known.said]
        texts = await asyncio.to_thread(contents, root, [blob for _, blob in unread])
        said = {content: known.said[content] for content in known.there if content in known.said}
        left: dict[Content, bytes] = {}
        for content in unread:
            path, blob = content
            if blob in texts and (as_it_is := self._projects.as_read(path, texts[blob])):
                said[content] = as_it_is
            elif blob in texts:
                left[content] = texts[blob]
        pending = iter(left.items())
        while chunk := dict(islice(pending, CHUNK)):
            said |= await self._worker.run(partial(_summarise, chunk, self._projects.configurations))
        committed = Committed.of(said.values())
        return replace(known, said=said, committed=known.committed if committed == known.committed else committed)


def _ask(root: str, project: Project, before: _Known) -> _Known:
    """What git says by now; the very same where nothing has changed."""
    watched = before.watched or (places(root, _MOVED) if os.path.lexists(Path(root, ".git")) else ())
    if not watched:
        return before
    known = replace(before, watched=watched, stamps=stamps(watched))
    if known.stamps != before.stamps:
        known = replace(known, commit=head(root))
    if known.commit != before.commit:
        known = replace(known, tree=tree(root, known.commit) if known.commit else Tree())
    if known.tree is not before.tree or known.files != project.summaries.keys():
        there = tuple((path, known.tree.blobs[path]) for path in known.tree.known(project.summaries))
        known = replace(known, files=project.summaries.keys(), there=there)
    copies = frozenset(project.copies()) if known.commit else frozenset[str]()
    if copies and (known.commit != before.commit or not copies <= before.copies):
        found = ages(root, copies)
        known = replace(known, copies=copies, ages=before.ages if found == before.ages else found)
    return known


def _summarise(
    texts: Mapping[Content, bytes], configurations: Configurations, checkpoint: Callable[[], None]
) -> dict[Content, Summary]:
    found: dict[Content, Summary] = {}
    for (path, blob), data in texts.items():
        checkpoint()
        summary = summarise_data(path, data, included=configurations.includes(path))
        found[path, blob] = summary or Summary(path)
    return found
