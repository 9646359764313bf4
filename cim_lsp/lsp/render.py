"""What the core says, as LSP has it, and as the client at hand can take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from ..actions import Action
from ..changes import Changes
from ..diagnostics import Diagnostic, Severity
from ..document import Document
from ..identifiers import mint
from ..rules import manual_url
from ..text import Span
from .buffer import Buffer
from .client import Client
from .convert import to_range, to_text_edits
from .session import Verdict

SOURCE = "cim"
MOST = 1000
"""How many diagnostics of one file a client is sent."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which action was offered: the one of this number, at this span, in this state of a document."""

    uri: str
    state: int
    span: Span
    number: int

    def write(self) -> dict[str, Any]:
        return {"uri": self.uri, "state": self.state, "span": [self.span.start, self.span.end], "number": self.number}

    @classmethod
    def read(cls, data: Any) -> Choice:
        """Raises JsonRpcInvalidParams where this is nothing that was written here."""
        try:
            start, end = data["span"]
            return cls(str(data["uri"]), int(data["state"]), Span(int(start), int(end)), int(data["number"]))
        except (TypeError, KeyError, ValueError) as error:
            raise JsonRpcInvalidParams("this code action was not offered here") from error


def diagnostics(verdict: Verdict, uri: str, client: Client) -> list[types.Diagnostic]:
    """All diagnostics of a document; of very many the first, and how many more there are."""
    items = [diagnostic(found, verdict.document, uri, client) for found in verdict.diagnostics[:MOST]]
    if more := verdict.diagnostics[MOST:]:
        at = items[-1].range
        items.append(types.Diagnostic(at, f"… and {len(more)} more", types.DiagnosticSeverity.Error, source=SOURCE))
    return items


def diagnostic(found: Diagnostic, document: Document, uri: str, client: Client) -> types.Diagnostic:
    item = types.Diagnostic(
        to_range(document, found.span, client.encoding),
        found.message,
        types.DiagnosticSeverity(found.severity.value),
        code=found.code,
        source=SOURCE,
        data={"code": found.code},
    )
    if client.described:
        item.code_description = types.CodeDescription(manual_url(found.code))
    if client.tags and found.code == "deprecated-key":
        item.tags = [types.DiagnosticTag.Deprecated]
    if client.tags and found.code == "broken-ignore" and found.severity is Severity.HINT:
        item.tags = [types.DiagnosticTag.Unnecessary]
    if client.related and found.related:
        item.related_information = [
            types.DiagnosticRelatedInformation(
                types.Location(uri, to_range(document, related.span, client.encoding)), related.message
            )
            for related in found.related
        ]
    return item


def action(offered: Action, verdict: Verdict, buffer: Buffer, client: Client, choice: Choice) -> types.CodeAction:
    """An action; its edit is made when it is chosen, unless the client can't ask for it then."""
    item = types.CodeAction(offered.title, offered.kind, is_preferred=offered.preferred or None)
    if offered.diagnostic:
        item.diagnostics = [diagnostic(offered.diagnostic, verdict.document, buffer.uri, client)]
    if client.resolves:
        item.data = choice.write()
    else:
        item.edit = workspace_edit(verdict, buffer, offered.make(mint), client)
    return item


def workspace_edit(verdict: Verdict, buffer: Buffer, changes: Changes, client: Client) -> types.WorkspaceEdit:
    text_edits = to_text_edits(verdict.document, changes.edits[verdict.document.path], client.encoding)
    if not client.versioned:
        return types.WorkspaceEdit(changes={buffer.uri: text_edits})
    identifier = types.OptionalVersionedTextDocumentIdentifier(buffer.uri, buffer.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, list(text_edits))])
