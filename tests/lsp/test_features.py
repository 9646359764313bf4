"""What each request answers: small scenes over the wire, with all of it spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from .page import OPTIONS, PROFILES, URI, Page, Text, actions, chain, edit_of, edited, tokens
from .wire import REFRESHES, Json, Server, encode

ID = "01939b5e-2f4c-7a31-9c5d-0242ac120002"
LEDGER = f"""\
# 😀
module:
  name: "ledger" # 😀
  id: {ID}
  purpose: Keep the books of the farm
  status: deprecated
  dependencies:
    - barn: "^0.2"
  homepage: https://example.org/x
events:
  - name: Sown
    aggregate: Field
aggregates:
  - name: Field
    owns_events: [Sown]
"""
MODULE = "file:///farm/ledger/module.yaml"
KUBERNETES = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: Sown\n  id:\n"
FRESH = re.compile(r"(?!01939b5e)[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def _serve(name: str) -> Iterator[Server]:
    with Server() as server:
        server.initialize(PROFILES[name]["capabilities"])
        yield server
        assert server.leave() == 0


@pytest.fixture(scope="module")
def vscode() -> Iterator[Server]:
    yield from _serve("vscode-1.139")


@pytest.fixture(scope="module")
def vim() -> Iterator[Server]:
    """Of all editors the one that takes least: no trees, no Markdown, no snippets, nothing resolved."""
    yield from _serve("vim-ale")


@pytest.fixture
def ledger(vscode: Server) -> Iterator[Page]:
    page = Page(vscode, LEDGER, MODULE)
    yield page
    page.close()


def _fresh(text: str) -> str:
    """A text with a mark in place of each id that is new."""
    return FRESH.sub("<id>", text)


# ---- completion and hover


def _accept(page: Page, label: str, offset: int) -> str:
    """The text after an item was chosen; `|` where one goes on typing."""
    (item,) = [it for it in page.ask("completion", position=page.here.at(offset)) if it["label"] == label]
    text = page.here.applied([item["textEdit"], *item.get("additionalTextEdits", [])])
    return _fresh(text.replace("$0", "|") if item.get("insertTextFormat") == 2 else text)


RECORD = "domain:\n  name: farm\n  ^\n"
LIST = "domain:\n  - name: farm\n  ^\n"
ACCEPTED = {
    "a key": ("domain.yaml", RECORD, "purpose", "domain:\n  name: farm\n  purpose: |\n"),
    "a fresh id": ("domain.yaml", RECORD, "id", "domain:\n  name: farm\n  id: <id>\n"),
    "a list": ("domain.yaml", RECORD, "modules", "domain:\n  name: farm\n  modules:\n    - |\n"),
    "an item": ("domain.yaml", LIST, "purpose", "domain:\n  - name: farm\n  - purpose: |\n"),
    "an item with its dash": (
        "domain.yaml",
        "domain:\n  - name: farm\n  - pu^\n",
        "purpose",
        "domain:\n  - name: farm\n  - purpose: |\n",
    ),
    "an item that is a list": ("domain.yaml", LIST, "modules", "domain:\n  - name: farm\n  - modules:\n      - |\n"),
    "CRLF": (
        "domain.yaml",
        "domain:\r\n  name: farm\r\n  ^\r\n",
        "modules",
        "domain:\r\n  name: farm\r\n  modules:\r\n    - |\r\n",
    ),
    "CR": ("domain.yaml", "domain:\r  name: farm\r  ^\r", "modules", "domain:\r  name: farm\r  modules:\r    - |\r"),
    "indented too far": ("domain.yaml", "domain:\n  name: farm\n    ^\n", "id", "domain:\n  name: farm\n  id: <id>\n"),
    "flow": (
        "domain.yaml",
        "# 😀\ndomain: {name: 😀, ^}\n",
        "purpose",
        "# 😀\ndomain: {name: 😀, purpose: |}\n",
    ),
    "flow before others": (
        "domain.yaml",
        "domain: {^name: farm}\n".replace("^name", "^ name"),
        "id",
        "domain: {id: <id>, name: farm}\n",
    ),
    "JSON": (
        "domain.json",
        '{"domain": {"name": "😀"\n ^}}',
        "purpose",
        '{"domain": {"name": "😀",\n "purpose": "|"}}',
    ),
    "JSON in its quotes": (
        "domain.json",
        '{"domain": {"name": "😀",\n "stat^": }}',
        "status",
        '{"domain": {"name": "😀",\n "status": }}',
    ),
    "a value": ("domain.yaml", "domain:\n  status:^\n", "pilot", "domain:\n  status: pilot\n"),
    "a link": (
        "domain.yaml",
        "domain:\n  events:\n    - name: Gesät\n  policies:\n    - when: ^\n",
        "Gesät",
        "domain:\n  events:\n    - name: Gesät\n  policies:\n    - when: Gesät\n",
    ),
    "a skeleton": (
        "farm.domain.yaml",
        "^",
        "domain as a list",
        "domain:\n  - name: farm\n  - id: <id>\n  - purpose: |",
    ),
}


@pytest.mark.parametrize("editor", ["vscode", "vim"])
@pytest.mark.parametrize("case", ACCEPTED.values(), ids=ACCEPTED)
def test_accepting_an_item(request: pytest.FixtureRequest, editor: str, case: tuple[str, str, str, str]) -> None:
    name, text, label, after = case
    page = Page(request.getfixturevalue(editor), text.replace("^", ""), f"file:///farm/{name}")
    assert _accept(page, label, text.index("^")) == (after if editor == "vscode" else after.replace("|", ""))
    page.close()


def test_completion_says_what_there_is_to_choose(ledger: Page) -> None:
    items = ledger.at("completion", "deprecated")
    labels = ["planning", "template", "development", "pilot", "production", "deprecated"]
    assert [item["label"] for item in sorted(items, key=lambda item: item["sortText"])] == labels
    assert [item["labelDetails"] for item in items][3:5] == [
        {"description": "In real use by a few, to learn from."},
        {"description": "In real use; others may rely on it."},
    ]
    assert not any("detail" in item for item in items), "it would stand above the documentation, which says the same"
    assert {ledger.here.under(item["textEdit"]["range"]) for item in items} == {"deprecated"}
    resolved = ledger.server.request("completionItem/resolve", items[3])
    assert resolved == {
        **items[3],
        "documentation": {"kind": "markdown", "value": "In real use by a few, to learn from."},
    }


def test_an_item_without_a_meaning_is_resolved_to_itself(vscode: Server) -> None:
    assert vscode.request("completionItem/resolve", {"label": "own"}) == {"label": "own"}
    assert vscode.error("completionItem/resolve", {"label": "own", "data": "?"}) == -32602


HOVERS = [
    ("module", "module", "**Module**\n\n"),
    ("purpose", "purpose", "**Purpose** · required\n\n"),
    ("status", "status", "**Status**\n\nHow far along this is"),
    (
        "deprecated",
        "deprecated",
        "**deprecated**: Still there, but on its way out; choose something else for new work.",
    ),
    (ID, ID, "UUIDv7, made 2024-12-06 09:47:41 UTC ("),
    ("aggregate", "aggregate", "**Aggregate**\n\nThe aggregate whose state this event changes"),
]


@pytest.mark.parametrize(("word", "under", "start"), HOVERS, ids=[each[0] for each in HOVERS])
def test_hover(ledger: Page, word: str, under: str, start: str) -> None:
    found = ledger.at("hover", word)
    assert (found["contents"]["kind"], ledger.here.under(found["range"])) == ("markdown", under)
    assert found["contents"]["value"].startswith(start)


def test_hover_tells_the_rule_of_what_is_wrong(vscode: Server) -> None:
    page = Page(vscode, LEDGER.replace(ID, "new 😀"), MODULE)
    assert page.pull()
    assert "[`invalid-id`](https://" in page.at("hover", "new")["contents"]["value"]
    assert page.at("hover", "# 😀") is None
    page.close()


# ---- structure


def test_symbols_are_a_tree(ledger: Page) -> None:
    found = ledger.ask("documentSymbol")
    assert _names(found) == [
        "ledger", " name", " id", " purpose", " status", " dependencies", "  barn", " homepage",
        "events", " Sown", "  name", "  aggregate",
        "aggregates", " Field", "  name", "  owns_events",
    ]  # fmt: skip
    first = found[0]
    assert (first["kind"], first["detail"], first["tags"]) == (2, "Keep the books of the farm", [1])
    assert ledger.here.under(first["selectionRange"]) == "ledger"
    assert ledger.here.under(first["range"]) == LEDGER[LEDGER.index("module") : LEDGER.index("\nevents")]


def _names(found: list[Json], lead: str = "") -> list[str]:
    """The names in a tree of symbols, indented."""
    return [name for it in found for name in (lead + it["name"], *_names(it.get("children", []), lead + " "))]


def test_symbols_are_a_list_for_who_takes_no_tree(vim: Server) -> None:
    page = Page(vim, LEDGER, MODULE)
    found = page.ask("documentSymbol")
    assert [(it["name"], it.get("containerName")) for it in found][:7] == [
        ("ledger", None), ("name", "ledger"), ("id", "ledger"), ("purpose", "ledger"), ("status", "ledger"),
        ("dependencies", "ledger"), ("barn", "dependencies"),
    ]  # fmt: skip
    assert {it["location"]["uri"] for it in found} == {MODULE}
    assert page.here.under(found[6]["location"]["range"]) == 'barn: "^0.2"'
    assert all("tags" not in it and "children" not in it for it in found)
    page.close()


COMMENTED = "# 😀 one\n# two\ndomain: # 😀\n  name: farm\n  keywords:\n    - a # 😀\n"


def test_folds(vscode: Server, vim: Server) -> None:
    whole = Page(vscode, COMMENTED).ask("foldingRange")
    assert whole == [
        {"startLine": 0, "endLine": 1, "kind": "comment"},
        {"startLine": 2, "endLine": 5},
        {"startLine": 4, "endLine": 5},
    ]
    assert Page(vim, COMMENTED).ask("foldingRange") == [
        {"startLine": 0, "endLine": 1, "startCharacter": 8, "endCharacter": 5, "kind": "comment"},
        {"startLine": 2, "endLine": 5, "startCharacter": 12, "endCharacter": 12},
        {"startLine": 4, "endLine": 5, "startCharacter": 11, "endCharacter": 12},
    ]


def test_a_selection_grows(ledger: Page) -> None:
    positions = [ledger.here.of(word)["start"] for word in ("ledger", "Field")]
    found = ledger.ask("selectionRange", positions=positions)
    chains = [[ledger.here.under(range_) for range_ in chain(it)] for it in found]
    assert chains[0][:3] == ["ledger", '"ledger"', 'name: "ledger"']
    assert chains[1][:4] == [
        "Field",
        "aggregate: Field",
        "name: Sown\n    aggregate: Field",
        "- name: Sown\n    aggregate: Field",
    ]
    assert [chain[-1] for chain in chains] == [LEDGER, LEDGER]


def test_highlights_and_what_is_edited_along(ledger: Page) -> None:
    read, write = 2, 3
    places = [(ledger.here.of("Sown", 0), write), (ledger.here.of("Sown", 1), read)]
    expected = [{"range": range_, "kind": kind} for range_, kind in places]
    for number in (0, 1):
        assert ledger.at("documentHighlight", "Sown", number) == expected
        assert ledger.at("linkedEditingRange", "Sown", number) == {"ranges": [range_ for range_, _ in places]}
    assert ledger.at("documentHighlight", "deprecated") == []
    assert ledger.at("linkedEditingRange", "deprecated") is None


def test_links(vscode: Server) -> None:
    text = '# 😀 https://example.org/c.\ndomain:\n  homepage: "https://example.org/😀"\n'
    page = Page(vscode, f"# yaml-language-server: $schema=../cim.schema.json\n{text}")
    found = page.ask("documentLink")
    assert [(page.here.under(it["range"]), it["target"], it["tooltip"]) for it in found] == [
        ("../cim.schema.json", "file:///cim.schema.json", "Open the schema"),
        ("https://example.org/c", "https://example.org/c", "Open the link"),
        ("https://example.org/😀", "https://example.org/😀", "Open the homepage"),
    ]
    page.close()


def test_hints(ledger: Page) -> None:
    whole = ledger.here.range(0, len(LEDGER))
    (hint,) = ledger.ask("inlayHint", range=whole)
    assert (hint["position"], hint["label"]) == (ledger.here.of(ID)["end"], "2024-12-06")
    assert hint["tooltip"].startswith("created 2024-12-06 09:47:41 UTC, ")
    assert ledger.ask("inlayHint", range=ledger.here.of("Sown")) == []


def test_tokens(vscode: Server) -> None:
    text = 'domain: {name: "😀", id: new}\nevents: [{name: 😀Sown}]\nother: 1\n'
    page = Page(vscode, text)
    expected = [
        ("domain", "keyword", ()),
        ("name", "property", ()),
        ("😀", "namespace", ("declaration",)),
        ("id", "property", ()),
        ("new", "variable", ("declaration", "readonly")),
        ("events", "property", ()),
        ("name", "property", ()),
        ("😀Sown", "event", ("declaration",)),
    ]
    assert tokens(page.here, page.ask("semanticTokens/full")["data"]) == expected
    some = page.ask("semanticTokens/range", range=page.here.range(text.index("events"), len(text)))
    assert tokens(page.here, some["data"]) == expected[5:]
    page.close()


def test_tokens_that_have_changed(ledger: Page) -> None:
    first = ledger.ask("semanticTokens/full")
    same = ledger.ask("semanticTokens/full/delta", previousResultId=first["resultId"])
    assert same["edits"] == []
    assert same["resultId"] != first["resultId"]
    at = LEDGER.index("  status")
    ledger.change((at, at, "  version: 0.1.0\n"))
    delta = ledger.ask("semanticTokens/full/delta", previousResultId=same["resultId"])
    data = list(first["data"])
    for edit in delta["edits"]:
        data[edit["start"] : edit["start"] + edit["deleteCount"]] = edit.get("data", [])
    assert data == ledger.ask("semanticTokens/full")["data"]
    assert sum(len(edit.get("data", [])) for edit in delta["edits"]) <= 15, "two tokens, and the one behind them"
    stale = ledger.ask("semanticTokens/full/delta", previousResultId=first["resultId"])
    assert stale["data"] == data, "of tokens that are not remembered, all are sent"


def test_tokens_of_a_document_that_is_not_open_are_not_remembered(vscode: Server) -> None:
    nowhere = {"textDocument": {"uri": "file:///farm/nowhere.domain.yaml"}}
    assert vscode.request("textDocument/semanticTokens/full", nowhere) == {"data": []}
    asked = {**nowhere, "previousResultId": "1"}
    assert vscode.request("textDocument/semanticTokens/full/delta", asked) == {"data": []}


# ---- formatting

MESSY = "domain:\r\n    purpose:   😀 Keep the books\r\n    name: farm   \r\n"


@pytest.mark.parametrize("editor", ["vscode", "vim"])
def test_formatting(request: pytest.FixtureRequest, editor: str) -> None:
    page = Page(request.getfixturevalue(editor), MESSY)
    tidy = "domain:\r\n  name: farm\r\n  purpose: 😀 Keep the books\r\n"
    assert page.here.applied(page.ask("formatting", options=OPTIONS)) == tidy
    second = page.here.range(MESSY.index("purpose"), MESSY.index("purpose") + 1)
    part = page.here.applied(page.ask("rangeFormatting", range=second, options=OPTIONS))
    assert part == MESSY.replace(":   😀", ": 😀")
    page.change(tidy)
    assert page.ask("formatting", options=OPTIONS) == []
    page.close()


ENTERS = [
    ("domain:\n^", "domain:\n  "),
    ("domain:\r\n^\r\n", "domain:\r\n  \r\n"),
    ("domain:\n  - name: 😀\n^", "domain:\n  - name: 😀\n  - "),
    ("domain:\n  - name: 😀\n  - \n^", "domain:\n  - name: 😀\n"),
    ("domain:\n  modules: # 😀\n  ^", "domain:\n  modules: # 😀\n    "),
    ("domain:\n  name: farm\n  ^", "domain:\n  name: farm\n  "),
]


@pytest.mark.parametrize(("text", "after"), ENTERS)
def test_enter(vscode: Server, text: str, after: str) -> None:
    page = Page(vscode, text.replace("^", ""))
    position = page.here.at(text.index("^"))
    edits = page.ask("onTypeFormatting", position=position, ch="\n", options=OPTIONS)
    assert page.here.applied(edits) == after
    page.close()


# ---- code actions


SHORT = '# 😀\ndomain: # 😀\n  purpose: "😀 Keep the books" # 😀\n  name: farm\n'
DONE = {
    "Convert to list form": '# 😀\ndomain: # 😀\n  - purpose: "😀 Keep the books" # 😀\n  - name: farm\n',
    "Sort keys into the usual order": '# 😀\ndomain: # 😀\n  name: farm\n  purpose: "😀 Keep the books" # 😀\n',
    "Remove the quotes": SHORT.replace('"', ""),
    "Change to single quotes": SHORT.replace('"', "'"),
}


@pytest.mark.parametrize("editor", ["vscode", "vim"])
def test_refactorings(request: pytest.FixtureRequest, editor: str) -> None:
    page = Page(request.getfixturevalue(editor), SHORT)
    offered = actions(page, "Keep")
    assert {title for title, action in offered.items() if action["kind"].startswith("refactor")} == {*DONE}
    for title, after in DONE.items():
        assert ("edit" in offered[title]) is (editor == "vim")
        assert edited(page, offered[title]) == after
    (missing,) = actions(page, "domain").keys() & {"Insert the missing `id`", "Insert UUIDv7"}
    assert _fresh(edited(page, actions(page, "domain")[missing])).count("id: <id>\n") == 1
    page.close()


TWO = "domain:\n  name: farm\n---\nmodule:\n  name: 😀 barn\n  purpose: Keep the hay\n"
MOVE = "Move this module to barn.module.yaml"


def test_a_document_moves_into_a_file_of_its_own(vscode: Server, vim: Server) -> None:
    page = Page(vscode, TWO)
    edit = edit_of(page, actions(page, "barn")[MOVE])
    assert set(edit) == {"documentChanges"}
    uri = "file:///farm/barn.module.yaml"
    create, fill, remove = edit["documentChanges"]
    assert (create["kind"], create["uri"], create["options"]) == (
        "create",
        uri,
        {"overwrite": False, "ignoreIfExists": False},
    )
    assert fill["textDocument"] == {"uri": uri, "version": None}
    assert Text("").applied(fill["edits"]) == TWO[TWO.index("module") :]
    assert remove["textDocument"] == {"uri": URI, "version": 1}
    assert page.here.applied(remove["edits"]) == "domain:\n  name: farm\n"
    page.close()
    other = Page(vim, TWO)
    assert MOVE not in actions(other, "barn"), "not offered where it can't be done"
    other.close()


# ---- settings

WRONG = LEDGER.replace(ID, "new").replace("aggregate: Field", "aggregate: Barn").replace(": Keep", ":  Keep")
SILENT = ("documentSymbol", "foldingRange", "documentLink")
ON = [
    {"structural": "on"},
    {"cim": {"structural": "on"}},
    {"yamlServer": True},
    {"structural": "auto", "yamlServer": True},
]
OFF = [None, {}, 7, {"structural": "off", "yamlServer": True}, {"structural": 1}, {"cim": {"structural": "auto"}}]


def _is_structural(page: Page) -> bool:
    """Whether the server leaves to another what that can say; all its features must be of one mind."""
    codes = {item["code"] for item in page.pull()}
    assert "unresolved-link" in codes
    silent = [not page.ask(method) for method in SILENT]
    silent.append(not page.ask("formatting", options=OPTIONS))
    silent.append(not page.ask("selectionRange", positions=[{"line": 1, "character": 1}]))
    silent.append(page.at("hover", "status") is None)
    silent.append(not page.at("completion", "deprecated"))
    silent.append("invalid-id" not in codes)
    assert len(set(silent)) == 1, silent
    assert [item["label"] for item in page.at("completion", "Barn")][:1] == ["Field"]
    assert page.ask("semanticTokens/full")["data"]
    assert page.at("documentHighlight", "Sown")
    assert page.at("linkedEditingRange", "Sown")
    return silent[0]


@pytest.mark.parametrize("options", [*ON, *OFF])
def test_settings_at_the_start(options: Any) -> None:
    with Server() as server:
        capabilities: Json = {**PROFILES["vscode-1.139"]["capabilities"], "workspace": REFRESHES}
        server.initialize(capabilities, initializationOptions=options)
        assert _is_structural(Page(server, WRONG, MODULE)) is (options in ON)
        assert server.leave() == 0


def test_settings_that_are_sent(vscode: Server) -> None:
    page = Page(vscode, WRONG, MODULE)
    for value in ("on", "off", "on", "auto"):
        _configure(vscode, {"cim": {"structural": value}})
        assert _is_structural(page) is (value == "on")
    whole = page.here.range(0, len(LEDGER))
    page.change(LEDGER)
    for is_shown in (False, True):
        _configure(vscode, {"cim": {"inlayHints": {"created": is_shown}}})
        assert bool(page.ask("inlayHint", range=whole)) is is_shown
    page.close()


def _configure(server: Server, settings: Any) -> None:
    server.send("workspace/didChangeConfiguration", {"settings": settings})


def test_settings_that_are_asked_for() -> None:
    with Server() as server:
        server.initialize(PROFILES["vscode-1.139"]["capabilities"])
        page = Page(server, WRONG, MODULE)
        assert not _is_structural(page)
        for value in ("on", "off"):
            _answer_with(server, {"structural": value})
            assert _is_structural(page) is (value == "on")
            _configure(server, None)
        _answer_with(server, None)
        assert not _is_structural(page)
        _configure(server, None)
        _refuse(server)
        assert not _is_structural(page)
        assert server.leave() == 0


def test_an_answer_does_not_undo_what_came_behind_it() -> None:
    """Both may have arrived before either is looked at."""
    with Server() as server:
        server.initialize(PROFILES["vscode-1.139"]["capabilities"])
        page = Page(server, WRONG, MODULE)
        answer = {"jsonrpc": "2.0", "id": _question(server)["id"], "result": [{"structural": "off"}]}
        notice = {"method": "workspace/didChangeConfiguration", "params": {"settings": {"cim": {"structural": "on"}}}}
        server.stdin.write(encode(answer) + encode({"jsonrpc": "2.0", **notice}))
        server.stdin.flush()
        assert _is_structural(page)
        assert server.leave() == 0


def _question(server: Server) -> Json:
    """The server's question for settings."""
    while not (asked := [it for it in server.notes if it.get("method") == "workspace/configuration"]):
        server.request("completionItem/resolve", {"label": "meanwhile"})
    server.notes.remove(asked[0])
    assert asked[0]["params"] == {"items": [{"section": "cim"}]}
    return asked[0]


def _answer_with(server: Server, settings: Any) -> None:
    server.stdin.write(encode({"jsonrpc": "2.0", "id": _question(server)["id"], "result": [settings]}))
    server.stdin.flush()


def _refuse(server: Server) -> None:
    error = {"code": -32601, "message": "no settings here"}
    server.stdin.write(encode({"jsonrpc": "2.0", "id": _question(server)["id"], "error": error}))
    server.stdin.flush()


def test_new_settings_are_published(request: pytest.FixtureRequest) -> None:
    with Server() as server:
        server.initialize(PROFILES["neovim-0.7"]["capabilities"])
        Page(server, WRONG, MODULE)
        for settings, codes in ((None, {"invalid-id", "unresolved-link"}), ({"structural": "on"}, {"unresolved-link"})):
            if settings:
                _configure(server, settings)
            published = server.note("textDocument/publishDiagnostics")
            assert {item["code"] for item in published["diagnostics"]} == codes
        assert server.leave() == 0


# ---- nothing

NOWHERE = {"line": 0, "character": 0}
EVERYWHERE = {"start": NOWHERE, "end": {"line": 99, "character": 0}}
REQUESTS: dict[str, Json] = {
    "codeAction": {"range": EVERYWHERE, "context": {"diagnostics": []}},
    "completion": {"position": NOWHERE},
    "diagnostic": {},
    "documentHighlight": {"position": NOWHERE},
    "documentLink": {},
    "documentSymbol": {},
    "foldingRange": {},
    "formatting": {"options": OPTIONS},
    "hover": {"position": NOWHERE},
    "inlayHint": {"range": EVERYWHERE},
    "linkedEditingRange": {"position": NOWHERE},
    "onTypeFormatting": {"position": {"line": 3, "character": 0}, "ch": "\n", "options": OPTIONS},
    "rangeFormatting": {"range": EVERYWHERE, "options": OPTIONS},
    "selectionRange": {"positions": [NOWHERE]},
    "semanticTokens/full": {},
    "semanticTokens/full/delta": {"previousResultId": "1"},
    "semanticTokens/range": {"range": EVERYWHERE},
}


def _is_nothing(result: Any) -> bool:
    return not result or not (result.get("items") or result.get("data"))


def _nothings(page: Page) -> Iterator[str]:
    for method, params in REQUESTS.items():
        places = [{"line": line, "character": 2} for line in range(5)] if "position" in params else [None]
        for place in places:
            yield (
                method if _is_nothing(page.ask(method, **{**params, **({"position": place} if place else {})})) else ""
            )


@pytest.mark.parametrize(
    ("name", "text"),
    [("domain.yaml", KUBERNETES), ("values.yaml", LEDGER), ("package.json", '{"module": {"name": ""}}'), ("a.txt", "")],
)
def test_a_file_of_others_gets_nothing(vscode: Server, name: str, text: str) -> None:
    page = Page(vscode, text, f"file:///others/{name}")
    assert set(_nothings(page)) == set(REQUESTS)
    page.close()


@pytest.mark.parametrize("uri", ["file:///nowhere/domain.yaml", "untitled:domain.yaml", "x", ""])
def test_a_document_that_is_not_open_gets_nothing(vscode: Server, uri: str) -> None:
    page = Page(vscode, LEDGER, "file:///farm/closed/module.yaml")
    page.close()
    for unopened in (page.uri, uri):
        page.uri = unopened
        assert set(_nothings(page)) == set(REQUESTS)


@pytest.mark.parametrize(
    "uri", ["untitled:farm.domain.yaml", "git:/farm/domain.yaml?%7B%7D", "file:///f%C3%A4rm/%F0%9F%98%80/domain.yaml"]
)
def test_documents_that_are_no_files_are_served(vscode: Server, uri: str) -> None:
    page = Page(vscode, SHORT, uri)
    for method, params in REQUESTS.items():
        assert "error" not in page.server.ask(f"textDocument/{method}", page.params(**params))
    page.close()
