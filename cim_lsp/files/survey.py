"""What a run knows of all its files before it judges one: each summed up, and those that are certainly fine noted.

Together they are the projects that each of them is judged in the light of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..summary import Summary, is_self_contained
from ..values import TYPE_CHECKING
from .configurations import Configurations, Effective
from .facts import Facts, Scout, facts_of
from .reading import UnreadableError, decode, read
from .repositories import NOWHERE, Repositories
from .summaries import summarise_data

if TYPE_CHECKING:
    from ..committed import Committed
    from ..document import Document
    from ..project import Project
    from .cache import File, Shelf
    from .history import Tree

_NONE: Mapping[str, str | None] = {}
_MOST = 1000
"""How many parsed files are kept until they are judged."""
_CACHEABLE = 100
"""From so many files on it takes less time to look into a cache than to do without."""


class Survey:
    """The projects of a run. Files are known by the paths that `Repositories.identify` gives them."""

    def __init__(
        self,
        now: int,
        configurations: Configurations,
        jobs: int = 1,
        cache: str | None = None,
        identified: Mapping[str, str | None] = _NONE,
    ) -> None:
        """Knows nothing yet: each file is judged by itself.

        `now` is milliseconds since 1970; with more `jobs` than one that many processes look at many files. `cache` is
        the folder of what earlier runs found out, "" where it usually is. `identified` has paths of which it is known
        already what `Repositories.identify` makes of them.
        """
        self._repositories = Repositories(identified)
        self.configurations = configurations
        self._now = now
        self.jobs = jobs
        self._cache = cache
        self.shelf: Shelf | None = None
        """Where the next run finds what this one has found out; None where nothing is kept of so few files."""
        self._files: list[File] = []
        self._given: dict[str, bytes] = {}
        self._fine: set[str] = set()
        self.roots: tuple[str, ...] = ()
        """The repositories of the files that were looked at; NOWHERE among them where some are in none."""
        self._documents: dict[str, Document] = {}
        self._summaries: dict[str, list[Summary]] = {}
        self._projects: dict[str, Project] = {}
        self._trees: dict[str, Tree] = {}
        self._unchanged: set[str] = set()

    def find(self, paths: Iterable[str], searched: Iterable[str] = (), given: bytes | None = None) -> None:
        """Find out which files there are: these, and all others of their projects.

        Of `searched` folders all files are among the paths; `given` is the content of a single path, in place of what
        the file holds.
        """
        named = [self._repositories.identify(path) for path in paths]
        others = self._repositories.rest(named, searched, self.configurations)
        self._files = [(self._repositories.root_of(path), path) for path in dict.fromkeys((*named, *others))]
        self.roots = tuple(dict.fromkeys(root for root, _ in self._files))
        self._given = dict.fromkeys(named, given) if given is not None else {}
        self.shelf = None if self._given else self._reach()

    def look(self) -> None:
        """Look at all files that were found."""
        if self.shelf and self.shelf.was_fine():
            return
        trees = {root: self._tree(root) for root in self.roots if root != NOWHERE}
        scout = Scout(self._now, self.configurations, trees, self.shelf is not None)
        self._summaries = {root: [] for root in self.roots}
        for (root, path), facts in zip(self._files, self._facts(scout), strict=True):
            self._summaries[root].append(facts.summary)
            if facts.is_fine:
                self._fine.add(path)
            if facts.is_committed:
                self._unchanged.add(path)
            if facts.document and (self._given or len(self._documents) < _MOST):
                self._documents[path] = facts.document

    def _facts(self, scout: Scout) -> Iterator[Facts]:
        if self._given:
            return (scout.look(root, path, self._given.get(path)) for root, path in self._files)
        return facts_of(scout, self._files, self.jobs, self.shelf)

    def _reach(self) -> Shelf | None:
        """What an earlier run may have kept about these files; None where nothing is kept of so few."""
        if self._cache is None or len(self._files) < _CACHEABLE:
            return None
        from .cache import Shelf  # noqa: PLC0415 - only runs over many files need it
        from .history import head  # noqa: PLC0415

        heads = {root: head(root) if root != NOWHERE else None for root in self.roots}
        light = repr((heads, [(layer.path, layer.text) for layer in self.configurations.layers()]))
        return Shelf(self._cache, self._files, light, self._now)

    def _project(self, root: str, summaries: list[Summary]) -> Project:
        from ..project import Project  # noqa: PLC0415 - a file that is alone needs none

        if root == NOWHERE:
            return Project.of(summaries, self.document)

        def copies() -> set[str]:
            return self._projects[root].copies()

        from .history import Ages  # noqa: PLC0415 - whoever has no repository needs none of it

        return Project.of(summaries, self.document, Ages(root, copies), self._committed(root, summaries))

    def _committed(self, root: str, summaries: list[Summary]) -> Committed:
        """Who was in these files at git's HEAD; most of them are as they were."""
        from ..committed import Committed  # noqa: PLC0415
        from .history import contents  # noqa: PLC0415

        there = self._tree(root)
        paths = {summary.path for summary in summaries}
        changed = [path for path in there.known(paths) if path not in self._unchanged]
        texts = contents(root, (there.blobs[path] for path in changed))
        then = (
            summarise_data(path, texts[blob], included=self.configurations.includes(path))
            for path in changed
            if (blob := there.blobs[path]) in texts
        )
        unchanged = (each for each in summaries if each.path in self._unchanged)
        return Committed.of((*unchanged, *(each for each in then if each)))

    def _tree(self, root: str) -> Tree:
        if root not in self._trees:
            from .history import tree  # noqa: PLC0415

            self._trees[root] = tree(root)
        return self._trees[root]

    def identify(self, path: str) -> str:
        return self._repositories.identify(path)

    def effective(self, path: str) -> Effective:
        """What is in force where an identified file lies."""
        return self.configurations.of(path)

    def project(self, path: str) -> Project | None:
        """The project of an identified file; None for one that is judged by itself."""
        root = self._repositories.root_of(path)
        if root not in self._projects and root in self._summaries:
            self._projects[root] = self._project(root, self._summaries[root])
        return self._projects.get(root)

    def replace(self, document: Document) -> None:
        """A file of the run has another text now."""
        from ..mentions import summary  # noqa: PLC0415 - needs the parser's trees

        if project := self.project(document.path):
            self._projects[self._repositories.root_of(document.path)] = project.replace(summary(document))
        self._fine.discard(document.path)
        self._documents[document.path] = document

    @property
    def was_fine(self) -> bool:
        """Whether there is nothing to say about any file of the run, since there was nothing when all were the same."""
        return self.shelf is not None and self.shelf.is_fine

    def doubtful(self, paths: Sequence[str]) -> list[str]:
        """Those of the run's files about which there may be something to say, in their order."""
        if self.was_fine or len(paths) == 1:
            return [path for path in paths if not self.is_fine(path)]
        from ..conflicts import is_settled  # noqa: PLC0415 - a file that is alone needs none of it

        identified = {path: self.identify(path) for path in paths}
        asked = self._fine.intersection(identified.values())
        fine: set[str] = set()
        for summaries in self._summaries.values():
            likely = [each.path for each in summaries if each.path in asked]
            if likely and (project := self.project(likely[0])):
                fine.update(path for path in likely if is_settled(project, path))
        return [path for path in paths if identified[path] not in fine]

    def is_fine(self, path: str) -> bool:
        """Whether there is certainly nothing to say about a file of the run, by itself or together with others."""
        if self.was_fine:
            return True
        path = self.identify(path)
        return path in self._fine and (self._is_alone(path) or self._is_settled(path))

    def _is_alone(self, path: str) -> bool:
        """Whether a file has no project, and nothing in it is about others: that is told without making one."""
        summaries = self._summaries.get(NOWHERE, ())
        return len(summaries) == 1 and summaries[0].path == path and is_self_contained(summaries[0])

    def _is_settled(self, path: str) -> bool:
        from ..conflicts import is_settled  # noqa: PLC0415 - a file that is alone needs none of it

        project = self.project(path)
        return project is not None and is_settled(project, path)

    def document(self, path: str) -> Document | None:
        """A file as it is known, or as it stands; None where it can't be read."""
        if path not in self._documents:
            try:
                self._documents[path] = self.open(path, decode(read(path)))
            except UnreadableError:
                return None
        return self._documents[path]

    def open(self, path: str, text: str) -> Document:
        """The document of an identified file with this text, parsed once if possible."""
        from ..document import Document  # noqa: PLC0415 - brings the parser in

        known = self._documents.get(path)
        return known if known and known.text == text else Document.parse(path, text)
