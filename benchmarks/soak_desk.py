"""An editor's documents and the files below them: both are changed here, and the server is told as editors tell it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from cim_lsp.text import apply_edits

from .client import Editor
from .items import edits_of, position

INTERNAL_ERROR = -32603
"""What LSP 3.17 calls a fault of the server's own."""


class Desk:
    """`disk` is what every CIM file says there, `texts` what the open documents say; both by path below the root."""

    def __init__(self, editor: Editor, root: Path, files: dict[str, str]) -> None:
        self.editor, self.root = editor, root
        self.disk, self.texts = dict(files), dict[str, str]()

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def path(self, uri: str) -> str:
        return uri.removeprefix(self.root.as_uri() + "/")

    def ask(self, method: str, path: str, rest: dict[str, Any] | None = None) -> Any:
        """An answer; that nothing can be renamed there is one too. Raises RuntimeError where the server has failed."""
        answer = self.editor.ask(method, {"textDocument": {"uri": self.uri(path)}, **(rest or {})})
        if answer.get("error", {}).get("code") == INTERNAL_ERROR:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer.get("result")

    def edit(self, path: str, start: int, end: int, new: str) -> None:
        text = self.texts[path]
        self.texts[path] = text[:start] + new + text[end:]
        span = {"start": position(text, start), "end": position(text, end)}
        self.editor.edit(self.uri(path), span, new)

    def change(self, path: str, text: str) -> None:
        if self.texts.get(path, text) != text:
            self.texts[path] = text
            self.editor.change(self.uri(path), text)

    def open(self, path: str) -> None:
        self.texts[path] = self.disk[path]
        self.editor.show(self.uri(path), self.disk[path])

    def close(self, path: str) -> None:
        if self.texts.pop(path, None) is not None:
            self.editor.hide(self.uri(path))

    def write(self, path: str, text: str) -> None:
        self.disk[path] = text
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")

    def move(self, old: str, new: str) -> None:
        text, was_open = self.disk.pop(old), old in self.texts
        self.close(old)
        self.write(new, text)
        (self.root / old).unlink()
        if was_open:
            self.open(new)
        files = [{"oldUri": self.uri(old), "newUri": self.uri(new)}]
        self.editor.send("workspace/didRenameFiles", {"files": files})
        self.tell({old: 3, new: 1})

    def apply(self, edit: dict[str, Any] | None) -> None:
        """A workspace edit: texts in the editor and on disk, then the files that it moves."""
        steps: list[dict[str, Any]] = edit.get("documentChanges", []) if edit else []
        for step in steps:
            if step.get("kind") == "rename":
                self.move(self.path(step["oldUri"]), self.path(step["newUri"]))
            else:
                path = self.path(step["textDocument"]["uri"])
                text = apply_edits(self.disk[path], edits_of(step["edits"], self.disk[path]))
                self.change(path, text)
                self.write(path, text)
                self.tell({path: 2})

    def tell(self, kinds: dict[str, int]) -> None:
        changes = [{"uri": self.uri(path), "type": kind} for path, kind in kinds.items()]
        self.editor.send("workspace/didChangeWatchedFiles", {"changes": changes})

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.root), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
