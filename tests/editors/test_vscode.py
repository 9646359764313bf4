"""The extension in VS Code itself: what a person would see, seen."""

from __future__ import annotations

import os
import re
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cim_lsp.identifiers import is_uuid7
from tests import provide
from tests.editors import code_server, seen

EXAMPLE = code_server.ROOT / "examples" / "vehicle-workshop"
BILLING = """\
module:
  name: billing
  id:
  purpose: Send bills and follow them until they are paid
  version:   0.1.0
  sttaus: pilot
  domain: vehicle-workshop
  dependencies:
    - work-orders
  # here
"""
TORN = """\
module:
  name: torn
  id: 019cb8f3-e343-7e96-a152-1b9f3c41e2aa
  purpose: "Be torn
"""
STEPS = (
    "diagnostics", "hover", "quick fix", "completion", "Insert UUIDv7", "formatting", "definition", "rename",
    "New Module", "graph", "neighbour",
)  # fmt: skip

MEANWHILE = (code_server.tools, partial(provide.debian, "chromium"))
Steps = dict[str, code_server.Step]


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Steps:
    """A run through everything, in a copy of the example."""
    folder = tmp_path_factory.mktemp("vscode")
    workspace = folder / "workshop"
    shutil.copytree(EXAMPLE, workspace)
    (workspace / "billing.module.yaml").write_text(BILLING)
    (workspace / "torn.module.yaml").write_text(TORN)
    path = f"{provide.SERVER.parent}:{os.environ['PATH']}"
    return code_server.drive(folder, workspace, STEPS, {}, path)


def of(steps: Steps, name: str) -> Any:
    step = steps.get(name) or steps.get("start")
    assert step, f"{name} was never tried"
    assert step.ok, step.seen
    return step.seen


def note(capability: str) -> None:
    seen.record("VS Code", code_server.version(), capability)


def test_problems_are_marked_on_the_exact_token(steps: Steps) -> None:
    found = of(steps, "diagnostics")
    assert {(mark["look"], mark["text"]) for mark in found["marks"]} == {("error", "id"), ("error", "sttaus")}
    assert any("unknown-key" in row and "[Ln 6, Col 3]" in row for row in found["rows"]), found["rows"]
    note("diagnostics")


def test_a_hover_says_what_a_key_means(steps: Steps) -> None:
    assert "Why" in of(steps, "hover")["text"]
    note("hover")


def test_a_quick_fix_mends(steps: Steps) -> None:
    of(steps, "quick fix")


def test_completion_offers_values_and_says_what_they_mean(steps: Steps) -> None:
    found = of(steps, "completion")
    assert any(each.startswith("production") for each in found["offered"])
    assert "In real use" in found["details"]
    note("completion")


def test_an_id_is_inserted_where_it_is_missing_and_in_place_of_a_selection(steps: Steps) -> None:
    text = of(steps, "Insert UUIDv7")["text"]
    missing = re.search(r"(?m)^  id: (\S+)$", text)
    selected = re.search(r"(?m)^  # (\S+)$", text)
    assert missing
    assert selected
    assert is_uuid7(missing[1])
    assert is_uuid7(selected[1])
    note("Insert UUIDv7")


def test_a_file_is_formatted(steps: Steps) -> None:
    assert "  version: 0.1.0\n" in of(steps, "formatting")["text"]
    note("formatting")


def test_a_reference_leads_to_its_module_in_another_file(steps: Steps) -> None:
    assert of(steps, "definition")["place"].split()[:3] == ["modules", "work-orders", "module.yaml"]
    note("definition")


def test_a_module_is_renamed_in_every_file(steps: Steps) -> None:
    found = of(steps, "rename")
    assert any("domain.yaml" in row for row in found["preview"])
    assert "  name: repairs\n" in found["files"]["modules/repairs/module.yaml"]
    assert "    - repairs\n" in found["files"]["billing.module.yaml"]
    assert not any("name: work-orders" in text for text in found["files"].values())
    note("rename")


def test_a_module_is_begun_and_entered_in_its_domain(steps: Steps) -> None:
    files = of(steps, "New Module")
    assert "    - tyre-store\n" in files["domain"]
    assert "  name: tyre-store\n" in files["module"]
    assert "  purpose: Keep the winter tyres of our customers\n" in files["module"]


def test_the_graph_shows_boxes_that_lead_to_their_files(steps: Steps) -> None:
    found = of(steps, "graph")
    assert {"vehicle-workshop", "repairs", "tyre-store", "ledger"} <= set(found["boxes"])
    assert set(found["around"]) < set(found["boxes"])
    assert "fleet-register" in found["place"]


def test_what_another_yaml_extension_has_marked_is_not_marked_again(steps: Steps) -> None:
    found = of(steps, "neighbour")
    assert len(found["marks"]) == 1
    assert [row for row in found["rows"] if "[Ln" in row] == ['Missing closing "quote YAML [Ln 4, Col 12]']


def test_who_has_too_old_a_server_is_offered_another(tmp_path: Path) -> None:
    """The whole way from a message to marks in the text, in an environment of the extension's own."""
    workspace = tmp_path / "workshop"
    workspace.mkdir()
    (workspace / "billing.module.yaml").write_text(BILLING)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "python3").symlink_to(Path(sys.base_prefix, "bin", "python3"))
    old = programs / "cim-lsp"
    old.write_text("#!/bin/sh\necho cim-lsp 0.0.9\n")
    old.chmod(0o755)
    settings = {"cim.server.package": str(_wheel(tmp_path))}
    found = code_server.drive(tmp_path, workspace, ("missing", "install", "schemas"), settings, str(programs))
    missing = of(found, "missing")
    assert f"{old} is too old: it is 0.0.9" in missing["text"]
    assert missing["buttons"] == ["Install…", "Select a command…", "Show the manual"]
    by_project = {"vehicle-workshop", "work-orders"}
    assert {mark["text"] for mark in of(found, "install")["marks"]} == {"id", "sttaus", *by_project}
    # The neighbour has our schema now: what that says is left to it.
    assert {mark["text"] for mark in of(found, "schemas")["marks"]} == by_project


def _wheel(folder: Path) -> Path:
    wheels = folder / "wheels"
    provide.run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, code_server.ROOT)
    (wheel,) = wheels.glob("*.whl")
    return wheel
