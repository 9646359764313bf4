"""Configurations over the wire: what is ours, how much it weighs, and what is wrong with a configuration itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .wire import Json, Server, encode

ID = "01939b5e-2f4c-7a31-9c5d-0242ac120002"
SHOP = f"domain:\n  name: shop\n  id: {ID}\n  purpose: Sell things to people\n"
STYLE = SHOP.replace(ID, ID.upper())
LITERALS: Json = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}
RESOLVING: Json = {**LITERALS, "dataSupport": True, "resolveSupport": {"properties": ["edit"]}}
PUSH: Json = {"textDocument": {"codeAction": RESOLVING}}
WATCHING: Json = {**PUSH, "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
PULL: Json = {
    "textDocument": {"diagnostic": {}},
    "workspace": {"diagnostics": {"refreshSupport": True}, "didChangeWatchedFiles": {"dynamicRegistration": True}},
}


class Folder:
    """A folder without a repository, and a server that works in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.server = Server()
        self.version = 1

    def start(self, capabilities: Json = WATCHING, **options: Any) -> None:
        folders = [{"uri": self.path.as_uri(), "name": "shop"}]
        self.server.initialize(capabilities, rootUri=None, workspaceFolders=folders, **options)

    def uri(self, name: str) -> str:
        return (self.path / name).as_uri()

    def write(self, name: str, text: str) -> None:
        (self.path / name).parent.mkdir(exist_ok=True)
        (self.path / name).write_text(text, encoding="utf-8")

    def rewrite(self, name: str, text: str | None) -> None:
        """Another text on disk, or none, which the client has seen."""
        (self.path / name).unlink() if text is None else self.write(name, text)
        changes = [{"uri": self.uri(name), "type": 2}]
        self.server.send("workspace/didChangeWatchedFiles", {"changes": changes})

    def open(self, name: str, text: str) -> None:
        self.server.open(self.uri(name), text)

    def change(self, name: str, text: str) -> None:
        self.version += 1
        document = {"uri": self.uri(name), "version": self.version}
        self.server.send("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def close(self, name: str) -> None:
        self.server.send("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def configure(self, **settings: Any) -> None:
        self.server.send("workspace/didChangeConfiguration", {"settings": {"cim": settings}})

    def ask(self, method: str, name: str, **rest: Any) -> Any:
        return self.server.request(f"textDocument/{method}", {"textDocument": {"uri": self.uri(name)}, **rest})

    def until(self, name: str, *codes: str) -> list[Json]:
        """Wait until what is published of a file are diagnostics of these codes."""
        while True:
            params = self.note("textDocument/publishDiagnostics")
            if params["uri"] == self.uri(name) and [each["code"] for each in params["diagnostics"]] == [*codes]:
                return params["diagnostics"]

    def note(self, method: str) -> Any:
        """The params of the next message of a method; all requests of the server are answered."""
        while True:
            message = self.server.notes.pop(0) if self.server.notes else self.server.read()
            assert message, "the server ended"
            if "id" in message and "method" in message:
                self.server.stdin.write(encode({"jsonrpc": "2.0", "id": message["id"], "result": None}))
                self.server.stdin.flush()
            if message.get("method") == method:
                return message["params"]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Folder]:
    folder = Folder(tmp_path)
    yield folder
    assert folder.server.leave() == 0
    folder.server.__exit__()


def test_a_level_is_the_severity_and_follows_its_file(shop: Folder) -> None:
    shop.write("pyproject.toml", '[tool.cim.rules]\nid-style = "error"')
    shop.start()
    shop.open("domain.yaml", STYLE)
    assert shop.until("domain.yaml", "id-style")[0]["severity"] == 1
    shop.rewrite("pyproject.toml", 'tool.cim.rules.id-style = "off"')
    shop.until("domain.yaml")
    shop.rewrite("pyproject.toml", None)
    assert shop.until("domain.yaml", "id-style")[0]["severity"] == 4


def test_a_rule_that_is_off_mends_nothing(shop: Folder) -> None:
    shop.write(".cim.toml", 'rules.id-style = "off"')
    shop.start()
    wrong = STYLE + "  staus: active\n"
    shop.open("domain.yaml", wrong)
    shop.until("domain.yaml", "unknown-key")
    place = {"line": 0, "character": 0}
    actions = shop.ask("codeAction", "domain.yaml", range={"start": place, "end": place}, context={"diagnostics": []})
    (fix_all,) = (each for each in actions if each["kind"] == "source.fixAll.cim")
    edits: Any = shop.server.request("codeAction/resolve", fix_all)["edit"]["changes"][shop.uri("domain.yaml")]
    assert [edit["newText"].strip() for edit in edits] == ["status: active"]


def test_what_is_excluded_is_nobody_and_nothing_is_said_of_it(shop: Folder) -> None:
    shop.write("old/domain.yaml", SHOP)
    shop.write("domain.yaml", SHOP)
    shop.start()
    shop.open("old/domain.yaml", SHOP)
    shop.until("old/domain.yaml", "duplicate-id")
    shop.rewrite(".cim.toml", 'exclude = ["old/"]')
    shop.until("old/domain.yaml")
    shop.change("old/domain.yaml", "domain:\n")
    shop.open("domain.yaml", SHOP)
    shop.until("domain.yaml")
    assert shop.ask("documentSymbol", "old/domain.yaml") == []
    assert shop.ask("completion", "old/domain.yaml", position={"line": 1, "character": 0}) in (None, [])
    found: Any = shop.server.request("workspace/symbol", {"query": ""})
    assert {each["location"]["uri"] for each in found} == {shop.uri("domain.yaml")}
    shop.rewrite(".cim.toml", "")
    shop.until("old/domain.yaml", "missing-key")


def test_what_is_included_is_a_cim_file_open_or_not(shop: Folder) -> None:
    shop.write("cim/any.yaml", SHOP)
    shop.start()
    shop.open("cim/other.yaml", SHOP)
    shop.until("cim/other.yaml")
    shop.rewrite(".cim.toml", 'include = ["cim/"]')
    shop.until("cim/other.yaml", "duplicate-id")
    shop.rewrite(".cim.toml", None)
    shop.until("cim/other.yaml")


def test_a_bad_configuration_is_told_closed_and_open(shop: Folder) -> None:
    shop.write(".cim.toml", '# é\nexcude = ["x"]\n')
    shop.start()
    (found,) = shop.until(".cim.toml", "bad-configuration")
    assert found["range"] == {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 6}}
    assert found["message"].endswith("did you mean `exclude`?")
    shop.rewrite(".cim.toml", "")
    shop.until(".cim.toml")
    shop.open(".cim.toml", "")
    shop.until(".cim.toml")
    shop.change(".cim.toml", "rules = ")
    shop.until(".cim.toml", "bad-configuration")
    shop.change(".cim.toml", 'rules.id-style = "off"')
    shop.until(".cim.toml")
    shop.open("domain.yaml", STYLE)
    shop.until("domain.yaml")
    shop.close(".cim.toml")
    assert shop.until("domain.yaml", "id-style"), "what was open and not saved is gone"


def test_a_bad_configuration_is_told_to_a_client_that_asks(shop: Folder) -> None:
    shop.write("pyproject.toml", "[tool.cim]\nx = 1\n")
    shop.start(PULL)
    shop.until("pyproject.toml", "bad-configuration")
    shop.open("pyproject.toml", "[tool.cim]\nx = 1\ny = 2\n")
    shop.until("pyproject.toml")
    while len(items := shop.ask("diagnostic", "pyproject.toml")["items"]) != 2:
        shop.note("workspace/diagnostic/refresh")
    assert [each["range"]["start"]["line"] for each in items] == [1, 2]


@pytest.mark.parametrize("name", [".cim.toml", "pyproject.toml"])
def test_the_disk_is_looked_at_where_nobody_watches_it(shop: Folder, name: str) -> None:
    above = "[tool.cim]\n" if name == "pyproject.toml" else ""
    shop.write(name, above)
    shop.start(PUSH)
    shop.open("domain.yaml", STYLE)
    shop.until("domain.yaml", "id-style")
    shop.write(name, f'{above}rules.id-style = "off"')
    shop.until("domain.yaml")
    shop.write(name, f"{above}x = 1")
    shop.until(name, "bad-configuration")


def test_an_editor_may_set_what_no_file_does(shop: Folder) -> None:
    shop.write("a/.cim.toml", 'rules.id-style = "error"')
    shop.start(PUSH, initializationOptions={"rules": {"id-style": "off"}})
    shop.open("domain.yaml", STYLE)
    shop.open("a/domain.yaml", SHOP.replace(ID, f"{ID[:-1]}A").replace("shop", "fair"))
    assert shop.until("a/domain.yaml", "id-style")[0]["severity"] == 1
    shop.until("domain.yaml")
    shop.configure(rules={"id-style": "warning"})
    assert shop.until("domain.yaml", "id-style")[0]["severity"] == 2
    shop.configure(exclude=["/domain.yaml"])
    shop.until("domain.yaml")
    shop.configure()
    shop.configure(rules={"id-style": "info"}, include=["/x.yaml"])
    assert shop.until("domain.yaml", "id-style")[0]["severity"] == 3
    shop.open("x.yaml", "apiVersion: 1\n")
    shop.until("x.yaml", "missing-key")


def test_how_it_is_shown_is_up_to_the_person(shop: Folder) -> None:
    shop.write(".cim.toml", 'structural = "on"\ninlayHints.created = false')
    shop.start(PUSH)
    shop.open("domain.yaml", SHOP)
    shop.until("domain.yaml")
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    assert shop.ask("documentSymbol", "domain.yaml") == shop.ask("inlayHint", "domain.yaml", range=whole) == []
    shop.configure(structural="off", inlayHints={"created": True, "name": None})
    assert shop.ask("documentSymbol", "domain.yaml")
    assert shop.ask("inlayHint", "domain.yaml", range=whole)


def test_bad_settings_are_logged_once(shop: Folder) -> None:
    shop.start(PUSH, initializationOptions={"yamlServer": False, "trace": {"server": "off"}})
    shop.configure(rules={"id-stile": "off", "name-style": None}, trace=7, include=None)
    assert shop.note("window/logMessage") == {
        "type": 2, "message": "cim.rules.id-stile: unknown rule `id-stile`; did you mean `id-style`?"
    }  # fmt: skip
    shop.configure(rules={"id-stile": "off"}, structural=3)
    assert shop.note("window/logMessage")["message"].startswith("cim.structural: expected one of auto, on, off")


def test_a_configuration_reaches_closed_files(shop: Folder) -> None:
    shop.write("domain.yaml", STYLE)
    shop.write(".cim.toml", 'diagnostics.scope = "workspace"\nrules.id-style = "warning"')
    shop.start()
    assert shop.until("domain.yaml", "id-style")[0]["severity"] == 2
    shop.rewrite(".cim.toml", 'diagnostics.scope = "workspace"\nrules.id-style = "off"')
    shop.until("domain.yaml")
    shop.rewrite(".cim.toml", 'diagnostics.scope = "workspace"')
    assert shop.until("domain.yaml", "id-style")[0]["severity"] == 4
    shop.rewrite(".cim.toml", 'diagnostics.scope = "workspace"\nexclude = ["*.yaml"]')
    shop.until("domain.yaml")
    shop.rewrite(".cim.toml", 'diagnostics.scope = "workspace"')
    shop.until("domain.yaml", "id-style")
    shop.configure(diagnostics={"scope": "open"})
    shop.until("domain.yaml")
