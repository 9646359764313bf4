"""The servers that are measured: ours, and yaml-language-server with our schema."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.lsp.wire import SERVER

from .client import Editor
from .corpus import ROOT

NODE = ROOT / "tests/node"
PEER = NODE / "node_modules/yaml-language-server/bin/yaml-language-server"
SCHEMAS = ("cim", "domain", "module", "common", "cim.draft-07")


@dataclass(frozen=True)
class Candidate:
    """A server to start: its name in the tables, its command, and what its client is configured to answer."""

    name: str
    command: tuple[str, ...]
    settings: dict[str, Any] = field(default_factory=dict[str, Any])
    contents: dict[str, str] = field(default_factory=dict[str, str])

    def start(self, root: Path, *, push: bool = False) -> Editor:
        return Editor(self.command, root, self.settings, self.contents, push=push)


def ours(command: Sequence[str] = SERVER) -> Candidate:
    return Candidate("cim-lsp" if tuple(command) == SERVER else Path(command[0]).name, tuple(command))


def peer(draft: str = "cim", command: Sequence[str] | None = None) -> Candidate:
    """yaml-language-server with one of our schemas for every file, offline; without a command, as npm has it.

    Raises FileNotFoundError without npm, subprocess.CalledProcessError where it can't install.
    """
    if command is None and not PEER.exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=NODE, check=True, capture_output=True)
    texts = [(ROOT / f"schemas/{name}.schema.json").read_text(encoding="utf-8") for name in SCHEMAS]
    contents = {json.loads(text)["$id"]: text for text in texts}
    chosen = json.loads(texts[SCHEMAS.index(draft)])["$id"]
    yaml = {"schemas": {chosen: ["*.yaml", "*.yml", "*.json"]}, "schemaStore": {"enable": False}, "completion": True}
    command = command or ("node", str(PEER), "--stdio")
    return Candidate("yaml-language-server", tuple(command), {"yaml": yaml}, contents)
