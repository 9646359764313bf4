"""What the files on disk tell their project, read as cheaply as they allow."""

from __future__ import annotations

import os
from collections.abc import Iterable

from ..filetypes import has_modeline, is_named
from ..plain import RefusedError
from ..plain import read as read_plain
from ..summary import Summary, summarise
from ..values import TYPE_CHECKING
from ..vocabulary import KINDS
from .reading import UnreadableError, decode, read

if TYPE_CHECKING:
    from typing import Any

    from ..document import Document

Stamps = dict[str, tuple[int, int]]
"""The time of the last change (ns) and the size of files by path: other values, another content."""


def summarise_text(path: str, text: str, *, included: bool = False) -> Summary | None:
    """What a text says; None where it is somebody else's. Most are read without the real parser.

    With `included` it is a CIM file whatever its name.
    """
    if not (included or is_named(path) or has_modeline(text)):
        return None
    try:
        value: Any = read_plain(text)
        if any(kind in value for kind in KINDS):
            return summarise(path, (value,))
    except RefusedError:
        pass
    from ..document import Document  # noqa: PLC0415 - brings the parser in, and most files need none
    from ..mentions import summary  # noqa: PLC0415
    from ..ownership import is_cim  # noqa: PLC0415

    document = Document.parse(path, text)
    return summary(document) if is_cim(document, included=included) else None


def summarise_data(path: str, data: bytes, *, included: bool = False) -> Summary | None:
    """What the content of a file says; None where it is no text, or somebody else's."""
    try:
        return summarise_text(path, decode(data), included=included)
    except UnreadableError:
        return None


def document_at(path: str) -> Document | None:
    """The document at a path; None where it can't be read."""
    from ..document import Document  # noqa: PLC0415

    try:
        return Document.parse(path, decode(read(path)))
    except UnreadableError:
        return None


def stamps(paths: Iterable[str]) -> Stamps:
    """The stamp of each of these files that is there."""
    found: Stamps = {}
    for path in paths:
        try:
            stat = os.stat(path)  # noqa: PTH116 - a Path costs more than all else here
        except OSError:
            continue
        found[path] = stat.st_mtime_ns, stat.st_size
    return found
