"""A whole domain or module, in an empty file or behind its key: the name as the file is called, the id fresh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from ...conventions import slug
from ...scalars import scalar_text
from ...vocabulary import KINDS
from .item import Item, Note, Request, Text, offer

_KEYS = ("name", "id", "purpose")


def skeletons(request: Request) -> Iterator[Item]:
    """A domain and a module in both forms, the one that the file is named for first."""
    stem = PurePath(request.path).stem
    for kind in sorted(KINDS, key=lambda kind: not stem.endswith(kind)):
        for form in ("record", "list"):
            text = Text(f"{kind}:{_body(request, form)}", stop=True)
            label = kind if form == "record" else f"{kind} as a list"
            yield offer(request, label, "skeleton", text, Note("name, id and purpose", (kind,)))


def bodies(request: Request) -> Iterator[Item]:
    """The body of a domain or module in both forms, behind its colon."""
    cursor = request.cursor
    if cursor.flow or cursor.quote:
        return
    for form in ("record", "list"):
        text = Text(_body(request, form), stop=True)
        yield offer(request, f"as a {form}", "skeleton", text, Note("name, id and purpose", cursor.path))


def _body(request: Request, form: str) -> str:
    values = (scalar_text(own_name(request.path)), request.mint(), "")
    dash = "- " if form == "list" else ""
    lines = (f"{request.newline}  {dash}{key}: {value}" for key, value in zip(_KEYS, values, strict=True))
    return "".join(lines)


def own_name(path: str) -> str:
    """The name that a file or, where it is called `domain.yaml` or the like, its folder already has."""
    file = PurePath(path)
    return slug(file.stem.rpartition(".")[0] or file.parent.name) or "my-name"
