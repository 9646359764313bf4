"""Whatever slips into a file: it is judged without a fault of ours, and no fix makes it worse.

An error stands exactly where YAML or the published schema rejects; spans lie in the text; applying all fixes leaves
parseable what was, and applied twice they change nothing more.
"""

from __future__ import annotations

import pytest

from cim_lsp import schema
from cim_lsp.analysis import check, fix_all
from cim_lsp.diagnostics import Severity
from cim_lsp.document import Document
from cim_lsp.nodes import data
from tests.harness import NOW
from tests.mutants import mutants

OF_YAML = {"syntax-error", "duplicate-key", "merge-conflict"}
PARTS = 8
TEXTS = mutants(4, 2400)


def identity() -> str:
    return "01939b5e-2f4c-7a31-9c5d-0242ac120002"


@pytest.mark.parametrize("part", range(PARTS))
def test_verdict(part: int):
    for text in TEXTS[part::PARTS]:
        document = Document.parse("a.module.yaml", text)
        found = check(document, NOW)
        assert all(0 <= it.span.start <= it.span.end <= len(text) for it in found), text
        errors = {it.code for it in found if it.severity is Severity.ERROR}
        if errors.isdisjoint(OF_YAML) and "cim: ignore" not in text:
            roots = [tree.root for tree in document.trees if tree.root]
            assert any(schema.validate(data(root), "cim") for root in roots) == bool(errors), text


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("part", range(PARTS))
def test_fixes(part: int, unsafe: bool):
    for text in TEXTS[part::PARTS]:
        document = Document.parse("a.module.yaml", text)
        once = fix_all(document, NOW, identity, unsafe=unsafe)
        if not any(tree.fault for tree in document.trees):
            assert not any(tree.fault for tree in once.trees), text
        assert fix_all(once, NOW, identity, unsafe=unsafe).text == once.text, text
