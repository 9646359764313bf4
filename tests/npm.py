"""The npm tools that some tests compare with, installed on first use, and anew when others are wanted."""

from __future__ import annotations

from pathlib import Path

from tests.provide import npm_packages

HOME = Path(__file__).parent / "node"


def node_modules() -> Path:
    """Return the folder of the installed tools; without npm the test is skipped, but not in CI."""
    return npm_packages(HOME)
