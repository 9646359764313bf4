"""Since when git has known a file: what tells the original of two files with one id."""

from __future__ import annotations

import subprocess
from functools import cache

_SECOND = 1 << 24
"""Commits of one second are told apart by how many came before them; this is more than there are."""


@cache
def age(root: str, path: str) -> int | None:
    """When a file was first committed under its path, as a number that grows with time; None where it never was.

    `root` is the folder of the repository. Without git nothing is known.
    """
    commits = _git(root, "log", "--no-renames", "--diff-filter=A", "--format=%H %ct", "--", path).splitlines()
    if not commits:
        return None
    commit, seconds = commits[-1].split()
    before = _git(root, "rev-list", "--count", commit).strip()
    return int(seconds) * _SECOND + int(before or 0)


def _git(root: str, *arguments: str) -> str:
    """What git prints; nothing where it fails."""
    try:
        run = subprocess.run(  # noqa: S603 - every word is ours or behind `--`
            ("git", "-C", root, "--literal-pathspecs", *arguments),  # noqa: S607 - whichever git the user has
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
    except OSError:
        return ""
    return run.stdout if run.returncode == 0 else ""
