"""`editors/vim` in Vim with ALE, in a terminal."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests import provide
from tests.editors import seen
from tests.editors.terminal import Terminal
from tests.editors.workshop import INSERTED, Workshop, snippet, surroundings

VIMRC = """\
set nocompatible nomore hidden ruler shortmess+=I
filetype plugin on
let g:ale_virtualtext_cursor = 'all'
packadd! ale
"""
"""What a user of ALE has already."""

MEANWHILE = (partial(provide.debian_packages, "vim-nox", "vim-ale"),)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop.made(tmp_path / "workshop")


@pytest.fixture
def vim(workshop: Workshop, tmp_path: Path) -> Iterator[Terminal]:
    """Vim with ALE as the README sets it up, on the domain's file, whose diagnostics are there."""
    provide.debian_packages("vim-nox", "vim-ale")
    vimrc = tmp_path / "vimrc"
    vimrc.write_text(VIMRC + snippet("vim", "vim", "ale_linters"), encoding="utf-8")
    words = surroundings(tmp_path / "home")
    with Terminal(
        [*words, str(provide.debian("vim")), "-n", "-i", "NONE", "-u", str(vimrc), str(workshop.domain)]
    ) as vim:
        vim.wait("this is a placeholder; an id is a UUIDv7")
        yield vim


def version() -> str:
    told = subprocess.run(["vim", "--version"], check=True, capture_output=True, text=True).stdout
    found = re.search(r"Vi IMproved (\d+\.\d+)", told)
    assert found
    return found[1]


def saw(*capabilities: str) -> None:
    seen.record("ALE in Vim", version(), *capabilities)


def go(vim: Terminal, line: int, column: int) -> None:
    """Put the cursor somewhere, both counted from 1, and see it there."""
    vim.command(f":call cursor({line}, {column})")
    vim.wait(rf"\b{line},{column}\b")


def test_diagnostics_and_insert_uuid(vim: Terminal, workshop: Workshop):
    go(vim, 3, 7)
    assert vim.screen().count(">>") == 1
    vim.command(":lopen")
    vim.wait(r"domain.yaml\|3 col 7-20 error\|\s+invalid-")
    vim.command(":lclose")
    saw("diagnostics")
    vim.command(":ALECodeAction")
    vim.wait(r"1\) Insert UUIDv7")
    vim.command("1")
    vim.wait_gone("some-uuid")
    vim.wait_gone("this is a placeholder")
    vim.command(":write")
    vim.until(lambda: INSERTED.search(workshop.domain.read_text(encoding="utf-8")), "the file saved")
    saw("Insert UUIDv7")


def test_hover(vim: Terminal):
    go(vim, 4, 4)
    vim.command(":ALEHover")
    vim.wait("Why this domain exists")
    saw("hover")


def test_completion(vim: Terminal):
    go(vim, 5, 3)
    vim.type("Over")
    vim.keys("C-x", "C-o")
    vim.wait("Omni completion.*")
    vim.wait(r"(?m)^ *(>>)? *version: ")
    vim.keys("C-y", "Escape")
    vim.wait_gone("INSERT|Omni")
    saw("completion")


def test_definition(vim: Terminal):
    go(vim, 6, 10)
    vim.command(":ALEGoToDefinition")
    vim.wait("Send bills and follow")
    vim.wait(r"\b2,9\b")
    saw("definition")


def test_rename(vim: Terminal, workshop: Workshop):
    go(vim, 6, 10)
    vim.command(":ALERename")
    vim.wait("New name:")
    vim.keys("C-u")
    vim.command("invoicing")
    vim.wait("-   invoicing")
    vim.command(":wall")
    vim.until(lambda: "name: invoicing\n" in workshop.module.read_text(encoding="utf-8"), "the module renamed")
    vim.until(lambda: "-   invoicing\n" in workshop.domain.read_text(encoding="utf-8"), "the domain saved")
    saw("rename")
