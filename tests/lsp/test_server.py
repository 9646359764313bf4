"""What somebody sees who writes a CIM file in an editor: a real client (pytest-lsp), a real server, real documents."""

from __future__ import annotations

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import ClientServerConfig, LanguageClient

from cim_lsp.identifiers import is_uuid7
from cim_lsp.text import LineIndex, split_lines

from .wire import SERVER

TOKEN = "<some-uuid-v7>"
SEED = """\
domain:
  - name: "CIM"
  - id: <some-uuid-v7>
  - purpose: "Integrate AI into my business workflows"
"""
RECORD = SEED.replace("- ", "")
FLOW = 'domain: {name: "CIM", id: <some-uuid-v7>, purpose: "Integrate AI into my business workflows"}\n'
pytestmark = pytest.mark.asyncio(loop_scope="module")
FORMS = pytest.mark.parametrize("text", [SEED, RECORD, FLOW], ids=["list", "record", "flow"])
KUBERNETES = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  id:\n"
INSERT = "Insert UUIDv7"
FIX_ALL = "source.fixAll.cim"


@pytest_lsp.fixture(  # pyright: ignore[reportUnknownMemberType]
    config=ClientServerConfig(server_command=list(SERVER)), scope="module"
)
async def client(client: LanguageClient):
    """An editor that pulls diagnostics and resolves code actions."""
    action = types.CodeActionClientCapabilities(
        code_action_literal_support=types.ClientCodeActionLiteralOptions(types.ClientCodeActionKindOptions([])),
        data_support=True,
        resolve_support=types.ClientCodeActionResolveOptions(["edit"]),
    )
    document = types.TextDocumentClientCapabilities(code_action=action, diagnostic=types.DiagnosticClientCapabilities())
    refreshes = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    workspace = types.WorkspaceClientCapabilities(diagnostics=refreshes)
    capabilities = types.ClientCapabilities(text_document=document, workspace=workspace)
    await client.initialize_session(types.InitializeParams(capabilities=capabilities, process_id=None))
    yield
    await client.shutdown_session()


class Page:
    """An open document as its editor sees it: a text, its diagnostics, what the light bulb offers."""

    def __init__(self, client: LanguageClient, text: str, uri: str = "file:///farm/domain.yaml") -> None:
        self.client, self.text, self.uri, self.version = client, text, uri, 1
        item = types.TextDocumentItem(uri, "yaml", 1, text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def edit(self, start: tuple[int, int], end: tuple[int, int], new: str) -> None:
        """One incremental edit, at lines and columns (all of them ASCII here)."""
        starts = LineIndex(self.text).starts
        first, last = (starts[line] + column for line, column in (start, end))
        self.text = self.text[:first] + new + self.text[last:]
        self.version += 1
        range_ = types.Range(types.Position(*start), types.Position(*end))
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        change = types.TextDocumentContentChangePartial(range_, new)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    async def report(self, previous: str | None = None) -> types.DocumentDiagnosticReport:
        document = types.TextDocumentIdentifier(self.uri)
        params = types.DocumentDiagnosticParams(document, previous_result_id=previous)
        return await self.client.text_document_diagnostic_async(params)

    async def diagnostics(self) -> list[types.Diagnostic]:
        report = await self.report()
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return list(report.items)

    async def errors(self) -> list[types.Diagnostic]:
        return [item for item in await self.diagnostics() if item.severity == types.DiagnosticSeverity.Error]

    async def actions(self, line: int, column: int, only: list[str] | None = None) -> list[types.CodeAction]:
        place = types.Position(line, column)
        kinds = [types.CodeActionKind(kind) if kind in KINDS else kind for kind in only] if only else None
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(self.uri), types.Range(place, place), types.CodeActionContext([], kinds)
        )
        offered = await self.client.text_document_code_action_async(params)
        return [action for action in offered or () if isinstance(action, types.CodeAction)]

    async def inserts(self, line: int, column: int) -> list[types.CodeAction]:
        return [action for action in await self.actions(line, column) if action.title == INSERT]

    async def choose(self, action: types.CodeAction) -> None:
        """Have an action resolved, and do what it says."""
        resolved = await self.client.code_action_resolve_async(action)
        assert resolved.edit
        assert resolved.edit.changes
        edits = resolved.edit.changes[self.uri]
        for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
            start, end = edit.range.start, edit.range.end
            self.edit((start.line, start.character), (end.line, end.character), edit.new_text)


KINDS = {kind.value for kind in types.CodeActionKind}


def _place(text: str, token: str) -> tuple[int, int]:
    return LineIndex(text).position(text.index(token))


@FORMS
async def test_the_first_minute(client: LanguageClient, text: str) -> None:
    page = Page(client, text)
    (error,) = await page.errors()
    line, column = _place(text, TOKEN)
    assert error.code == "invalid-id"
    assert error.range == types.Range(types.Position(line, column), types.Position(line, column + len(TOKEN)))
    (insert,) = await page.inserts(line, column + 3)
    assert insert.is_preferred
    await page.choose(insert)
    head, tail = text.split(TOKEN)
    assert page.text.startswith(head)
    assert page.text.endswith(tail)
    assert is_uuid7(page.text[len(head) : len(page.text) - len(tail)])
    assert await page.errors() == []


@FORMS
@pytest.mark.parametrize("only", [["source.fixAll"], ["source.fixAll.cim"], ["source"]])
async def test_fix_all(client: LanguageClient, text: str, only: list[str]) -> None:
    page = Page(client, text)
    (fix_all,) = await page.actions(0, 0, only)
    assert fix_all.kind == FIX_ALL
    await page.choose(fix_all)
    assert TOKEN not in page.text
    assert await page.errors() == []


IGNORE = ("Ignore `invalid-id` on this line", "Ignore `invalid-id` in this file")


async def test_only_what_was_asked_for_is_offered(client: LanguageClient) -> None:
    page = Page(client, SEED)
    line, column = _place(SEED, TOKEN)
    assert {action.kind for action in await page.actions(line, column, ["refactor"])} == {"refactor.rewrite"}
    assert await page.actions(line, column, ["refactor.extract"]) == []
    assert await page.actions(line, column, ["source.fixAll.other"]) == []
    assert [action.title for action in await page.actions(line, column, ["quickfix"])] == [INSERT, *IGNORE]
    assert {action.kind for action in await page.actions(line, column)} == {"quickfix", "refactor.rewrite", FIX_ALL}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
async def test_typing_is_judged_like_a_fresh_file(client: LanguageClient, line_end: str) -> None:
    before, after = SEED.replace("\n", line_end).split(TOKEN)
    page = Page(client, before + after)
    line, column = _place(before + after, "id: ")
    for number, char in enumerate(TOKEN, column + len("id: ")):
        page.edit((line, number), (line, number), char)
        fresh = Page(client, page.text, "file:///farm/fresh/domain.yaml")
        assert await page.diagnostics() == await fresh.diagnostics()
    assert page.text == SEED.replace("\n", line_end)
    page.edit((1, 4), (3, 4), "")
    assert split_lines(page.text) == [f"domain:{line_end}", *split_lines(page.text)[1:]]
    assert "purpose" in split_lines(page.text)[1]
    fresh = Page(client, page.text, "file:///farm/fresh/domain.yaml")
    assert [item.code for item in await page.diagnostics()].count("missing-key") == 2
    assert await page.diagnostics() == await fresh.diagnostics()


EMPTY = [
    "domain:\n  name: x\n  id: |\n",
    "domain:\n  - name: x\n  - id:|\n",
    "domain: {name: x, id: |}\n",
    "module:\n  id: |  # new\n",
    "domain:\n  - {name: x, id: |}\n",
]


@pytest.mark.parametrize("broken", ["", "\tx: [\n"], ids=["sound", "broken"])
@pytest.mark.parametrize("text", EMPTY)
async def test_an_empty_id_is_offered_one(client: LanguageClient, text: str, broken: str) -> None:
    line, column = _place(text, "|")
    page = Page(client, text.replace("|", "") + broken)
    (insert,) = await page.inserts(line, column)
    await page.choose(insert)
    value = page.text.split("id:")[1].split("}")[0].split()[0]
    assert is_uuid7(value)
    assert page.text.replace(value, "").split() == (text.replace("|", "") + broken).split()


OTHERS = [
    "domain:\n  name: x\n  entities:\n    - name: y\n      id: |\n",
    "domain:\n  name: x\n  entities: [{name: y, id: |}]\n",
    "domain: {id: 01890a5d-ac96-774b-bcce-b302099a8057, entities: [{name: y, id: |}]}\n",
    "module:\n  name: x\n  dependencies:\n    - id: |\n",
    "domain:\n  name: x\n  events:\n    - id:|\n",
    "other:\n  id: |\n",
]


@pytest.mark.parametrize("broken", ["", "\tx: [\n"], ids=["sound", "broken"])
@pytest.mark.parametrize("text", OTHERS)
async def test_the_ids_of_other_things_are_left_alone(client: LanguageClient, text: str, broken: str) -> None:
    page = Page(client, text.replace("|", "") + broken)
    assert await page.inserts(*_place(text, "|")) == []


@pytest.mark.parametrize(
    ("name", "text"), [("domain.yaml", KUBERNETES), ("x.yaml", SEED), ("x.yaml", "a: [\n"), ("module.yml", KUBERNETES)]
)
async def test_files_of_others_are_met_with_silence(client: LanguageClient, name: str, text: str) -> None:
    page = Page(client, text, f"file:///others/{name}")
    assert await page.diagnostics() == []
    for line in range(len(split_lines(text))):
        assert await page.actions(line, 6) == []


async def test_a_choice_that_came_too_late_is_refused(client: LanguageClient) -> None:
    page = Page(client, SEED)
    (insert,) = await page.inserts(*_place(SEED, TOKEN))
    page.edit((0, 0), (0, 0), "# late\n")
    with pytest.raises(JsonRpcException) as refused:
        await page.choose(insert)
    assert refused.value.code == types.LSPErrorCodes.ContentModified == -32801
    (insert,) = await page.inserts(*_place(page.text, TOKEN))
    await page.choose(insert)
    assert await page.errors() == []


async def test_what_did_not_change_is_not_said_again(client: LanguageClient) -> None:
    page = Page(client, SEED)
    first = await page.report()
    again = await page.report(first.result_id)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    assert again.result_id == first.result_id
    page.edit((0, 0), (0, 0), "#\n")
    changed = await page.report(first.result_id)
    assert isinstance(changed, types.RelatedFullDocumentDiagnosticReport)
    assert changed.result_id != first.result_id


async def test_a_file_that_was_closed_has_nothing_to_say(client: LanguageClient) -> None:
    page = Page(client, SEED)
    assert await page.errors()
    document = types.TextDocumentIdentifier(page.uri)
    client.text_document_did_close(types.DidCloseTextDocumentParams(document))
    assert await page.diagnostics() == []
