"""Files, folders and settings that are made to do harm, and disks and processes that fail in the middle."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cim_lsp.files.gitignore import Ignores

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="made of pipes, signals and limits of POSIX")
OLD = "domain:\n  name: billing\n  id: TODO\n  purpose: Send bills and follow them until they are paid\n"
RUN = "import sys\nfrom cim_lsp.cli.validate import main\nsys.exit(main())"
KILLED = "import os, pathlib\n{step} = lambda *_: os.kill(os.getpid(), 9)\n" + RUN
FULL = """\
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (9, 9))
"""


def run(folder: Path, *argv: str, code: str = RUN) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *argv]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder, timeout=60)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"module:\n".decode().encode("utf-16"), "this is UTF-16"),
        (b"module:\n".decode().encode("utf-32"), "this is UTF-32"),
        (b"module:\n  name: \xff\n", "this is not UTF-8: byte 0xFF at offset 16, in line 2"),
        (50_000_000, "this is too large"),
        (None, "a named pipe"),
        ("/dev/zero", "a device"),
        ("domain.yaml", "can't be read"),
    ],
)
def test_what_can_not_be_read_is_told(tmp_path: Path, data: bytes | int | str | None, words: str) -> None:
    path = tmp_path / "domain.yaml"
    if isinstance(data, bytes):
        path.write_bytes(data)
    elif isinstance(data, int):
        path.touch()
        os.truncate(path, data)
    elif data:
        path.symlink_to(data)
    else:
        os.mkfifo(path)
    (tmp_path / "module.yaml").write_text("module: {}\n")
    done = run(tmp_path)
    assert words in done.stdout + done.stderr
    assert "module has no id" in done.stdout


@pytest.mark.parametrize("name", [".gitignore", ".cim.toml"])
def test_a_pipe_instead_of_settings(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    (tmp_path / "domain.yaml").write_text(OLD)
    assert "invalid-id" in run(tmp_path).stdout


@pytest.mark.parametrize(
    "pattern", ["*a*a*a*a*a*a*a*b", "**/**/**/*a*a*a*a*b", "**/a/**/a/**/a/**/a/**/*a*b", "x/**/a/**/a/**/*a*a*b"]
)
def test_no_pattern_takes_for_ever(pattern: str) -> None:
    ignores = Ignores().holding("/r", [pattern])
    deep = "/r/x/" + "a/" * 1000
    assert not ignores.cover(deep + "a" * 250, is_folder=False)
    assert ignores.cover(deep + "a" * 250 + "b", is_folder=False)


@pytest.mark.parametrize("name", [b"a\nb\r.module.yaml", b"\xff\xfe.module.yaml", b"\x1b[2J.module.yaml"])
def test_any_name_of_a_file(tmp_path: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(OLD.replace("domain", "module"))
    done = run(tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "error[invalid-id]" in done.stdout
    assert "\x1b[2J" not in done.stdout


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "domain.yaml").write_text(OLD)
    done = run(tmp_path, "--fix", code=FULL + RUN)
    assert (done.returncode, "could not be written" in done.stderr) == (2, True), done.stderr
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"domain.yaml": OLD}


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path: Path, step: str) -> None:
    (tmp_path / "domain.yaml").write_text(OLD)
    assert run(tmp_path, "--fix", code=KILLED.format(step=step)).returncode == -9
    assert (tmp_path / "domain.yaml").read_text().count("\n") == OLD.count("\n")
    again = run(tmp_path, "--fix")
    assert (again.returncode, "1 file is valid" in again.stdout) == (0, True), again.stdout + again.stderr


def test_two_that_mend_at_once(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"m{number}.domain.yaml").write_text(OLD.replace("billing", f"billing-{number}"))
    both = [
        subprocess.Popen(
            [sys.executable, "-c", RUN, "--fix"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in "ab"
    ]
    for each in both:
        _, errors = each.communicate(timeout=60)
        assert each.returncode in {0, 1} or b"has changed since it was read" in errors or b"no such file" in errors
    assert len([*tmp_path.iterdir()]) == 20
    assert run(tmp_path).stdout.count("invalid-id") == 0
