"""Which configuration is in force where: that of the files from a folder up to the root of its project.

Of two files the nearer one wins; one that says `root = true` is the last that counts. Patterns hold from the folder
on in which they stand, as those of `.gitignore` do. Most projects have no configuration, so that looking for one is
all that is done here; what reads one is imported when there is one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import takewhile

from ..values import TYPE_CHECKING, NamedTuple
from .reading import UnreadableError, decode, read

if TYPE_CHECKING:
    from ..configuration import Configuration, Layer
    from ..diagnostics import Levels
    from .gitignore import Ignores

NAMES = (".cim.toml", "pyproject.toml")
"""What a configuration stands in; in one folder the first of these that has one."""
_HOME = os.path.expanduser("~")  # noqa: PTH111


class Effective(NamedTuple):
    """What is in force in a folder; `layers` are the files that say so, the outermost first."""

    layers: tuple[Layer, ...] = ()
    merged: Configuration | None = None
    """What the layers set together; None where there are none."""
    is_excluded: bool = False
    """Whether the folder, or one that it lies in, is left alone."""
    is_included: bool = False
    """Whether the YAML and JSON files in the folder are CIM files."""
    excluding: Ignores | None = None
    including: Ignores | None = None

    @property
    def levels(self) -> Levels:
        return self.merged.rules if self.merged else {}

    def covers(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether something in the folder is named by a pattern of what is left alone."""
        return self.excluding is not None and self.excluding.cover(path, is_folder=is_folder)

    def excludes(self, path: str) -> bool:
        """Whether a file in the folder is left alone."""
        return self.is_excluded or self.covers(path)

    def includes(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether something in the folder is, or holds, CIM files whatever their names."""
        verdict = self.including.judge(path, is_folder=is_folder) if self.including else None
        return self.is_included if verdict is None else verdict

    def inside(self, folder: str) -> Effective:
        """What is in force in a folder one level down that has no configuration of its own."""
        if not self.layers:
            return self
        excluded = self.is_excluded or self.covers(folder, is_folder=True)
        return self._replace(is_excluded=excluded, is_included=self.includes(folder, is_folder=True))

    def under(self, layer: Layer, folder: str) -> Effective:
        """What is in force where a layer is added that stands in this folder."""
        from ..configuration import merge  # noqa: PLC0415 - was needed to read the layer
        from .gitignore import Ignores  # noqa: PLC0415

        layers, added = (*self.layers, layer), layer.configuration
        return self._replace(
            layers=layers,
            merged=merge(each.configuration for each in layers),
            excluding=(self.excluding or Ignores()).holding(folder, added.exclude),
            including=(self.including or Ignores()).holding(folder, added.include),
        )


NOTHING = Effective()


class Configurations:
    """Finds what is in force in each folder, and looks at every folder once.

    Outside of any repository the innermost of `tops` that holds a folder is where the search upwards ends. `opened`
    has the texts of files that somebody edits, by their paths; `basis` is what an editor sets, which any file beats.
    Isolated is where there is no configuration at all.
    """

    def __init__(
        self,
        tops: tuple[str, ...] = (),
        opened: Mapping[str, str] | None = None,
        basis: Layer | None = None,
        *,
        isolated: bool = False,
    ) -> None:
        self.tops = tops
        self.opened = opened or {}
        self.basis = basis
        self.isolated = isolated
        self._known: dict[str, Effective] = {}
        self._layers: dict[str, Layer] = {}
        self._repositories: dict[str, str | None] = {}

    def of(self, path: str) -> Effective:
        """What is in force in the folder of a path; nothing is for one that isn't absolute, as of an untitled text."""
        return self.at(_outer(path)) if os.path.isabs(path) else NOTHING  # noqa: PTH117

    def at(self, folder: str) -> Effective:
        """What is in force in an absolute folder."""
        if folder not in self._known:
            top = self._top(folder)
            waiting = [folder]
            while waiting[-1] != top and (outer := _outer(waiting[-1])) not in self._known:
                waiting.append(outer)
            for each in reversed(waiting):
                self._known[each] = self._enter(each, is_top=each == top)
        return self._known[folder]

    def excludes(self, path: str) -> bool:
        """Whether the file at an absolute path is left alone."""
        return self.of(path).excludes(path)

    def includes(self, path: str) -> bool:
        """Whether the file at an absolute path is a CIM file whatever its name."""
        return self.of(path).includes(path)

    def folders(self) -> tuple[str, ...]:
        """Every folder that was looked into by now."""
        return tuple(self._known)

    def layers(self) -> tuple[Layer, ...]:
        """Every file that was found to say something by now."""
        return tuple(self._layers[path] for path in sorted(self._layers))

    def _enter(self, folder: str, *, is_top: bool) -> Effective:
        base = NOTHING if self.basis is None else NOTHING.under(self.basis, folder)
        outer = base if is_top else self._known[_outer(folder)].inside(folder)
        layer = None if self.isolated else self._layer(folder)
        if layer is None:
            return outer
        self._layers[layer.path] = layer
        return (base._replace(is_excluded=outer.is_excluded) if layer.configuration.root else outer).under(
            layer, folder
        )

    def _layer(self, folder: str) -> Layer | None:
        """What the file in a folder says, if there is one."""
        own, shared = (os.path.join(folder, name) for name in NAMES)  # noqa: PTH118
        if own in self.opened or os.path.lexists(own):
            return self._read(own)
        return self._read(shared, shared=True) if shared in self.opened or os.path.lexists(shared) else None

    def _read(self, path: str, *, shared: bool = False) -> Layer | None:
        try:
            text = self.opened[path] if path in self.opened else decode(read(path))
        except UnreadableError as error:
            if shared:
                return None
            from ..configuration import unreadable  # noqa: PLC0415

            return unreadable(path, str(error))
        if shared and "cim" not in text:
            return None
        from ..configuration import read as read_layer  # noqa: PLC0415 - most projects have none

        return read_layer(path, text, shared=shared)

    def _top(self, folder: str) -> str:
        """Where the search upwards ends; at the latest below a home folder or the root of the file system."""
        repository = self._repository(folder)
        if repository:
            return repository
        chain = list(_upward(folder))
        narrow = takewhile(lambda each: each not in (_HOME, os.path.sep), chain)
        return next((each for each in chain if each in self.tops), None) or [folder, *narrow][-1]

    def _repository(self, folder: str) -> str | None:
        passed, found = list[str](), None
        for each in _upward(folder):
            if each in self._repositories:
                found = self._repositories[each]
                break
            passed.append(each)
            if os.path.lexists(os.path.join(each, ".git")):  # noqa: PTH118
                found = each
                break
        self._repositories.update(dict.fromkeys(passed, found))
        return found


def is_configuration(path: str) -> bool:
    """Whether a path is one that a configuration can stand in."""
    return os.path.basename(path) in NAMES  # noqa: PTH119


def _outer(folder: str) -> str:
    return os.path.dirname(folder)  # noqa: PTH120 - a Path costs more than all else here


def _upward(folder: str) -> Iterator[str]:
    """A folder and those around it, up to the root of the file system."""
    yield folder
    while (outer := _outer(folder)) != folder:
        yield (folder := outer)
