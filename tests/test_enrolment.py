"""A module is entered in the modules of a domain, and nothing else of the file changes.

In a case file `#- title` begins a case and `#=>` what is to become of it; a case without the latter stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cim_lsp.analysis import check
from cim_lsp.diagnostics import Severity
from cim_lsp.document import Document, Entity, entity_of
from cim_lsp.enrolment import enrol, refers
from cim_lsp.text import apply_edits
from tests.harness import CASES, NOW
from tests.mutants import mutants

_CASE = re.compile(r"#- (?P<title>.*)\n(?P<before>(?:(?!#).*\n|#(?![-=]).*\n)*)(?:#=>\n(?P<after>(?:(?!#- ).*\n)*))?")
FILES = [file.read_text(encoding="utf-8") for file in sorted((CASES / "features" / "enrolment").glob("*.yaml"))]
FOUND = [match for file in FILES for match in _CASE.finditer(file)]
BY_CASE = pytest.mark.parametrize(
    ("before", "after"), [(match["before"], match["after"]) for match in FOUND], ids=[match["title"] for match in FOUND]
)
WAYS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "byte order mark": lambda text: f"\ufeff# ours\n{text}",
    "no line end at the end": lambda text: text.removesuffix("\n"),
    "documents around it": lambda text: f"a: [1\n---\n{text}---\nmodule: x\n",
    "a picture above it": lambda text: f"# 🚐\n{text}",
}


def domains(document: Document) -> list[Entity]:
    entities = (entity_of(tree.root) for tree in document.trees)
    return [entity for entity in entities if entity and entity.kind == "domain"]


def enrolled(text: str, name: str = "billing") -> str:
    document = Document.parse("domain.yaml", text)
    (entity,) = domains(document)
    return apply_edits(text, enrol(document, entity, name))


def test_every_case_is_read() -> None:
    assert "".join(match.group() for match in FOUND) == "".join(FILES)


@pytest.mark.parametrize("way", WAYS)
@BY_CASE
def test_case(before: str, after: str | None, way: str) -> None:
    written = WAYS[way]
    if way == "no line end at the end" and before.endswith("...\n"):
        pytest.skip("it is a document end marker that ends there")
    assert enrolled(written(before)) == written(after or before)


@BY_CASE
def test_a_second_time_changes_nothing(before: str, after: str | None) -> None:
    assert enrolled(after or before) == (after or before)


def errors(document: Document) -> int:
    return sum(diagnostic.severity is Severity.ERROR for diagnostic in check(document, NOW))


def test_whatever_the_file_it_says_what_it_said() -> None:
    changed = 0
    for text in (*mutants(seed=20, count=1500), *(text for match in FOUND for text in match.groups() if text)):
        document = Document.parse("domain.yaml", text)
        for entity in domains(document):
            if edits := enrol(document, entity, "billing"):
                changed += 1
                assert {edit.span.of(text).strip() for edit in edits} <= {"", "{}", "[]", *NULLS}
                after = Document.parse("domain.yaml", apply_edits(text, edits))
                assert any(refers(each, "billing") for each in domains(after))
                assert not errors(after) or errors(document), text
    assert changed > 300


NULLS = ("~", "null", "Null", "NULL")
TEXTS = ["", "\n  modules: [x]", "\n  modules: {'x': '*'}", "\n  modules:\n    - x", "\n  modules:\n    \"x\": '*'"]


@pytest.mark.parametrize("modules", TEXTS)
@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_name_is_read_back(modules: str, name: str) -> None:
    text = enrolled(f"domain:\n  name: CIM{modules}\n", name)
    (entity,) = domains(Document.parse("domain.yaml", text))
    assert refers(entity, name)


def test_references_by_id() -> None:
    document = Document.parse("domain.yaml", "domain: {modules: [{id: 0x1}, other]}\n")
    (entity,) = domains(document)
    assert refers(entity, "billing", "0x1")
    assert not refers(entity, "billing")
