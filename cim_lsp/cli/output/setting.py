"""What a format for programs is told of the run, beside its verdicts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from .characters import without_surrogates

if TYPE_CHECKING:
    from ..tally import Tally

HOMEPAGE = "https://github.com/cim-lsp/cim-lsp"


@dataclass(frozen=True, slots=True)
class Setting:
    """The folder that paths are told from, the severities that make the run fail, and what it came to in the end.

    A run that is `sifted` tells only what its baseline doesn't know.
    """

    root: str
    failing: tuple[str, ...]
    tally: Tally
    sifted: bool = False

    def path(self, path: str) -> str:
        """A path from the root, with slashes; one that isn't below it is absolute."""
        return without_surrogates(self._from_root(path))

    def uri(self, path: str) -> tuple[str, bool]:
        """A path as a URI (RFC 3986), byte for byte, and whether it is relative to the root."""
        name = self._from_root(path)
        quoted = quote_from_bytes(os.fsencode(name))
        is_absolute = PurePath(name).is_absolute()
        return f"file://{'' if quoted.startswith('/') else '/'}{quoted}" if is_absolute else quoted, not is_absolute

    def _from_root(self, path: str) -> str:
        folder, name = os.path.split(path)
        absolute = PurePath(os.path.realpath(folder or os.curdir)) / name
        try:
            return absolute.relative_to(self.root).as_posix()
        except ValueError:
            return absolute.as_posix()


def root_here() -> str:
    """The root of the repository that one works in, else the folder: what a forge calls the root of the source."""
    from ...files.repositories import NOWHERE, Repositories  # noqa: PLC0415

    here = os.path.realpath(os.curdir)
    found = Repositories().root_of(str(PurePath(here, "x")))
    return here if found == NOWHERE else found
