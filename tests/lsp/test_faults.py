"""What a server lives through, and when it must end: broken requests, lost clients, the command's own options."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from .wire import PATIENCE, REFRESHES, Json, Server, Wire

URI = "file:///farm/domain.yaml"
WRONG = "domain:\n  name: cim\n  id: new\n  purpose: Integrate AI into my workflows\n"
TAKES: Json = {"diagnostic": {}, "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}}
HOVER = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
HASTY = """\
import sys
from cim_lsp.lsp import main, server
server._PULSE = 0.05
sys.exit(main.main())
"""
FAILING = """\
import sys
from cim_lsp.lsp import main, session
judge = session.judge
def judge_or_fail(reading, project, checkpoint):
    if "explode" in reading.document.text:
        raise RuntimeError("exploded as told")
    return judge(reading, project, checkpoint)
session.judge = judge_or_fail
sys.exit(main.main())
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        server.initialize({"textDocument": TAKES, "workspace": REFRESHES})
        yield server


@pytest.fixture(scope="module")
def survivor() -> Iterator[Server]:
    """One server, for all the faults that it must outlive."""
    with Server() as server:
        server.initialize({"textDocument": TAKES, "workspace": REFRESHES})
        yield server
        assert server.leave() == 0


def _codes(server: Wire, uri: str = URI) -> list[str]:
    report = server.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    return [item["code"] for item in report["items"]]


def _actions(server: Wire, range_: Json) -> list[str]:
    params: Json = {"textDocument": {"uri": URI}, "range": range_, "context": {"diagnostics": []}}
    return [action["title"] for action in server.request("textDocument/codeAction", params)]


def _range(*numbers: int) -> Json:
    line, character, last_line, last = numbers
    return {"start": {"line": line, "character": character}, "end": {"line": last_line, "character": last}}


def _lives(server: Wire) -> None:
    server.open(URI, WRONG)
    assert _codes(server) == ["invalid-id"]
    server.send("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert _codes(server) == []


def test_an_unknown_request_is_refused(survivor: Server) -> None:
    assert survivor.error("cim/unheardOf", {}) == -32601
    _lives(survivor)


def test_an_unknown_notification_is_ignored(survivor: Server) -> None:
    survivor.send("cim/unheardOf", {})
    survivor.send("$/unheardOf", {})
    _lives(survivor)


@pytest.mark.parametrize("params", [None, {}, [], {"textDocument": 7}, {"textDocument": {"uri": URI}, "range": "?"}])
def test_wrong_params_are_refused(survivor: Server, params: object) -> None:
    assert survivor.error("textDocument/codeAction", params) == -32602
    _lives(survivor)


@pytest.mark.parametrize("data", [None, 7, {"uri": URI}, {"uri": URI, "state": 1, "span": [1], "number": 0}])
def test_an_action_that_was_never_offered_is_refused(survivor: Server, data: object) -> None:
    assert survivor.error("codeAction/resolve", {"title": "Insert UUIDv7", "data": data}) == -32602
    _lives(survivor)


@pytest.mark.parametrize("inner", [{"method": "exit"}, {"id": 7, "error": 5}, {"id": 7, "method": "shutdown"}])
def test_a_message_within_a_message_is_none(survivor: Server, inner: Json) -> None:
    assert survivor.request("workspace/symbol", {"query": "?", "own": {"jsonrpc": "2.0", **inner}}) == []
    _lives(survivor)


def test_a_notification_with_wrong_params_is_ignored(survivor: Server) -> None:
    survivor.send("textDocument/didOpen", {"textDocument": 7})
    survivor.send("textDocument/didChange", None)
    _lives(survivor)


def test_nothing_comes_before_initialize() -> None:
    with Server() as server:
        assert server.error("textDocument/hover", HOVER) == -32002
        assert server.error("shutdown") == -32002
        server.open(URI, "never seen")
        server.initialize({"textDocument": TAKES, "workspace": REFRESHES})
        assert _codes(server) == []
        assert server.error("initialize", {"processId": None, "rootUri": None, "capabilities": {}}) == -32600
        _lives(server)


def test_nothing_comes_after_shutdown(server: Server) -> None:
    assert server.request("shutdown") is None
    assert server.error("textDocument/diagnostic", {"textDocument": {"uri": URI}}) == -32600
    assert server.error("shutdown") == -32600
    server.send("exit")
    assert server.wait() == 0


def test_exit_without_shutdown_is_a_failure(server: Server) -> None:
    server.send("exit")
    assert server.wait() == 1


def test_exit_before_initialize_is_a_failure() -> None:
    with Server() as server:
        server.send("exit")
        assert server.wait() == 1


@pytest.mark.parametrize("last_words", [b"", b"Content-Length: 90\r\n\r\n{", b"Content-Le"])
def test_a_client_that_is_gone_ends_the_server(server: Server, last_words: bytes) -> None:
    server.stdin.write(last_words)
    server.stdin.close()
    assert server.wait() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe ends with its parent there")
def test_a_parent_that_is_gone_ends_the_server() -> None:
    parent = subprocess.Popen([sys.executable, "-c", ""])
    parent.wait(PATIENCE)
    with Server(command=[sys.executable, "-c", HASTY]) as server:
        server.initialize(processId=parent.pid)
        assert server.wait() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe ends with its parent there")
def test_a_parent_that_lives_is_no_reason_to_end() -> None:
    with Server(command=[sys.executable, "-c", HASTY]) as server:
        server.initialize({"textDocument": TAKES, "workspace": REFRESHES}, processId=os.getpid())
        with pytest.raises(subprocess.TimeoutExpired):
            server.process.wait(0.5)
        _lives(server)


@pytest.mark.parametrize("body", [b"{", b"[]", b"7", b'{"jsonrpc": "2.0"}', b"\xff\xfe"])
def test_a_message_that_is_none_is_survived(survivor: Server, body: bytes) -> None:
    survivor.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    _lives(survivor)


def test_half_a_character_is_survived(survivor: Server) -> None:
    survivor.open(URI, WRONG.replace("cim", '"\ud83d\u00e9"'))
    assert _codes(survivor) == ["syntax-error"]
    _lives(survivor)


def test_places_outside_the_text_are_moved_into_it(server: Server) -> None:
    server.open(URI, WRONG)
    assert "Insert UUIDv7" in _actions(server, _range(2, 999, 2, 9999))
    assert "Insert UUIDv7" not in _actions(server, _range(999, 0, 999, 0))
    edit = {"range": _range(2, 99, 99, 99), "text": "\n  purpose: Integrate AI into my workflows\n  purpse: x\n"}
    server.send("textDocument/didChange", {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [edit]})
    assert sorted(_codes(server)) == ["invalid-id", "unknown-key"]


def test_an_edit_of_a_document_that_is_not_open_is_harmless(survivor: Server) -> None:
    edits = [{"text": WRONG}, {"range": _range(0, 0, 9, 9), "text": WRONG}]
    survivor.send("textDocument/didChange", {"textDocument": {"uri": URI, "version": 2}, "contentChanges": edits})
    assert _codes(survivor) == []
    assert _actions(survivor, _range(2, 5, 2, 5)) == []
    survivor.send("textDocument/didClose", {"textDocument": {"uri": URI}})
    _lives(survivor)


@pytest.mark.parametrize("takes", [TAKES, {}], ids=["pull", "push"])
def test_a_fault_is_logged_and_outlived(takes: Json) -> None:
    with Server(command=[sys.executable, "-c", FAILING]) as server:
        server.initialize({"textDocument": takes, "workspace": REFRESHES})
        server.open("file:///farm/explode/domain.yaml", "domain: explode")
        asked = {"textDocument": {"uri": "file:///farm/explode/domain.yaml"}}
        assert server.error("textDocument/diagnostic", asked) == -32603
        server.open(URI, WRONG)
        if takes:
            assert _codes(server) == ["invalid-id"]
        else:
            published = server.note("textDocument/publishDiagnostics")
            assert [item["code"] for item in published["diagnostics"]] == ["invalid-id"]
        assert server.leave() == 0
        assert "exploded as told" in server.log
