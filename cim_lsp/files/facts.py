"""What each file tells a run before anything is judged, found out as cheaply as the file allows.

Only what the quick reader refuses is parsed for it. Of many files it is what is kept of them, or what several processes
find out together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..certain import is_fine, taken
from ..summary import Summary, pack, summarise, unpack
from ..values import TYPE_CHECKING, NamedTuple
from .configurations import Configurations
from .processes import WORTHWHILE, spread
from .reading import UnreadableError, decode, read
from .rows import read_rows, write_rows

if TYPE_CHECKING:
    from ..document import Document
    from .cache import File, Shelf
    from .history import Tree
    from .rows import Row


class Facts(NamedTuple):
    """The summary of a file, whether it is certainly fine by itself, and whether it is as git's HEAD has it.

    One that had to be parsed has a `document`, and is not plain. The digest is that of its content, if asked for.
    """

    summary: Summary
    is_fine: bool = False
    is_committed: bool = False
    is_plain: bool = False
    digest: str = ""
    document: Document | None = None


class Scout(NamedTuple):
    """Looks at files; `now` is milliseconds since 1970, `trees` are the commits of the repositories by their roots."""

    now: int
    configurations: Configurations
    trees: Mapping[str, Tree]
    wants_digests: bool = False

    def look(self, root: str, path: str, given: bytes | None = None) -> Facts:
        """The facts about an identified file of a project, or about what is given in its place."""
        is_committed, digest = False, ""
        try:
            data = read(path) if given is None else given
            is_committed = root in self.trees and self.trees[root].has(path, data)
            digest = self._digest(data)
            text = decode(data)
        except UnreadableError:
            return Facts(Summary(path, torn=True), is_committed=is_committed, digest=digest)
        if (value := taken(text)) is not None:
            return Facts(summarise(path, (value,)), is_fine(text, value, self.now), is_committed, True, digest)
        if "domain" not in text and "module" not in text:
            return Facts(Summary(path), is_committed=is_committed, digest=digest)
        document, summary = self._parse(path, text)
        return Facts(summary, is_committed=is_committed, digest=digest, document=document)

    def _digest(self, data: bytes) -> str:
        if not self.wants_digests:
            return ""
        from .store import digest  # noqa: PLC0415 - only runs over many files need it

        return digest(data)

    def _parse(self, path: str, text: str) -> tuple[Document, Summary]:
        from ..document import Document  # noqa: PLC0415 - brings the parser in, and most files need none of this
        from ..filetypes import is_named  # noqa: PLC0415
        from ..mentions import summary  # noqa: PLC0415
        from ..ownership import is_cim  # noqa: PLC0415

        document = Document.parse(path, text)
        included = self.configurations.includes(path)
        is_alien = is_named(path) and not is_cim(document, included=included)
        return document, Summary(path) if is_alien else summary(document)


def facts_of(scout: Scout, files: Sequence[File], jobs: int, shelf: Shelf | None = None) -> Iterator[Facts]:
    """The facts about many files, in their order, found out by so many processes as far as they aren't kept.

    The shelf learns what is new.
    """
    known = {path: facts for root, path in files if (facts := _kept(scout, root, path, shelf))} if shelf else {}
    new = [(root, path) for root, path in files if path not in known]
    is_shared = jobs > 1 and len(new) >= WORTHWHILE
    found = _found_out(scout, new, jobs, shelf) if is_shared else _looked_at(scout, new, shelf)
    for _, path in files:
        facts = known[path] if path in known else next(found)
        if shelf and facts.digest:
            shelf.digests[path] = facts.digest
        yield facts
    next(found, None)  # it has something to do behind the last one


def _kept(scout: Scout, root: str, path: str, shelf: Shelf) -> Facts | None:
    """The facts that are kept about the content of a file; None where there are none, or they make no sense."""
    if (found := shelf.find(path)) is None:
        return None
    try:
        packed, fine, blob, *_ = found
        committed = scout.trees[root].blobs.get(path) if root in scout.trees else None
        if committed is not None and committed != blob:
            return None
        return Facts(unpack(path, packed), fine, committed is not None, True, shelf.digests[path])
    except (TypeError, ValueError, LookupError):
        return None


def _looked_at(scout: Scout, files: Sequence[File], shelf: Shelf | None) -> Iterator[Facts]:
    rows: list[Row] = []
    for root, path in files:
        facts = scout.look(root, path)
        if shelf and facts.is_plain:
            rows.append(_row(scout, root, facts))
        yield facts
    if shelf and rows:
        shelf.learn(write_rows(rows))


def _found_out(scout: Scout, files: Sequence[File], jobs: int, shelf: Shelf | None) -> Iterator[Facts]:
    """The same by several processes."""
    paths = (path for _, path in files)
    for rows in spread(_written, scout, files, jobs):
        if shelf:
            shelf.learn(rows)
        for packed, fine, blob, plain, digest in read_rows(rows):
            yield Facts(unpack(next(paths), packed), fine, blob is not None, plain, digest)


def _written(scout: Scout, files: Sequence[File]) -> str:
    """The facts about files as they travel, and are kept."""
    return write_rows([_row(scout, root, scout.look(root, path)) for root, path in files])


def _row(scout: Scout, root: str, facts: Facts) -> Row:
    blob = scout.trees[root].blobs[facts.summary.path] if facts.is_committed else None
    return pack(facts.summary), facts.is_fine, blob, facts.is_plain, facts.digest
