"""What the client at the other end can take, read once from its capabilities (LSP 3.17, ClientCapabilities)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lsprotocol import types

from .convert import Encoding


@dataclass(frozen=True, slots=True)
class Client:
    """A client's capabilities, as far as they change what it is sent."""

    encoding: Encoding
    diagnostics: DiagnosticSupport
    edits: EditSupport
    completion: CompletionSupport
    markdown: bool
    """It renders Markdown in hovers."""
    hierarchical: bool
    """It takes a tree of document symbols."""
    symbol_tags: bool
    resolves_symbols: bool
    """It asks for the place of a workspace symbol when the symbol is chosen."""
    folds_lines: bool
    """It folds whole lines only."""
    configures: bool
    """It can be asked for settings."""
    links: bool
    """It takes a definition with the place that it was asked at."""
    watches: bool
    """It can be asked to watch files."""
    progress: bool
    """It shows how far long work is."""
    shows: bool
    """It can be asked to show a file."""
    applies: bool
    """It can be asked to apply an edit."""
    renews_lenses: bool
    """It can be asked to ask for code lenses again."""
    renews_hints: bool

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities, encoding: Encoding) -> Client:
        document = capabilities.text_document or types.TextDocumentClientCapabilities()
        workspace = capabilities.workspace or types.WorkspaceClientCapabilities()
        window = capabilities.window or types.WindowClientCapabilities()
        symbols = document.document_symbol
        named = workspace.symbol or types.WorkspaceSymbolClientCapabilities()
        folding = document.folding_range
        watched = workspace.did_change_watched_files
        return cls(
            encoding=encoding,
            diagnostics=DiagnosticSupport.of(document, workspace),
            edits=EditSupport.of(document, workspace),
            completion=CompletionSupport.of(document),
            markdown=_takes_markdown(document.hover.content_format if document.hover else None),
            hierarchical=bool(symbols and symbols.hierarchical_document_symbol_support),
            symbol_tags=bool(symbols and symbols.tag_support),
            resolves_symbols="location.range" in (named.resolve_support or _NOTHING).properties,
            folds_lines=bool(folding and folding.line_folding_only),
            configures=bool(workspace.configuration),
            links=bool(document.definition and document.definition.link_support),
            watches=bool(watched and watched.dynamic_registration),
            progress=bool(window.work_done_progress),
            shows=bool(window.show_document and window.show_document.support),
            applies=bool(workspace.apply_edit),
            renews_lenses=bool(workspace.code_lens and workspace.code_lens.refresh_support),
            renews_hints=bool(workspace.inlay_hint and workspace.inlay_hint.refresh_support),
        )


@dataclass(frozen=True, slots=True)
class DiagnosticSupport:
    """How a client takes diagnostics."""

    pulls: bool
    """It asks for them, and again when it is asked to; otherwise they are published. Never both.

    Who can't be asked to would show for ever what was right before another file changed.
    """
    related: bool
    described: bool
    """It takes a `codeDescription`."""
    tags: bool
    data: bool

    @classmethod
    def of(
        cls, document: types.TextDocumentClientCapabilities, workspace: types.WorkspaceClientCapabilities
    ) -> DiagnosticSupport:
        publish = document.publish_diagnostics or types.PublishDiagnosticsClientCapabilities()
        pulled = document.diagnostic or publish
        return cls(
            pulls=document.diagnostic is not None
            and bool(workspace.diagnostics and workspace.diagnostics.refresh_support),
            related=bool(publish.related_information or pulled.related_information),
            described=bool(publish.code_description_support or pulled.code_description_support),
            tags=publish.tag_support is not None or pulled.tag_support is not None,
            data=bool(publish.data_support or pulled.data_support),
        )


@dataclass(frozen=True, slots=True)
class EditSupport:
    """How a client takes code actions and the edits in them."""

    literals: bool
    """It takes code actions; otherwise only commands."""
    resolves: bool
    """It asks for the edit of a code action when the action is chosen."""
    versioned: bool
    """It takes `documentChanges`, which name the version that they edit."""
    creates: bool
    renames: bool

    @classmethod
    def of(
        cls, document: types.TextDocumentClientCapabilities, workspace: types.WorkspaceClientCapabilities
    ) -> EditSupport:
        action = document.code_action or types.CodeActionClientCapabilities()
        edit = workspace.workspace_edit or types.WorkspaceEditClientCapabilities()
        operations = edit.resource_operations or ()
        return cls(
            literals=action.code_action_literal_support is not None,
            resolves=bool(action.data_support) and "edit" in (action.resolve_support or _NOTHING).properties,
            versioned=bool(edit.document_changes),
            creates=types.ResourceOperationKind.Create in operations,
            renames=types.ResourceOperationKind.Rename in operations,
        )


@dataclass(frozen=True, slots=True)
class CompletionSupport:
    """How a client takes the items of a completion."""

    snippets: bool
    markdown: bool
    resolves: bool
    """It asks for the documentation of an item when the item is looked at."""
    modes: bool
    """It takes the mode in which a text of several lines is inserted."""
    tags: bool
    beside: bool
    """It shows a few words beside the label of each item (`labelDetails`)."""

    @classmethod
    def of(cls, document: types.TextDocumentClientCapabilities) -> CompletionSupport:
        completion = document.completion or types.CompletionClientCapabilities()
        item = completion.completion_item or types.ClientCompletionItemOptions()
        modes = item.insert_text_mode_support
        return cls(
            snippets=bool(item.snippet_support),
            markdown=_takes_markdown(item.documentation_format),
            resolves="documentation" in (item.resolve_support or _NOTHING).properties,
            modes=modes is not None and types.InsertTextMode.AsIs in modes.value_set,
            tags=item.tag_support is not None,
            beside=bool(item.label_details_support),
        )


_NOTHING = types.ClientCodeActionResolveOptions(properties=[])


def _takes_markdown(formats: Sequence[types.MarkupKind] | None) -> bool:
    return types.MarkupKind.Markdown in (formats or ())
