"""What each file tells a run before anything is judged, found out as cheaply as the file allows.

Only what the quick reader refuses is parsed for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..certain import is_fine, taken
from ..summary import Packed, Summary, pack, summarise
from .configurations import Configurations
from .reading import UnreadableError, decode, read

if TYPE_CHECKING:
    from ..document import Document
    from .history import Tree


@dataclass(frozen=True, slots=True)
class Facts:
    """The summary of a file, whether it is certainly fine by itself, and whether it is as git's HEAD has it.

    `document` is what it was parsed to, if it had to be.
    """

    summary: Summary
    is_fine: bool = False
    is_committed: bool = False
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Scout:
    """Looks at files; `now` is milliseconds since 1970, `trees` are the commits of the repositories by their roots."""

    now: int
    configurations: Configurations
    trees: Mapping[str, Tree]

    def look(self, root: str, path: str, given: bytes | None = None) -> Facts:
        """The facts about an identified file of a project, or about what is given in its place."""
        is_committed = False
        try:
            data = read(path) if given is None else given
            is_committed = root in self.trees and self.trees[root].has(path, data)
            text = decode(data)
        except UnreadableError:
            return Facts(Summary(path, torn=True), is_committed=is_committed)
        if (value := taken(text)) is not None:
            return Facts(summarise(path, (value,)), is_fine(text, value, self.now), is_committed)
        if "domain" not in text and "module" not in text:
            return Facts(Summary(path), is_committed=is_committed)
        document, summary = self._parse(path, text)
        return Facts(summary, is_committed=is_committed, document=document)

    def _parse(self, path: str, text: str) -> tuple[Document, Summary]:
        from ..document import Document  # noqa: PLC0415 - brings the parser in, and most files need none of this
        from ..filetypes import is_named  # noqa: PLC0415
        from ..mentions import summary  # noqa: PLC0415
        from ..ownership import is_cim  # noqa: PLC0415

        document = Document.parse(path, text)
        included = self.configurations.includes(path)
        is_alien = is_named(path) and not is_cim(document, included=included)
        return document, Summary(path) if is_alien else summary(document)


def pack_all(scout: Scout, files: Sequence[tuple[str, str]]) -> list[tuple[Packed, bool, bool]]:
    """The facts about files, each given by the root of its project and its path, to be sent to another process."""
    found = (scout.look(root, path) for root, path in files)
    return [(pack(each.summary), each.is_fine, each.is_committed) for each in found]
