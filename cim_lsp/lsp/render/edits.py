"""Edits of one file or of several, as a WorkspaceEdit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lsprotocol import types

from ...changes import Changes
from ...text import LineIndex
from ..client import Client
from ..convert import to_text_edits
from ..uris import uri_of


@dataclass(frozen=True, slots=True)
class Target:
    """A file that is edited: its URI, its version where it is open, and the text that the edits speak of."""

    uri: str
    version: int | None
    lines: LineIndex


Find = Callable[[str], Target]
"""The target of a path."""


def workspace_edit(changes: Changes, find: Find, client: Client) -> types.WorkspaceEdit:
    """Changes as one edit. Raises ValueError where the client can't make or rename files and some have to be.

    Files are made first: where one is there already, an editor stops before anything is taken out of another.
    """
    support = client.edits
    if (changes.created and not support.creates) or (changes.renamed and not support.renames):
        raise ValueError("the editor can't create or rename files in an edit")
    edits = {path: (find(path), each) for path, each in changes.edits.items() if each}
    if not (support.versioned or changes.created or changes.renamed):
        return types.WorkspaceEdit(
            changes={target.uri: to_text_edits(target.lines, each, client.encoding) for target, each in edits.values()}
        )
    steps: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = []
    for path, text in changes.created.items():
        steps += _creation(uri_of(path), text)
    for target, each in edits.values():
        identifier = types.OptionalVersionedTextDocumentIdentifier(target.uri, target.version)
        steps.append(types.TextDocumentEdit(identifier, list(to_text_edits(target.lines, each, client.encoding))))
    for old, new in changes.renamed.items():
        is_folder = old not in edits  # a file has its own name in it, which is edited
        steps.append(types.RenameFile(uri_of(old) if is_folder else find(old).uri, uri_of(new)))
    return types.WorkspaceEdit(document_changes=steps)


def _creation(uri: str, text: str) -> tuple[types.CreateFile, types.TextDocumentEdit]:
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri, None)
    return (
        types.CreateFile(uri, options=types.CreateFileOptions(overwrite=False, ignore_if_exists=False)),
        types.TextDocumentEdit(identifier, [types.TextEdit(start, text)]),
    )
