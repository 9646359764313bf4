"""`editors/kate` in the Kate of Debian 12, on a screen of its own.

What it shows is read off its screen (kept in `build/screenshots`), what it changes from the files that it saves.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests import provide
from tests.editors import seen
from tests.editors.kate import Kate
from tests.editors.workshop import EDITORS, INSERTED, ROAD, Workshop, surroundings

PACKAGES = ("kate", "xvfb", "xdotool", "imagemagick", "openbox", "dbus", "fonts-dejavu-core", "tesseract-ocr")
MEANWHILE = (partial(provide.debian_packages, *PACKAGES),)
TOKEN = "<some-uuid-v7>"
CONFIGURATION = f"""\
[General]
Show welcome view for new window=false

[Kate Plugins]
lspclientplugin=true

[lspclient]
AllowedServerCommandLines={provide.SERVER}

[KTextEditor Renderer]
Text Font=DejaVu Sans Mono,10,-1,5,50,0,0,0,0,0
"""
"""What the README has set in dialogs: the plugin is on, and the command allowed."""


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop.made(tmp_path / "workshop")


def opened(file: Path, home: Path) -> Kate:
    """Kate, set up as the README has it, with a file."""
    provide.debian_packages(*PACKAGES)
    around = surroundings(home)
    (home / "config/katerc").write_text(CONFIGURATION, encoding="utf-8")
    (home / "config/kate/lspclient").mkdir(parents=True)
    shutil.copy(EDITORS / "kate/settings.json", home / "config/kate/lspclient")
    return Kate(around, file, home / "kate.log")


@pytest.fixture
def kate(workshop: Workshop, tmp_path: Path) -> Iterator[Kate]:
    """Kate with the domain, whose diagnostic it shows."""
    with opened(workshop.domain, tmp_path / "home") as kate:
        kate.until("a diagnostic", lambda: kate.screen().squiggle())
        yield kate


def saw(*capabilities: str) -> None:
    version = subprocess.run(["dpkg-query", "-W", "-f=${Version}", "kate"], check=True, capture_output=True, text=True)
    found = re.search(r"(\d+)\.0?(\d+)", version.stdout.partition(":")[2])
    assert found
    seen.record("Kate", f"{found[1]}.{found[2]}", *capabilities)


def test_diagnostics(kate: Kate):
    """What is underlined is the very token, for when just that token is selected, the selection is there too."""
    screen = kate.screen()
    screen.save("kate-diagnostics")
    underlined = screen.squiggle()
    kate.go(2, 6)
    kate.press(*["shift+Right"] * len(TOKEN))

    def look() -> bool:
        selected = kate.screen().selection()
        return (
            selected is not None
            and underlined is not None
            and abs(underlined.left - selected.left) <= 3
            and abs(underlined.right - selected.right) <= 3
            and selected.top < underlined.top <= underlined.bottom <= selected.bottom + 1
        )

    kate.until(f"the selection where the squiggle is, {underlined}", look)
    saw("diagnostics")


def test_hover(kate: Kate):
    kate.go(3, 4)
    kate.choose(4)
    kate.until_words("Why this domain exists").save("kate-hover")
    saw("hover")


def test_completion(kate: Kate, workshop: Workshop):
    kate.press("ctrl+End")
    kate.type("  sta")
    kate.press("ctrl+space")
    kate.until_words("status [Status]").save("kate-completion")
    kate.press("Return")
    kate.until_saved(workshop.domain, lambda text: text.rstrip().endswith("\n  status:"))
    saw("completion")


def test_insert_uuid(kate: Kate, workshop: Workshop):
    kate.go(2, 8)
    kate.press("alt+Return")
    kate.until_words("Insert UUIDv7").save("kate-actions")
    kate.press("Down", "Return")
    kate.until_saved(workshop.domain, INSERTED.search)
    kate.until("no diagnostic", lambda: not kate.screen().squiggle())
    saw("Insert UUIDv7")


def test_definition(kate: Kate, workshop: Workshop):
    kate.go(5, 10)
    kate.choose(0)
    kate.until("the module", lambda: kate.windows(workshop.module.name))
    kate.type("x")
    kate.until_saved(workshop.module, lambda text: "  name: xbilling\n" in text)
    saw("definition")


def test_rename(kate: Kate, workshop: Workshop):
    kate.go(5, 10)
    kate.press("F2")
    kate.until("the question", lambda: kate.windows("Rename"))
    kate.type("invoicing")
    kate.press("Return")
    kate.until_saved(workshop.domain, lambda text: "    -   invoicing\n" in text)
    kate.until_saved(workshop.module, lambda text: "  name: invoicing\n" in text)
    saw("rename")


def test_formatting(kate: Kate, workshop: Workshop):
    kate.press("ctrl+t", "f")
    kate.until_saved(workshop.domain, lambda text: f"  purpose: {ROAD}\n  modules:\n    - billing\n" in text)
    saw("formatting")


def test_json(workshop: Workshop, tmp_path: Path):
    file = workshop.folder / "other.domain.json"
    file.write_text(
        '{"domain": {"name": "other", "id": "?", "purpose": "Lend our vans to others"}}\n', encoding="utf-8"
    )
    with opened(file, tmp_path / "home") as kate:
        kate.until("a diagnostic", lambda: kate.screen().squiggle())
