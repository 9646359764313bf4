"""Real editors' `initialize` parameters, each met by a server of its own: every editor gets what it can take, no more.

The files in `clients/` are what these editors sent. The table says, in words, what each of them can take.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cim_lsp.analysis import check
from cim_lsp.diagnostics import Severity
from cim_lsp.document import Document
from cim_lsp.identifiers import is_uuid7
from cim_lsp.text import split_lines

from .wire import Json, Server

FOLDER = Path(__file__).parent / "clients"
CLIENTS = {
    "emacs-28-lsp-mode-8": "utf-16 push resolve related versions",
    "emacs-30-eglot-1.17": "utf-32 push resolve versions",
    "emacs-30-lsp-mode-10": "utf-32 push resolve related versions",
    "helix-25.01": "utf-8 push resolve versions",
    "helix-25.07": "utf-8 push resolve versions",
    "kate-22.12": "utf-16 push related",
    "kate-25.04": "utf-16 push related",
    "neovim-0.10": "utf-16 push resolve related",
    "neovim-0.12": "utf-8 pull resolve related",
    "neovim-0.7": "utf-16 push resolve related",
    "vim-ale": "utf-16 push related",
    "vim-coc": "utf-16 pull resolve related describe versions",
    "vim-lsp": "utf-16 push related",
    "vim-yegappan-lsp": "utf-32 push resolve describe",
    "vscode-1.139": "utf-16 pull resolve related describe versions",
}
URI = "file:///farm/domain.yaml"
TOKEN = "<some-uuid-v7>"
SEED = f"""\
# 😀
domain:
  - name: "😀CIM"
  - id: {TOKEN} # 😀
  - purpose: "Integrate AI into my business workflows"
"""
FLOW = f'domain: {{name: "😀CIM", id: {TOKEN}, purpose: "Integrate AI"}} # 😀\n'
STARTS = {"utf-8": 30, "utf-16": 28, "utf-32": 27}
"""The token's first character in FLOW."""
TWICE = "domain:\n  name: CIM\n  name: CIM\n"
UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Editor:
    """A server that was told that it talks to a certain editor."""

    def __init__(self, name: str, server: Server) -> None:
        self.encoding, *takes = CLIENTS[name].split()
        self.takes = frozenset(takes)
        self.server = server
        sent = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        self.answer: Json = server.initialize(**sent)["capabilities"]

    def diagnostics(self, uri: str = URI) -> list[Json]:
        if "pull" in self.takes:
            return self.server.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"]
        published = self.server.note("textDocument/publishDiagnostics")
        assert (published["uri"], published["version"]) == (uri, 1)
        return published["diagnostics"]

    def errors(self) -> list[Json]:
        return [item for item in self.diagnostics() if item["severity"] == 1]

    def actions(self, range_: Json) -> list[Json]:
        params: Json = {"textDocument": {"uri": URI}, "range": range_, "context": {"diagnostics": []}}
        return self.server.request("textDocument/codeAction", params)

    def edits(self, action: Json) -> list[Json]:
        """The text edits of an action, in the shape that this editor takes."""
        assert ("edit" in action) is ("resolve" not in self.takes)
        if "resolve" in self.takes:
            action = self.server.request("codeAction/resolve", action)
        edit = action["edit"]
        if "versions" not in self.takes:
            assert set(edit) == {"changes"}
            return edit["changes"][URI]
        assert set(edit) == {"documentChanges"}
        (change,) = edit["documentChanges"]
        assert change["textDocument"] == {"uri": URI, "version": 1}
        return change["edits"]


@pytest.fixture(params=CLIENTS)
def editor(request: pytest.FixtureRequest) -> Iterator[Editor]:
    with Server() as server:
        editor = Editor(request.param, server)
        yield editor
        assert server.leave() == 0
        is_pushed = any(note.get("method") == "textDocument/publishDiagnostics" for note in server.notes)
        assert not (is_pushed and "pull" in editor.takes), "who asks is never told unasked"


def test_every_editor_is_in_the_table() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(CLIENTS)


def test_an_editor_is_served_in_its_own_terms(editor: Editor) -> None:
    assert editor.answer["positionEncoding"] == editor.encoding
    assert ("diagnosticProvider" in editor.answer) is ("pull" in editor.takes)
    assert editor.answer["codeActionProvider"].get("resolveProvider", False) is ("resolve" in editor.takes)
    _one_error_and_its_way_out(editor, FLOW, 0, STARTS[editor.encoding])
    editor.server.send("textDocument/didClose", {"textDocument": {"uri": URI}})
    if "push" in editor.takes:
        assert editor.server.note("textDocument/publishDiagnostics")["diagnostics"] == []
    _one_error_and_its_way_out(editor, SEED, 3, 8)
    _a_thing_that_is_related(editor)


def _one_error_and_its_way_out(editor: Editor, text: str, line: int, start: int) -> None:
    editor.server.open(URI, text)
    (error,) = editor.errors()
    assert error["code"] == "invalid-id"
    assert error["range"] == _range(line, start, start + len(TOKEN))
    assert ("codeDescription" in error) is ("describe" in editor.takes)
    insert = editor.actions(error["range"])[0]
    assert (insert["title"], insert["kind"]) == ("Insert UUIDv7", "quickfix")
    _only_the_token_changed(text, _apply(text, editor.edits(insert), editor.encoding))


def _a_thing_that_is_related(editor: Editor) -> None:
    uri = "file:///farm/twice/domain.yaml"
    editor.server.open(uri, TWICE)
    items = editor.diagnostics(uri)
    (twice,) = [item for item in items if item["code"] == "duplicate-key"]
    assert ("relatedInformation" in twice) is ("related" in editor.takes)
    if "related" in editor.takes:
        (first,) = twice["relatedInformation"]
        assert first["location"] == {"uri": uri, "range": _range(1, 2, 6)}


def _only_the_token_changed(before: str, after: str) -> None:
    head, _, tail = before.partition(TOKEN)
    assert after.startswith(head)
    assert after.endswith(tail)
    minted = after[len(head) : len(after) - len(tail)]
    assert is_uuid7(minted)
    left = check(Document.parse("domain.yaml", after), now=2**48)
    assert {diagnostic.severity for diagnostic in left} <= {Severity.HINT}


def _range(line: int, start: int, end: int) -> Json:
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}


def _apply(text: str, edits: list[Json], encoding: str) -> str:
    """The text after the edits, as an editor makes it that counts in this encoding's units."""
    spans = [(*(_byte(text, edit["range"][end], encoding) for end in ("start", "end")), edit) for edit in edits]
    codec = UNITS[encoding][0]
    data = text.encode(codec)
    for start, end, edit in sorted(spans, key=lambda span: span[:2], reverse=True):
        data = data[:start] + edit["newText"].encode(codec) + data[end:]
    return data.decode(codec)


def _byte(text: str, position: Any, encoding: str) -> int:
    codec, width = UNITS[encoding]
    before = "".join(split_lines(text)[: position["line"]])
    return len(before.encode(codec)) + position["character"] * width
