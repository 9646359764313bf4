"""Code actions: listed with their edit, or with what is needed to make it when one is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from ...actions import Action
from ...identifiers import mint
from ...text import Span
from ..client import Client
from ..verdicts import Verdict
from .diagnostics import diagnostic
from .edits import Find, workspace_edit


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
        except (TypeError, KeyError, ValueError, OverflowError) as error:
            raise JsonRpcInvalidParams("this code action was not offered here") from error


def code_action(offered: Action, verdict: Verdict, choice: Choice, find: Find, client: Client) -> types.CodeAction:
    """An action; its edit is made when it is chosen, unless the client can't ask for it then."""
    item = types.CodeAction(offered.title, offered.kind, is_preferred=offered.preferred or None)
    if offered.diagnostic:
        item.diagnostics = [diagnostic(offered.diagnostic, verdict.document, choice.uri, client)]
    if client.edits.resolves:
        item.data = choice.write()
    else:
        item.edit = workspace_edit(offered.make(mint), find, client)
    return item
