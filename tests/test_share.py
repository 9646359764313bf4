"""The completions and man pages in `share/` are today's, and the shells and `man` take them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import share
from tests.provide import debian, missing

SHARE = share.ROOT / "share"
PRESS_TAB = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
spec=$(complete -p "$1"); function=${spec#*-F }
"${function%% *}" "$1" "${@: -1}" "${@: -2:1}"
printf '%s\\n' "${COMPREPLY[@]}"
"""
"""What bash does on Tab, for the words that it is given."""
TYPED = [
    ("cim-validate --explain inv", {"invalid-id", "invalid-value"}),
    ("cim-validate --format s", {"sarif"}),
    ("cim-validate --unsafe", {"--unsafe-fixes"}),
    ("cim-validate dom", {"domain.yaml"}),
    ("cim-validate --fix dom", {"domain.yaml"}),
    ("cim-graph --format ''", {"mermaid", "dot", "json", "svg"}),
    ("cim-new mod", {"module"}),
    ("cim-new module --type uti", {"utility"}),
    ("cim-lsp --log-level d", {"debug"}),
]


def test_the_folder_holds_what_is_generated_today():
    """`python -m tests.share` writes it anew."""
    there = {str(file.relative_to(SHARE)): file.read_text() for file in SHARE.rglob("*") if file.is_file()}
    assert there == dict(share.files())


@pytest.mark.parametrize(("line", "offered"), TYPED)
def test_bash_completes(line: str, offered: set[str], tmp_path: Path):
    words = shlex.split(line)
    if not shutil.which("bash"):
        missing("bash is not on PATH")
    (tmp_path / "domain.yaml").touch()
    script = SHARE / share.PLACES["bash"].format(words[0])
    command = ["bash", "--norc", "-c", PRESS_TAB, "bash", str(script), *words]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) == offered
    assert run.stderr == ""


@pytest.mark.parametrize(("line", "offered"), TYPED)
def test_fish_completes(line: str, offered: set[str], tmp_path: Path):
    (tmp_path / "domain.yaml").touch()
    typed = line.removesuffix("''")
    script = SHARE / share.PLACES["fish"].format(line.split(maxsplit=1)[0])
    ask = f"source {shlex.quote(str(script))}; complete -C {shlex.quote(typed)}"
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    command = [debian("fish"), "--no-config", "-c", ask]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert {said.split("\t")[0] for said in run.stdout.splitlines()} == offered


@pytest.mark.parametrize("command", share.PARSERS)
def test_zsh_takes_them(command: str):
    """It parses, and `compinit` knows it for the command."""
    file = SHARE / share.PLACES["zsh"].format(command)
    assert file.read_text().startswith(f"#compdef {command}\n")
    path = shlex.quote(str(file.parent))
    code = f"fpath=({path} $fpath); autoload -U compinit; compinit -D -u; print $_comps[{command}]"
    for arguments in (["-n", str(file)], ["-f", "-c", code]):
        run = subprocess.run([debian("zsh"), *arguments], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == f"_{command}"


@pytest.mark.parametrize("command", share.PARSERS)
def test_man_pages_are_sound(command: str):
    page = SHARE / "man/man1" / f"{command}.1"
    lint = [debian("mandoc"), "-Tlint", "-Wwarning", page]
    run = subprocess.run(lint, capture_output=True, text=True, check=False)
    complaints = [line for line in run.stdout.splitlines() if "missing date" not in line]  # no date: the same each day
    assert complaints == []


@pytest.mark.parametrize("command", share.PARSERS)
def test_man_pages_have_every_option(command: str):
    page = (SHARE / "man/man1" / f"{command}.1").read_text().replace("\\-", "-")
    words = set(re.findall(r"--[\w-]+", page))
    assert set(re.findall(r"(?<![\w-])--[\w-]+", share.PARSERS[command]().format_help())) <= words | {"--help"}
