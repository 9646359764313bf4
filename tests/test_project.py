"""Many files judged together, on annotated cases: `cases/project/<rule>/`, each with several files, matched exactly.

Beside a case, `<case>.fixed.yaml` is what the safe fixes make of its files and `<case>.unsafe.yaml` what all do.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cim_lsp.analysis import check, fix_all
from cim_lsp.committed import Committed
from cim_lsp.conflicts import is_settled, touched
from cim_lsp.document import Document
from cim_lsp.identifiers import is_uuid7
from cim_lsp.mentions import declarations, inner, mentions, summary
from cim_lsp.nodes import Alias, Scalar, data, resolve
from cim_lsp.project import Project
from cim_lsp.rules import OF_PROJECTS
from cim_lsp.summary import Member, Reference, Summary, summarise
from cim_lsp.vocabulary import KINDS
from tests.harness import CASES, NOW, Case, found, mint, read_all, read_head
from tests.mutants import TEXTS, mutants

FILES = [file for file in sorted((CASES / "project").glob("*/*.*")) if file.suffixes[0] not in (".fixed", ".unsafe")]
SECTIONS = [case.text for file in FILES for case in read_all(file)]
ENDINGS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
IDS = [f"01939b5e-2f4c-7a31-9c5d-{number:012x}" for number in range(4)]
LETTERS = "abcd"


@pytest.fixture(params=FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def file(request: pytest.FixtureRequest) -> Path:
    return request.param


def project_of(documents: list[Document], file: Path | None = None) -> Project:
    """The project of these documents; what HEAD has of them stands in the case file."""
    by_path = {document.path: document for document in documents}
    committed = Committed.of(map(summary, parse(read_head(file)))) if file else None
    return Project.of(map(summary, documents), by_path.get, committed=committed)


def parse(cases: tuple[Case, ...], ending: str = "\n") -> list[Document]:
    return [Document.parse(case.path, case.text.replace("\n", ending)) for case in cases]


def texts(file: Path, kind: str, default: list[str]) -> list[str]:
    other = file.with_name(f"{file.stem}.{kind}{file.suffix}")
    return [case.text for case in read_all(other)] if other.exists() else default


# the rules


@pytest.mark.parametrize("ending", ENDINGS)
def test_diagnostics(file: Path, ending: str):
    cases = read_all(file)
    documents = parse(cases, ENDINGS[ending])
    project = project_of(documents, file)
    for case, document in zip(cases, documents, strict=True):
        assert found(document, check(document, NOW, project), case.marks) == case.marks


@pytest.mark.parametrize("ending", ENDINGS)
def test_fixes(file: Path, ending: str):
    documents = parse(read_all(file), ENDINGS[ending])
    safe = texts(file, "fixed", [case.text for case in read_all(file)])
    every = texts(file, "unsafe", safe)
    assert fixed(file, documents, unsafe=False) == [text.replace("\n", ENDINGS[ending]) for text in safe]
    assert fixed(file, documents, unsafe=True) == [text.replace("\n", ENDINGS[ending]) for text in every]


def fixed(file: Path, documents: list[Document], *, unsafe: bool) -> list[str]:
    """The texts once all files are mended one after the other, each in the light of those before it."""
    project, mended, minted = project_of(documents, file), list[str](), mint()
    for document in documents:
        after = fix_all(document, NOW, minted.__next__, project, unsafe=unsafe)
        project = project.replace(summary(after))
        mended.append(after.text)
    return mended


def test_related_places_lie_in_their_documents(file: Path):
    documents = parse(read_all(file))
    project = project_of(documents, file)
    for document in documents:
        for diagnostic in check(document, NOW, project):
            if diagnostic.code in OF_PROJECTS - {"unresolved-reference", "id-changed"}:
                assert diagnostic.related or "itself" in diagnostic.message
                assert all(related.document in documents for related in diagnostic.related)
                for related in diagnostic.related:
                    assert related.document
                    assert (related.document, related.span) != (document, diagnostic.span)
                    assert related.span.of(related.document.text)


def test_a_settled_file_says_nothing_of_others(file: Path):
    """The question that costs little has the answer of the rules, but where YAML, a comment or the clock interferes."""
    documents = parse(read_all(file))
    project = project_of(documents, file)
    for document in documents:
        codes = {diagnostic.code for diagnostic in check(document, NOW, project)}
        if (
            "cim:" not in document.text
            and "syntax-error" not in codes
            and "~>" not in document.text
            and "future" not in file.stem
        ):
            assert is_settled(project, document.path) == codes.isdisjoint(OF_PROJECTS)


def test_without_a_project_nothing_is_said_of_others(file: Path):
    for document in parse(read_all(file)):
        codes = {diagnostic.code for diagnostic in check(document, NOW)}
        assert codes.isdisjoint(OF_PROJECTS)


def test_what_the_project_knows_of_the_file_may_be_older(file: Path):
    cases = read_all(file)
    documents = parse(cases)
    stale = project_of(documents, file)
    for case, document in zip(cases, documents, strict=True):
        old = stale.replace(Summary(document.path))
        assert found(document, check(document, NOW, old), case.marks) == case.marks


@pytest.mark.parametrize("code", sorted(OF_PROJECTS))
def test_every_rule_has_failing_and_passing_cases(code: str):
    cases = [read_all(file) for file in FILES if file.parent.name == code]
    failing = [case for case in cases if any(mark.code == code for each in case for mark in each.marks)]
    assert len(cases) >= 8
    assert failing
    assert len(failing) < len(cases)


def test_every_prefix_is_judged(file: Path):
    """While somebody types, nothing raises, and whatever is told or edited lies inside its text."""
    documents = parse(read_all(file))
    project = project_of(documents, file)
    for whole in documents:
        for length in range(0, len(whole.text), 3):
            document = Document.parse(whole.path, whole.text[:length])
            for diagnostic in check(document, NOW, project):
                edits = [edit for fix in diagnostic.fixes for edit in fix.make(mint().__next__)]
                assert all(0 <= place.span.start <= place.span.end <= length for place in (diagnostic, *edits))


# what git knows


def test_of_two_with_one_id_the_elder_is_the_original():
    text = f"module: {{name: ledger, id: {IDS[0]}, purpose: Remember every booking ever made}}"
    a, b, c = (Document.parse(f"{letter}.module.yaml", text) for letter in "abc")
    ages = {"b.module.yaml": 5, "c.module.yaml": 9}
    project = Project.of(map(summary, (a, b, c)), age=ages.get)
    assert [[each.code for each in check(document, NOW, project)] for document in (a, b, c)] == [
        ["duplicate-id"], [], ["duplicate-id"],
    ]  # fmt: skip


def test_who_took_an_id_since_the_last_commit_is_the_copy():
    text = f"module: {{name: ledger, id: {IDS[0]}, purpose: Remember every booking ever made}}"
    a, b = Document.parse("a.module.yaml", text), Document.parse("b.module.yaml", text.replace("ledger", "billing"))
    then = Document.parse(a.path, a.text.replace(IDS[0], IDS[1]))
    project = Project.of(map(summary, (a, b)), committed=Committed.of(map(summary, (then, b))))
    assert [[each.code for each in check(document, NOW, project)] for document in (a, b)] == [["duplicate-id"], []]


def test_who_was_another_depends_on_who_goes_on_as_that():
    """`a` had the id of `c`, `b` the name of it."""
    now = (
        Summary("a", (Member("a", 0, "module", "a", IDS[0]),)),
        Summary("b", (Member("b", 0, "module", "b", IDS[1]),)),
    )
    then = (
        Summary("a", (Member("a", 0, "module", "a", IDS[2]),)),
        Summary("b", (Member("b", 0, "module", "c", IDS[3]),)),
    )
    project = Project.of(now, committed=Committed.of(then))
    assert [is_settled(project, path) for path in "ab"] == [False, False]
    found = project.replace(Summary("c", (Member("c", 0, "module", "c", IDS[2]),)))
    assert [is_settled(found, path) for path in "ab"] == [True, True]
    assert found.dependents("c") == {"a", "b"}


# places


@pytest.mark.parametrize("part", range(4))
def test_summaries_and_places_agree(part: int):
    """What a summary says and where it is said are told in one order, over all cases and mutants of them."""
    told = 0
    for text in mutants(11, 4000, [*TEXTS, *SECTIONS * 3])[part::4]:
        document = Document.parse("a.module.yaml", text)
        roots = [data(tree.root) for tree in document.trees if tree.root]
        members = summarise(document.path, roots).members
        assert summary(document).members == members
        places = mentions(document)
        grouped = {key: tuple(m.reference for m in each) for key, each in groupby(places, lambda m: m.member)}
        assert grouped == {member.index: member.references for member in members if member.references}, text
        assert all(
            0 <= mention.span.start <= mention.inner.start <= mention.inner.end <= len(text) for mention in places
        )
        for mention in places:
            told += 1
            if not isinstance(mention.node, Alias):
                assert isinstance(mention.node, Scalar), text
                assert mention.node.text == mention.reference.text, text
            if mention.reference.range is not None:
                assert mention.range, text
        names = [(name_of(each.name), id_of(each.id)) for each in declarations(document)]
        assert names == [(member.name, member.id) for member in members], text
    assert told > 200


def name_of(node: object) -> str | None:
    scalar = resolve(node) if isinstance(node, Scalar | Alias) else None
    value = scalar.data if isinstance(scalar, Scalar) else None
    return value if isinstance(value, str) and value.strip() else None


def id_of(node: object) -> str | None:
    name = name_of(node)
    return name.lower() if name and is_uuid7(name) else None


def test_the_tokens_of_a_reference():
    text = 'module: {dependencies: [{name: "a", version: ^1}, {name: b, id: ID}, \'c\', {d: "*"}]}'.replace(
        "ID", IDS[0]
    )
    document = Document.parse("x.module.yaml", text)
    tokens = [
        (
            m.form,
            m.span.of(text),
            m.inner.of(text),
            m.range and m.range.span.of(text),
            m.label and inner(m.label).of(text),
        )
        for m in mentions(document)
    ]
    assert tokens == [
        ("record", '"a"', "a", "^1", None),
        ("record", IDS[0], IDS[0], None, "b"),
        ("item", "'c'", "c", None, None),
        ("key", "d", "d", '"*"', None),
    ]


# any data at all

KEYS = ["domain", "module", "name", "id", "version", "repository", "modules", "dependencies", "a", "<<", ""]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", " ", "a", IDS[0]]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS), inner),
)


@given(st.lists(JSON | st.dictionaries(st.sampled_from(["domain", "module"]), JSON)))
def test_any_data_can_be_summarised(documents: list[object]):
    members = summarise("a.yaml", documents).members
    assert [member.index for member in members] == list(range(len(members)))
    assert all(reference.text.strip() for member in members for reference in member.references)


# a project that changes


@st.composite
def references(draw: st.DrawFn) -> Reference:
    key = draw(st.sampled_from(["modules", "dependencies", "domain"]))
    return Reference(draw(st.sampled_from([*LETTERS, *IDS, IDS[0].upper()])), key)


@st.composite
def summaries(draw: st.DrawFn) -> Summary:
    path = draw(st.sampled_from(LETTERS))
    members = [
        Member(
            path,
            index,
            draw(st.sampled_from(["domain", "module"])),
            draw(st.none() | st.sampled_from(LETTERS)),
            draw(st.none() | st.sampled_from(IDS)),
            references=tuple(draw(st.lists(references(), max_size=3))),
        )
        for index in range(draw(st.integers(0, 3)))
    ]
    return Summary(path, tuple(members), draw(st.booleans()))


@settings(max_examples=300)
@given(st.lists(summaries() | st.sampled_from(LETTERS), max_size=12), st.sets(st.integers(0, 11)))
def test_a_project_is_what_its_files_are(changes: list[Summary | str], looks: set[int]):
    """Whatever came before, and whenever somebody looked at its cycles or for a name."""
    project, files = Project.of(), dict[str, Summary]()
    for number, change in enumerate(changes):
        if isinstance(change, str):
            project = project.remove(change)
            files.pop(change, None)
        else:
            project = project.replace(change)
            files[change.path] = change
        if number in looks:
            fresh = Project.of(files.values())
            assert list(project.cycles()) == list(fresh.cycles())
            for kind in KINDS:
                assert project.nearest("b", kind, {"b"}) == fresh.nearest("b", kind, {"b"})
                assert project.spelled[kind] == fresh.spelled[kind]
    fresh = Project.of(files.values())
    assert project.referring == fresh.referring
    assert project._replace(order=[], spelled={}, firsts={}, met={}) == fresh
    assert set(project.cycles()) == set(Project.of(files.values()).cycles())


@settings(max_examples=200)
@given(st.lists(summaries(), max_size=5), st.lists(summaries(), max_size=3), summaries() | st.sampled_from(LETTERS))
def test_only_dependents_are_told_something_else(before: list[Summary], head: list[Summary], change: Summary | str):
    old = Project.of(before, committed=Committed.of(head))
    new = old.remove(change) if isinstance(change, str) else old.replace(change)
    path = change if isinstance(change, str) else change.path
    known = touched(old, new, path) | {path}
    for other in new.summaries.keys() - known:
        assert is_settled(old, other) == is_settled(new, other)


def test_a_purpose_means_nothing_to_others():
    before = Project.of(
        Summary(path, (Member(path, 0, "module", name, references=(Reference("a", "dependencies"),)),))
        for path, name in (("a", "a"), ("b", "b"))
    )
    (member,) = before.summaries["a"].members
    assert touched(before, before.replace(Summary("a", (member._replace(purpose="Other"),))), "a") == frozenset()
    assert touched(before, before.replace(Summary("a", (member._replace(version="1.0.0"),))), "a") == {"b"}
    assert touched(before, before.replace(Summary("a", (member,), torn=True)), "a") == {"b"}


def test_who_is_told_what_was_meant_hears_of_a_better_name():
    lost = Member("b", 0, "module", "b", references=(Reference("ledgers", "dependencies"),))
    named = Member("a", 0, "module", "leger")
    before = Project.of([Summary("a", (named,)), Summary("b", (lost,)), Summary("c")])
    better = before.replace(Summary("c", (Member("c", 0, "module", "ledger"),)))
    assert touched(before, better, "c") == {"b"}
    assert touched(better, before, "c") == {"b"}
    other = before.replace(Summary("c", (Member("c", 0, "module", "unlike"),)))
    assert touched(before, other, "c") == frozenset()


def test_an_equal_summary_changes_nothing():
    project = Project.of([Summary("a", (Member("a", 0, "module", "ledger"),))])
    assert project.replace(Summary("a", (Member("a", 0, "module", "ledger"),))) is project
    assert project.remove("b") is project


@pytest.mark.parametrize("part", range(4))
def test_slips_of_the_hand_in_a_project(part: int):
    """Nothing raises, what is told lies in its text, and fixing twice changes nothing more."""
    changed = mutants(12, 1200, SECTIONS)[part::4]
    for number in range(0, len(changed) - 2, 3):
        documents = [Document.parse(f"{n}.module.yaml", text) for n, text in enumerate(changed[number : number + 3])]
        project = project_of(documents)
        for document in documents:
            for diagnostic in check(document, NOW, project):
                places = ((diagnostic.span, document), *((r.span, r.document or document) for r in diagnostic.related))
                assert all(0 <= span.start <= span.end <= len(place.text) for span, place in places), document.text
            minted = mint()
            once = fix_all(document, NOW, minted.__next__, project, unsafe=True)
            assert fix_all(once, NOW, minted.__next__, project, unsafe=True).text == once.text, document.text
