"""A fresh id for a domain or module that began as a copy of another: asked for, never done unasked."""

from __future__ import annotations

from ..identifiers import Mint, is_uuid7
from ..nodes import Entry, Scalar
from ..scalars import replace_value
from ..text import Edit, Span
from .site import Site


def copied_id(site: Site, span: Span) -> Entry | None:
    """The `id` at a span, where it is a UUIDv7 that no alias may stand for."""
    entry = site.entity.get("id")
    if entry is None or not entry.span.touches(span) or not isinstance(entry.value, Scalar):
        return None
    is_plain = entry.value.style in ("", "'", '"') and "&" not in entry.span.of(site.document.text)
    return entry if is_plain and is_uuid7(entry.value.text) else None


def fresh_id(site: Site, entry: Entry, mint: Mint) -> tuple[Edit, ...]:
    """The edit that puts a fresh id in its place."""
    return (replace_value(site.document, entry.value, mint()),)
