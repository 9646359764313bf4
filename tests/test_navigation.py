"""Following names through a project, on cases of several files: `cases/features/navigation/`; `$0` is the cursor.

Beside a case, `<case>.expected` is what all features find for its cursor, line by line; lines and columns count from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cim_lsp import schema
from cim_lsp.analysis import check
from cim_lsp.document import Document
from cim_lsp.features.code_lens import lenses
from cim_lsp.features.creation import creations
from cim_lsp.features.definition import definition, type_definition
from cim_lsp.features.hierarchy import Call, incoming, item, outgoing
from cim_lsp.features.references import references
from cim_lsp.features.workspace_symbols import workspace_symbols
from cim_lsp.project import Project
from cim_lsp.summary import Member, Summary
from cim_lsp.targets import tokens
from cim_lsp.text import LineIndex, Span
from tests.harness import CASES, NOW, mint
from tests.mutants import mutants
from tests.projects import Scene, project_of, scene

FILES = sorted((CASES / "features" / "navigation").glob("*.yaml"))
ENDINGS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


def at(document: Document, span: Span) -> str:
    line, column = document.lines.position(span.start)
    return f"{document.path}:{line + 1}:{column + 1} {span.of(document.text)}"


def shown(case: Scene) -> Iterator[str]:
    project, document, offset = case.project, case.document, case.cursor
    for target in definition(project, document, offset):
        last = target.document.lines.position(target.span.end)[0] + 1
        yield f"definition {target.origin.of(document.text)} -> {at(target.document, target.selection)} ..{last}"
    if place := type_definition(document, offset):
        text = schema.text(place.schema)
        line, _ = LineIndex(text).position(place.span.start)
        yield f"type {place.schema} {place.selection.of(text)} in line {line + 1}"
    every = references(project, document, offset)
    others = references(project, document, offset, include_declaration=False)
    for each in every:
        yield f"{'reference' if each in others else 'declaration'} {at(each.document, each.span)}"
    assert set(others) <= set(every)
    for each in item(project, document, offset):
        yield f"item {each.member.kind} {at(each.declared.document, each.declared.selection)}"
        yield from calls("incoming", incoming(project, each.member), case)
        yield from calls("outgoing", outgoing(project, each.member), case, each.member.path)
    for other in case.documents:
        for lens in lenses(project, other):
            places = ", ".join(at(it.document, it.span) for it in lens.locations())
            yield f"lens {at(other, lens.span)}: {lens.title} [{places}]"


def calls(word: str, found: tuple[Call, ...], case: Scene, path: str | None = None) -> Iterator[str]:
    for call in found:
        document = case.read(path or call.item.member.path)
        places = ", ".join(at(document, span) for span in call.ranges)
        yield f"{word} {call.item.member.kind} {call.item.member.name} [{places}]"


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_case(file: Path, ending: str):
    expected = file.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    assert list(shown(scene(file, ENDINGS[ending]))) == expected


def test_every_expectation_has_a_case():
    folder = CASES / "features" / "navigation"
    assert {file.stem for file in folder.glob("*.expected")} == {file.stem for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_definition_of_a_reference_is_its_declaration(file: Path):
    case = scene(file)
    meant = {(it.document, it.span) for it in definition(case.project, case.document, case.cursor)}
    for place in references(case.project, case.document, case.cursor):
        found = definition(case.project, place.document, place.span.start)
        assert {(it.document, it.span) for it in found} & meant or not meant


def test_what_the_project_knows_of_the_document_may_be_older():
    case = scene(CASES / "features" / "navigation" / "item.yaml")
    stale = case.project.replace(Summary(case.document.path))
    now = definition(case.project, case.document, case.cursor)
    old = definition(stale, case.document, case.cursor)
    assert [(it.document, it.selection) for it in old] == [(it.document, it.selection) for it in now] != []


@pytest.mark.parametrize("part", range(3))
def test_slips_of_the_hand(part: int):
    """Nothing raises at any place, and whatever is found lies in its text."""
    texts = [document.text for file in FILES for document in scene(file).documents]
    changed = mutants(21, 600, texts)[part::3]
    for number in range(0, len(changed) - 2, 3):
        documents = [Document.parse(f"{n}.module.yaml", text) for n, text in enumerate(changed[number : number + 3])]
        project = project_of(documents)
        for document in documents:
            places = [lens.span for lens in lenses(project, document)]
            for lens in lenses(project, document):
                assert all(inside(it.document, it.span) for it in lens.locations())
            assert all(inside(document, span) for span in places)
            for token in [*tokens(project, document)][:6]:
                follow(project, document, token.span.start)
            follow(project, document, len(document.text) // 2)


def follow(project: Project, document: Document, offset: int) -> None:
    for target in definition(project, document, offset):
        assert inside(document, target.origin)
        assert inside(target.document, target.span)
        assert target.span.start <= target.selection.start <= target.selection.end <= target.span.end
    assert all(inside(it.document, it.span) for it in references(project, document, offset))
    for each in item(project, document, offset):
        for call in incoming(project, each.member):
            assert call.ranges
            assert all(inside(call.item.declared.document, span) for span in call.ranges)
        for call in outgoing(project, each.member):
            assert call.ranges
            assert all(inside(each.declared.document, span) for span in call.ranges)
    if place := type_definition(document, offset):
        assert place.selection.of(schema.text(place.schema))


def inside(document: Document, span: Span) -> bool:
    return 0 <= span.start <= span.end <= len(document.text)


# workspace symbols

NAMES = {
    "ledger": "Remember every booking", "ledger-audit": "Check the books", "work-orders": "Follow a repair",
    "general-ledger": "Add it all up", "appointments": "Find a day for a repair of vans", "Wlodge": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("ledger", ["ledger", "ledger-audit", "general-ledger"]),
        ("LED", ["ledger", "ledger-audit", "general-ledger"]),
        ("aud", ["ledger-audit"]),
        ("wo", ["work-orders", "Wlodge"]),
        ("work ord", ["work-orders"]),
        ("gl", ["general-ledger"]),
        ("ldgr", ["ledger", "ledger-audit", "general-ledger"]),
        ("dger", ["ledger", "ledger-audit", "general-ledger"]),
        ("repair", ["work-orders", "appointments"]),
        ("repair vans", ["appointments"]),
        ("01939b5e-2f4c-7a31-9c5d-000000000002", ["ledger-audit"]),
        ("zz", []),
        ("*[", sorted(NAMES, key=str.lower)),
        ("", sorted(NAMES, key=str.lower)),
    ],
)
def test_workspace_symbols(query: str, names: list[str]):
    ids = mint()
    members = [
        Member(f"{n}.module.yaml", 0, "module", name, next(ids), purpose=purpose)
        for n, (name, purpose) in enumerate(NAMES.items())
    ]
    project = Project.of(Summary(member.path, (member,)) for member in members)
    assert [found.member.name for found in workspace_symbols(project, query)] == names
    assert [found.member.name for found in workspace_symbols(project, query, 2)] == names[:2]


def test_who_has_no_name_is_found_by_id():
    (id_,) = [next(mint())]
    project = Project.of([Summary("a", (Member("a", 0, "module", None, id_), Member("a", 1, "module")))])
    assert [found.member.index for found in workspace_symbols(project, id_[:13])] == [0]
    assert [found.member.index for found in workspace_symbols(project, "")] == [0]


# creation


def created(*texts: str, path: str = "parts/shop.domain.yaml") -> list[tuple[str, dict[str, str]]]:
    documents = [Document.parse(path, texts[0]), *(Document.parse(f"{n}.yaml", it) for n, it in enumerate(texts[1:]))]
    project = project_of(documents)
    found = creations(project, documents[0], check(documents[0], NOW, project))
    return [(action.title, dict(action.make(mint().__next__).created)) for action in found]


def test_a_module_is_begun_beside_the_domain_that_names_it():
    text = "domain:\r\n- name: shop\r\n- modules: [Sales Desk, {clock: ^1}]\r\n"
    assert created(text) == [
        (
            "Create module `Sales Desk`",
            {
                "parts/sales-desk.module.yaml": "module:\r\n  - name: Sales Desk\r\n"
                "  - id: 01939b5e-2f4c-7a31-9c5d-000000000001\r\n"
                '  - purpose: "TODO: say why there is such a module"\r\n  - domain: shop\r\n'
            },
        )
    ]


def test_a_module_is_begun_in_the_domain_of_the_one_that_needs_it():
    domain = "domain: {name: shop, id: 01939b5e-2f4c-7a31-9c5d-00000000000a}"
    ((title, files),) = created("module: {name: a, domain: shop, dependencies: [b]}", domain)
    assert title == "Create module `b`"
    assert "\n  domain: shop\n" in files["parts/b.module.yaml"]


def test_once_it_is_made_the_reference_is_answered():
    documents = [Document.parse("a.domain.yaml", "domain: {name: shop, modules: [b]}")]
    (files,) = [files for _, files in created(documents[0].text)]
    documents += [Document.parse(path, text) for path, text in files.items()]
    project = project_of(documents)
    assert "unresolved-reference" not in {it.code for each in documents for it in check(each, NOW, project)}
    assert [it.code for it in check(documents[1], NOW, project) if it.severity.word == "error"] == []


@pytest.mark.parametrize(
    "text",
    [
        "domain: {name: shop, modules: [shop]}",
        "domain: {name: shop, modules: [01939b5e-2f4c-7a31-9c5d-000000000009]}",
        "domain: {name: shop, modules: ['…']}",
        "domain: {name: shop, modules: [{b: ^1}]}",
    ],
)
def test_nothing_is_begun_where_it_would_not_help(text: str):
    assert created(text) == []


def test_no_file_of_the_project_is_overwritten():
    assert created("module: {name: a, dependencies: [b]}", path="a.yaml")
    documents = [
        Document.parse("a.yaml", "module: {name: a, dependencies: [b]}"),
        Document.parse("b.module.yaml", "module: {name: c}"),
    ]
    project = project_of(documents)
    assert creations(project, documents[0], check(documents[0], NOW, project)) == ()
