"""Whose diagnostics are told: of open files, of those that an edit affects, or of the workspace; pushed and pulled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .test_workspace import BILLING, FILES, LEDGER, PUSH, Project
from .wire import REFRESHES, Json

BAD = BILLING.replace("- ledger", "- ledgr")
PULL: Json = {
    "capabilities": {
        **PUSH["capabilities"],
        "textDocument": {**PUSH["capabilities"]["textDocument"], "diagnostic": {}},
        "workspace": {**PUSH["capabilities"]["workspace"], **REFRESHES},
    }
}


def start(folder: Path, profile: Json, scope: str, **files: str) -> Project:
    project = Project(folder, {**profile, "initializationOptions": {"diagnostics": {"scope": scope}}}, files)
    project.ready()
    return project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "shop"


@pytest.fixture
def broken() -> dict[str, str]:
    return {**FILES, "billing.module.yaml": BAD, "odd.module.yaml": "module: {name: odd}\n"}


@pytest.fixture
def pulled(folder: Path, broken: dict[str, str]) -> Iterator[Project]:
    with start(folder, PULL, "workspace", **broken) as project:
        yield project


def asked(project: Project, *known: Json, **rest: Any) -> list[Json]:
    params = {"previousResultIds": list(known), **rest}
    return project.server.request("workspace/diagnostic", params)["items"]


def all_of(project: Project, count: int) -> list[Json]:
    """The reports on all files of which something is said, once they have been judged."""
    while len(reports := asked(project)) < count:
        pass
    return reports


def codes(project: Project, reports: list[Json]) -> dict[str, list[str]]:
    return {
        report["uri"].removeprefix(project.folder.as_uri() + "/"): sorted(item["code"] for item in report["items"])
        for report in reports
    }


def test_the_whole_workspace_is_told_without_anything_open(folder: Path, broken: dict[str, str]) -> None:
    with start(folder, PUSH, "workspace", **broken) as project:
        project.until("billing.module.yaml", ["unresolved-reference"])
        project.until("odd.module.yaml", ["missing-key", "missing-key"])


def test_a_closed_file_that_can_not_be_read_is_told_of_and_may_declare_anybody(folder: Path) -> None:
    folder.mkdir()
    (folder / "ledger.module.yaml").write_bytes(LEDGER.encode("utf-16"))
    files = {name: text for name, text in FILES.items() if name != "ledger.module.yaml"}
    with start(folder, PUSH, "workspace", **files) as project:
        (found,) = project.until("ledger.module.yaml", ["unreadable-file"])
        assert found["message"] == "this is UTF-16; a CIM file is UTF-8"
        project.open("billing.module.yaml")
        project.until("billing.module.yaml", [])
        (folder / "ledger.module.yaml").unlink()
        project.until_all({"ledger.module.yaml": [], "billing.module.yaml": ["unresolved-reference"]})


def test_a_file_that_is_opened_is_told_once_and_again_when_it_is_closed(folder: Path, broken: dict[str, str]) -> None:
    with start(folder, PUSH, "workspace", **broken) as project:
        project.until("billing.module.yaml", ["unresolved-reference"])
        project.open("billing.module.yaml")
        project.until("billing.module.yaml", [])
        project.until("billing.module.yaml", ["unresolved-reference"])
        project.change("billing.module.yaml", BILLING)
        project.until("billing.module.yaml", [])
        project.server.send("textDocument/didClose", {"textDocument": {"uri": project.uri("billing.module.yaml")}})
        project.until("billing.module.yaml", ["unresolved-reference"])


def test_what_is_mended_or_broken_on_disk_is_seen(folder: Path, broken: dict[str, str]) -> None:
    with start(folder, PUSH, "workspace", **broken) as project:
        project.until("billing.module.yaml", ["unresolved-reference"])
        (folder / "billing.module.yaml").write_text(BILLING)
        (folder / "ledger.module.yaml").write_text("module:\n  name: [\n")
        changes = [{"uri": project.uri(name), "type": 2} for name in ("billing.module.yaml", "ledger.module.yaml")]
        project.server.send("workspace/didChangeWatchedFiles", {"changes": changes})
        project.until("ledger.module.yaml", ["syntax-error"])


def test_another_scope_takes_effect_at_once(folder: Path, broken: dict[str, str]) -> None:
    with start(folder, PUSH, "open", **broken) as project:
        for scope, expected in (("workspace", ["unresolved-reference"]), ("open", [])):
            project.server.send("workspace/didChangeConfiguration", {"settings": {"diagnostics": {"scope": scope}}})
            project.until("billing.module.yaml", expected)


def test_an_edit_breaks_no_closed_file_where_only_open_ones_are_told(folder: Path) -> None:
    with start(folder, PUSH, "open", **FILES) as project:
        project.open("ledger.module.yaml")
        project.until("ledger.module.yaml", [])
        project.change("ledger.module.yaml", LEDGER.replace("name: ledger", "name: journal"))
        project.open("shop.domain.yaml")
        project.until("shop.domain.yaml", ["unresolved-reference"])
        published = [each["params"]["uri"] for each in project.server.notes if "Diagnostics" in each["method"]]
        assert project.uri("billing.module.yaml") not in published


def test_a_client_that_asks_is_told_everything_and_then_only_what_is_new(pulled: Project) -> None:
    reports = all_of(pulled, 2)
    assert codes(pulled, reports) == {
        "billing.module.yaml": ["unresolved-reference"],
        "odd.module.yaml": ["missing-key", "missing-key"],
    }
    known = [{"uri": report["uri"], "value": report["resultId"]} for report in reports]
    (pulled.folder / "billing.module.yaml").write_text(BILLING)
    changes = [{"uri": pulled.uri("billing.module.yaml"), "type": 2}]
    pulled.server.send("workspace/didChangeWatchedFiles", {"changes": changes})
    (news,) = asked(pulled, *known)
    assert (news["uri"], news["items"]) == (pulled.uri("billing.module.yaml"), [])
    assert not news.get("resultId")


def test_an_answer_comes_in_parts_to_a_client_that_takes_it_so(pulled: Project) -> None:
    wanted = codes(pulled, all_of(pulled, 2))
    assert asked(pulled, partialResultToken="parts") == []
    parts = [note["params"] for note in pulled.server.notes if note["method"] == "$/progress"]
    found = [report for part in parts if part["token"] == "parts" for report in part["value"]["items"]]
    assert codes(pulled, found) == wanted


def test_who_waits_for_news_may_give_up(pulled: Project) -> None:
    known = [{"uri": report["uri"], "value": report["resultId"]} for report in all_of(pulled, 2)]
    pulled.server.send("workspace/diagnostic", {"previousResultIds": known}, id="waiting")
    pulled.server.send("$/cancelRequest", {"id": "waiting"})
    assert pulled.server.request("workspace/symbol", {"query": "ledger"})
    answers = [note for note in pulled.server.notes if note.get("id") == "waiting"]
    while not answers:
        message = pulled.server.read()
        assert message
        answers = [message] if message.get("id") == "waiting" else []
    assert answers[0]["error"]["code"] == -32800


def test_an_open_file_is_not_told_a_second_time(pulled: Project) -> None:
    all_of(pulled, 2)
    pulled.open("billing.module.yaml")
    document = {"textDocument": {"uri": pulled.uri("billing.module.yaml")}}
    (found,) = pulled.server.request("textDocument/diagnostic", document)["items"]
    assert found["code"] == "unresolved-reference"
    assert codes(pulled, asked(pulled)) == {"odd.module.yaml": ["missing-key", "missing-key"]}
