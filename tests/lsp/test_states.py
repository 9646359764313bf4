"""However a project came to be as it is, the server says of it what one says that has just been started on it.

Files are opened, edited, closed, written, deleted and moved at random, one by one and many at a time.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from .wire import REFRESHES, Json, Server

NAMES = ("ledger", "billing", "tax", "stock")
KINDS = ("module", "domain")
FOLDERS = ("", "a/", "b/")
PLACES = tuple(f"{folder}{name}.{kind}.yaml" for folder in FOLDERS for name in NAMES for kind in KINDS)
ID = "01939b5e-2f4c-7a31-9c5d-0242ac1200{:02d}"
TORN = "module:\n  name: [torn\n"
CLIENT: Json = {
    "textDocument": {"diagnostic": {}},
    "workspace": {**REFRESHES, "didChangeWatchedFiles": {"dynamicRegistration": True}},
}

references = st.sampled_from([
    *NAMES, *(ID.format(number) for number in range(4)),
    *({name: range_} for name in NAMES for range_ in ("^1.0", "^2.0", "*")),
    {"name": "ledger", "repository": "https://example.org/ledger"},
])  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A file that declares something, or nothing, or is broken."""
    kind = draw(st.sampled_from(KINDS))
    body: Json = {
        "name": draw(st.sampled_from(NAMES)),
        "id": ID.format(draw(st.integers(0, 5))),
        "purpose": "Do what has to be done",
    }
    if version := draw(st.sampled_from(["", "1.0.0", "2.1.0"])):
        body["version"] = version
    if listed := draw(st.lists(references, max_size=3)):
        body["modules" if kind == "domain" else "dependencies"] = listed
    text = f"{kind}: {json.dumps(body)}\n"
    return draw(st.sampled_from([text] * 8 + [f"---\n{text}---\n{text}", "# nothing yet\n", "a: 1\n", TORN]))


class Editor:
    """A server with a client that asks for diagnostics, and all that they have told one another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = Server()
        self.server.answers["client/registerCapability"] = lambda _: None
        folders = [{"uri": folder.as_uri(), "name": "project"}]
        scope = {"diagnostics": {"scope": "workspace"}}
        self.server.initialize(CLIENT, workspaceFolders=folders, initializationOptions=scope)
        self.version = 0

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str) -> None:
        self.version += 1
        self.server.open(self.uri(name), text, self.version)

    def change(self, name: str, text: str) -> None:
        self.version += 1
        document = {"uri": self.uri(name), "version": self.version}
        self.server.send("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def close(self, name: str) -> None:
        self.server.send("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def tell(self, *names: str) -> None:
        """Files have changed on disk, one way or another."""
        kinds = {name: 2 if (self.folder / name).exists() else 3 for name in names}
        changes = [{"uri": self.uri(name), "type": kind} for name, kind in kinds.items()]
        self.server.send("workspace/didChangeWatchedFiles", {"changes": changes})

    def pull(self, name: str) -> list[Any]:
        found = self.server.request("textDocument/diagnostic", {"textDocument": {"uri": self.uri(name)}})
        return plain(found["items"])

    def all(self, opened: list[str]) -> Json:
        """What the server has to say once it has heard everything."""
        for name in opened:
            self.pull(name)
        closed = self.server.request("workspace/diagnostic", {"previousResultIds": []})["items"]
        drawn = {"uri": self.folder.as_uri(), "format": "json"}
        graph = self.server.ask("workspace/executeCommand", {"command": "cim.graph", "arguments": [drawn]})
        symbols = self.server.request("workspace/symbol", {"query": ""})
        return {
            "closed": {report["uri"]: plain(report["items"]) for report in closed},
            "open": {name: self.pull(name) for name in opened},
            "graph": graph.get("result", graph.get("error")),
            "symbols": sorted(json.dumps(each, sort_keys=True) for each in symbols),
        }

    def leave(self) -> None:
        assert self.server.leave() == 0
        self.server.__exit__()


def plain(items: list[Json]) -> list[Any]:
    return sorted(([item["range"], item["code"], item["message"]] for item in items), key=json.dumps)


class Project(RuleBasedStateMachine):
    """A folder, a server that has seen all that happened to it, and what is open in it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="states-")).resolve()
        (self.folder / ".git").mkdir()
        (self.folder / "ledger.module.yaml").write_text('module: {"name": "ledger"}\n')
        self.opened: dict[str, str] = {}
        self.editor = Editor(self.folder)

    def exists(self, name: str) -> bool:
        return (self.folder / name).exists()

    def put(self, name: str, text: str) -> None:
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)

    @rule(name=st.sampled_from(PLACES), text=texts(), is_told=st.booleans())
    def write(self, name: str, text: str, is_told: bool) -> None:
        self.put(name, text)
        if not is_told and name not in self.opened:
            self.editor.open(name, text)
            self.opened[name] = text
        self.editor.tell(name)

    @rule(changed=st.dictionaries(st.sampled_from(PLACES), texts(), min_size=21))
    def check_out(self, changed: dict[str, str]) -> None:
        for name, text in changed.items():
            self.put(name, text)
        self.editor.tell(*changed)

    @rule(name=st.sampled_from(PLACES))
    def delete(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
        self.editor.tell(name)

    @rule(folder=st.sampled_from(["a", "b"]))
    def delete_a_folder(self, folder: str) -> None:
        shutil.rmtree(self.folder / folder, ignore_errors=True)
        self.editor.tell(folder)

    @rule(old=st.sampled_from(PLACES), new=st.sampled_from(PLACES))
    def move(self, old: str, new: str) -> None:
        if self.exists(old) and old != new:
            self.put(new, (self.folder / old).read_text())
            (self.folder / old).unlink()
            files = [{"oldUri": self.editor.uri(old), "newUri": self.editor.uri(new)}]
            self.editor.server.send("workspace/didRenameFiles", {"files": files})

    @rule(old=st.sampled_from(["a", "b"]))
    def move_a_folder(self, old: str) -> None:
        new = "b" if old == "a" else "a"
        if self.exists(old) and not self.exists(new):
            (self.folder / old).rename(self.folder / new)
            self.editor.tell(old, new)

    @rule(name=st.sampled_from(PLACES), text=texts())
    def open(self, name: str, text: str) -> None:
        if name not in self.opened:
            self.editor.open(name, text)
            self.opened[name] = text

    @precondition(lambda self: self.opened)
    @rule(data=st.data(), text=texts())
    def edit(self, data: st.DataObject, text: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.opened)))
        self.editor.change(name, text)
        self.opened[name] = text

    @precondition(lambda self: self.opened)
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.opened)))
        self.editor.close(name)
        del self.opened[name]

    @rule()
    def is_as_if_started_now(self) -> None:
        if TORN in self.opened.values():
            return  # what such a file declared before stays known, and only to a server that has seen it
        other = Editor(self.folder)
        try:
            for name, text in self.opened.items():
                other.open(name, text)
            opened = sorted(self.opened)
            assert self.editor.all(opened) == other.all(opened)
        finally:
            other.leave()

    def teardown(self) -> None:
        try:
            self.is_as_if_started_now()
        finally:
            self.editor.leave()
            shutil.rmtree(self.folder)


TestProject = Project.TestCase
TestProject.settings = settings(max_examples=5, stateful_step_count=12, suppress_health_check=[HealthCheck.too_slow])
