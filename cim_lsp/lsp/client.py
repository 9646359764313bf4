"""What the client at the other end can take, read once from its capabilities."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types

from .convert import Encoding


@dataclass(frozen=True, slots=True)
class Client:
    """A client's capabilities, as far as they change what it is sent (LSP 3.17, ClientCapabilities)."""

    encoding: Encoding
    pulls: bool
    """It asks for diagnostics; otherwise they are published. Never both."""
    related: bool
    described: bool
    """It takes a `codeDescription`."""
    tags: bool
    literals: bool
    """It takes code actions; otherwise only commands."""
    resolves: bool
    """It asks for the edit of a code action when the action is chosen."""
    versioned: bool
    """It takes `documentChanges`, which name the version that they edit."""

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities, encoding: Encoding) -> Client:
        document = capabilities.text_document or types.TextDocumentClientCapabilities()
        publish = document.publish_diagnostics or types.PublishDiagnosticsClientCapabilities()
        action = document.code_action or types.CodeActionClientCapabilities()
        workspace = capabilities.workspace or types.WorkspaceClientCapabilities()
        resolvable = action.resolve_support.properties if action.resolve_support else ()
        return cls(
            encoding=encoding,
            pulls=document.diagnostic is not None,
            related=bool(publish.related_information),
            described=bool(publish.code_description_support),
            tags=publish.tag_support is not None,
            literals=action.code_action_literal_support is not None,
            resolves=bool(action.data_support) and "edit" in resolvable,
            versioned=bool(workspace.workspace_edit and workspace.workspace_edit.document_changes),
        )
