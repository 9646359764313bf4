"""The only door to git: `git` itself is asked, whichever the user has.

A repository may be anybody's, and its configuration can name commands: hooks, filters, a file system monitor, pagers,
helpers of remotes. None of them is ever run. Only plumbing is asked, which reads objects and nothing else; what is
missing in a partial clone is not fetched; and git refuses repositories that the user doesn't trust (`safe.directory`).
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

PATIENCE = 10
"""How long git may take for an answer, in seconds."""
_OPTIONS = ("--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
_KEPT = ("GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
"""Where git finds itself and what the user has configured. All other variables say which repository is meant, and in
a hook that is the one that is committed to, which need not be the one that is asked."""
_MOST = 100
"""How many settings of an environment are looked at."""
_SET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # for a git that doesn't know the one before: no remote can be reached
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class GitError(Exception):
    """Why git can't tell something: what it says itself, or why it can't be asked."""


def ask(root: str, *arguments: str, given: bytes = b"") -> bytes | None:
    """What `answer` does; None where git can't tell."""
    try:
        return answer(root, *arguments, given=given)
    except GitError:
        return None


def answer(root: str, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints of the repository whose root that is, with `given` on its standard input.

    Raises GitError where it can't tell: there is no git, no such repository, no commit, or no answer in time.
    What isn't ours among the arguments belongs behind `--end-of-options`.
    """
    command = (_program(), *_OPTIONS, *_trusted(), *arguments)
    try:
        run = subprocess.run(  # noqa: S603 - no shell, and no word that is taken for an option
            command, cwd=root, env=_environment(root), input=given, capture_output=True, check=False, timeout=PATIENCE
        )
    except (OSError, ValueError) as error:
        raise GitError(f"git can't be asked: {error}") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git gives no answer within {PATIENCE} s") from error
    if run.returncode:
        raise GitError(f"git: {run.stderr.decode(errors='replace').strip() or 'it found nothing'}")
    return run.stdout


def _trusted() -> Iterator[str]:
    """The folders that the user's environment calls safe, as options: no other setting of it concerns what is asked."""
    count = os.environ.get("GIT_CONFIG_COUNT", "")
    for number in range(min(int(count), _MOST) if count.isdecimal() else 0):
        if os.environ.get(f"GIT_CONFIG_KEY_{number}", "").lower() == "safe.directory":
            yield from ("-c", f"safe.directory={os.environ.get(f'GIT_CONFIG_VALUE_{number}', '')}")


def _environment(root: str) -> dict[str, str]:
    """The variables that git sees. Raises GitError where a repository around the root couldn't be kept out.

    A `.git` that is no repository would have git look further up, and tell of somebody else's files.
    """
    ceiling = os.path.dirname(root)  # noqa: PTH120 - to import pathlib takes longer than to ask git
    if os.pathsep in ceiling:
        raise GitError(f"git can't be asked about a folder with {os.pathsep!r} in its path")
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return {**own, **_SET, "GIT_CEILING_DIRECTORIES": ceiling}


def _program() -> str:
    """The first git on the path. Raises GitError where there is none.

    Systems that look into the present folder first would run what lies there.
    """
    name = "git.exe" if os.name == "nt" else "git"
    for folder in filter(os.path.isabs, os.get_exec_path()):
        path = os.path.join(folder, name)  # noqa: PTH118
        if os.path.isfile(path) and os.access(path, os.X_OK):  # noqa: PTH113
            return path
    raise GitError("git can't be asked: there is none on the PATH")
