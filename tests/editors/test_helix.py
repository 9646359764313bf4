"""`editors/helix` in the Helix of Debian 13, in a terminal."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests import provide
from tests.editors import seen
from tests.editors.terminal import Terminal
from tests.editors.workshop import EDITORS, INSERTED, ROAD, Workshop, surroundings

MEANWHILE = (partial(provide.debian_root, "hx", "neovim"),)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop.made(tmp_path / "workshop")


@pytest.fixture
def helix(workshop: Workshop, tmp_path: Path) -> Iterator[Terminal]:
    """Helix with our languages.toml, on the domain's file, whose diagnostics are there."""
    root = provide.debian_root("hx", "neovim")
    home = tmp_path / "home"
    words = surroundings(home, PATH="/usr/local/bin:/usr/bin:/bin")
    settings = home / "config" / "helix"
    settings.mkdir()
    (settings / "languages.toml").symlink_to(EDITORS / "helix" / "languages.toml")
    with Terminal(
        root.command(*words, "env", "-C", workshop.folder, "hx", "domain.yaml", shared=(EDITORS, tmp_path))
    ) as helix:
        helix.wait("● +3  ")
        yield helix


def saw(*capabilities: str) -> None:
    seen.record("Helix", "25.01", *capabilities)


def go(helix: Terminal, line: int, pattern: str) -> None:
    """Put the cursor where a pattern is found in a line, counted from 1."""
    helix.command(f":{line}")
    helix.keys("g", "h")
    helix.command(f"/{pattern}")
    helix.wait(rf"\s1 sel\s+{line}:")


def test_diagnostics_and_insert_uuid(helix: Terminal, workshop: Workshop):
    go(helix, 3, "some-uuid")
    shown = helix.wait("this is a placeholder; an id is a UUIDv7")
    assert re.search(r"● 1 +1 sel", shown), shown
    saw("diagnostics")
    helix.keys("Space", "a")
    helix.wait("Insert UUIDv7")
    helix.keys("Enter")
    helix.wait_gone("some-uuid")
    helix.wait_gone("this is a placeholder")
    helix.command(":write")
    helix.until(lambda: INSERTED.search(workshop.domain.read_text(encoding="utf-8")), "the file saved")
    saw("Insert UUIDv7")


def test_hover(helix: Terminal):
    go(helix, 4, "purpose")
    helix.keys("Space", "k")
    helix.wait("Why this domain exists")
    saw("hover")


def test_completion(helix: Terminal):
    go(helix, 5, "modules")
    helix.keys("O")
    helix.type("ver")
    helix.wait(r"ver\n.* version +\S")
    helix.keys("C-n", "Enter")
    helix.wait(r" 5 +version: ?\n")
    saw("completion")


def test_definition(helix: Terminal):
    go(helix, 6, "billing")
    helix.keys("g", "d")
    helix.wait(r"Send bills and follow")
    saw("definition")


def test_rename(helix: Terminal, workshop: Workshop):
    go(helix, 6, "billing")
    helix.keys("Space", "r")
    helix.wait("rename-to:")
    helix.keys("C-u")
    helix.command("invoicing")
    helix.wait(r"-   invoicing")
    helix.command(":write-all")
    helix.until(lambda: "name: invoicing\n" in workshop.module.read_text(encoding="utf-8"), "the module renamed")
    helix.until(lambda: "-   invoicing\n" in workshop.domain.read_text(encoding="utf-8"), "the domain saved")
    saw("rename")


def test_formatting(helix: Terminal, workshop: Workshop):
    helix.command(":format")
    helix.wait(f"purpose: {re.escape(ROAD)}")
    helix.command(":write")
    expected = f"  purpose: {ROAD}\n  modules:\n    - billing\n"
    helix.until(lambda: expected in workshop.domain.read_text(encoding="utf-8"), "the formatted file")
    saw("formatting")


def test_graph(helix: Terminal, tmp_path: Path):
    helix.command(":lsp-workspace-command cim.showGraph")
    helix.wait("The picture is in")
    (picture,) = (tmp_path / "home" / "tmp").glob("*/workshop.svg")
    assert ET.parse(picture).getroot().tag == "{http://www.w3.org/2000/svg}svg"
