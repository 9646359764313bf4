"""A small project for an editor to work on, and surroundings in which nobody's own configuration matters."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.provide import SERVER

ROOT = Path(__file__).parent.parent.parent
EDITORS = ROOT / "editors"
ROAD = "Keep our customers' vans on the road"
DOMAIN = f"""\
domain:
  name: workshop
  id: <some-uuid-v7>
  purpose:   {ROAD}
  modules:
    -   billing
"""
MODULE = """\
module:
  name: billing
  id: 01939b5e-2f4c-7a31-9c5d-0242ac120002
  purpose: Send bills and follow them until they are paid
"""
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
INSERTED = re.compile(rf"(?m)^  id: {UUID7.pattern}$")
"""What is found in the domain's file once its id has been inserted."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A git repository with a domain, whose id is a placeholder and whose layout is loose, and its module."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> Workshop:
        folder.mkdir()
        subprocess.run(["git", "init", "--quiet", folder], check=True, capture_output=True)
        workshop = cls(folder)
        workshop.domain.write_text(DOMAIN, encoding="utf-8")
        workshop.module.write_text(MODULE, encoding="utf-8")
        return workshop

    @property
    def domain(self) -> Path:
        return self.folder / "domain.yaml"

    @property
    def module(self) -> Path:
        """The module's file; not named after it, so that a rename leaves its path alone."""
        return self.folder / "parts.module.yaml"


def surroundings(home: Path, **more: str) -> list[str]:
    """The words before a command that start it in a clean environment, with `cim-lsp` first on PATH."""
    for name in ("config", "data", "state", "cache", "run", "tmp"):
        (home / name).mkdir(parents=True, exist_ok=True)
    (home / "run").chmod(0o700)
    variables = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "TMPDIR": str(home / "tmp"),
        "PATH": f"{SERVER.parent}:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        **more,
    }
    if path := os.environ.get("PYTHONPATH"):
        variables["PYTHONPATH"] = path
    return ["env", "-i", *(f"{name}={value}" for name, value in variables.items())]


def snippet(editor: str, language: str, containing: str) -> str:
    """The one block of code in an editor's README that has these words, as a user would copy it."""
    text = (EDITORS / editor / "README.md").read_text(encoding="utf-8")
    blocks: list[str] = re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text)
    (found,) = (block for block in blocks if containing in block)
    return found.replace("/path/to/cim-lsp", str(ROOT))
