"""An editor in a terminal, as a person has it: keys go in, the screen is read. tmux is the terminal."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Sequence
from itertools import count
from os import getpid

import pytest

from tests.provide import debian

LIMIT = 60
"""How long something may take to appear, in seconds."""
_numbers = count()


class Terminal:
    """A command in a terminal of 110 columns and 30 lines; leaving the block ends it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._tmux = (str(debian("tmux")), "-L", f"cim-lsp-{getpid()}-{next(_numbers)}", "-f", "/dev/null")
        self._run("new-session", "-d", "-x", "110", "-y", "30", *command)
        self._run("set", "-g", "escape-time", "0")
        self._run("set", "-g", "remain-on-exit", "on")

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self._run("kill-server")

    def keys(self, *keys: str) -> None:
        """Press keys by their tmux names, such as `Escape` and `C-x`."""
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        self._run("send-keys", "-l", text)

    def command(self, text: str) -> None:
        """Type a line such as `:write`, and Enter."""
        self.type(text)
        self.keys("Enter")

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def cursor(self) -> tuple[int, int]:
        """The line and column of the cursor on the screen, from 0."""
        column, line = self._run("display-message", "-p", "#{cursor_x} #{cursor_y}").split()
        return int(line), int(column)

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait until something holds; where it doesn't in time, fail and show the screen."""
        end = time.monotonic() + LIMIT
        while not _is_so(holds):
            if time.monotonic() > end:
                pytest.fail(f"{what}: not seen within {LIMIT} s; the screen, cursor {self.cursor()}:\n{self.screen()}")
            time.sleep(0.05)

    def wait(self, pattern: str) -> str:
        """Wait until a regular expression is found on the screen; returns the screen."""
        self.until(lambda: re.search(pattern, self.screen()), pattern)
        return self.screen()

    def wait_gone(self, pattern: str) -> None:
        self.until(lambda: not re.search(pattern, self.screen()), f"no {pattern}")

    def _run(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], check=True, capture_output=True, text=True).stdout


def _is_so(holds: Callable[[], object]) -> bool:
    """Whether something holds; a file that is gone may be being saved, since some editors put it aside for that."""
    try:
        return bool(holds())
    except FileNotFoundError:
        return False
