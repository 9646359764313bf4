"""Streams of edits: whatever is done to a document, the server then says what it says of one opened with that text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mutants import PIECES, TEXTS

from .page import ENCODINGS, OPTIONS, PROFILES, Page
from .wire import Json, Server

LONGEST = 1200
STARTS = [text for text in TEXTS if len(text) <= LONGEST]
NAMES = ("case.cim.yaml", "domain.yaml", "domain.json")
LINE_ENDS = ("\n", "\r\n", "\r")
MINTED = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
PLACES = st.integers(0, 2 * LONGEST)
LENGTHS = st.one_of(st.just(0), st.integers(1, 4), st.integers(5, 200))
NEW: st.SearchStrategy[str] = st.one_of(st.sampled_from(LINE_ENDS), st.sampled_from(PIECES))
EDITS = st.tuples(PLACES, st.booleans(), LENGTHS, NEW)
"""Where, whether at the start of that line, how much is taken out, and what is put in."""
STEPS = st.lists(st.one_of(st.lists(EDITS, min_size=1, max_size=3), st.sampled_from(STARTS)), min_size=1, max_size=6)
"""What one `didChange` says each: several edits on top of one another, or another text."""
Step = Sequence[tuple[int, bool, int, str]] | str


@pytest.fixture(scope="module", params=ENCODINGS)
def served(request: pytest.FixtureRequest) -> Iterator[tuple[Server, str]]:
    """One server for many streams, and the encoding that was agreed on."""
    capabilities: Json = {**PROFILES["vscode-1.139"]["capabilities"]}
    with Server() as server:
        answer = server.initialize({**capabilities, "general": {"positionEncodings": [request.param]}})
        assert answer["capabilities"]["positionEncoding"] == request.param
        yield server, request.param
        assert server.leave() == 0


@settings(max_examples=100)
@given(st.data())
def test_a_stream_of_edits_leaves_what_a_fresh_document_has(served: tuple[Server, str], data: st.DataObject) -> None:
    (server, encoding), name = served, data.draw(st.sampled_from(NAMES))
    start, line_end = data.draw(st.sampled_from(STARTS)), data.draw(st.sampled_from(LINE_ENDS))
    page = Page(server, start.replace("\n", line_end), f"file:///edited/farm/{name}", encoding)
    known = page.ask("semanticTokens/full")
    for step in data.draw(STEPS):
        page.change(*_edits(page.text, step, line_end))
        if data.draw(st.booleans()):
            known = _recoloured(page, known)
    fresh = Page(server, page.text, f"file:///fresh/farm/{name}", encoding)
    for method, params in _questions(page, data.draw(PLACES)).items():
        assert _told(page, method, params) == _told(fresh, method, params), method
    assert _recoloured(page, known)["data"] == fresh.ask("semanticTokens/full")["data"]
    page.close()
    fresh.close()


def _edits(text: str, step: Step, line_end: str) -> Iterator[tuple[int, int, str] | str]:
    """A step's edits on a text, moved into it; none begins or ends between CR and LF, where no editor can be."""
    if isinstance(step, str):
        yield step.replace("\n", line_end)
        return
    for place, is_at_line_start, length, new in step:
        start = _outside(text, place % (len(text) + 1))
        if is_at_line_start:
            start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        end = _outside(text, start + length)
        yield start, end, new
        text = text[:start] + new + text[end:]


def _outside(text: str, offset: int) -> int:
    """The offset, moved into the text."""
    offset = min(offset, len(text))
    return offset - text.startswith("\r\n", offset - 1) if offset else 0


def _questions(page: Page, place: int) -> dict[str, Json]:
    """All that is asked of both documents; about the same place, where it is one place that is asked about."""
    position = page.here.at(_outside(page.text, place % (len(page.text) + 1)))
    whole = page.here.range(0, len(page.text))
    return {
        "diagnostic": {},
        "semanticTokens/range": {"range": {"start": position, "end": whole["end"]}},
        "documentSymbol": {},
        "foldingRange": {},
        "documentLink": {},
        "inlayHint": {"range": whole},
        "completion": {"position": position},
        "hover": {"position": position},
        "documentHighlight": {"position": position},
        "linkedEditingRange": {"position": position},
        "selectionRange": {"positions": [position]},
        "onTypeFormatting": {"position": position, "ch": "\n", "options": OPTIONS},
        "rangeFormatting": {"range": {"start": position, "end": position}, "options": OPTIONS},
        "formatting": {"options": OPTIONS},
        "codeAction": {"range": {"start": position, "end": position}, "context": {"diagnostics": []}},
    }


def _told(page: Page, method: str, params: Json) -> Any:
    """An answer, without what is another for each document: states, its folder, and in completion the fresh ids."""
    result = page.ask(method, **params)
    for item in result if method == "codeAction" else [result] if method == "diagnostic" else []:
        item.pop("data" if method == "codeAction" else "resultId", None)
    text = json.dumps(result).replace(page.uri.split("/farm/")[0], "")
    return json.loads(MINTED.sub("<id>", text) if method == "completion" else text)


def _recoloured(page: Page, known: Json) -> Json:
    """The tokens of the text as it is, from those that were known and what has changed in them."""
    told = page.ask("semanticTokens/full/delta", previousResultId=known["resultId"])
    data = list(known["data"])
    for edit in told["edits"]:
        data[edit["start"] : edit["start"] + edit["deleteCount"]] = edit.get("data", [])
    return {"data": data, "resultId": told["resultId"]}
