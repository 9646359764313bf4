"""Texts that are made to do harm, told alike by the command line and by the server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cim_lsp.cli.validate import main
from tests.lsp.wire import Json, Server

from .table import TEXTS, Text

MOST = 1000


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        server.initialize({"textDocument": {"diagnostic": {}}})
        yield server
        assert server.leave() == 0


def told(server: Server, text: str) -> list[Json]:
    uri = "file:///farm/odd.module.yaml"
    server.open(uri, text)
    items = server.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"]
    server.send("textDocument/didClose", {"textDocument": {"uri": uri}})
    return items


def judged(path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> str:
    path.write_bytes(text.encode())
    assert main([str(path), "--format", "json"]) == 1
    return capsys.readouterr().out


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_both_faces_tell_it(server: Server, text: Text, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(server, text.text)
    assert any(item["code"] == text.code and text.words in item["message"] for item in found), found
    assert len(found) <= MOST
    output = judged(tmp_path / "odd.module.yaml", text.text, capsys)
    assert json.loads(output)
    assert text.code in output
    assert text.words in output
    assert len(output.replace(str(tmp_path), "")) < 100_000
    assert [path.name for path in tmp_path.iterdir()] == ["odd.module.yaml"]


def test_findings_are_bounded(server: Server) -> None:
    found = told(server, "module:\n" + "".join(f"  k{number}: 1\n" for number in range(MOST * 3)))
    assert len(found) in range(MOST, MOST + 2)
