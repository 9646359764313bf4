"""An editor at the other end of a language server's pipe: VS Code, as far as completion and diagnostics go."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.lsp.wire import Json, Server, encode

from .corpus import ROOT
from .items import position

_RECORDED = ROOT / "tests/lsp/clients/vscode-1.139.json"


class Editor(Server):
    """A server, started and initialized as VS Code does it; every request that it makes is answered.

    `settings` are the sections of the configuration by name, `contents` the texts of the schemas by their ids. With
    `push` it can't ask for diagnostics, so that the server sends them by itself.
    """

    def __init__(
        self, command: Sequence[str], root: Path, settings: Json, contents: Json, *, push: bool = False
    ) -> None:
        self.settings, self.contents = settings, contents
        self._version = 1
        super().__init__(command=command)
        capabilities = json.loads(_RECORDED.read_text(encoding="utf-8"))["capabilities"]
        if push:
            del capabilities["textDocument"]["diagnostic"]
        folders = [{"uri": root.as_uri(), "name": root.name}]
        answer = self.initialize(capabilities, rootUri=root.as_uri(), workspaceFolders=folders)
        self.completes = answer["capabilities"].get("completionProvider") is not None
        if contents:
            self.send("yaml/registerContentRequest")
            self.note("workspace/configuration")

    def read(self) -> Json | None:
        """The next message; where it is a request, it has been answered."""
        message = super().read()
        if message and "method" in message and "id" in message:
            result = self._result(message["method"], message.get("params"))
            self.stdin.write(encode({"jsonrpc": "2.0", "id": message["id"], "result": result}))
            self.stdin.flush()
        return message

    def _result(self, method: str, params: Any) -> Any:
        if method == "workspace/configuration":
            return [self.settings.get(item.get("section", ""), {}) for item in params["items"]]
        return self.contents.get(params[0]) if method == "vscode/content" else None

    def show(self, uri: str, text: str) -> None:
        """Open a document in the language that its name tells."""
        language = "json" if uri.endswith(".json") else "yaml"
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, text: str) -> None:
        """All of the text anew: what every server takes, whatever sort of change it asks for."""
        self._change(uri, {"text": text})

    def edit(self, uri: str, span: Json, text: str) -> None:
        """A range of the text replaced: for servers that take such changes."""
        self._change(uri, {"range": span, "text": text})

    def _change(self, uri: str, change: Json) -> None:
        self._version += 1
        document = {"uri": uri, "version": self._version}
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})

    def has_errors(self, uri: str) -> bool:
        """What the next diagnostics of a document say. Raises TimeoutError, EOFError."""
        while True:
            found = self.note("textDocument/publishDiagnostics")
            if found["uri"] == uri:
                return any(it.get("severity", 1) == 1 for it in found["diagnostics"])

    def hide(self, uri: str) -> None:
        self.send("textDocument/didClose", {"textDocument": {"uri": uri}})
        self.notes.clear()

    def complete(self, uri: str, text: str, offset: int) -> Any:
        """The result of a completion at an offset; None where the server fails, or is silent for too long."""
        place = {"textDocument": {"uri": uri}, "position": position(text, offset), "context": {"triggerKind": 1}}
        with suppress(TimeoutError):
            return self.ask("textDocument/completion", place).get("result")
        return None

    def __enter__(self) -> Editor:
        return self
