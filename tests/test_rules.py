"""Every rule on annotated cases: `cases/rules/<code>/`, matched exactly both ways.

Beside a case, `<case>.fixed.yaml` is what the safe fixes make of it and `<case>.unsafe.yaml` what all fixes do, byte
for byte. A case without them has nothing to fix.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cim_lsp.analysis import check, fix_all
from cim_lsp.diagnostics import Diagnostic, Fix
from cim_lsp.document import Document
from cim_lsp.nodes import Scalar, walk
from cim_lsp.rules import OF_PROJECTS, RULES
from cim_lsp.text import Span, apply_edits
from tests.harness import CASES, NOW, Case, Mark, found, mint, read

FILES = [file for file in sorted((CASES / "rules").glob("*/*.*")) if file.suffixes[0] not in (".fixed", ".unsafe")]
ENDINGS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
CODES = frozenset(rule.code for rule in RULES)

FOLLOW_UPS: dict[tuple[str, str], frozenset[str]] = {
    # what was hidden by the error is seen once the document can be read
    ("syntax-error", ""): CODES - {"syntax-error"},
    # the value is judged by the key that it has now; a second old key is now one too many
    ("unknown-key", "Rename"): CODES - {"syntax-error", "duplicate-key"},
    ("deprecated-key", "Rename"): CODES - {"syntax-error", "duplicate-key"},
    # a misspelt required key that is kept under another name is missing
    ("unknown-key", "Keep it"): frozenset({"missing-key"}),
    # a record that has just been opened has keys to fill in; in JSON they are empty text
    ("deprecated-key", "Make it a record"): frozenset({"missing-key", "invalid-value", "name-style"}),
    ("missing-key", "Add name, id and purpose"): frozenset({"missing-key"}),
    ("wrong-type", "Add name, id and purpose"): frozenset({"missing-key"}),
    # a purpose to begin with says that it is none
    ("missing-key", "Insert a purpose"): frozenset({"weak-purpose"}),
    # "1.0" is text, and still no version; "true" is a purpose, and a short one
    ("wrong-type", "Put it in quotes"): frozenset({"invalid-value", "name-style", "weak-purpose"}),
    # the id that was inside is judged now
    ("invalid-id", "Unwrap"): frozenset({"id-style", "future-id"}),
}
"""The new diagnostics that a fix may bring, by the code that it mends and the beginning of its title, and why."""


def case_id(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


@pytest.fixture(params=FILES, ids=case_id)
def file(request: pytest.FixtureRequest) -> Path:
    return request.param


def expected(file: Path, kind: str, default: str) -> str:
    other = file.with_name(f"{file.stem}.{kind}{file.suffix}")
    return other.read_bytes().decode() if other.exists() else default


def fixed(path: str, text: str, *, unsafe: bool) -> str:
    return fix_all(Document.parse(path, text), NOW, mint().__next__, unsafe=unsafe).text


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "bom"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_diagnostics(file: Path, ending: str, bom: str):
    case = read(file)
    document = Document.parse(case.path, bom + case.text.replace("\n", ENDINGS[ending]))
    marks = tuple(sorted((shifted(mark, len(bom)) for mark in case.marks), key=str))
    assert found(document, check(document, NOW), marks) == marks


def shifted(mark: Mark, columns: int) -> Mark:
    """A mark in a text whose first line begins with that many more characters."""
    return mark if mark.line else replace(mark, start=mark.start + columns, end=mark.end + columns)


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "bom"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_fixes(file: Path, ending: str, bom: str):
    case = read(file)
    text = bom + case.text.replace("\n", ENDINGS[ending])
    safe = expected(file, "fixed", case.text)
    every = expected(file, "unsafe", safe)
    assert fixed(case.path, text, unsafe=False) == bom + safe.replace("\n", ENDINGS[ending])
    assert fixed(case.path, text, unsafe=True) == bom + every.replace("\n", ENDINGS[ending])


def test_fixes_are_idempotent(file: Path):
    case = read(file)
    for unsafe in (False, True):
        once = fixed(case.path, case.text, unsafe=unsafe)
        assert fixed(case.path, once, unsafe=unsafe) == once


def test_every_fix_alone_removes_what_it_says(file: Path):
    """One fix takes its diagnostic away, brings no other than a known follow-up, and keeps every comment."""
    case = read(file)
    document = Document.parse(case.path, case.text)
    before = check(document, NOW)
    for diagnostic in before:
        for fix in diagnostic.fixes:
            edits = fix.make(mint().__next__)
            mended = Document.parse(case.path, apply_edits(case.text, edits))
            after = check(mended, NOW)
            assert Counter(map(said, before))[said(diagnostic)] > Counter(map(said, after))[said(diagnostic)], fix.title
            assert brought(diagnostic, before, after) <= follow_ups(diagnostic, fix), fix.title
            if diagnostic.code != "broken-ignore":
                assert not Counter(comments(document)) - Counter(comments(mended)), fix.title
            assert is_json(mended.text) or not is_json(case.text), fix.title


def said(diagnostic: Diagnostic) -> tuple[str, str]:
    return diagnostic.code, diagnostic.message


def brought(gone: Diagnostic, before: tuple[Diagnostic, ...], after: tuple[Diagnostic, ...]) -> set[str]:
    """The codes that are told more often than before, when one diagnostic should have gone."""
    more = Counter(diagnostic.code for diagnostic in after)
    more.subtract(diagnostic.code for diagnostic in before if diagnostic is not gone)
    return {code for code, count in more.items() if count > 0}


def follow_ups(diagnostic: Diagnostic, fix: Fix) -> set[str]:
    rows = (
        codes for (code, title), codes in FOLLOW_UPS.items() if code == diagnostic.code and fix.title.startswith(title)
    )
    return set[str]().union(*rows)


def comments(document: Document) -> Iterator[str]:
    """The comments of a text: what begins with a `#` outside of any scalar's content."""
    scalars = [content(node, document.text) for tree in document.trees if tree.root for node in walk(tree.root)]
    for match in re.finditer(r"(?:^|(?<=\s))#[^\r\n]*", document.text, re.MULTILINE):
        if not any(span.start <= match.start() < span.end for span in scalars):
            yield match.group().rstrip()


def content(node: object, text: str) -> Span:
    """The place of a scalar's characters: without the header of a block scalar, which may have a comment."""
    if not isinstance(node, Scalar):
        return Span(0, 0)
    if node.style not in ("|", ">"):
        return node.span
    return Span(node.span.start + len(re.split(r"[\r\n]", node.span.of(text))[0]), node.span.end)


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def test_every_prefix_is_judged(file: Path):
    """While somebody types, nothing raises, and whatever is told or edited lies inside the text."""
    case = read(file)
    for length in range(len(case.text)):
        document = Document.parse(case.path, case.text[:length])
        for diagnostic in check(document, NOW):
            edits = [edit for fix in diagnostic.fixes for edit in fix.make(mint().__next__)]
            places = (diagnostic, *diagnostic.related, *edits)
            assert all(0 <= place.span.start <= place.span.end <= length for place in places), case.text[:length]


@pytest.mark.parametrize("code", sorted(CODES - OF_PROJECTS))
def test_every_rule_has_a_failing_and_a_passing_case(code: str):
    cases: list[Case] = [read(file) for file in FILES if file.parent.name == code]
    failing = [case for case in cases if any(mark.code == code for mark in case.marks)]
    assert code in ("unreadable-file", "bad-configuration") or (failing and len(failing) < len(cases))
