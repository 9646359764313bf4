"""Messages at random, well shaped and broken: the server lives, answers what can be answered, and the next request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cim_lsp.lsp.handlers import FEATURES
from cim_lsp.lsp.server import Server as Served
from tests.lsp.wire import Json, Server, encode
from tests.mutants import PIECES, TEXTS

SHORT = [text for text in TEXTS if len(text) < 600]
ALIVE = "file:///alive/domain.yaml"
WRONG = "domain:\n  name: cim\n  id: new\n  purpose: Integrate AI into my workflows\n"
URIS = (
    "file:///farm/domain.yaml", "file:///farm/billing.module.yaml", "file:///farm/module.json", "untitled:Untitled-1",
    "file:///farm/%C3%A9%F0%9F%98%80.cim.yaml", "file:///farm/.cim.toml", "", "file:", "http://[", "%", "\0",
)  # fmt: skip
_SERVED: Any = Served(FEATURES, {})
LASTING = ("exit", "shutdown", "initialize", "initialized")
"""What ends a server, or has been said."""
WIDE = ("workspace/didChangeWorkspaceFolders", "workspace/didChangeConfiguration")
"""What changes which files are judged, and how: it has tests of its own, and what is asked for here must not depend
on it."""
_FEATURES = (name for name in _SERVED.protocol.fm.features if name not in (*LASTING, *WIDE))
METHODS: list[str] = sorted((*_FEATURES, "workspace/executeCommand", "cim/unheardOf"))
INTERNAL_ERROR = -32603

Shaped = st.SearchStrategy[Json]
nothing: list[Json] = []
none = st.just(nothing)
uris = st.sampled_from(URIS)
numbers = st.one_of(st.integers(0, 12), st.integers(0, 2**31 - 1))
positions: Shaped = st.fixed_dictionaries({"line": numbers, "character": numbers})
ranges: Shaped = st.fixed_dictionaries({"start": positions, "end": positions})
texts = st.one_of(st.sampled_from(SHORT), st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text())
documents: Shaped = st.fixed_dictionaries(
    {"uri": uris, "version": st.integers(-3, 9), "text": texts, "languageId": st.sampled_from(["yaml", "json", ""])}
)
changes: Shaped = st.fixed_dictionaries({"text": texts}, optional={"range": ranges})
files: Shaped = st.fixed_dictionaries({"uri": uris, "oldUri": uris, "newUri": uris, "type": st.integers(1, 3)})
items: Shaped = st.fixed_dictionaries(
    {"name": texts, "kind": st.integers(1, 26), "uri": uris, "range": ranges, "selectionRange": ranges, "data": texts}
)
drawn: Shaped = st.fixed_dictionaries({"uri": uris, "format": st.sampled_from(["json", "svg", "x"])})
contexts: Shaped = st.fixed_dictionaries(
    {"diagnostics": none, "includeDeclaration": st.booleans(), "triggerKind": st.just(1)}
)
options: Shaped = st.fixed_dictionaries({"tabSize": st.integers(0, 9), "insertSpaces": st.booleans()})
shaped: Shaped = st.fixed_dictionaries(
    {
        "textDocument": documents, "position": positions, "positions": st.lists(positions, max_size=3),
        "range": ranges, "ranges": st.lists(ranges, max_size=2), "newName": texts, "ch": st.sampled_from("\n:- "),
        "query": texts, "contentChanges": st.lists(changes, max_size=3), "changes": st.lists(files, max_size=3),
        "files": st.lists(files, max_size=3), "context": contexts, "options": options, "previousResultId": texts,
        "previousResultIds": none, "command": st.sampled_from(["cim.graph", "cim.no"]),
        "arguments": st.lists(drawn, max_size=2), "item": items, "title": texts, "label": texts, "name": texts,
        "kind": st.sampled_from(["quickfix", "x"]), "data": st.none() | texts,
    }
)  # fmt: skip
anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | uris,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["textDocument", "uri", "position", "id", "method", ""]), inner, max_size=3)
    ),
    max_leaves=6,
)
ids = st.none() | st.text() | st.integers(max_value=0) | st.lists(st.text(), max_size=2) | st.just(False)
"""None that a request of the test's own has: those are numbered from 1."""
sound: st.SearchStrategy[tuple[str, Json]] = st.tuples(st.sampled_from(METHODS), shaped)
"""A method with params that have all that it asks for, and more."""
odd: Shaped = st.fixed_dictionaries(
    {},
    optional={
        "jsonrpc": st.sampled_from(["2.0", "1.0", 2]), "id": ids, "params": anything,
        "method": st.one_of(st.sampled_from(METHODS), anything), "result": anything, "error": anything,
    },
)  # fmt: skip


def framed(body: bytes, length: int | None = None) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % (len(body) if length is None else length) + body


def misframed(message: Json, length: int) -> bytes:
    """With a length that is too short."""
    body = json.dumps(message).encode()
    return framed(body, min(length, len(body)))


def notified(message: tuple[str, Json]) -> bytes:
    method, params = message
    return encode({"jsonrpc": "2.0", "method": method, "params": params})


broken: st.SearchStrategy[bytes] = st.one_of(
    st.binary(max_size=60).map(framed),
    odd.map(encode),
    anything.map(lambda value: framed(json.dumps(value).encode())),
    st.builds(misframed, odd, st.integers(1, 40)),
    st.text("abc:-, \t1é", max_size=30).map(lambda line: f"{line}\r\n\r\n".encode()),
)
"""What is no message, or none that makes sense; no length says more than there is, which nobody could tell apart from
a client that is slow."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One server, for all that is sent to it."""
    with Server() as server:
        for method in ("workspace/applyEdit", "window/showDocument", "window/showMessageRequest"):
            server.answers[method] = lambda _: None
        server.initialize({"textDocument": {"diagnostic": {}}})
        yield server
        assert server.leave() == 0


def lives(server: Server) -> None:
    """It judges a file that nothing else is said of."""
    server.open(ALIVE, WRONG)
    report = server.request("textDocument/diagnostic", {"textDocument": {"uri": ALIVE}})
    assert [item["code"] for item in report["items"]] == ["invalid-id"]
    server.send("textDocument/didClose", {"textDocument": {"uri": ALIVE}})
    server.notes.clear()


def is_asked(method: str) -> bool:
    return "/did" not in method


@settings(max_examples=120)
@given(st.dictionaries(uris, texts, max_size=3), st.lists(sound, min_size=1, max_size=12))
def test_what_is_well_shaped_is_answered_and_breaks_nothing(
    server: Server, opened: dict[str, str], messages: list[tuple[str, Json]]
):
    for uri, text in opened.items():
        server.open(uri, text)
    for method, params in messages:
        if is_asked(method):
            answer = server.ask(method, params)
            assert answer.get("error", {}).get("code") != INTERNAL_ERROR, (method, answer)
        else:
            server.send(method, params)
    for uri in URIS:
        server.send("textDocument/didClose", {"textDocument": {"uri": uri}})
    lives(server)


@settings(max_examples=150)
@given(st.lists(st.one_of(broken, sound.map(notified)), max_size=6))
def test_what_is_broken_is_passed_over(server: Server, messages: list[bytes]):
    for message in messages:
        server.stdin.write(message)
    server.stdin.flush()
    lives(server)
