"""The files in `editors/` that a person copies or installs: they can be read, start our server, and name real settings.

This is all that is known of those whose editors can't be had by tests (Zed, Sublime Text, the IDEs of JetBrains).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest

from cim_lsp.lsp.settings import Settings
from tests.editors.workshop import EDITORS

FOLDERS = ("emacs", "jetbrains", "kate", "sublime", "zed")
FILES = [path.relative_to(EDITORS).as_posix() for each in FOLDERS for path in (EDITORS / each).rglob("*.*")]
JSON = [name for name in FILES if name.endswith((".json", ".sublime-settings"))]
OTHERS: dict[str, Any] = {"cim.structural": "on", "cim.diagnostics.scope": "workspace"}
"""Another value than the default, for settings that are not flags."""


def load(name: str) -> Any:
    return json.loads((EDITORS / name).read_text(encoding="utf-8"))


def names(settings: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """The dotted names of settings, with their values."""
    for key, value in settings.items():
        if isinstance(value, dict):
            yield from names(cast("dict[str, Any]", value), f"{above}{key}.")
        else:
            yield above + key, value


def nested(name: str, value: Any) -> Any:
    """A setting as the server is sent it."""
    for key in reversed(name.split(".")):
        value = {key: value}
    return value


def shipped() -> Iterator[tuple[str, str, Any]]:
    """Each setting that a file names: the file, the dotted name and the value."""
    sections = {
        "jetbrains/cim-lsp/settings.json": load("jetbrains/cim-lsp/settings.json"),
        "jetbrains/cim-lsp/initializationOptions.json": {"cim": load("jetbrains/cim-lsp/initializationOptions.json")},
        "sublime/LSP.sublime-settings": load("sublime/LSP.sublime-settings")["clients"]["cim"]["settings"],
        "zed/settings.json": load("zed/settings.json")["lsp"]["cim-lsp"]["settings"],
    }
    for file, settings in sections.items():
        yield from ((file, name, value) for name, value in names(settings))


@pytest.mark.parametrize("name", JSON)
def test_json(name: str):
    assert load(name)


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".toml")])
def test_toml(name: str):
    tomllib = pytest.importorskip("tomllib", reason="Python 3.11 is the first that reads TOML")
    assert tomllib.loads((EDITORS / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("file", "name", "value"), list(shipped()))
def test_a_setting_is_one_of_the_server(file: str, name: str, value: Any):
    """What is shipped is the default, and another value changes what the server does."""
    assert in_force(Settings.of(nested(name, value))) == in_force(Settings())
    other = OTHERS.get(name, not value)
    assert in_force(Settings.of(nested(name, other))) != in_force(Settings())


def in_force(settings: Settings) -> tuple[object, ...]:
    return settings.is_structural, settings.scope, settings.created_hints, settings.name_hints, settings.basis


def test_settings_of_emacs():
    text = (EDITORS / "emacs/cim.el").read_text(encoding="utf-8")
    found: list[str] = re.findall(r'\("(cim\.[\w.]+)"', text)
    assert set(found) == {name for _, name, _ in shipped()} - {"cim.yamlServer"}


def test_the_schema_of_jetbrains():
    schema = load("jetbrains/cim-lsp/settings.schema.json")
    jsonschema.Draft7Validator.check_schema(schema)
    validator: Any = jsonschema.Draft7Validator(schema)
    assert validator.is_valid(load("jetbrains/cim-lsp/settings.json"))
    for name, value in OTHERS.items():
        assert validator.is_valid(nested(name, value))
        assert not validator.is_valid(nested(name, "?"))


def test_commands():
    template = load("jetbrains/cim-lsp/template.json")
    assert {command.split()[-1] for command in template["programArgs"].values()} == {"cim-lsp"}
    assert load("kate/settings.json")["servers"]["yaml"]["command"] == ["cim-lsp"]
    assert load("sublime/LSP.sublime-settings")["clients"]["cim"]["command"] == ["cim-lsp"]
    assert '.which("cim-lsp")' in (EDITORS / "zed/src/lib.rs").read_text(encoding="utf-8")
    assert '\'("cim-lsp")' in (EDITORS / "emacs/cim.el").read_text(encoding="utf-8")


def test_zed_means_the_server_of_its_extension():
    text = (EDITORS / "zed/extension.toml").read_text(encoding="utf-8")
    (server,) = re.findall(r"(?m)^\[language_servers\.(.+)\]$", text)
    (languages,) = re.findall(r"(?m)^languages = (.+)$", text)
    settings = load("zed/settings.json")
    assert list(settings["lsp"]) == [server]
    assert list(settings["languages"]) == json.loads(languages)
    assert all(each["language_servers"][0] == server for each in settings["languages"].values())


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_readme_is_a_screen(folder: str):
    text = _readme(folder)
    assert len(text.splitlines()) <= 60
    linked: list[str] = re.findall(r"\]\((?!https?:)([^)]+)\)", text)
    assert all((EDITORS / folder / path).exists() for path in linked)


def _readme(folder: str) -> str:
    return Path(EDITORS / folder / "README.md").read_text(encoding="utf-8")
