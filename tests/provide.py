"""Other people's programs for the tests: found on this machine, or, where that is allowed, installed by name.

What is missing skips a test, and the reason says what to install; in CI (`CI=true`) it is a failure. npm's packages are
installed into the folder whose lock file names them. Nothing else is installed on a contributor's machine: with
`CI=true`, or `CIM_TESTS_INSTALL=1`, Debian's packages are (as root), and what is unpacked for the tests goes into the
user's cache folder, never into the repository. Several processes may test: each kind is installed by one at a time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock

from tests.meanwhile import ENVIRONMENT, once

IN_CI = os.environ.get("CI") == "true"
MAY_INSTALL = IN_CI or os.environ.get("CIM_TESTS_INSTALL") == "1"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cim-lsp-tests"
SERVER = Path(sys.executable).with_name("cim-lsp")
"""The server that the editors are to start: the one that is installed beside this Python."""
RELEASE = "trixie"
"""The Debian release whose newer editors run in a root of their own."""


def missing(reason: str) -> NoReturn:
    """Skip the test, and say why; in CI, fail it."""
    (pytest.fail if IN_CI else pytest.skip)(reason)


def run(*command: str | Path, cwd: Path | None = None) -> None:
    """Run a step of an installation; where it fails, the test says what it printed."""
    done = subprocess.run(command, cwd=cwd or Path(__file__).parent, env=ENVIRONMENT, capture_output=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).decode(errors="replace")
        missing(f"{' '.join(map(str, command))} failed:\n{said[-2000:]}")


def _alone(kind: str) -> FileLock:
    CACHE.mkdir(parents=True, exist_ok=True)
    return FileLock(CACHE / f"{kind}.lock")


def npm() -> str:
    """The path of npm, which brings Node with it."""
    return shutil.which("npm") or missing("npm is not on PATH")


@once
def npm_packages(folder: Path) -> Path:
    """The packages that a folder's lock file names, installed anew where that has changed."""
    program, modules = npm(), folder / "node_modules"
    installed, wanted = modules / ".package-lock.json", folder / "package-lock.json"
    with _alone("npm"):
        if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
            run(program, "ci", "--no-audit", "--no-fund", cwd=folder)
    return modules


@once
def debian(program: str, *packages: str) -> Path:
    """The path of a program, from Debian's packages where it isn't there yet."""
    if not shutil.which(program):
        _install(packages or (program,), f"{program} is needed")
    found = shutil.which(program)
    return Path(found) if found else missing(f"{program} is not on PATH")


@once
def debian_packages(*packages: str) -> None:
    """Have these Debian packages here: for what is no program, such as an editor's plugin."""
    known = subprocess.run(["dpkg", "-s", *packages], check=False, capture_output=True) if _has_dpkg() else None
    if known is None or known.returncode:
        _install(packages, f"{' and '.join(packages)} needed")


def _has_dpkg() -> bool:
    return shutil.which("dpkg") is not None


def _install(packages: Sequence[str], reason: str) -> None:
    if not (MAY_INSTALL and shutil.which("apt-get") and os.geteuid() == 0):
        missing(f"{reason}: install {' '.join(packages)}, or set CIM_TESTS_INSTALL=1 as root on Debian")
    apt = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "--yes")
    with _alone("apt"):
        _update()
        run(*apt, "--no-install-recommends", *packages)


@once
def _update() -> None:
    run("apt-get", "update")


class Root:
    """Another Debian release in a folder, for editors that are newer than this machine's.

    Commands run in it see `shared` folders under their own paths, and the whole of this machine under `/host`; what
    they start as `cim-lsp` runs out here.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def command(self, *command: str | Path, shared: Sequence[Path] = ()) -> tuple[str, ...]:
        """The words that run a command in this root, in a mount namespace that ends with it."""
        script = "\n".join(
            (
                "set -e",
                'R=$1; shift; N=$1; shift; mkdir -p "$R/host"; mount --rbind / "$R/host"',
                'while [ "$N" -gt 0 ]; do mkdir -p "$R$1"; mount --bind "$1" "$R$1"; shift; N=$((N-1)); done',
                'mount -t proc proc "$R/proc"; mount --rbind /dev "$R/dev"',
                'exec chroot "$R" "$@"',
            )
        )
        return (
            "unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh",
            str(self.folder), str(len(shared)), *map(str, shared), *map(str, command),
        )  # fmt: skip


@once
def debian_root(*packages: str, release: str = RELEASE) -> Root:
    """A root of a newer Debian with these packages, made once and kept in the cache folder."""
    folder = CACHE / "-".join((release, *sorted(packages)))
    if not (folder / "made").exists():
        if not (MAY_INSTALL and os.geteuid() == 0):
            missing(
                f"a Debian {release} with {' '.join(packages)} is unpacked for this by root with CIM_TESTS_INSTALL=1"
            )
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        # The default mirror, and the script of every release since 2007: debootstrap may not know this one yet.
        including = f"--include={','.join(packages)}"
        run(debian("debootstrap"), "--variant=minbase", including, release, folder, "", "sid")
        (folder / "made").touch()
    server = folder / "usr/local/bin/cim-lsp"
    server.write_text(f'#!/bin/sh\nexec /usr/sbin/chroot /host {SERVER} "$@"\n')
    server.chmod(0o755)
    return Root(folder)
