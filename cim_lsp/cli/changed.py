"""What a branch has changed: the files that differ from where it left a revision, and whom the old ones declared.

Git is asked for commits, trees and blobs alone, and the files themselves are compared here. So nothing that a
repository's configuration names is run: no hook, filter, diff driver, file system monitor or transport.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from ..files.reading import UnreadableError, decode, read
from ..filetypes import is_named
from .output.characters import printable
from .repositories import NOWHERE, Repositories
from .verdicts import UnusableError

_GIT = ("git", "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
_SAFE = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0",
         "LC_ALL": "C"}  # fmt: skip
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What a hook's environment says of another repository than the one that is asked."""
_BLOB = b"blob"


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
        texts = (text for root, blobs in by_root.items() for text in _texts(root, blobs))
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
    for root, files in by_root.items():
        before = dict(_tree(root, _merge_base(root, revision)))
        differing = {path for path in files if not _is_same(path, before.get(path))}
        gone = {path for path in before if is_named(path) and not os.path.lexists(path)}
        old += ((root, before[path]) for path in sorted(differing | gone) if path in before)
        found |= differing | gone
    return Change(frozenset(found), tuple(old))


def _merge_base(root: str, revision: str) -> str:
    try:
        commit = _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").strip().decode()
    except UnusableError as error:
        raise UnusableError(f"--since: {printable(revision)} names no commit: {error}") from error
    try:
        return _git(root, "merge-base", commit, "HEAD").split()[0].decode()
    except UnusableError as error:
        what = f"--since: {printable(revision)} and HEAD have no ancestor in common"
        raise UnusableError(f"{what}; in a shallow clone, fetch the whole history") from error


def _tree(root: str, commit: str) -> Iterator[tuple[str, str]]:
    """The path of each file of a commit, and its blob."""
    for line in _git(root, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        about, _, name = line.partition(b"\t")
        if name:
            _, kind, blob = about.split()
            if kind == _BLOB:
                yield os.path.join(root, os.fsdecode(name)), blob.decode()  # noqa: PTH118


def _is_same(path: str, blob: str | None) -> bool:
    """Whether a file has the content of a blob; line ends that git may have converted are no difference."""
    if blob is None:
        return False
    try:
        data = read(path)
    except UnreadableError:
        return False
    return blob in (_hash(data, len(blob)), _hash(data.replace(b"\r\n", b"\n"), len(blob)))


def _hash(data: bytes, length: int) -> str:
    """The name that git gives to a blob, in repositories of SHA-1 or SHA-256."""
    made = hashlib.sha256() if length == hashlib.sha256().digest_size * 2 else hashlib.sha1(usedforsecurity=False)
    made.update(b"%s %d\0" % (_BLOB, len(data)))
    made.update(data)
    return made.hexdigest()


def _texts(root: str, blobs: list[str]) -> Iterator[str]:
    """The texts of blobs; those that are none, or aren't there, are left out."""
    for blob in blobs:
        with suppress(UnusableError, UnreadableError):
            yield decode(_git(root, "cat-file", "blob", blob))


def _names(text: str) -> Iterator[str]:
    from ..document import Document  # noqa: PLC0415 - few runs come here
    from ..mentions import summary  # noqa: PLC0415

    for member in summary(Document.parse("", text)).members:
        yield from filter(None, (member.name, member.id))


def _git(root: str, *arguments: str) -> bytes:
    """What git prints. Raises UnusableError with its reason where it fails."""
    inherited = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    try:
        run = subprocess.run(  # noqa: S603 - what a user says stands behind --end-of-options
            (*_GIT, "-C", root, *arguments), capture_output=True, check=False, env={**inherited, **_SAFE}
        )
    except (OSError, ValueError) as error:
        raise UnusableError(f"git can't be asked: {error}") from error
    if run.returncode:
        reason = run.stderr.decode(errors="replace").strip() or "it found nothing"
        raise UnusableError(f"git: {printable(reason)}")
    return run.stdout
