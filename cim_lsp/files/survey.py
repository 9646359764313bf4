"""What a run knows of all its files before it judges one: each summed up, and those that are certainly fine noted.

Only what the quick reader refuses is parsed for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..certain import is_fine, taken
from ..committed import Committed
from ..conflicts import is_settled
from ..project import Project
from ..summary import Summary, summarise
from .configurations import Configurations, Effective
from .reading import UnreadableError, decode, read
from .repositories import NOWHERE, Repositories
from .summaries import summarise_data

if TYPE_CHECKING:
    from ..document import Document
    from .history import Tree

_MOST = 1000
"""How many parsed files are kept until they are judged."""


class Survey:
    """The projects of a run. Files are known by the paths that `Repositories.identify` gives them."""

    def __init__(self, now: int, configurations: Configurations) -> None:
        """Knows nothing yet: each file is judged by itself. `now` is milliseconds since 1970."""
        self._repositories = Repositories()
        self.configurations = configurations
        self._now = now
        self._fine: set[str] = set()
        self._documents: dict[str, Document] = {}
        self._projects: dict[str, Project] = {}
        self._trees: dict[str, Tree] = {}
        self._unchanged: set[str] = set()

    def look(self, paths: Iterable[str], searched: Iterable[str] = (), given: bytes | None = None) -> None:
        """Look at these files, and at all others of their projects.

        Of `searched` folders all files are among the paths; `given` is the content of a single path, in place of what
        the file holds.
        """
        named = [self._repositories.identify(path) for path in paths]
        summaries = {path: self._sum_up(path, given) for path in named}
        for path in self._repositories.rest(named, searched, self.configurations):
            summaries[path] = self._sum_up(path)
        by_root: dict[str, list[Summary]] = {}
        for path, summary in summaries.items():
            by_root.setdefault(self._repositories.root_of(path), []).append(summary)
        self._projects = {root: self._project(root, found) for root, found in by_root.items()}

    def _project(self, root: str, summaries: list[Summary]) -> Project:
        if root == NOWHERE:
            return Project.of(summaries, self.document)

        def copies() -> set[str]:
            return self._projects[root].copies()

        from .history import Ages  # noqa: PLC0415 - whoever has no repository needs none of it

        return Project.of(summaries, self.document, Ages(root, copies), self._committed(root, summaries))

    def _committed(self, root: str, summaries: list[Summary]) -> Committed:
        """Who was in these files at git's HEAD; most of them are as they were."""
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
        return self._projects.get(self._repositories.root_of(path)) if self._projects else None

    def replace(self, document: Document) -> None:
        """A file of the run has another text now."""
        from ..mentions import summary  # noqa: PLC0415 - needs the parser's trees

        if project := self.project(document.path):
            self._projects[self._repositories.root_of(document.path)] = project.replace(summary(document))
        self._fine.discard(document.path)
        self._documents[document.path] = document

    def is_fine(self, path: str) -> bool:
        """Whether there is certainly nothing to say about a file of the run, by itself or together with others."""
        path = self.identify(path)
        project = self.project(path) if path in self._fine else None
        return project is not None and is_settled(project, path)

    def document(self, path: str) -> Document | None:
        """A file as it is known, or as it stands; None where it can't be read."""
        if path not in self._documents:
            try:
                self._documents[path] = self.open(path, decode(read(path)))
            except UnreadableError:
                return None
        return self._documents[path]

    def _sum_up(self, path: str, given: bytes | None = None) -> Summary:
        try:
            data = read(path) if given is None else given
            if (root := self._repositories.root_of(path)) != NOWHERE and self._tree(root).has(path, data):
                self._unchanged.add(path)
            text = decode(data)
        except UnreadableError:
            return Summary(path, torn=True)
        if (value := taken(text)) is not None:
            if is_fine(text, value, self._now):
                self._fine.add(path)
            return summarise(path, (value,))
        if "domain" not in text and "module" not in text:
            return Summary(path)
        return self._parse(path, text, keep=given is not None or len(self._documents) < _MOST)

    def _parse(self, path: str, text: str, *, keep: bool) -> Summary:
        from ..filetypes import is_named  # noqa: PLC0415 - most files need none of this
        from ..mentions import summary  # noqa: PLC0415
        from ..ownership import is_cim  # noqa: PLC0415

        document = self.open(path, text)
        if keep:
            self._documents[path] = document
        included = self.configurations.includes(path)
        return Summary(path) if is_named(path) and not is_cim(document, included=included) else summary(document)

    def open(self, path: str, text: str) -> Document:
        """The document of an identified file with this text, parsed once if possible."""
        from ..document import Document  # noqa: PLC0415 - brings the parser in

        known = self._documents.get(path)
        return known if known and known.text == text else Document.parse(path, text)
