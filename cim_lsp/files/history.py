"""What git knows of a project: which files its last commit has, who was declared in them, and since when it has them.

Each question is put once for all files. Paths are absolute, below the root of the repository as the caller spells it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from ..filetypes import SUFFIXES, is_named
from ..values import NamedTuple
from .git import GitError, answer, ask

_SHA1 = 40
"""How many digits an object's name has in a repository of SHA-1; the others have SHA-256."""


_NONE: Mapping[str, str] = {}


class Tree(NamedTuple):
    """The files of a commit that may be CIM files: the names of their contents (blobs) by path."""

    blobs: Mapping[str, str] = _NONE

    def has(self, path: str, data: bytes) -> bool:
        """Whether a file is there, with that content."""
        blob = self.blobs.get(path)
        return blob is not None and is_content(data, blob)

    def known(self, files: Collection[str]) -> list[str]:
        """Of the files of a project those that are there; and those there that are gone from the disk."""
        return [path for path in self.blobs if path in files or (is_named(path) and not os.path.lexists(path))]


def head(root: str) -> str | None:
    """The name of the last commit; None where there is none."""
    said = ask(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return said.decode("ascii").strip() if said else None


def places(root: str, names: Iterable[str]) -> tuple[str, ...]:
    """Where git keeps files of a repository, by names such as HEAD, if they are there; none where it can't tell."""
    said = ask(root, "rev-parse", *(word for name in names for word in ("--git-path", name))) or b""
    return tuple(os.path.join(root, os.fsdecode(line)) for line in said.splitlines())  # noqa: PTH118


def tree(root: str, commit: str = "HEAD") -> Tree:
    """The files of a commit; none where git can't tell."""
    try:
        return Tree(files(root, commit, SUFFIXES))
    except GitError:
        return Tree()


def files(root: str, commit: str, endings: tuple[str, ...] = ("",)) -> dict[str, str]:
    """The blobs of a commit's regular files by path, of those with such an ending. Raises GitError."""
    blobs: dict[str, str] = {}
    top = os.path.join(root, "")  # noqa: PTH118
    for line in os.fsdecode(answer(root, "ls-tree", "-r", "-z", "--full-tree", commit)).split("\0"):
        if line.endswith(endings) and line.startswith("100"):
            about, _, path = line.partition("\t")
            blobs[top + path.replace("/", os.sep)] = about.rpartition(" ")[2]
    return blobs


def contents(root: str, blobs: Iterable[str]) -> dict[str, bytes]:
    """What is in blobs, as it was committed; those that can't be had are left out."""
    wanted = list(dict.fromkeys(blobs))
    said = ask(root, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in wanted).encode()) if wanted else b""
    return {blob: data for blob, data in zip(wanted, _batch(said or b""), strict=False) if data is not None}


def ages(root: str, paths: Iterable[str]) -> dict[str, int]:
    """When each of these files was first committed under its path, as numbers that grow with time.

    Those that never were are left out. Only numbers of one answer can be compared.
    """
    wanted = {_relative(root, path): path for path in paths}
    if not wanted:
        return {}
    lines = b"".join(path + b"\n" for path in wanted if b"\n" not in path)
    commits = ask(root, "rev-list", "--reverse", "--date-order", "--stdin", given=b"HEAD\n--\n" + lines)
    flags = ("--root", "-r", "--no-renames", "--diff-filter=A", "--name-status", "-z")
    said = ask(root, "diff-tree", "--stdin", *flags, given=commits) if commits else None
    found: dict[str, int] = {}
    for number, path in _added((said or b"").split(b"\0")):
        if path in wanted:
            found.setdefault(wanted[path], number)
    return found


def is_content(data: bytes, blob: str) -> bool:
    """Whether a file has the content of a blob; line ends that git may have converted to CRLF are no difference."""
    return blob == _name(data, blob) or (b"\r\n" in data and blob == _name(data.replace(b"\r\n", b"\n"), blob))


class Ages:
    """Since when git has known files (`project.Age`). The first to ask has it look for all that may be asked for."""

    def __init__(self, root: str, suspects: Callable[[], Iterable[str]]) -> None:
        self._root = root
        self._suspects = suspects
        self._asked: set[str] = set()
        self._known: dict[str, int] = {}

    def __call__(self, path: str) -> int | None:
        if path not in self._asked:
            self._asked |= {path, *self._suspects()}
            self._known = ages(self._root, self._asked)
        return self._known.get(path)


def _added(words: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The paths in what diff-tree says, each with the number of its commit: commit A path A path commit …"""
    left, number = iter(words), 0
    for word in left:
        if word == b"A":
            yield number, next(left, b"")
        else:
            number += 1


def _batch(said: bytes) -> Iterator[bytes | None]:
    """The contents in what `cat-file --batch` says: `<name> blob <size>` LF, so many bytes, LF.

    None for each that it says `<name> missing` LF of.
    """
    start = 0
    while start < len(said):
        end = said.index(b"\n", start)
        size = said[start:end].partition(b" blob ")[2]
        start = end + 1
        yield said[start : start + int(size)] if size else None
        start += int(size) + 1 if size else 0


def _name(data: bytes, like: str) -> str:
    """The name that git gives to a blob of this content (gitformat-objects: `blob <size>` NUL content)."""
    digest = hashlib.sha1 if len(like) == _SHA1 else hashlib.sha256
    return digest(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _relative(root: str, path: str) -> bytes:
    return os.fsencode(os.path.relpath(path, root).replace(os.sep, "/"))
