"""All the required keys that a domain or module lacks, added at once."""

from __future__ import annotations

import json

from ..diagnostics import Diagnostic
from ..document import entity_of
from ..editing import insert_key
from ..faults import find_faults
from ..formatting.meaning import said
from ..identifiers import Mint
from ..nodes import Mapping, Scalar, Sequence, entries
from ..text import Edit, Span
from ..vocabulary import REQUIRED
from .site import Site

CODE = "missing-key"
_PROBE = "00000000-0000-7000-8000-000000000000"
"""Stands for the fresh id while it is found out whether there is a place for it."""


def missing_keys(site: Site, diagnostics: tuple[Diagnostic, ...]) -> tuple[str, ...]:
    """The required keys that are told to be missing, where there are several and a place for each of them."""
    token = site.entity.key.span
    if sum(it.code == CODE and it.span == token for it in diagnostics) < 2:
        return ()
    faults = find_faults(site.root, site.document.text)
    told = {fault.key for fault in faults if fault.code == CODE and fault.span == token and not fault.entry}
    keys = tuple(key for key in REQUIRED if key in told)
    return keys if len(keys) > 1 and _is_sound(site, keys) else ()


def add_keys(site: Site, keys: tuple[str, ...], mint: Mint) -> tuple[Edit, ...]:
    """The edits that add them: a fresh id, and empty values to fill in."""
    values = {key: mint() if key == "id" else "" for key in keys}
    body = site.entity.top.value
    if isinstance(body, Mapping | Sequence) and not (body.entries if isinstance(body, Mapping) else body.items):
        return _fill_brackets(site, body, values)
    together: dict[Span, str] = {}
    for key, value in values.items():
        edits = insert_key(site.document, site.entity, key, value)
        for edit in edits:
            text = edit.text if getattr(body, "flow", False) else edit.text.rstrip(" ")
            together[edit.span] = together.get(edit.span, "") + text
        if not edits:
            return ()
    return tuple(Edit(span, text) for span, text in sorted(together.items()))


def _fill_brackets(site: Site, body: Mapping | Sequence, values: dict[str, str]) -> tuple[Edit, ...]:
    """The keys between brackets that hold nothing yet."""
    inside = Span(body.span.start + 1, body.span.end - 1)
    if inside.of(site.document.text).strip():
        return ()
    key = site.entity.key
    is_quoted = isinstance(key, Scalar) and key.style == '"'
    pairs = [f'"{key}": {json.dumps(value)}' if is_quoted else f"{key}: {value}" for key, value in values.items()]
    text = ", ".join(pairs if isinstance(body, Mapping) else (f"{{{pair}}}" for pair in pairs))
    return (Edit(inside, text),)


def _is_sound(site: Site, keys: tuple[str, ...]) -> bool:
    """Whether the keys are there once they are added, and all else is what it was."""
    edits = add_keys(site, keys, lambda: _PROBE)
    root = site.after(edits) if edits else None
    entity = entity_of(root)
    if root is None or entity is None:
        return False
    added = [entry for entry in entity.entries if entry.name in keys]
    kept = [entry for entry in entity.entries if entry.name not in keys]
    others = [said(entry) for entry in entries(root) if entry is not entity.top]
    return (
        len(added) == len(keys)
        and list(map(said, kept)) == list(map(said, site.entity.entries))
        and others == [said(entry) for entry in entries(site.root) if entry is not site.entity.top]
    )
