"""The code is formatted, linted and strictly typed; warnings are errors."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from tests.meanwhile import outcome

ROOT = Path(__file__).parent.parent
COMMANDS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("pyright", "--warnings", "--pythonpath", sys.executable),
)


MEANWHILE = tuple(partial(outcome, ROOT, sys.executable, "-m", *command) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_clean(command: tuple[str, ...]):
    run = outcome(ROOT, sys.executable, "-m", *command)
    assert run.returncode == 0, run.stdout + run.stderr
