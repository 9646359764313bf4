"""`cim-lsp` as a command: what it says of itself, where its log goes, the socket that it can serve instead."""

from __future__ import annotations

import re
import socket
import subprocess
from pathlib import Path

import pytest

from .wire import PATIENCE, REFRESHES, ROOT, SERVER, Json, Server, Wire, connect

URI = "file:///farm/domain.yaml"
TAKES: Json = {"diagnostic": {}}


def _serves(wire: Wire) -> None:
    """It judges a document, and lets itself be shut down."""
    wire.initialize({"textDocument": TAKES, "workspace": REFRESHES})
    wire.open(URI, "domain: {name: cim, id: new, purpose: Integrate AI into my workflows}")
    report = wire.request("textDocument/diagnostic", {"textDocument": {"uri": URI}})
    assert [item["code"] for item in report["items"]] == ["invalid-id"]
    assert wire.request("shutdown") is None
    wire.send("exit")


def test_a_log_file_gets_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Server("--log-file", str(log), "--log-level", "debug") as server:
        server.initialize()
        assert server.leave() == 0
        assert server.log == ""
    assert re.search(r"^\d{4}-\d\d-\d\d \S+ (DEBUG|INFO) ", log.read_text(encoding="utf-8"))


def _run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SERVER, *options],
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )


def test_the_command_says_what_it_is() -> None:
    assert re.fullmatch(r"cim-lsp \d+\.\d+\.\d+\S*\n", _run("--version").stdout)
    help_ = _run("--help")
    assert help_.returncode == 0
    assert {"--stdio", "--tcp", "--log-file", "--log-level"} <= set(re.findall(r"--[\w-]+", help_.stdout))


@pytest.mark.parametrize("address", ["", "nowhere", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:x", "-1"])
def test_an_address_that_is_none_is_a_wrong_use(address: str) -> None:
    done = _run(f"--tcp={address}")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "HOST:PORT" in done.stderr


@pytest.mark.parametrize("options", [("--stdio",), ("--clientProcessId=1",)])
def test_options_that_editors_add_change_nothing(options: tuple[str, ...]) -> None:
    with Server(*options) as server:
        _serves(server)
        assert server.wait() == 0


def test_one_client_is_served_over_a_socket() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    with Server("--tcp", f"127.0.0.1:{port}") as server, connect(port) as stream:
        _serves(Wire(stream, stream))
        assert server.wait() == 0
        assert server.read() is None, "nothing goes to standard output"
        assert "can use the server" not in server.log, "only this machine can reach it"
