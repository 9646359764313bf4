"""What a branch has changed: the files that differ from where it left a revision, and whom the old ones declared.

Git is asked for commits, trees and blobs alone, and the files themselves are compared here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from ..files.git import GitError, answer
from ..files.history import contents, files, is_content
from ..files.reading import UnreadableError, decode, read
from ..files.repositories import NOWHERE, Repositories
from ..filetypes import is_named
from .output.characters import printable
from .verdicts import UnusableError


@dataclass(frozen=True, slots=True)
class Change:
    """The changed files of a run by their identified paths, and the old blobs of those that others may refer to."""

    paths: frozenset[str]
    old: tuple[tuple[str, str], ...]
    """The root of a repository, and a blob there."""

    def declared(self) -> frozenset[str]:
        """The names and ids of the domains and modules that were in these files before."""
        by_root: dict[str, list[str]] = {}
        for root, blob in self.old:
            by_root.setdefault(root, []).append(blob)
        texts = (text for root, blobs in by_root.items() for text in _texts(contents(root, blobs).values()))
        return frozenset(name for text in texts for name in _names(text))


def changed(paths: Iterable[str], revision: str, repositories: Repositories) -> Change:
    """Which of these identified files differ from the merge base of a revision and HEAD: committed, staged or neither.

    Raises UnusableError.
    """
    by_root: dict[str, set[str]] = {}
    for path in paths:
        by_root.setdefault(repositories.root_of(path), set()).add(path)
    if NOWHERE in by_root:
        outside = printable(min(by_root[NOWHERE]))
        raise UnusableError(f"--since compares files of a git repository, and {outside} is in none")
    found: set[str] = set()
    old: list[tuple[str, str]] = []
    for root, here in by_root.items():
        before = _tree(root, _merge_base(root, revision))
        differing = {path for path in here if not _is_same(path, before.get(path))}
        gone = {path for path in before if is_named(path) and not os.path.lexists(path)}
        old += ((root, before[path]) for path in sorted(differing | gone) if path in before)
        found |= differing | gone
    return Change(frozenset(found), tuple(old))


def _merge_base(root: str, revision: str) -> str:
    try:
        commit = answer(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").strip().decode()
    except GitError as error:
        raise UnusableError(f"--since: {printable(revision)} names no commit: {printable(str(error))}") from error
    try:
        return answer(root, "merge-base", commit, "HEAD").split()[0].decode()
    except GitError as error:
        what = f"--since: {printable(revision)} and HEAD have no ancestor in common"
        raise UnusableError(f"{what}; in a shallow clone, fetch the whole history") from error


def _tree(root: str, commit: str) -> dict[str, str]:
    """The path of each file of a commit, and its blob."""
    try:
        return files(root, commit)
    except GitError as error:
        raise UnusableError(printable(str(error))) from error


def _is_same(path: str, blob: str | None) -> bool:
    """Whether a file has the content of a blob."""
    try:
        return blob is not None and is_content(read(path), blob)
    except UnreadableError:
        return False


def _texts(data: Iterable[bytes]) -> Iterator[str]:
    """What is text among the contents of files."""
    for each in data:
        with suppress(UnreadableError):
            yield decode(each)


def _names(text: str) -> Iterator[str]:
    from ..document import Document  # noqa: PLC0415 - few runs come here
    from ..mentions import summary  # noqa: PLC0415

    for member in summary(Document.parse("", text)).members:
        yield from filter(None, (member.name, member.id))
