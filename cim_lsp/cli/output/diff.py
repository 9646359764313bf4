"""What `--fix` would change, as a unified diff that `patch -p0` and `git apply -p0` understand."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .characters import printable
from .style import Style

if TYPE_CHECKING:
    from ..verdicts import Change, Verdict

_ROLES = {"+": "added", "-": "removed", "@": "gutter"}


def render(verdicts: Iterable[Verdict], style: Style) -> Iterator[str]:
    """The changes, file by file: byte for byte, except on a terminal, which mustn't obey the text."""
    for verdict in verdicts:
        for line in _diff(verdict.path, verdict.change) if verdict.change else ():
            content = line.removesuffix("\n")
            shown = printable(content.removesuffix("\r")) if style.is_terminal else content
            yield style.paint(_ROLES.get(line[0], "path"), shown) + "\n"


def _diff(path: str, change: Change) -> Iterator[str]:
    before, after = (list(io.StringIO(text, newline="\n")) for text in (change.before, change.after))
    for line in difflib.unified_diff(before, after, path, path):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
