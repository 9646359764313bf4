"""Which files make up a project: those of one git repository; outside of any, those that were named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from .configurations import Configurations

_NONE: Mapping[str, str | None] = {}
NOWHERE = ""
"""The project of the files that no repository holds."""


class Repositories:
    """Finds the repository of each folder, and looks at every folder once.

    `identified` has paths whose identity was found out already, but for those that it is None of.
    """

    def __init__(self, identified: Mapping[str, str | None] = _NONE) -> None:
        self._roots: dict[str, str] = {}
        self._real: dict[str, str] = {}
        self._identified = dict(identified)
        home = os.path.realpath(os.path.expanduser("~"))  # noqa: PTH111 - a Path costs more than all else here
        self._too_large = {home, os.path.dirname(home), os.path.sep}  # noqa: PTH120

    def identify(self, path: str) -> str:
        """The absolute path of a file with all links followed, by which a project knows it: a link is no copy."""
        identity = self._identified.get(path)
        if identity is None:
            identity = self._identified[path] = self._identify(path)
        return identity

    def _identify(self, path: str) -> str:
        if os.path.islink(path):  # noqa: PTH114
            return os.path.realpath(path)
        folder, name = os.path.split(path)
        if folder not in self._real:
            self._real[folder] = os.path.realpath(folder or os.path.curdir)
        return os.path.join(self._real[folder], name)  # noqa: PTH118

    def root_of(self, path: str) -> str:
        """The root of the repository that holds an identified file; a home folder is not walked for being one."""
        known = self._roots.get(path.rpartition(os.sep)[0])
        return self._walk(path) if known is None else known

    def _walk(self, path: str) -> str:
        folder, passed = os.path.dirname(path), list[str]()  # noqa: PTH120
        while folder not in self._roots:
            passed.append(folder)
            parent = os.path.dirname(folder)  # noqa: PTH120
            if os.path.lexists(os.path.join(folder, ".git")):  # noqa: PTH118
                self._roots[folder] = NOWHERE if folder in self._too_large else folder
            elif parent == folder:
                self._roots[folder] = NOWHERE
            else:
                folder = parent
        root = self._roots[folder]
        self._roots.update(dict.fromkeys(passed, root))
        return root

    def rest(
        self, paths: Iterable[str], searched: Iterable[str], configurations: Configurations | None = None
    ) -> Iterator[str]:
        """The other CIM files of the repositories that hold some files; those below `searched` folders are known."""
        known = set(paths)
        folders = [os.path.realpath(folder) for folder in searched]
        for root in dict.fromkeys(map(self.root_of, paths)):
            if root != NOWHERE and not any(_is_in(root, folder) for folder in folders):
                from .folders import files_below  # noqa: PLC0415 - whoever names no file of a repository needs none of it

                for path in files_below(root, configurations, known):
                    if self.root_of(path) == root:
                        yield path


def _is_in(folder: str, outer: str) -> bool:
    return os.path.commonpath((folder, outer)) == outer
