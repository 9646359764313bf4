"""The manifest of the extension for VS Code says what the server says, and the extension ships only what it should."""

from __future__ import annotations

import json
import re
import struct
import zipfile
from typing import Any

import pytest

from cim_lsp import __version__
from cim_lsp.filetypes import SUFFIXES, is_named
from cim_lsp.lsp.handlers import COMMANDS
from cim_lsp.lsp.settings import Settings
from cim_lsp.rules import RULES

from .editors import code_server

EXTENSION = code_server.EXTENSION
MANIFEST: Any = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
CONTRIBUTED = MANIFEST["contributes"]
SETTINGS: dict[str, Any] = CONTRIBUTED["configuration"]["properties"]
MOST = 400_000
"""How large the extension may be, in bytes."""

MEANWHILE = (code_server.vsix,)


def test_every_rule_can_be_set() -> None:
    rules = SETTINGS["cim.rules"]["properties"]
    assert {code: (rule["default"], rule["description"]) for code, rule in rules.items()} == {
        rule.code: (rule.severity.name.lower(), rule.summary) for rule in RULES
    }
    assert {tuple(rule["enum"]) for rule in rules.values()} == {("off", "hint", "info", "warning", "error")}


def test_what_is_not_set_is_what_the_server_does_by_itself() -> None:
    given: dict[str, Any] = {}
    for name, setting in SETTINGS.items():
        *folders, key = name.removeprefix("cim.").split(".")
        place = given
        for folder in folders:
            place = place.setdefault(folder, {})
        place[key] = setting["default"]
    assert in_force(Settings.of(given)) == in_force(Settings())


def in_force(settings: Settings) -> tuple[object, ...]:
    return settings.is_structural, settings.scope, settings.created_hints, settings.name_hints, settings.basis


@pytest.mark.parametrize(("name", "field"), [("cim.structural", "structural"), ("cim.diagnostics.scope", "scope")])
def test_what_may_be_chosen_the_server_takes(name: str, field: str) -> None:
    *_, folder, key = name.split(".")
    for choice in SETTINGS[name]["enum"]:
        given = {key: choice} if folder == "cim" else {folder: {key: choice}}
        assert getattr(Settings.of(given).own, field) == choice


def test_every_setting_is_described() -> None:
    for name, setting in SETTINGS.items():
        assert setting["markdownDescription"].endswith((".", "…).")), name
        assert len(setting.get("markdownEnumDescriptions", ())) == len(setting.get("enum", ())), name


def test_every_command_that_is_shown_is_there_and_none_is_the_servers() -> None:
    ours = {command["command"] for command in CONTRIBUTED["commands"]}
    source = (EXTENSION / "src" / "extension.ts").read_text(encoding="utf-8")
    assert ours == set(re.findall(r'^    "(cim\.\w+)":', source, re.MULTILINE))
    assert not ours & set(COMMANDS)
    assert {item["command"] for menu in CONTRIBUTED["menus"].values() for item in menu} <= ours
    assert set(re.findall(r"command:(cim\.\w+)", json.dumps(CONTRIBUTED["walkthroughs"]))) <= ours


def test_the_server_has_the_commands_that_the_extension_asks_for() -> None:
    asked = {
        name
        for file in EXTENSION.glob("src/*.ts")
        for name in re.findall(r'execute<[^(]*\("([^"]+)"', file.read_text())
    }
    assert asked == {"cim.graph", "cim.new"}
    assert asked <= set(COMMANDS)


def test_the_files_that_wake_it_are_cim_files() -> None:
    """Among those of generic names, `module.json` and the like are nearly always somebody else's."""
    patterns = [event.partition(":**/")[2] for event in MANIFEST["activationEvents"] if ":**/" in event]
    woken = {name for pattern in patterns for name in _spelt_out(pattern.replace("*.", "any."))}
    stems = {f"{stem}{kind}" for stem in ("", "any.") for kind in ("cim", "domain", "module")}
    assert woken == {f"{stem}{suffix}" for stem in stems for suffix in SUFFIXES if "." in stem or suffix != ".json"}
    assert all(map(is_named, woken))


def _spelt_out(pattern: str) -> list[str]:
    found = re.search(r"\{([^}]*)\}", pattern)
    if not found:
        return [pattern]
    return [name for each in found[1].split(",") for name in _spelt_out(pattern.replace(found[0], each, 1))]


def test_it_is_of_the_servers_version() -> None:
    assert MANIFEST["version"] == __version__


def test_its_icon_is_as_large_as_the_marketplace_wants() -> None:
    header = (EXTENSION / MANIFEST["icon"]).read_bytes()[:24]
    assert struct.unpack(">II", header[16:]) == (128, 128)


@pytest.mark.parametrize("folder", [EXTENSION, code_server.DRIVER], ids=["extension", "driver"])
def test_what_it_is_made_of_is_pinned_and_names_no_registry(folder: Any) -> None:
    lock = (folder / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    manifest = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    wanted = {**manifest.get("dependencies", {}), **manifest.get("devDependencies", {})}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_what_is_shipped_is_small_and_only_what_runs_or_is_read() -> None:
    file = code_server.vsix()
    assert file.stat().st_size < MOST
    with zipfile.ZipFile(file) as shipped:
        names = {name.removeprefix("extension/") for name in shipped.namelist() if name.startswith("extension/")}
    assert names == {
        "LICENSE.txt", "changelog.md", "package.json", "readme.md", "dist/extension.js", "dist/panel.css",
        "dist/panel.js", "media/icon.png", "walkthrough/domain.md", "walkthrough/graph.svg", "walkthrough/module.md",
        "walkthrough/write.md",
    }  # fmt: skip
    assert (EXTENSION / "LICENSE").read_bytes() == (code_server.ROOT / "LICENSE").read_bytes()


def test_every_source_file_says_why_it_is_there() -> None:
    for file in (*EXTENSION.glob("src/**/*.ts"), *EXTENSION.glob("src/**/*.css"), *code_server.DRIVER.glob("*.mjs")):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith(("// ", "/* ")), file
        assert len(lines) <= 400, file
