"""Several roots over the wire: repositories that know nothing of one another, folders that come and go, thousands of
files at once, and what is never looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .test_workspace import BILLING, LEDGER, SHOP
from .wire import REFRESHES, Json, Server

if TYPE_CHECKING:
    import pytest

FILES = {"shop.domain.yaml": SHOP, "billing.module.yaml": BILLING, "ledger.module.yaml": LEDGER}
CLIENT: Json = {
    "textDocument": {"diagnostic": {}},
    "workspace": {**REFRESHES, "didChangeWatchedFiles": {"dynamicRegistration": True}, "workspaceFolders": True},
}
MODULE = """\
module:
  name: {0}
  id: 01939b5e-2f4c-7a31-9c5d-{1:012d}
  purpose: Be one of very many
"""


def repository(folder: Path, files: Mapping[str, str]) -> Path:
    (folder / ".git").mkdir(parents=True)
    return write(folder, files)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


class Client(Server):
    """A server with some folders open."""

    def __init__(self, *folders: Path) -> None:
        super().__init__()
        self.answers["client/registerCapability"] = lambda _: None
        named = [{"uri": folder.as_uri(), "name": folder.name} for folder in folders]
        scope = {"diagnostics": {"scope": "workspace"}}
        self.initialize(CLIENT, workspaceFolders=named, initializationOptions=scope)

    def __enter__(self) -> Client:
        return self

    def found(self) -> dict[str, list[str]]:
        """The codes of what is found in each file that isn't fine, by the file's name."""
        reports = self.request("workspace/diagnostic", {"previousResultIds": []})["items"]
        return {Path(report["uri"]).name: sorted(item["code"] for item in report["items"]) for report in reports}

    def names(self, query: str = "") -> set[str]:
        return {symbol["name"] for symbol in self.request("workspace/symbol", {"query": query})}

    def change(self, files: Iterable[Path], kind: int) -> None:
        changes = [{"uri": file.as_uri(), "type": kind} for file in files]
        self.send("workspace/didChangeWatchedFiles", {"changes": changes})


def test_two_repositories_in_one_workspace_never_accuse_one_another(tmp_path: Path) -> None:
    repository(tmp_path / "one", FILES)
    repository(tmp_path / "two", {**FILES, "tax.module.yaml": LEDGER})
    with Client(tmp_path) as client:
        assert client.found() == {"tax.module.yaml": ["duplicate-id"]}
        assert client.leave() == 0


def test_a_folder_is_added_and_another_dropped(tmp_path: Path) -> None:
    one = repository(tmp_path / "one", {"ledger.module.yaml": LEDGER})
    two = repository(tmp_path / "two", {"billing.module.yaml": BILLING})
    with Client(one) as client:
        assert client.found() == {}
        assert client.names() == {"ledger"}
        event = {"added": [{"uri": two.as_uri(), "name": "two"}], "removed": [{"uri": one.as_uri(), "name": "one"}]}
        client.send("workspace/didChangeWorkspaceFolders", {"event": event})
        assert client.found() == {"billing.module.yaml": ["unresolved-reference"]}
        assert client.names() == {"billing"}
        event = {"added": [], "removed": [{"uri": two.as_uri(), "name": "two"}]}
        client.send("workspace/didChangeWorkspaceFolders", {"event": event})
        assert client.found() == {}
        assert client.names() == set()
        assert client.leave() == 0


def test_what_git_ignores_is_no_part_of_the_project(tmp_path: Path) -> None:
    files = {".gitignore": "build/\n", "ledger.module.yaml": LEDGER, "build/ledger.module.yaml": LEDGER}
    with Client(repository(tmp_path / "shop", files)) as client:
        assert client.found() == {}
        copy = tmp_path / "shop" / "build" / "tax.module.yaml"
        copy.write_text(LEDGER)
        client.change([copy], 1)
        assert client.found() == {}
        assert client.leave() == 0


def test_ten_thousand_files_are_checked_out(tmp_path: Path) -> None:
    """All come, change (a hundred into copies of one) and go; a client may tell of them at once, or one by one."""
    shop = repository(tmp_path / "shop", FILES)
    many = {f"many/part-{number}.module.yaml": MODULE.format(f"part-{number}", number) for number in range(10_000)}
    copies = {name: MODULE.format("part", number) for number, name in enumerate(many) if number % 100 == 0}
    files = [shop / name for name in many]

    with Client(shop) as client:
        assert client.found() == {}
        write(shop, many)
        for file in files:
            client.change([file], 1)
        assert client.names("ledger") == {"ledger"}
        assert client.found() == {}
        assert "part-9999" in client.names("part-9999")
        write(shop, {**{name: text.replace("very", "so very") for name, text in many.items()}, **copies})
        client.change(files, 2)
        assert client.found() == {Path(name).name: ["duplicate-name"] for name in list(copies)[1:]}
        for file in files:
            file.unlink()
            client.change([file], 3)
        assert client.found() == {}
        assert client.names("part-9999") == set()
        assert client.leave() == 0


def test_a_home_is_never_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write(tmp_path, {"ledger.module.yaml": LEDGER})
    with Client(tmp_path) as client:
        assert client.found() == {}
        assert client.names() == set()
        assert client.leave() == 0
