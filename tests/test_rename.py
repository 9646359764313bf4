"""Renaming, on cases of several files: `cases/features/rename/`; `$0` is the cursor, and `#= name` the new name.

Beside a case, `<case>.expected` has the place and name that are offered, and what becomes of the files; or the reason
why nothing does. The laws hold for projects that nobody has written, too: see the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cim_lsp.analysis import check
from cim_lsp.changes import Changes
from cim_lsp.document import Document
from cim_lsp.features.definition import definition
from cim_lsp.features.file_rename import renamed_file
from cim_lsp.features.references import references
from cim_lsp.features.rename import prepare, rename
from cim_lsp.namesakes import named_after
from cim_lsp.project import Project
from cim_lsp.refactoring.renaming import Refusal
from cim_lsp.symbols import linked_records
from cim_lsp.targets import tokens
from cim_lsp.text import apply_edits
from tests.harness import CASES, NOW, mint
from tests.mutants import mutants
from tests.projects import Scene, project_of, scene

FILES = sorted((CASES / "features" / "rename").glob("*.yaml"))
ENDINGS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


def asked(file: Path) -> str:
    return file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("#= ")


def shown(case: Scene, name: str, ending: str = "\n") -> Iterator[str]:
    place = prepare(case.project, case.document, case.cursor)
    if isinstance(place, Refusal):
        yield f"not offered: {place.reason}\n"
    else:
        span, text = place
        line, column = case.document.lines.position(span.start)
        yield f"{line + 1}:{column + 1} {span.of(case.document.text)} ({text})\n"
    changes = rename(case.project, case.document, case.cursor, name)
    if isinstance(changes, Refusal):
        yield f"refused: {changes.reason}\n"
        return
    for old, new in changes.renamed.items():
        yield f"{old} -> {new}\n"
    for path, edits in changes.edits.items():
        yield f"#- {path}\n{apply_edits(case.read(path).text, edits).replace(ending, chr(10))}"


def after(documents: tuple[Document, ...], changes: Changes) -> tuple[Document, ...]:
    """The documents once they are edited, under their old paths."""
    return tuple(Document.parse(it.path, apply_edits(it.text, changes.edits.get(it.path, ()))) for it in documents)


def changed(case: Scene, name: str) -> tuple[Document, ...] | None:
    changes = rename(case.project, case.document, case.cursor, name)
    return None if isinstance(changes, Refusal) else after(case.documents, changes)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_case(file: Path, ending: str):
    found = "".join(shown(scene(file, ENDINGS[ending]), asked(file), ENDINGS[ending]))
    assert found == file.with_suffix(".expected").read_text(encoding="utf-8")


def test_every_expectation_has_a_case():
    folder = CASES / "features" / "rename"
    assert {file.stem for file in folder.glob("*.expected")} == {file.stem for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_there_and_back(file: Path):
    """A name that needs no quotes leaves no trace, and in between nothing is said that wasn't, nor meant."""
    case = scene(file)
    place = prepare(case.project, case.document, case.cursor)
    documents = changed(case, "some-other-name")
    if isinstance(place, Refusal) or documents is None:
        assert documents is None
        return
    assert_the_same(case, documents)
    span, old = place
    document = next(it for it in documents if it.path == case.document.path)
    back = rename(project_of(documents), document, first_of(case.document, document, span.start), old)
    if " " in old or "|" in case.document.text:
        return
    assert isinstance(back, Changes)
    assert [it.text for it in after(documents, back)] == [it.text for it in case.documents]


def first_of(before: Document, now: Document, offset: int) -> int:
    """Where the place of an offset is, after edits before it on other lines or on its own."""
    line, _ = before.lines.position(offset)
    row = now.lines.line_span(line)
    found = row.of(now.text).find("some-other-name")
    if found >= 0:
        return row.start + found
    return row.start + offset - before.lines.line_span(line).start


def assert_the_same(case: Scene, documents: tuple[Document, ...]) -> None:
    project = project_of(documents)
    assert graph(project) == graph(case.project)
    assert links(documents) == links(case.documents)
    for before, now in zip(case.documents, documents, strict=True):
        assert codes(now, project) == codes(before, case.project)


def codes(document: Document, project: Project) -> list[str]:
    """What is said, hints of style apart."""
    found = sorted(each.code for each in check(document, NOW, project))
    return [code for code in found if code not in ("name-style", "weak-purpose")]


def graph(project: Project) -> list[list[object]]:
    """Who refers to whom, in the order of the files."""
    members = (member for summary in project.summaries.values() for member in summary.members)
    found = ((each, [project.resolve(reference) for reference in each.references]) for each in members)
    return [[each.place, *(it and it.place for it in meant)] for each, meant in found]


def links(documents: tuple[Document, ...]) -> list[list[tuple[str, int]]]:
    trees = (tree.root for document in documents for tree in document.trees if tree.root)
    return [[(record.section, len(record.links)) for record in linked_records(root)] for root in trees]


# files and folders

LEDGER = "module: {name: ledger, id: 01939b5e-2f4c-7a31-9c5d-000000000001}"
DOMAIN = "domain: {name: shop, modules: [ledger]}"


def project(**texts: str) -> Project:
    paths = {name.replace("__", "/").replace("_", "."): text for name, text in texts.items()}
    return project_of(Document.parse(path, text) for path, text in paths.items())


@pytest.mark.parametrize(
    ("file", "renamed"),
    [
        ("ledger_module_yaml", {"ledger.module.yaml": "books.module.yaml"}),
        ("a__ledger_cim_json", {"a/ledger.cim.json": "a/books.cim.json"}),
        ("a__ledger__module_yml", {"a/ledger": "a/books"}),
        ("ledger__ledger_module_yaml", {"ledger/ledger.module.yaml": "ledger/books.module.yaml"}),
        ("other_module_yaml", {}),
        ("module_yaml", {}),
        ("ledger_yaml", {}),
    ],
)
def test_what_is_named_after_it_is_renamed_too(file: str, renamed: dict[str, str]):
    before = project(**{file: LEDGER, "domain_yaml": DOMAIN})
    document = before.read("domain.yaml")
    assert document
    changes = rename(before, document, DOMAIN.index("ledger"), "books")
    assert isinstance(changes, Changes)
    assert changes.renamed == renamed
    bare = rename(before, document, DOMAIN.index("ledger"), "books", files=False)
    assert bare == Changes(changes.edits)


def test_no_file_is_renamed_to_one_that_exists():
    before = project(ledger_module_yaml=LEDGER, books_module_yaml="module: {name: other}")
    document = before.read("ledger.module.yaml")
    assert document
    changes = rename(before, document, LEDGER.index("ledger"), "books")
    assert isinstance(changes, Changes)
    assert changes.edits
    assert not changes.renamed


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("ledger_module_yaml", "ledger.module.yaml", "books.module.yaml"),
        ("a__ledger_module_yaml", "a/ledger.module.yaml", "b/books.module.json"),
        ("a__ledger__module_yaml", "a/ledger", "a/books"),
    ],
)
def test_a_name_follows_its_file(file: str, old: str, new: str):
    before = project(**{file: LEDGER, "domain_yaml": DOMAIN})
    changes = renamed_file(before, old, new)
    member = named_after(before, old)
    assert member
    assert set(changes.edits) == {member.path, "domain.yaml"}
    assert apply_edits(DOMAIN, changes.edits["domain.yaml"]) == DOMAIN.replace("ledger", "books")
    assert apply_edits(LEDGER, changes.edits[member.path]) == LEDGER.replace("ledger", "books")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("ledger_module_yaml", "ledger.module.yaml", "Books.module.yaml"),
        ("ledger_module_yaml", "ledger.module.yaml", "shop/ledger.module.yaml"),
        ("ledger_module_yaml", "ledger.module.yaml", "books.txt"),
        ("ledger_module_yaml", "ledger.module.yaml", "module.yaml"),
        ("ledger_module_yaml", "nobody.module.yaml", "books.module.yaml"),
        ("other_module_yaml", "other.module.yaml", "books.module.yaml"),
        ("ledger__module_yaml", "ledger/module.yaml", "books/module.yaml"),
        ("ledger__module_yaml", "ledger", "The Books"),
    ],
)
def test_a_name_stays_where_the_file_was_not_named_after_it(file: str, old: str, new: str):
    assert renamed_file(project(**{file: LEDGER, "domain_yaml": DOMAIN}), old, new) == Changes()


def test_a_file_of_two_is_named_after_neither():
    before = project(ledger_module_yaml=f"{LEDGER}\n---\nmodule: {{name: other}}")
    assert renamed_file(before, "ledger.module.yaml", "books.module.yaml") == Changes()


# any project

FORMS = (
    "- {name}", "- '{name}'", '- "{name}"', "- {name}: ^1.0", '- "{name}": "*"', "- name: {name}", "- &r{n} {name}",
    "- {{name: {name}, version: ^1}}", "- {{id: {id}, name: {name}}}", "- {id}", "- >-\n    {name}",
    "- ? {name}\n  : ^1",
)  # fmt: skip
NAMES = ("ledger", "audit", "Sales Desk", "clock")


@st.composite
def texts(draw: st.DrawFn) -> list[str]:
    """A few modules and a domain that refer to one another in all forms."""
    minted = mint()
    ids = {name: next(minted) for name in NAMES}
    found: list[str] = []
    for name in NAMES[:3]:
        ahead = draw(st.sampled_from(["{name}", "'{name}'", '"{name}"', "&n {name} # c"])).format(name=name)
        lines = [f"module:\n  name: {ahead}", f"id: {ids[name]}", "purpose: Say why there is such a module"]
        found.append("\n  ".join([*lines, *needs(draw, "dependencies", ids)]) + "\n")
    lines = [f"domain:\n  name: shop\n  id: {next(minted)}", "purpose: Say why there is such a domain"]
    found.append("\n  ".join([*lines, *needs(draw, "modules", ids)]) + "\n")
    return found if draw(st.booleans()) else ["---\n".join(found[:2]), *found[2:]]


def needs(draw: st.DrawFn, key: str, ids: dict[str, str]) -> list[str]:
    if draw(st.booleans()):
        names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
        return [f"{key}: {{{', '.join(f'{name}: ^1' for name in names)}}}"]
    wanted = draw(st.lists(st.tuples(st.sampled_from(FORMS), st.sampled_from(NAMES)), max_size=4))
    items = [form.format(name=name, id=ids[name], n=n) for n, (form, name) in enumerate(wanted)]
    return [f"{key}:", *(item.replace("\n", "\n  ") for item in items)] if items else []


@settings(max_examples=150)
@given(texts(), st.sampled_from(NAMES[:3]), st.integers(0, 9), st.sampled_from(["books", "yes", "a: b", "é", "1.0"]))
def test_any_project(files: list[str], name: str, start: int, new: str):
    documents = tuple(Document.parse(f"{n}.module.yaml", text) for n, text in enumerate(files))
    before = project_of(documents)
    places = [
        (document, token.span.start)
        for document in documents
        for token in tokens(before, document)
        if token.part != "id" and token.text == name and token.member
    ]
    document, offset = places[start % len(places)]
    case = Scene(documents, before, document, offset)
    renamed = changed(case, new)
    assert renamed
    assert_the_same(case, renamed)
    assert not any(
        token.text == name and token.part != "id" for it in renamed for token in tokens(project_of(renamed), it)
    )
    (target,) = definition(before, document, offset)
    for place in references(before, document, offset):
        (found,) = definition(before, place.document, place.span.start)
        assert (found.document, found.selection) == (target.document, target.selection)
    if new == "books" and name != "Sales Desk":
        declaring = next(it for it in renamed if it.path == target.document.path)
        there = next(it.span.start for it in tokens(project_of(renamed), declaring) if it.text == new)
        back = rename(project_of(renamed), declaring, there, name)
        assert isinstance(back, Changes)
        assert [it.text for it in after(renamed, back)] == files


@pytest.mark.parametrize("part", range(3))
def test_slips_of_the_hand(part: int):
    """Nothing raises, and a rename is refused or keeps what refers to whom."""
    texts = [document.text for file in FILES for document in scene(file).documents]
    slips, done = mutants(22, 600, texts)[part::3], 0
    for number in range(0, len(slips) - 2, 3):
        documents = tuple(Document.parse(f"{n}.module.yaml", text) for n, text in enumerate(slips[number : number + 3]))
        before = project_of(documents)
        for document in documents:
            places = [token.span.start for token in tokens(before, document)][:4]
            records = [each for tree in document.trees if tree.root for each in linked_records(tree.root)]
            places += [it.span.start for record in records[:3] for it in record.places[:2]]
            for offset in places:
                assert isinstance(prepare(before, document, offset), Refusal | tuple)
                case = Scene(documents, before, document, offset)
                if renamed := changed(case, "some-other-name"):
                    done += 1
                    assert graph(project_of(renamed)) == graph(before)
                    assert links(renamed) == links(documents)
    assert done > 50
