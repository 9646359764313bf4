"""What an editor can have done by name, over the wire: pictures of a project, and domains and modules begun in it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest

from .test_workspace import PUSH, SHOP, Project
from .wire import Json

SHOWS: Json = {
    "capabilities": {
        "window": {"showDocument": {"support": True}, "workDoneProgress": True},
        "textDocument": PUSH["capabilities"]["textDocument"],
        "workspace": {**PUSH["capabilities"]["workspace"], "applyEdit": True},
    }
}
BAD_PARAMS, FAILED = -32602, -32803


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project(tmp_path / "shop", SHOWS) as project:
        project.ready()
        yield project


def run(project: Project, command: str, *arguments: Any) -> Any:
    return project.server.request("workspace/executeCommand", {"command": command, "arguments": list(arguments)})


def refused(project: Project, command: str, *arguments: Any) -> tuple[int, str]:
    answer = project.server.ask("workspace/executeCommand", {"command": command, "arguments": list(arguments)})
    return answer["error"]["code"], answer["error"]["message"]


def file_of(uri: str) -> Path:
    return Path(unquote(urlparse(uri).path))


@pytest.mark.parametrize("given", [[], [{}], [{"uri": None}]])
def test_a_picture_of_the_only_project_needs_no_words(project: Project, given: list[Any]) -> None:
    found = run(project, "cim.graph", *given)
    assert (found["format"], found["root"]) == ("svg", project.folder.as_uri())
    assert ET.fromstring(found["text"]).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_picture_in_another_format_of_a_part(project: Project) -> None:
    asked = {"uri": project.uri("shop.domain.yaml"), "format": "json", "around": "billing", "depth": 1}
    found = json.loads(run(project, "cim.graph", asked)["text"])
    assert {node["path"] for node in found["nodes"]} == {
        "shop.domain.yaml", "billing.module.yaml", "ledger.module.yaml"
    }  # fmt: skip


def test_a_picture_shows_what_is_open_and_not_yet_saved(project: Project) -> None:
    project.open("shop.domain.yaml")
    project.change("shop.domain.yaml", SHOP.replace("name: shop", "name: market"))
    project.until("shop.domain.yaml", [])
    assert "market" in run(project, "cim.graph", {"format": "mermaid"})["text"]


def test_an_editor_is_asked_to_show_the_picture(project: Project) -> None:
    shown: list[Json] = []
    project.server.answers["window/showDocument"] = lambda params: shown.append(params) or {"success": True}
    assert run(project, "cim.showGraph") is None
    (asked,) = shown
    assert asked["external"] is True
    file = file_of(asked["uri"])
    assert (file.name, ET.parse(file).getroot().tag) == ("shop.svg", "{http://www.w3.org/2000/svg}svg")


def test_who_can_not_show_a_picture_is_told_where_it_is_while_the_server_runs(tmp_path: Path) -> None:
    with Project(tmp_path / "shop", SHOWS) as project:
        project.ready()
        project.server.answers["window/showDocument"] = lambda _: {"success": False}
        run(project, "cim.showGraph", {"format": "mermaid"})
        file = Path(project.server.note("window/showMessage")["message"].removeprefix("The picture is in "))
        assert file.read_text().startswith("flowchart LR")
    assert not file.parent.exists()


def test_a_module_is_begun_and_entered_in_its_domain(project: Project) -> None:
    edits: list[Json] = []
    project.server.answers["workspace/applyEdit"] = lambda params: edits.append(params) or {"applied": True}
    asked = {"kind": "module", "name": "payments", "purpose": "Take money for what was sold", "domain": "shop"}
    made = run(project, "cim.new", asked)
    assert made == {"uri": project.uri("payments.module.yaml")}
    creation, text, entry = edits[0]["edit"]["documentChanges"]
    assert (creation["kind"], creation["uri"]) == ("create", made["uri"])
    body = text["edits"][0]["newText"]
    assert body.startswith("module:\n  name: payments\n  id: 01")
    assert "domain: shop\n" in body
    assert (entry["textDocument"]["uri"], entry["edits"][0]["newText"]) == (
        project.uri("shop.domain.yaml"),
        ", payments",
    )


def test_a_domain_is_begun_in_the_folder_that_is_named(project: Project) -> None:
    edits: list[Json] = []
    project.server.answers["workspace/applyEdit"] = lambda params: edits.append(params) or {"applied": True}
    (project.folder / "market").mkdir()
    wish = {"kind": "domain", "name": "market", "purpose": "Sell to other shops", "form": "list"}
    made = run(project, "cim.new", {"uri": project.uri("market"), **wish})
    assert made["uri"] == project.uri("market/domain.yaml")
    assert edits[0]["edit"]["documentChanges"][1]["edits"][0]["newText"].startswith("domain:\n  - name: market\n")


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({"name": "billing"}, "there is a module `billing` already, in billing.module.yaml"),
        ({"name": "tax", "domain": "shp"}, "there is no domain `shp` in this project; did you mean `shop`?"),
        ({"name": "  "}, "a new module needs a name and a purpose"),
        ({"name": "…"}, "no file name can be made of `…`"),
        ({"name": "Billing"}, "billing.module.yaml exists already, and is left alone"),
    ],
    ids=["taken", "no-such-domain", "blank", "no-letters", "file-exists"],
)
def test_what_can_not_be_begun_is_refused_with_the_reason(project: Project, wish: Json, reason: str) -> None:
    asked = {"kind": "module", "purpose": "Take money for what was sold", **wish}
    assert refused(project, "cim.new", asked) == (FAILED, reason)


def test_an_edit_that_the_editor_refuses_fails_the_command(project: Project) -> None:
    project.server.answers["workspace/applyEdit"] = lambda _: {"applied": False, "failureReason": "read-only"}
    wish = {"kind": "module", "name": "payments", "purpose": "Take money for what was sold"}
    assert refused(project, "cim.new", wish) == (FAILED, "read-only")


@pytest.mark.parametrize(
    ("command", "given", "code"),
    [
        ("cim.graph", ["shop"], BAD_PARAMS),
        ("cim.graph", [{"format": "png"}], BAD_PARAMS),
        ("cim.graph", [{"uri": 1}], BAD_PARAMS),
        ("cim.graph", [{"uri": "untitled:one"}], BAD_PARAMS),
        ("cim.graph", [{"around": "billing", "depth": -1}], BAD_PARAMS),
        ("cim.graph", [{"around": "bilingg"}], FAILED),
        ("cim.new", [{"kind": "thing"}], BAD_PARAMS),
        ("cim.new", [], BAD_PARAMS),
        ("cim.sing", [], BAD_PARAMS),
    ],
)
def test_what_makes_no_sense_is_refused(project: Project, command: str, given: list[Any], code: int) -> None:
    assert refused(project, command, *given)[0] == code
    assert run(project, "cim.graph")["text"]
