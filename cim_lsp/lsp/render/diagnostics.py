"""Diagnostics, published or pulled."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from ...diagnostics import Diagnostic, Related, Severity
from ...document import Document
from ...rules import BY_SCHEMA, manual_url
from ..client import Client
from ..convert import to_range
from ..uris import uri_of

SOURCE = "cim"
MOST = 1000
"""How many diagnostics of one file a client is sent."""


def diagnostics(
    found: Iterable[Diagnostic], document: Document, uri: str, client: Client, *, structural: bool
) -> list[types.Diagnostic]:
    """All diagnostics of a document; of very many the first, and how many more there are.

    With `structural` only what the schemas can't say: another server says the rest.
    """
    told = [each for each in found if not (structural and each.code in BY_SCHEMA)]
    items = [diagnostic(each, document, uri, client) for each in told[:MOST]]
    if more := told[MOST:]:
        heaviest = types.DiagnosticSeverity(min(each.severity.value for each in more))
        items.append(types.Diagnostic(items[-1].range, f"… and {len(more)} more", heaviest, source=SOURCE))
    return items


def diagnostic(found: Diagnostic, document: Document, uri: str, client: Client) -> types.Diagnostic:
    item = types.Diagnostic(
        to_range(document.lines, found.span, client.encoding),
        found.message,
        types.DiagnosticSeverity(found.severity.value),
        code=found.code,
        source=SOURCE,
    )
    support = client.diagnostics
    if support.data:
        item.data = {"code": found.code}
    if support.described:
        item.code_description = types.CodeDescription(manual_url(found.code))
    if support.tags and found.code == "deprecated-key":
        item.tags = [types.DiagnosticTag.Deprecated]
    if support.tags and found.code == "broken-ignore" and found.severity is Severity.HINT:
        item.tags = [types.DiagnosticTag.Unnecessary]
    if support.related and found.related:
        item.related_information = [
            types.DiagnosticRelatedInformation(_location(related, document, uri, client), related.message)
            for related in found.related
        ]
    return item


def _location(related: Related, document: Document, uri: str, client: Client) -> types.Location:
    """A related place, in this document or in another one."""
    if related.document and related.document.path != document.path:
        document, uri = related.document, uri_of(related.document.path)
    return types.Location(uri, to_range(document.lines, related.span, client.encoding))
