"""The code is formatted, linted and strictly typed; warnings are errors."""

from __future__ import annotations

import sys
from collections import defaultdict
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


def test_no_module_of_the_tests_goes_by_two_names():
    """What the one makes once, the other would make again, and in the same place."""
    names = defaultdict[str, list[str]](list)
    for name, module in [*sys.modules.items()]:
        file = getattr(module, "__file__", None)
        if file and Path(file).is_relative_to(ROOT / "tests"):
            names[file].append(name)
    assert [each for each in names.values() if len(each) > 1] == []
