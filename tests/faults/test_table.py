"""The table of faults is no promise alone: each of its tests exists, and the page is made from it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from .table import FAULTS, Fault

ROOT = Path(__file__).parents[2]
ALL = [fault for faults in FAULTS.values() for fault in faults]


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.name)
def test_its_test_exists(fault: Fault) -> None:
    path, _, name = fault.test.partition("::")
    assert re.search(rf"^(?:async )?def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE)


def test_each_fault_is_told_once() -> None:
    assert len({fault.name for fault in ALL}) == len(ALL)


def test_the_page_is_up_to_date() -> None:
    assert subprocess.run([sys.executable, ROOT / "docs/faults.py", "--check"], check=False).returncode == 0
