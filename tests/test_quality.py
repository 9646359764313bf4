"""The code is formatted, linted and strictly typed; warnings are errors."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.meanwhile import ENVIRONMENT, once

ROOT = Path(__file__).parent.parent
COMMANDS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("pyright", "--warnings", "--pythonpath", sys.executable),
)


@once
def outcome(*command: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", *command]
    return subprocess.run(words, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)


MEANWHILE = tuple(partial(outcome, *command) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_clean(command: tuple[str, ...]):
    run = outcome(*command)
    assert run.returncode == 0, run.stdout + run.stderr
