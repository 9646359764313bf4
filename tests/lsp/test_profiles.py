"""Every editor is served in kind: 15 real ones, each at a server of its own.

What an editor takes is read from the parameters that it sent (`clients/`), not from what our server makes of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

import pytest
from lsprotocol import types
from lsprotocol.converters import get_converter

from .page import OPTIONS, PROFILES, URI, Page, actions, chain, edit_of, edited, tokens
from .wire import Json, Server

CONVERTER = get_converter()
ID = "01939b5e-2f4c-7a31-9c5d-0242ac120002"
MODULE = "file:///farm/ledger/module.yaml"
TWO = "domain:\n  name: 😀\n---\nmodule:\n  name: 😀 barn\n  purpose: Keep the hay\n"
MOVE = "Move this module to barn.module.yaml"

ASTRAL = (
    'module: {purpose: "😀 Keep the books 😀", name: ledger, status: deprecated, '
    f'homepage: "https://example.org/x", id: {ID}, aggregates: [{{name: Field}}], '
    "events: [{name: Sown, aggregate: Field}]} # 😀\n"
)
"""One line, in which every place has astral characters before it."""


class Profile:
    """An editor at a server of its own, and what it takes by the parameters that it sent."""

    def __init__(self, name: str, server: Server) -> None:
        self.server, self._sent = server, PROFILES[name]
        self.capabilities: Json = server.initialize(**self._sent)["capabilities"]

    def says(self, path: str) -> Any:
        """What the editor sent at a path below its capabilities; None where it says nothing."""
        value: Any = self._sent["capabilities"]
        for part in path.split("."):
            value = cast("Json", value or {}).get(part)
        return value

    def takes(self, path: str, member: object = True) -> bool:
        """Whether a flag is set, or a list has a member."""
        value = self.says(path)
        return bool(value) and (member is True or member in value)

    @property
    def encoding(self) -> str:
        return (self.says("general.positionEncodings") or ["utf-16"])[0]

    def page(self, text: str, uri: str = MODULE) -> Page:
        return Page(self.server, text, uri, self.encoding)


@pytest.fixture(params=PROFILES, scope="module")
def profile(request: pytest.FixtureRequest) -> Iterator[Profile]:
    with Server() as server:
        yield Profile(request.param, server)
        assert server.leave() == 0


ITEM = "textDocument.completion.completionItem."


def _mode(profile: Profile) -> Json:
    return {"insertTextMode": 1} if profile.takes(f"{ITEM}insertTextModeSupport.valueSet", 1) else {}


def _as_specified(item: Json) -> Json:
    """What is left of an item where only the types of LSP 3.17 count: ours are written without them."""
    return CONVERTER.unstructure(CONVERTER.structure(item, types.CompletionItem))


def test_items_in_kind(profile: Profile) -> None:
    page = profile.page("domain: # 😀\n  name: 😀\n  \n", URI)
    items = {item["label"]: item for item in page.ask("completion", position={"line": 2, "character": 2})}
    has_snippets = profile.takes(f"{ITEM}snippetSupport")
    stop, format_ = ("$0", {"insertTextFormat": 2}) if has_snippets else ("", {})
    assert items["modules"]["textEdit"]["newText"] == f"modules:\n    - {stop}"
    for label, mode in (("modules", _mode(profile)), ("purpose", {})):
        said = {key: items[label][key] for key in ("insertTextFormat", "insertTextMode") if key in items[label]}
        assert said == {**format_, **mode}
    assert all("tags" not in item or profile.takes(f"{ITEM}tagSupport.valueSet", 1) for item in items.values())
    assert all(_as_specified(item) == item for item in items.values())
    page.close()


def test_documentation_in_kind(profile: Profile) -> None:
    page = profile.page(ASTRAL)
    item = page.at("completion", "deprecated")[3]
    is_resolved = profile.takes(f"{ITEM}resolveSupport.properties", "documentation")
    assert ("documentation" in item) is not is_resolved
    assert _as_specified(item) == item
    kind = "markdown" if profile.takes(f"{ITEM}documentationFormat", "markdown") else "plaintext"
    told = page.server.request("completionItem/resolve", item) if is_resolved else item
    assert told["documentation"] == {"kind": kind, "value": "In real use by a few, to learn from."}
    page.close()


def test_hover_in_kind(profile: Profile) -> None:
    page = profile.page(ASTRAL)
    for word in ("status", ID, "id"):
        found = page.at("hover", word)
        kind = "markdown" if profile.takes("textDocument.hover.contentFormat", "markdown") else "plaintext"
        assert (found["contents"]["kind"], page.here.under(found["range"])) == (kind, word)
        if kind == "plaintext":
            assert not re.search(r"\*\*|`|\]\(|\\\\", found["contents"]["value"])
    if kind == "markdown":
        assert found["contents"]["value"].startswith("**Identity** · required\n\n")
        assert "a [UUIDv7](https://www.rfc-editor.org/" in found["contents"]["value"]
    else:
        assert found["contents"]["value"].startswith("Identity · required\n\n")
        assert "a UUIDv7 (https://www.rfc-editor.org/" in found["contents"]["value"]
    page.close()


def test_symbols_in_kind(profile: Profile) -> None:
    page = profile.page(ASTRAL)
    found = page.ask("documentSymbol")
    tags = {"tags": [1]} if profile.takes("textDocument.documentSymbol.tagSupport.valueSet", 1) else {}
    assert {key: found[0][key] for key in ("tags", "deprecated") if key in found[0]} == tags
    if profile.takes("textDocument.documentSymbol.hierarchicalDocumentSymbolSupport"):
        sown = found[0]["children"][-1]["children"][0]
        assert page.here.under(sown["selectionRange"]) == sown["name"] == "Sown"
        assert page.here.under(found[0]["range"]) == ASTRAL.removesuffix(" # 😀\n")
    else:
        (sown,) = [it for it in found if it["name"] == "Sown"]
        assert page.here.under(sown["location"]["range"]) == "{name: Sown, aggregate: Field}"
        assert sown["containerName"] == "events"
    page.close()


def test_folds_in_kind(profile: Profile) -> None:
    page = profile.page("domain: # 😀😀\n  name: 😀\n", URI)
    (fold,) = page.ask("foldingRange")
    whole: Json = {"startLine": 0, "endLine": 1}
    if not profile.takes("textDocument.foldingRange.lineFoldingOnly"):
        ends = (page.here.of("domain: # 😀😀"), page.here.of("  name: 😀"))
        whole |= dict(zip(("startCharacter", "endCharacter"), (end["end"]["character"] for end in ends), strict=True))
    assert fold == whole
    page.close()


def test_places_are_counted_as_agreed(profile: Profile) -> None:
    assert profile.capabilities["positionEncoding"] == profile.encoding
    page = profile.page(ASTRAL)
    under = page.here.under
    whole = page.here.range(0, len(ASTRAL))
    assert {under(it["textEdit"]["range"]) for it in page.at("completion", "deprecated")} == {"deprecated"}
    assert [under(it["range"]) for it in page.at("documentHighlight", "Field", 1)] == ["Field", "Field"]
    assert [under(it) for it in page.at("linkedEditingRange", "Field")["ranges"]] == ["Field", "Field"]
    (selection,) = page.ask("selectionRange", positions=[page.here.of("Sown")["end"]])
    assert [under(it) for it in chain(selection)][:2] == ["Sown", "name: Sown"]
    assert [under(it["range"]) for it in page.ask("documentLink")] == ["https://example.org/x"]
    assert [it["position"] for it in page.ask("inlayHint", range=whole)] == [page.here.of(ID)["end"]]
    words = tokens(page.here, page.ask("semanticTokens/full")["data"])
    assert words == tokens(page.here, page.ask("semanticTokens/range", range=whole)["data"])
    assert [word for word, type_, _ in words if type_ in ("string", "class", "event")] == [
        "😀 Keep the books 😀", "https://example.org/x", "Field", "Sown", "Field",
    ]  # fmt: skip
    page.close()


def test_edits_are_counted_as_agreed(profile: Profile) -> None:
    text = ASTRAL.replace("[{name: Sown,", "[ {name:   Sown,")
    page = profile.page(text)
    assert page.here.applied(page.ask("formatting", options=OPTIONS)) == _sorted(ASTRAL)
    assert page.here.applied(page.ask("rangeFormatting", range=page.here.of("Sown"), options=OPTIONS)) == ASTRAL
    offered = actions(page, "Keep")
    assert edited(page, offered["Remove the quotes"]) == text.replace('"', "", 2)
    assert edited(page, offered["Sort keys into the usual order"]) == _sorted(text)
    page.close()
    page = profile.page("domain:\n  - name: 😀\n\n", URI)
    position = {"line": 2, "character": 0}
    assert page.here.applied(page.ask("onTypeFormatting", position=position, ch="\n", options=OPTIONS)) == (
        "domain:\n  - name: 😀\n  - \n"
    )
    page.close()


def _sorted(text: str) -> str:
    """ASTRAL with its keys in the usual order."""
    parts = re.findall(r'purpose: ".*?"|name: ledger|status: \w+|homepage: ".*?"|id: [\w-]+', text)
    purpose, name, status, homepage, id_ = parts
    return text.replace(", ".join(parts), ", ".join((name, id_, purpose, status, homepage)))


def test_edits_of_files_in_kind(profile: Profile) -> None:
    page = profile.page(TWO, URI)
    versions = profile.takes("workspace.workspaceEdit.documentChanges")
    creates = profile.takes("workspace.workspaceEdit.resourceOperations", "create")
    offered = actions(page, "hay")
    resolves = profile.takes("textDocument.codeAction.resolveSupport.properties", "edit")
    assert all(("edit" in action, "data" in action) == (not resolves, resolves) for action in offered.values())
    assert (MOVE in offered) is creates
    quote = edit_of(page, offered["Put in double quotes"])
    assert set(quote) == {"documentChanges" if versions else "changes"}
    if creates:
        steps = edit_of(page, offered[MOVE])["documentChanges"]
        assert [step.get("kind", "edit") for step in steps] == ["create", "edit", "edit"], "made before it is removed"
        assert page.here.applied(steps[2]["edits"]) == "domain:\n  name: 😀\n"
    page.close()


def test_an_editor_that_says_nothing_gets_the_least() -> None:
    with Server() as server:
        capabilities = server.initialize({})["capabilities"]
        assert capabilities["positionEncoding"] == "utf-16"
        assert not {"codeActionProvider", "diagnosticProvider"} & set(capabilities)
        page = Page(server, ASTRAL, MODULE)
        assert page.ask("codeAction", range=page.here.of("Keep"), context={"diagnostics": []}) == []
        item = page.at("completion", "deprecated")[0]
        assert set(item) == {"label", "kind", "detail", "documentation", "sortText", "textEdit", "data"}
        assert item["documentation"]["kind"] == page.at("hover", "status")["contents"]["kind"] == "plaintext"
        assert "containerName" in page.ask("documentSymbol")[1]
        assert server.leave() == 0
