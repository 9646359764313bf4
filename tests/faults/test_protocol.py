"""Messages that no good client sends: each is answered by an error or dropped, and the next request is answered."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from cim_lsp.lsp.handlers import FEATURES
from cim_lsp.lsp.server import Server as Served
from tests.lsp.wire import PATIENCE, Json, Server, Wire, connect, encode

URI = "file:///farm/domain.yaml"
WRONG = "domain:\n  name: cim\n  id: new\n  purpose: Integrate AI into my workflows\n"
PLACE: Json = {"textDocument": {"uri": URI}}
HUGE = 2**31 - 1
LASTING = ("exit", "shutdown", "initialize", "initialized")
_SERVED: Any = Served(FEATURES, {})
METHODS = sorted(name for name in _SERVED.protocol.fm.features if name not in LASTING)
ODD: tuple[object, ...] = (
    None,
    [],
    {},
    {"textDocument": 7},
    {"textDocument": {"uri": 7}},
    {"textDocument": {"uri": "\0"}, "position": []},
)


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


NO_MESSAGES: dict[str, bytes] = {
    "no length": b"Content-Type: x\r\n\r\n{}",
    "negative": b"Content-Length: -5\r\n\r\n{}",
    "a word": b"Content-Length: many\r\n\r\n",
    "zero": b"Content-Length: 0\r\n\r\n",
    "huge": b"Content-Length: 99999999999999999999\r\n\r\n{}",
    "too many digits": b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
    "too short": b'Content-Length: 3\r\n\r\n{"jsonrpc"',
    "no header": b"hello\r\n\r\n",
    "an endless line": b"a" * 200_000 + b"\r\n",
    "deep": framed(b"[" * 200_000),
    "a large number": framed(b'{"jsonrpc":"2.0","id":' + b"9" * 5000 + b',"method":"x"}'),
    "no request's result": encode({"jsonrpc": "2.0", "id": 999, "result": 1}),
    "no request's error": encode({"jsonrpc": "2.0", "id": "a", "error": {"code": 1, "message": "x"}}),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        server.initialize({"textDocument": {"diagnostic": {}}})
        yield server
        assert server.leave() == 0


def lives(server: Wire) -> None:
    server.open(URI, WRONG)
    assert codes(server) == ["invalid-id"]
    server.send("textDocument/didClose", PLACE)
    assert codes(server) == []


def codes(server: Wire) -> list[str]:
    return [item["code"] for item in server.request("textDocument/diagnostic", PLACE)["items"]]


@pytest.mark.parametrize("name", NO_MESSAGES)
def test_what_is_no_message_is_passed_over(server: Server, name: str) -> None:
    server.stdin.write(NO_MESSAGES[name])
    server.stdin.flush()
    lives(server)


def test_over_tcp_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    with Server("--tcp", f"127.0.0.1:{port}") as process, connect(port) as stream:
        client = Wire(stream, stream)
        client.initialize({"textDocument": {"diagnostic": {}}})
        for message in NO_MESSAGES.values():
            stream.write(message)
            stream.flush()
            lives(client)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port), PATIENCE)
        client.request("shutdown")
        client.send("exit")
        assert process.wait() == 0


@pytest.mark.parametrize("method", ["textDocument/didClose", "textDocument/didOpen", "initialized", "$/cancelRequest"])
def test_a_notification_with_an_id_is_refused(server: Server, method: str) -> None:
    assert server.error(method, PLACE) == -32600
    lives(server)


@pytest.mark.parametrize("method", METHODS)
def test_wrong_params_of_every_method(server: Server, method: str) -> None:
    for params in ODD:
        server.send(method, params)
        if not re.search("/did[A-Z]", method):
            answer = server.ask(method, params)
            assert "result" in answer or answer["error"]["code"] < 0
    lives(server)


def test_every_method_is_among_them() -> None:
    assert {"textDocument/hover", "textDocument/rename", "workspace/symbol", "textDocument/didChange"} <= {*METHODS}


@pytest.mark.parametrize(
    "position", [(-1, 0), (0, -1), (-HUGE, -HUGE), (HUGE, HUGE), (2**64, 0), (0, 0.5), ("0", None)]
)
def test_positions_outside_of_the_text(server: Server, position: tuple[object, object]) -> None:
    server.open(URI, WRONG)
    place = {"line": position[0], "character": position[1]}
    range_ = {"start": place, "end": place}
    for method in (each for each in METHODS if each.startswith("textDocument/") and "did" not in each):
        rest = {"position": place, "positions": [place], "range": range_, "newName": "a", "ch": "\n", "query": ""}
        options = {"tabSize": 2, "insertSpaces": True}
        answer = server.ask(method, {**PLACE, **rest, "options": options, "context": {"diagnostics": []}})
        assert "result" in answer or answer["error"]["code"] in {-32602, -32803}, (method, answer)
    lives(server)


def edit(text: str, *numbers: int) -> Json:
    line, character, last_line, last = numbers
    ends = {"start": {"line": line, "character": character}, "end": {"line": last_line, "character": last}}
    return {"range": ends, "text": text}


def test_edits_that_no_editor_sends(server: Server) -> None:
    server.open(URI, WRONG)
    server.open(URI, WRONG)
    for version in (1, 0, -7, 2**40, 3):
        document = {"uri": URI, "version": version}
        for change in (edit("a", 9, 9, 0, 0), edit("", HUGE, HUGE, HUGE, HUGE), edit("b", 2, 5, 1, 0)):
            server.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        changes = [{"text": WRONG}]
        server.send("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        assert codes(server) == ["invalid-id"]
    for _ in range(3):
        server.send("textDocument/didClose", PLACE)
    server.send("textDocument/didClose", {"textDocument": {"uri": "file:///never/opened.yaml"}})
    lives(server)


def test_a_client_that_cancels_everything(server: Server) -> None:
    server.open(URI, WRONG)
    asked = {f"c{number}" for number in range(200)}
    for id_ in sorted(asked):
        server.send("textDocument/hover", {**PLACE, "position": {"line": 1, "character": 3}}, id=id_)
        server.send("$/cancelRequest", {"id": id_})
    lives(server)
    answers = [note for note in server.notes if note.get("id") in asked]
    assert sorted(answer["id"] for answer in answers) == sorted(asked)
    assert {answer["error"]["code"] for answer in answers if "error" in answer} <= {-32800}


def test_a_client_that_vanishes_in_the_middle() -> None:
    with Server() as server:
        server.initialize({})
        server.open(URI, "module:\n" + "".join(f"  k{number}: 1\n" for number in range(20_000)))
        server.send("textDocument/diagnostic", PLACE, id="never answered")
        server.stdin.close()
        assert server.process.stdout
        assert server.wait() == 1
