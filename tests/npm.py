"""The npm tools that some tests compare with, installed on first use, and anew when others are wanted."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock

from tests.meanwhile import ENVIRONMENT, once

HOME = Path(__file__).parent / "node"


@once
def node_modules() -> Path:
    """Return the folder of the installed tools; without node the test is skipped, but not in CI."""
    if not (shutil.which("node") and shutil.which("npm")):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("node and npm are needed to compare with")
    modules = HOME / "node_modules"
    installed, wanted = modules / ".package-lock.json", HOME / "package-lock.json"
    with FileLock(HOME / ".lock"):
        if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
            command = ("npm", "ci", "--no-audit", "--no-fund")
            subprocess.run(command, cwd=HOME, env=ENVIRONMENT, check=True, capture_output=True)
    return modules
