"""The code is formatted, linted and strictly typed; warnings are errors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMANDS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("pyright", "--warnings", "--pythonpath", sys.executable),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_clean(command: tuple[str, ...]):
    run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
