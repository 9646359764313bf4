"""Neovim without a screen, driven over its own protocol: what it shows is asked of it."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgpack
import pytest

_msgpack: Any = msgpack  # it tells no types

LIMIT = 60
"""How long something may take to appear, in seconds."""
FLOAT = """
for _, window in ipairs(vim.api.nvim_list_wins()) do
  if vim.api.nvim_win_get_config(window).relative ~= '' then
    return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\\n')
  end
end
"""
"""The text of the floating window, if there is one."""


class Neovim:
    """A Neovim of some version; leaving the block ends it.

    It speaks MessagePack-RPC by itself: pynvim leaves event loops and pipes open, which are warnings, and so errors.
    """

    def __init__(self, command: Sequence[str], init: Path) -> None:
        argv = [*command, "--embed", "--headless", "-n", "-i", "NONE", "-u", str(init)]
        self._process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._messages = _msgpack.Unpacker()
        self._asked = 0
        version = self.lua("return vim.version()")
        self.version: tuple[int, int] = (version["major"], version["minor"])

    def __enter__(self) -> Neovim:
        return self

    def __exit__(self, *_: object) -> None:
        with self._process:
            self._send("nvim_command", "qall!")

    def _send(self, method: str, *arguments: Any) -> None:
        assert self._process.stdin
        self._asked += 1
        self._process.stdin.write(_msgpack.packb([0, self._asked, method, arguments]))
        self._process.stdin.flush()

    def _call(self, method: str, *arguments: Any) -> Any:
        """What a function of Neovim's API returns; the test fails where it raises, or doesn't answer in time."""
        assert self._process.stdout
        self._send(method, *arguments)
        while True:
            for message in self._messages:
                if message[:2] == [1, self._asked]:
                    assert message[2] is None, f"{method}: {message[2]}"
                    return message[3]
            if not select.select([self._process.stdout], [], [], LIMIT)[0]:
                pytest.fail(f"no answer within {LIMIT} s to {method} {arguments}")
            read = os.read(self._process.stdout.fileno(), 1 << 16)
            assert read, f"Neovim ended with {self._process.wait()} instead of answering {method}"
            self._messages.feed(read)

    def lua(self, code: str, *arguments: Any) -> Any:
        return self._call("nvim_exec_lua", code, arguments)

    def command(self, command: str) -> None:
        self._call("nvim_command", command)

    def press(self, keys: str) -> None:
        self._call("nvim_input", keys)

    def go(self, line: int, column: int) -> None:
        """Put the cursor somewhere, both counted from 0."""
        self.lua("vim.api.nvim_win_set_cursor(0, {...})", line + 1, column)

    def text(self, file: Path | str = "%") -> str:
        """The text of a file's buffer, else of the current one."""
        return "".join(f"{line}\n" for line in self.lua("return vim.fn.getbufline(..., 1, '$')", str(file)))

    def until(self, code: str, *arguments: Any) -> Any:
        """Wait until a piece of Lua returns something true, and return that; where it doesn't in time, fail."""
        end = time.monotonic() + LIMIT
        while not (found := self.lua(code, *arguments)):
            if time.monotonic() > end:
                messages = self.lua("return vim.fn.execute('messages')")
                pytest.fail(f"not seen within {LIMIT} s: {code}\nthe buffer:\n{self.text()}\nmessages:\n{messages}")
            time.sleep(0.02)
        return found
