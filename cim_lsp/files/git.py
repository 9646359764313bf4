"""The only door to git: `git` itself is asked, whichever the user has.

A repository may be anybody's, and its configuration can name commands: hooks, filters, a file system monitor, pagers,
helpers of remotes. None of them is ever run. Only plumbing is asked, which reads objects and nothing else; what is
missing in a partial clone is not fetched; and git refuses repositories that the user doesn't trust (`safe.directory`).
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

PATIENCE = 10
"""How long git may take for an answer, in seconds."""
_OPTIONS = ("--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
_KEPT = ("GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
"""Where git finds itself and what the user has configured. All other variables say which repository is meant, and in
a hook that is the one that is committed to, which need not be the one that is asked."""
_SET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # for a git that doesn't know the one before: no remote can be reached
    "GIT_TERMINAL_PROMPT": "0",
}


def ask(root: str, *arguments: str, given: bytes = b"") -> bytes | None:
    """What git prints of the repository whose root that is, with `given` on its standard input.

    None where it can't tell: there is no git, no such repository, no commit, or no answer in time.
    """
    program, environment = _program(), _environment(root)
    if program is None or environment is None:
        return None
    command = (program, *_OPTIONS, *arguments)
    try:
        run = subprocess.run(  # noqa: S603 - the words are ours, and what isn't stands in `given`
            command, cwd=root, env=environment, input=given, capture_output=True, check=False, timeout=PATIENCE
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return run.stdout if run.returncode == 0 else None


def _environment(root: str) -> Mapping[str, str] | None:
    """The variables that git sees; None where a repository around the root couldn't be kept out.

    A `.git` that is no repository would have git look further up, and tell of somebody else's files.
    """
    ceiling = str(Path(root).parent)
    if os.pathsep in ceiling:
        return None
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return {**own, **_SET, "GIT_CEILING_DIRECTORIES": ceiling}


def _program() -> str | None:
    """The first git on the path. Systems that look into the present folder first would run what lies there."""
    name = "git.exe" if os.name == "nt" else "git"
    found = (Path(folder, name) for folder in os.get_exec_path() if Path(folder).is_absolute())
    return next((str(path) for path in found if path.is_file() and os.access(path, os.X_OK)), None)
