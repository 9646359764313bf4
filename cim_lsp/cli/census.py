"""Who is there: the domains and modules that the files of a project declare.

A project is a git repository; where there is none, the folder that one works in.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ..document import Document, entity_of
from ..files.folders import files_below
from ..files.reading import UnreadableError, decode, read
from ..plain import RefusedError
from ..plain import read as read_plainly
from ..vocabulary import KINDS


@dataclass(frozen=True, slots=True)
class Citizen:
    """A domain or module, as far as its file says what it is called; `path` is relative where that is shorter."""

    kind: str
    name: str
    id: str
    path: str


def project(folder: Path) -> Path:
    """The folder of the project that a folder (it may not exist yet) belongs to."""
    folder = Path(os.path.realpath(folder))
    here = Path.cwd()
    repository = next((place for place in (folder, *folder.parents) if os.path.lexists(place / ".git")), None)
    return repository or (here if here in (folder, *folder.parents) else folder)


def citizens(folder: Path) -> Iterator[Citizen]:
    """All domains and modules in the CIM files of a folder and below; what can't be read has none."""
    for path in files_below(str(folder)):
        yield from citizens_of(shown(path))


def citizens_of(path: str) -> Iterator[Citizen]:
    """The domains and modules of a file; none where it can't be read."""
    try:
        text = decode(read(path))
    except UnreadableError:
        return
    for kind, name, identity in _plainly(text) or _closely(path, text):
        yield Citizen(kind, name, identity, path)


def shown(path: str) -> str:
    """A path as a person would write it from here."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative


def _plainly(text: str) -> list[tuple[str, str, str]]:
    """Kind, name and id of what a plain file declares: most are plain, and this is the quick way."""
    try:
        value = read_plainly(text)
    except RefusedError:
        return []
    top = cast("dict[str, Any]", value if isinstance(value, dict) else {})
    kind = next((key for key in top if key in KINDS), "")
    body = top.get(kind)
    parts = cast("list[Any]", body if isinstance(body, list) else [body])
    fields = cast("list[dict[str, Any]]", [part for part in parts if isinstance(part, dict)])
    name, identity = ([part[key] for part in fields if isinstance(part.get(key), str)] for key in ("name", "id"))
    return [(kind, name[0], identity[0])] if name and identity else []


def _closely(path: str, text: str) -> Iterator[tuple[str, str, str]]:
    document = Document.parse(str(Path(path).absolute()), text)
    for entity in (entity_of(tree.root) for tree in document.trees):
        if entity:
            (name, _), (identity, _) = entity.text("name") or ("", None), entity.text("id") or ("", None)
            yield entity.kind, name, identity
