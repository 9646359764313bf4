"""A project over the wire: its index and progress, what an edit in one file means for others, and its names."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from .wire import Json, Server, encode

PROFILES = Path(__file__).parent / "clients"
IDS = [f"01939b5e-2f4c-7a31-9c5d-0242ac12000{number}" for number in range(9)]
SHOP = f"domain:\n  name: shop\n  id: {IDS[1]}\n  purpose: Sell things to people\n  modules: [billing, ledger]\n"
BILLING = f"module:\n  name: billing\n  id: {IDS[2]}\n  purpose: Send invoices\n  dependencies:\n    - ledger\n"
LEDGER = f"module:\n  name: ledger\n  id: {IDS[3]}\n  purpose: Remember every booking made\n"
FILES = {"shop.domain.yaml": SHOP, "billing.module.yaml": BILLING, "ledger.module.yaml": LEDGER}


class Project:
    """A repository, and a server that has it open and has read it."""

    def __init__(
        self, folder: Path, profile: Json, files: Mapping[str, str] = FILES, *, is_repository: bool = True
    ) -> None:
        self.folder = folder
        if is_repository:
            subprocess.run(["git", "init", "-q", str(folder)], check=True)
        for name, text in files.items():
            (folder / name).write_text(text)
        self.server = Server()
        folders = [{"uri": folder.as_uri(), "name": "shop"}]
        params: Json = {**profile, "rootUri": folder.as_uri(), "workspaceFolders": folders, "processId": None}
        self.server.initialize(**params)
        self.progress: list[Json] = []
        self.version = 1

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.server.leave() == 0
        self.server.__exit__()

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str) -> None:
        self.server.open(self.uri(name), (self.folder / name).read_text())

    def change(self, name: str, text: str) -> None:
        self.version += 1
        document = {"uri": self.uri(name), "version": self.version}
        self.server.send("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def until(self, name: str, codes: list[str]) -> list[Json]:
        """Wait for the diagnostics of a file that have these codes."""
        while True:
            params = self.note("textDocument/publishDiagnostics")
            found = sorted(item["code"] for item in params["diagnostics"])
            if params["uri"] == self.uri(name) and found == codes:
                return params["diagnostics"]

    def until_all(self, wanted: dict[str, list[str]]) -> None:
        """Wait for the diagnostics of some files, in whichever order they come."""
        left = {self.uri(name): codes for name, codes in wanted.items()}
        while left:
            params = self.note("textDocument/publishDiagnostics")
            if left.get(params["uri"]) == sorted(item["code"] for item in params["diagnostics"]):
                del left[params["uri"]]

    def note(self, method: str) -> Any:
        """The next notification of a method; requests of the server are answered, its progress is kept."""
        while True:
            message = self.server.notes.pop(0) if self.server.notes else self.server.read()
            assert message, "the server ended"
            if "id" in message and "method" in message:
                self.server.stdin.write(encode({"jsonrpc": "2.0", "id": message["id"], "result": None}))
                self.server.stdin.flush()
            elif message["method"] == "$/progress":
                self.progress.append(message["params"]["value"])
            if message.get("method") == method:
                return message["params"]

    def ready(self) -> None:
        """Wait until the project has been read."""
        while not (self.progress and self.progress[-1]["kind"] == "end"):
            self.note("$/progress")

    def ask(self, method: str, name: str, line: int, character: int, **rest: Any) -> Any:
        place = {"line": line, "character": character}
        return self.server.request(method, {"textDocument": {"uri": self.uri(name)}, "position": place, **rest})


def _profile(name: str) -> Json:
    return json.loads((PROFILES / f"{name}.json").read_text(encoding="utf-8"))


LITERALS: Json = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}
PUSH: Json = {
    "capabilities": {
        "window": {"workDoneProgress": True},
        "textDocument": {"rename": {"prepareSupport": True}, "codeAction": LITERALS},
        "workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create", "rename", "delete"]}},
    }
}  # fmt: skip

RESOLVED: Json = {"resolveSupport": {"properties": ["location.range"]}}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    if not shutil.which("git"):
        pytest.skip("git is needed to make a repository")
    with Project(tmp_path / "shop", PUSH) as project:
        project.ready()
        yield project


def test_indexing_shows_how_far_it_is(project: Project) -> None:
    kinds = [value["kind"] for value in project.progress]
    assert (kinds[0], kinds[-1]) == ("begin", "end")
    assert {value["message"] for value in project.progress if value["kind"] == "report"} == {"3 of 3"}


@pytest.mark.parametrize(("count", "shown"), [(3, []), (300, ["begin", "report", "end"])])
def test_reading_many_changed_files_shows_how_far_it_is(project: Project, count: int, shown: list[str]) -> None:
    """Those of a checkout; a few are read within a moment."""
    project.progress.clear()
    names = [f"part-{number}.module.yaml" for number in range(count)]
    for number, name in enumerate(names):
        text = LEDGER.replace("ledger", f"part-{number}").replace(IDS[3], f"{IDS[3][:-4]}{number:04x}")
        (project.folder / name).write_text(text)
    changes = [{"uri": project.uri(name), "type": 1} for name in names]
    project.server.send("workspace/didChangeWatchedFiles", {"changes": changes})
    if shown:
        project.ready()
        assert project.progress[-2] == {"kind": "report", "message": f"{count} of {count}", "percentage": 100}
    while not project.server.request("workspace/symbol", {"query": names[-1].removesuffix(".module.yaml")}):
        pass
    assert list(dict.fromkeys(value["kind"] for value in project.progress)) == shown


def test_what_is_offered_before_all_is_read_is_not_all(tmp_path: Path) -> None:
    """So that the editor asks again at the next letter."""
    many = {f"part-{number}.module.yaml": LEDGER.replace("ledger", f"part-{number}") for number in range(500)}
    with Project(tmp_path / "shop", PUSH, {**FILES, **many}) as project:
        project.open("billing.module.yaml")
        offered = project.ask("textDocument/completion", "billing.module.yaml", 5, 6)
        assert offered["isIncomplete"]
        assert "ledger" not in {item["label"] for item in offered["items"]}
        project.ready()
        offered = project.ask("textDocument/completion", "billing.module.yaml", 5, 6)
        assert {"ledger", "part-0", "part-499"} <= {item["label"] for item in offered}


def test_an_edit_that_breaks_closed_files_is_told_there_and_taken_back(project: Project) -> None:
    project.open("ledger.module.yaml")
    project.until("ledger.module.yaml", [])
    project.change("ledger.module.yaml", LEDGER.replace("name: ledger", "name: journal"))
    (found,) = project.until("billing.module.yaml", ["unresolved-reference"])
    assert found["range"] == {"start": {"line": 5, "character": 6}, "end": {"line": 5, "character": 12}}
    project.change("ledger.module.yaml", LEDGER)
    project.until("billing.module.yaml", [])


def test_a_file_that_is_closed_counts_as_it_is_on_disk(project: Project) -> None:
    for name in ("ledger.module.yaml", "billing.module.yaml"):
        project.open(name)
        project.until(name, [])
    project.change("ledger.module.yaml", LEDGER.replace("name: ledger", "name: journal"))
    project.until("billing.module.yaml", ["unresolved-reference"])
    project.server.send("textDocument/didClose", {"textDocument": {"uri": project.uri("ledger.module.yaml")}})
    project.until("billing.module.yaml", [])


def test_a_file_with_a_fault_keeps_what_it_declared(project: Project) -> None:
    for name in ("ledger.module.yaml", "billing.module.yaml"):
        project.open(name)
        project.until(name, [])
    project.change("ledger.module.yaml", 'module:\n  name: "led')
    project.until("ledger.module.yaml", ["syntax-error"])
    project.change("billing.module.yaml", BILLING + "    - payments\n")
    (found,) = project.until("billing.module.yaml", ["unresolved-reference"])
    assert found["range"]["start"]["line"] == 6


@pytest.mark.parametrize("event", [True, False], ids=["watched", "polled"])
def test_what_changes_on_disk_is_seen(project: Project, event: bool) -> None:
    project.open("billing.module.yaml")
    project.until("billing.module.yaml", [])
    (project.folder / "ledger.module.yaml").unlink()
    if event:
        changes = [{"uri": project.uri("ledger.module.yaml"), "type": 3}]
        project.server.send("workspace/didChangeWatchedFiles", {"changes": changes})
    project.until("billing.module.yaml", ["unresolved-reference"])


def test_a_name_leads_to_its_declaration_and_to_all_who_use_it(project: Project) -> None:
    project.open("billing.module.yaml")
    (found,) = project.ask("textDocument/definition", "billing.module.yaml", 5, 8)
    assert (found["uri"], found["range"]["start"]["line"]) == (project.uri("ledger.module.yaml"), 1)
    everywhere = project.ask(
        "textDocument/references", "billing.module.yaml", 5, 8, context={"includeDeclaration": True}
    )
    assert {(each["uri"], each["range"]["start"]["line"]) for each in everywhere} == {
        (project.uri("ledger.module.yaml"), 1),
        (project.uri("billing.module.yaml"), 5),
        (project.uri("shop.domain.yaml"), 4),
    }
    (symbol,) = project.server.request("workspace/symbol", {"query": "ldg"})
    assert (symbol["name"], symbol["location"]["uri"]) == ("ledger", project.uri("ledger.module.yaml"))
    assert symbol["location"]["range"]["start"]["line"] == 1
    (item,) = project.ask("textDocument/prepareCallHierarchy", "billing.module.yaml", 5, 8)
    calls = project.server.request("callHierarchy/incomingCalls", {"item": item})
    assert {call["from"]["name"] for call in calls} >= {"billing"}
    lenses = project.server.request(
        "textDocument/codeLens", {"textDocument": {"uri": project.uri("billing.module.yaml")}}
    )
    assert lenses
    hover = project.ask("textDocument/hover", "billing.module.yaml", 5, 8)["contents"]["value"]
    assert "Remember every booking made" in hover


def test_a_module_is_renamed_in_all_files_and_its_own_with_it(project: Project) -> None:
    project.open("billing.module.yaml")
    assert project.ask("textDocument/prepareRename", "billing.module.yaml", 5, 8)["placeholder"] == "ledger"
    edit = project.ask("textDocument/rename", "billing.module.yaml", 5, 8, newName="journal")
    edited = {change["textDocument"]["uri"]: change["edits"] for change in edit["documentChanges"] if "edits" in change}
    assert set(edited) == {project.uri(name) for name in FILES}
    assert {each["newText"] for edits in edited.values() for each in edits} == {"journal"}
    renamed = [
        (change["oldUri"], change["newUri"]) for change in edit["documentChanges"] if change.get("kind") == "rename"
    ]
    assert renamed == [(project.uri("ledger.module.yaml"), project.uri("journal.module.yaml"))]


def test_a_folder_that_is_named_after_its_module_is_renamed_with_it(project: Project) -> None:
    (project.folder / "payments").mkdir()
    (project.folder / "payments" / "module.yaml").write_text(LEDGER.replace("name: ledger", "name: payments"))
    project.open("payments/module.yaml")
    edit = project.ask("textDocument/rename", "payments/module.yaml", 1, 9, newName="takings")
    assert edit["documentChanges"][-1] == {
        "kind": "rename",
        "oldUri": project.uri("payments"),
        "newUri": project.uri("takings"),
    }


@pytest.mark.parametrize("name", ["billing", "", IDS[8]])
def test_a_name_that_is_taken_or_none_is_refused(project: Project, name: str) -> None:
    project.open("ledger.module.yaml")
    place = {"textDocument": {"uri": project.uri("ledger.module.yaml")}, "position": {"line": 1, "character": 9}}
    answer = project.server.ask("textDocument/rename", {**place, "newName": name})
    assert answer["error"]["message"]


def test_names_follow_a_file_that_gets_another(project: Project) -> None:
    files = [{"oldUri": project.uri("ledger.module.yaml"), "newUri": project.uri("journal.module.yaml")}]
    edit = project.server.request("workspace/willRenameFiles", {"files": files})
    assert {change["textDocument"]["uri"] for change in edit["documentChanges"]} == {
        project.uri(name) for name in FILES
    }


def test_a_cycle_is_told_once(project: Project) -> None:
    for name in ("ledger.module.yaml", "billing.module.yaml"):
        project.open(name)
        project.until(name, [])
    project.change("ledger.module.yaml", LEDGER + "  dependencies: [billing]\n")
    project.until("ledger.module.yaml", ["dependency-cycle"])


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(("git", "-C", str(folder), *identity, *arguments), check=True, capture_output=True)


def test_what_git_knows_is_kept_up_with_head(project: Project) -> None:
    """An id that the last commit has otherwise, until it is committed; and who is the copy of whom."""
    changed = LEDGER.replace(IDS[3], IDS[7])
    project.open("ledger.module.yaml")
    project.until("ledger.module.yaml", [])
    git(project.folder, "add", "ledger.module.yaml")
    git(project.folder, "commit", "-m", "a")
    project.change("ledger.module.yaml", changed)
    (found,) = project.until("ledger.module.yaml", ["id-changed"])
    assert found["range"]["start"] == {"line": 2, "character": 6}
    project.change("ledger.module.yaml", LEDGER)
    project.until("ledger.module.yaml", [])
    (project.folder / "ledger.module.yaml").write_text(changed)
    git(project.folder, "commit", "-a", "-m", "b")
    (found,) = project.until("ledger.module.yaml", ["id-changed"])
    assert IDS[7] in found["message"]
    project.change("ledger.module.yaml", changed)
    project.until("ledger.module.yaml", [])
    (project.folder / "a.module.yaml").write_text(changed)
    project.server.open(project.uri("a.module.yaml"), changed)
    project.until("a.module.yaml", ["duplicate-id"])


def test_who_is_no_longer_as_committed_when_the_project_is_read(project: Project) -> None:
    """Files that are as they were committed are read once for both; this one isn't."""
    git(project.folder, "add", ".")
    git(project.folder, "commit", "-m", "a")
    files = {**FILES, "ledger.module.yaml": LEDGER.replace(IDS[3], IDS[7])}
    with Project(project.folder, PUSH, files) as again:
        again.ready()
        again.open("ledger.module.yaml")
        again.until("ledger.module.yaml", ["id-changed"])
        again.open("billing.module.yaml")
        again.change("billing.module.yaml", BILLING.replace(IDS[2], IDS[8]))
        again.until("billing.module.yaml", ["id-changed"])


def test_a_folder_that_becomes_a_repository(project: Project) -> None:
    shutil.rmtree(project.folder / ".git")
    with Project(project.folder, PUSH, FILES, is_repository=False) as again:
        again.ready()
        again.open("ledger.module.yaml")
        again.until("ledger.module.yaml", [])
        git(again.folder, "init")
        git(again.folder, "add", ".")
        git(again.folder, "commit", "-m", "a")
        again.change("ledger.module.yaml", LEDGER.replace(IDS[3], IDS[7]))
        again.until("ledger.module.yaml", ["id-changed"])


def test_a_commit_is_noticed_where_git_keeps_no_log(project: Project) -> None:
    changed = LEDGER.replace(IDS[3], IDS[7])
    git(project.folder, "config", "core.logAllRefUpdates", "false")
    git(project.folder, "add", "ledger.module.yaml")
    git(project.folder, "commit", "-m", "a")
    assert not (project.folder / ".git/logs/HEAD").exists()
    project.open("ledger.module.yaml")
    project.change("ledger.module.yaml", changed)
    project.until("ledger.module.yaml", ["id-changed"])
    (project.folder / "ledger.module.yaml").write_text(changed)
    git(project.folder, "commit", "-a", "-m", "b")
    project.until("ledger.module.yaml", [])


def test_a_missing_module_is_made(project: Project) -> None:
    project.open("billing.module.yaml")
    project.until("billing.module.yaml", [])
    project.change("billing.module.yaml", BILLING.replace("- ledger", "- payments"))
    (found,) = project.until("billing.module.yaml", ["unresolved-reference"])
    params: Json = {
        "textDocument": {"uri": project.uri("billing.module.yaml")},
        "range": found["range"],
        "context": {"diagnostics": []},
    }
    actions = project.server.request("textDocument/codeAction", params)
    (action,) = [action for action in actions if action["title"].startswith("Create module")]
    created = [change for change in action["edit"]["documentChanges"] if change.get("kind") == "create"]
    assert [change["uri"] for change in created] == [project.uri("payments.module.yaml")]


def test_the_place_of_a_symbol_may_be_asked_for_later(tmp_path: Path) -> None:
    """No file is read before somebody chooses one; one that is gone by then has no place."""
    profile = {"capabilities": {"window": {"workDoneProgress": True}, "workspace": {"symbol": RESOLVED}}}
    with Project(tmp_path / "shop", profile) as project:
        project.ready()
        found = project.server.request("workspace/symbol", {"query": ""})
        assert [each["location"] for each in found] == [{"uri": project.uri(name)} for name in sorted(FILES)]
        ledger = found[1]
        (project.folder / "billing.module.yaml").unlink()
        assert project.server.request("workspaceSymbol/resolve", found[0]) == found[0]
        resolved = project.server.request("workspaceSymbol/resolve", ledger)
        place = {"start": {"line": 1, "character": 8}, "end": {"line": 1, "character": 14}}
        assert (resolved["name"], resolved["location"]) == (
            "ledger",
            {"uri": ledger["location"]["uri"], "range": place},
        )


def test_what_each_editor_is_told_of_a_project(tmp_path: Path) -> None:
    """A client that asks for diagnostics is never told of a file that it has open; one that can watch is asked to."""
    with Project(tmp_path / "shop", _profile("vscode-1.139")) as project:
        asked = set[str]()
        project.open("billing.module.yaml")
        while "workspace/diagnostic/refresh" not in asked:
            message = project.server.notes.pop(0) if project.server.notes else project.server.read()
            assert message
            if "id" in message and "method" in message:
                asked.add(message["method"])
                project.server.stdin.write(encode({"jsonrpc": "2.0", "id": message["id"], "result": None}))
                project.server.stdin.flush()
                params = {"textDocument": {"uri": project.uri("billing.module.yaml")}}
                project.server.send("textDocument/diagnostic", params, id=f"pull {len(asked)}")
        assert {"client/registerCapability", "window/workDoneProgress/create", "workspace/configuration"} <= asked
