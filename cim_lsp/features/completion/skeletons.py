"""A whole domain or module, in an empty file or behind its key: the name as the file is called, the id fresh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from ...filetypes import own_name
from ...scalars import scalar_text
from ...skeletons import Form, body
from ...vocabulary import KINDS
from .item import Item, Note, Request, Text, offer

_FORMS: tuple[Form, ...] = ("record", "list")


def skeletons(request: Request) -> Iterator[Item]:
    """A domain and a module in both forms, the one that the file is named for first."""
    stem = PurePath(request.path).stem
    for kind in sorted(KINDS, key=lambda kind: not stem.endswith(kind)):
        for form in _FORMS:
            text = Text(f"{kind}:{_body(request, kind, form)}", stop=True)
            label = kind if form == "record" else f"{kind} as a list"
            yield offer(request, label, "skeleton", text, Note("name, id and purpose", (kind,)))


def bodies(request: Request) -> Iterator[Item]:
    """The body of a domain or module in both forms, behind its colon."""
    cursor = request.cursor
    if cursor.flow or cursor.quote:
        return
    for form in _FORMS:
        text = Text(_body(request, str(cursor.path[0]), form), stop=True)
        yield offer(request, f"as a {form}", "skeleton", text, Note("name, id and purpose", cursor.path))


def _body(request: Request, kind: str, form: Form) -> str:
    name = scalar_text(own_name(request.path, kind))
    return body({"name": name, "id": request.mint(), "purpose": ""}, form, request.newline)
