"""What the tests of the command line share: files to judge, and ways to run `cim-validate` on them."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ID = "01939b5e-2f4c-7a31-9c5d-0242ac120002"
VALID = f"domain:\n  name: workshop\n  id: {ID}\n  purpose: Keep vans on the road\n"
PLACEHOLDER = VALID.replace(ID, "<some-uuid-v7>")
OLD_ID = VALID.replace(ID, "9b2d0d7e-8e4c-4b7e-9d5e-0f1a2b3c4d5e")
"""An id of version 4: somebody's identity, so that only an unsafe fix replaces it."""
HINT = VALID.replace(ID, ID.upper())
WARNING = VALID.replace("Keep vans on the road", "TODO")

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and no wish of the environment about colours."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(text: str | bytes, name: str = "domain.yaml") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def other(text: str, number: int = 1) -> str:
    """The same text of another domain: with a name and an id of its own."""
    identity = f"{ID[:-4]}{number:04}"
    return text.replace("workshop", f"workshop-{number}").replace(ID, identity).replace(ID.upper(), identity.upper())


def names() -> list[str]:
    """What is in the folder."""
    return sorted(path.name for path in Path().iterdir())


def give_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def run(*argv: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`cim-validate` in a process of its own."""
    command = (sys.executable, "-m", "cim_lsp.cli.validate", *argv)
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=variables)
