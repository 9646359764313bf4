"""Requests that nobody waits for any more, and answers that an edit has overtaken.

Nothing here looks at a clock. A document that says `endless` is read for as long as its reading is wanted, so a server
that goes on with work that nobody waits for never answers again.
"""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from .page import PROFILES, URI, Page
from .wire import PATIENCE, Json, Server, connect, encode
from .wire import Wire as Connection

GATED = """\
import sys, time
from pathlib import Path
from cim_lsp.lsp import main, session
from cim_lsp.lsp.handlers import formatting

def text_of(given):
    return given if isinstance(given, str) else getattr(given, "document", given).text

def gated(work, word, place):
    def run(*args):
        text = text_of(args[place])
        if word in text:
            (folder / "begun").touch()
        while word in text and not (folder / "go").exists():
            args[-1]() if callable(args[-1]) else None
            time.sleep(0.001)
        made = work(*args)
        sys.stderr.write(f"{work.__name__} {len(text)}\\n")
        return made
    return run

folder = Path(sys.argv.pop(1))
session.SHORT = 0  # what is waited for here is on the worker
session.read = gated(session.read, "endless", 1)
session.judge = gated(session.judge, "unjudged", 0)
formatting.format_document = gated(formatting.format_document, "unformatted", 0)
formatting.format_range = gated(formatting.format_range, "unformatted", 0)
sys.exit(main.main())
"""
PULL = PROFILES["vscode-1.139"]["capabilities"]
PUSH = PROFILES["neovim-0.7"]["capabilities"]
ENDLESS = "domain:\n  name: endless\n"
SOUND = """\
domain:
  name: farm
  id: 01939b5e-2f4c-7a31-9c5d-0242ac120002
  purpose: Keep the books of the farm
"""
WRONG = SOUND.replace("01939b5e-2f4c-7a31-9c5d-0242ac120002", "new")
OTHER = "file:///other/domain.yaml"
START: Json = {"line": 0, "character": 0}
OPTIONS: Json = {"tabSize": 2, "insertSpaces": True}
WHOLE: Json = {"start": START, "end": {"line": 3, "character": 0}}
READERS: dict[str, Json] = {
    "codeAction": {"range": WHOLE, "context": {"diagnostics": []}},
    "diagnostic": {},
    "documentHighlight": {"position": {"line": 1, "character": 9}},
    "documentLink": {},
    "documentSymbol": {},
    "foldingRange": {},
    "formatting": {"options": OPTIONS},
    "inlayHint": {"range": WHOLE},
    "linkedEditingRange": {"position": START},
    "rangeFormatting": {"options": OPTIONS, "range": WHOLE},
    "selectionRange": {"positions": [START]},
    "semanticTokens/full": {},
    "semanticTokens/full/delta": {"previousResultId": "none"},
    "semanticTokens/range": {"range": WHOLE},
}
"""All requests for which a document is read, with what they need besides it."""
CANCELLED, MODIFIED = -32800, -32801


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(command=[sys.executable, "-c", GATED, str(tmp_path)]) as server:
        server.initialize(PULL)
        yield server
        assert server.leave() == 0


@pytest.fixture(scope="module")
def enduring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server, for all that leaves nothing behind."""
    with Server(command=[sys.executable, "-c", GATED, str(tmp_path_factory.mktemp("gate"))]) as server:
        server.initialize(PULL)
        yield server
        assert server.leave() == 0


def _send(page: Page, name: str, method: str) -> None:
    """A request under a name, whose answer isn't waited for."""
    page.server.send(f"textDocument/{method}", page.params(**READERS[method]), id=name)


def _cancel(page: Page, name: str) -> None:
    page.server.send("$/cancelRequest", {"id": name})


def _answer(server: Connection, name: str) -> Json:
    """The answer to the request of that name, which comes once."""
    while True:
        for number, message in enumerate(server.notes):
            if message.get("id") == name and "method" not in message:
                return server.notes.pop(number)
        message = server.read()
        assert message, f"the server ended before {name}"
        server.notes.append(message)


def _code(server: Connection, name: str) -> int:
    return _answer(server, name)["error"]["code"]


def _lives(server: Connection) -> None:
    page = Page(server, WRONG, OTHER)
    assert [item["code"] for item in page.pull()] == ["invalid-id"]
    page.close()


@pytest.mark.parametrize("method", READERS)
def test_a_request_that_is_cancelled_is_answered_so_and_its_work_stops(enduring: Server, method: str) -> None:
    page = Page(enduring, ENDLESS)
    _send(page, "one", method)
    _cancel(page, "one")
    assert _code(enduring, "one") == CANCELLED
    _lives(enduring)
    page.close()


@pytest.mark.parametrize("method", READERS)
def test_work_that_has_begun_stops(server: Server, tmp_path: Path, method: str) -> None:
    page = Page(server, ENDLESS)
    _send(page, "one", method)
    _begun(tmp_path)
    _cancel(page, "one")
    assert _code(server, "one") == CANCELLED
    _lives(server)
    (tmp_path / "go").touch()
    assert page.pull(), "and begins again when it is asked for again"


def test_work_that_somebody_else_waits_for_goes_on(enduring: Server) -> None:
    page = Page(enduring, ENDLESS)
    for name, method in (("one", "diagnostic"), ("two", "semanticTokens/full"), ("three", "diagnostic")):
        _send(page, name, method)
    _cancel(page, "one")
    _cancel(page, "two")
    assert (_code(enduring, "one"), _code(enduring, "two")) == (CANCELLED, CANCELLED)
    page.change(WRONG)
    assert [item["code"] for item in _answer(enduring, "three")["result"]["items"]] == ["invalid-id"]
    page.close()


def test_a_cancellation_of_nothing_is_ignored(enduring: Server) -> None:
    page = Page(enduring, WRONG)
    _cancel(page, "never")
    _send(page, "once", "diagnostic")
    assert "result" in _answer(enduring, "once")
    _cancel(page, "once")
    _cancel(page, "once")
    page.close()
    _lives(enduring)


def _huge(lines: int) -> str:
    """So many lines, in which there is something to find."""
    events = "".join(f"  - name: Event{number}\n    aggregate: Nothing{number}\n" for number in range(lines // 2))
    return f"{WRONG}events:\n{events}"


@pytest.mark.parametrize("method", ["diagnostic", "semanticTokens/full", "foldingRange", "codeAction"])
def test_reading_a_huge_document_stops_halfway(tmp_path: Path, method: str) -> None:
    with Server(command=[sys.executable, "-c", GATED, str(tmp_path)]) as server:
        server.initialize(PULL)
        page = Page(server, _huge(20_000))
        _send(page, "one", method)
        _cancel(page, "one")
        assert _code(server, "one") == CANCELLED
        _lives(server)
        assert server.leave() == 0
    assert f"read {len(WRONG)}\n" in server.log
    assert f"read {len(page.text)}\n" not in server.log


@pytest.mark.parametrize("method", ["diagnostic", "codeAction"])
def test_judging_a_huge_document_stops_halfway(tmp_path: Path, method: str) -> None:
    with Server(command=[sys.executable, "-c", GATED, str(tmp_path)]) as server:
        server.initialize(PULL)
        page = Page(server, _huge(5_000))
        assert page.ask("documentSymbol"), "it has been read"
        _send(page, "one", method)
        _cancel(page, "one")
        assert _code(server, "one") == CANCELLED
        _lives(server)
        assert server.leave() == 0
    assert f"judge {len(WRONG)}\n" in server.log
    assert f"judge {len(page.text)}\n" not in server.log


@pytest.mark.parametrize("method", ["diagnostic", "codeAction"])
def test_a_verdict_that_nobody_waits_for_is_given_up(enduring: Server, method: str) -> None:
    page = Page(enduring, WRONG.replace("farm", "unjudged"))
    _send(page, "one", method)
    assert page.ask("documentSymbol"), "reading waits for no verdict"
    _cancel(page, "one")
    assert _code(enduring, "one") == CANCELLED
    _lives(enduring)
    page.close()


@pytest.mark.parametrize("method", READERS)
def test_an_answer_is_about_the_newest_text(enduring: Server, method: str) -> None:
    page = Page(enduring, ENDLESS)
    _send(page, "one", method)
    for text in (ENDLESS + "  id: 1\n", ENDLESS + WRONG, ENDLESS, WRONG):
        page.change(text)
    _send(page, "two", method)
    one, two = _answer(enduring, "one"), _answer(enduring, "two")
    page.close()
    fresh = Page(enduring, WRONG, URI)
    _send(fresh, "three", method)
    three = _answer(enduring, "three")
    fresh.close()
    assert _bare(one) == _bare(two) == _bare(three)


def _bare(answer: Json) -> Any:
    """A result without what is another one each time."""
    result: Any = answer["result"]
    each = cast("list[Json]", result) if isinstance(result, list) else [cast("Json", result or {})]
    for item in each:
        for key in ("resultId", *(("data",) if "title" in item else ())):
            item.pop(key, None)
    return answer["result"]


@pytest.mark.parametrize("method", ["formatting", "rangeFormatting"])
def test_edits_of_an_older_text_are_never_sent(server: Server, tmp_path: Path, method: str) -> None:
    page = Page(server, "domain:\n    name:   unformatted\n", "file:///farm/farm.domain.yaml")
    _send(page, "one", method)
    _begun(tmp_path)
    page.change((0, 0, "# a line more\n"))
    page.at("completion", "domain")
    (tmp_path / "go").touch()
    answer = _answer(server, "one")
    if "error" in answer:
        assert answer["error"]["code"] == MODIFIED
    else:
        assert page.here.applied(answer["result"]) == "# a line more\ndomain:\n  name: unformatted\n"


def _begun(folder: Path) -> None:
    """Wait until gated work has begun."""
    until = time.monotonic() + PATIENCE
    while not (folder / "begun").exists():
        assert time.monotonic() < until, "the work never began"
        time.sleep(0.002)
    (folder / "begun").unlink()


@pytest.mark.parametrize("method", READERS)
def test_as_an_editor_types(enduring: Server, method: str) -> None:
    """A request, an edit, the request cancelled and sent again: again and again."""
    page = Page(enduring, ENDLESS)
    for number in range(20):
        _send(page, f"{number}", method)
        page.change(ENDLESS if number % 3 else WRONG)
        _cancel(page, f"{number}")
    page.change(SOUND)
    _send(page, "last", method)
    for number in range(20):
        answer = _answer(enduring, f"{number}")
        assert "result" in answer or answer["error"]["code"] in (CANCELLED, MODIFIED)
    assert "result" in _answer(enduring, "last")
    assert page.pull() == []
    page.close()


@pytest.mark.parametrize("text", [ENDLESS, WRONG.replace("  ", "    ")], ids=["endless", "short"])
@pytest.mark.parametrize("method", READERS)
def test_a_document_that_is_closed_leaves_no_request_behind(enduring: Server, method: str, text: str) -> None:
    page = Page(enduring, text)
    _send(page, "one", method)
    page.close()
    _send(page, "two", method)
    for name in ("one", "two"):
        answer = _answer(enduring, name)
        assert "result" in answer or answer["error"]["code"] in (CANCELLED, MODIFIED)
    _lives(enduring)


@pytest.mark.parametrize("method", ["diagnostic", "semanticTokens/full"])
def test_a_document_that_is_opened_again_is_another_one(tmp_path: Path, method: str) -> None:
    """All at once over a socket: the server reads the new document before those who wait for the old one wake."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, "-c", GATED, str(tmp_path)]
    with Server("--tcp", f"127.0.0.1:{port}", command=command) as server, connect(port) as stream:
        wire = Connection(stream, stream)
        wire.initialize(PULL)
        for number in range(5):
            page = Page(wire, ENDLESS)
            _send(page, f"old {number}", method)
            _begun(tmp_path)
            stream.write(b"".join(map(encode, _again(page, method, f"new {number}"))))
            stream.flush()
            assert "result" in _answer(wire, f"new {number}")
            assert _code(wire, f"old {number}") in (CANCELLED, MODIFIED)
            page.close()
        wire.request("shutdown")
        wire.send("exit")
        assert server.wait() == 0


def _again(page: Page, method: str, name: str) -> Iterator[Json]:
    """The document closed, opened with another text, and asked about."""
    document: Json = {"uri": page.uri, "languageId": "yaml", "version": 1, "text": WRONG}
    yield {"jsonrpc": "2.0", "method": "textDocument/didClose", "params": page.params()}
    yield {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}
    params = page.params(**READERS[method])
    yield {"jsonrpc": "2.0", "method": f"textDocument/{method}", "params": params, "id": name}


@pytest.fixture
def pushing(tmp_path: Path) -> Iterator[Server]:
    with Server(command=[sys.executable, "-c", GATED, str(tmp_path)]) as server:
        server.initialize(PUSH)
        yield server
        assert server.leave() == 0


def test_what_is_published_is_the_newest_at_its_time(pushing: Server) -> None:
    """Completion is answered in the order of the edits: behind its answer nothing older than its text may come."""
    page = Page(pushing, _wrongs(1))
    for version in range(2, 60):
        page.change(_wrongs(version))
        if version % 7 == 0:
            page.at("completion", "domain")
            pushing.notes.append({"answered": version})
    _published_up_to(pushing, page.version)
    newest = published = 0
    for note in pushing.notes:
        newest = note.get("answered", newest)
        if note.get("method") == "textDocument/publishDiagnostics":
            version = note["params"]["version"]
            assert version > published, "nothing is published twice"
            assert version >= newest, "nothing is published that was known to be old"
            assert len(note["params"]["diagnostics"]) == version, "and each is about the text of its version"
            published = version
    assert published == page.version
    pushing.notes.clear()
    page.close()
    assert pushing.note("textDocument/publishDiagnostics") == {"uri": page.uri, "diagnostics": []}


def _wrongs(count: int) -> str:
    """A text with so many mistakes."""
    return SOUND + "".join(f"  wrong{number}: x\n" for number in range(count))


def _published_up_to(server: Server, version: int) -> None:
    """Keep notes until the diagnostics of a version are among them."""
    while True:
        for message in server.notes:
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["version"] == version:
                return
        message = server.read()
        assert message
        server.notes.append(message)


def test_a_text_that_was_overtaken_is_never_published(pushing: Server, tmp_path: Path) -> None:
    page = Page(pushing, ENDLESS)
    _begun(tmp_path)
    for _ in range(3):
        page.change(ENDLESS)
        _begun(tmp_path)
    page.change(WRONG)
    published = pushing.note("textDocument/publishDiagnostics")
    assert (published["version"], [item["code"] for item in published["diagnostics"]]) == (5, ["invalid-id"])


def test_a_document_that_was_closed_is_never_published(pushing: Server, tmp_path: Path) -> None:
    for _ in range(5):
        page = Page(pushing, ENDLESS)
        _begun(tmp_path)
        page.close()
        assert pushing.note("textDocument/publishDiagnostics") == {"uri": page.uri, "diagnostics": []}
    other = Page(pushing, WRONG, OTHER)
    published = pushing.note("textDocument/publishDiagnostics")
    assert (published["uri"], published["version"], len(published["diagnostics"])) == (other.uri, 1, 1)
    assert not [note for note in pushing.notes if note.get("method") == "textDocument/publishDiagnostics"]


@pytest.mark.parametrize("method", READERS)
def test_a_document_that_is_opened_twice_is_the_second(pushing: Server, method: str) -> None:
    """No editor should, but one that lost track may: whoever was busy with the first has no say in the second."""
    page = Page(pushing, WRONG)
    for number in range(5):
        page = Page(pushing, ENDLESS if number % 2 else SOUND)
        if number % 3:
            page.change((0, 0, "#"))
        page = Page(pushing, WRONG)
        _send(page, f"{number}", method)
        assert "result" in _answer(pushing, f"{number}")
        assert len(page.pull()) == 1
    page.change(WRONG)
    page.change(SOUND)
    _published_up_to(pushing, 3)
