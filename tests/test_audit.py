"""No dependency has a fault that its package index knows of; where the index tells of none at all, that is said."""

from __future__ import annotations

import json
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.meanwhile import outcome

ROOT = Path(__file__).parent.parent
OURS = {"jsonschema", "nodesemver", "pathspec", "pygls", "referencing", "ruamel-yaml", "uuid6"}


FOLDERS = ("editors/vscode", "tests/node", "benchmarks/peers")
PIP = (sys.executable, "-m", "pip_audit", "--local", "--format", "json", "--progress-spinner", "off")
NPM = ("npm", "audit", "--json", "--package-lock-only", "--omit=dev", "--audit-level=high")


MEANWHILE = (partial(outcome, ROOT, *PIP), *(partial(outcome, ROOT / folder, *NPM) for folder in FOLDERS))


def test_python_packages() -> None:
    run = outcome(ROOT, *PIP)
    if not run.stdout.startswith("{"):
        pytest.skip(f"pip-audit could not ask the package index: {run.stderr.strip().splitlines()[-1:]}")
    found: list[dict[str, Any]] = json.loads(run.stdout)["dependencies"]
    audited = [each for each in found if "vulns" in each]
    if not OURS & {each["name"].lower() for each in audited}:
        pytest.skip("the package index here tells nothing of known faults")
    assert {each["name"]: [fault["id"] for fault in each["vulns"]] for each in audited if each["vulns"]} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_npm_packages(folder: str) -> None:
    if not shutil.which("npm"):
        pytest.skip("npm is needed to ask its registry")
    run = outcome(ROOT / folder, *NPM)
    said: dict[str, Any] = json.loads(run.stdout) if run.stdout.startswith("{") else {}
    if "vulnerabilities" not in said:
        pytest.skip(f"the npm registry here tells nothing of known faults: {str(said)[:200]}")
    serious = {name: it for name, it in said["vulnerabilities"].items() if it["severity"] in ("high", "critical")}
    assert not serious
