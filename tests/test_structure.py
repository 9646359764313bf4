"""The features that read the structure of one document, on cases and on whatever slips into a file.

Beside a case in `cases/features/<feature>/`, `<case>.expected` is what the feature finds in it, line by line; lines
and columns count from 1. `$0` in a case is the cursor. Line ends and a byte order mark make no difference.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from cim_lsp.document import Document
from cim_lsp.features.document_links import links
from cim_lsp.features.folding import folds
from cim_lsp.features.highlight import highlights
from cim_lsp.features.inlay_hints import inlay_hints
from cim_lsp.features.linked_editing import linked
from cim_lsp.features.outline import Symbol, outline
from cim_lsp.features.selection import selections
from cim_lsp.features.semantic_tokens import MODIFIERS, TYPES, tokens
from cim_lsp.places import comments, path_at
from cim_lsp.symbols import linked_records
from cim_lsp.text import Span, split_lines
from tests.harness import CASES, NOW
from tests.mutants import mutants

ENDINGS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
NAMES = {"019d057b-41e3-79f8-9646-5feab7ebb155": "ledger", "019cad9a-eb63-7204-bf0a-df8a2d59f575": "workshop"}
"""What the ids in the cases are the ids of."""
SYMBOL_KINDS = {
    "namespace", "module", "package", "class", "struct", "event", "method", "operator", "function", "interface",
    "array", "object", "property",
}  # fmt: skip


def at(document: Document, offset: int) -> str:
    line, column = document.lines.position(offset)
    return f"{line + 1}:{column + 1 - (line == 0 and document.text.startswith(chr(0xFEFF)))}"


def shown(document: Document, span: Span) -> str:
    """A span on one line: its text, line ends as `⏎`."""
    return re.sub(r"\r\n|\r|\n", "⏎", span.of(document.text).lstrip("\ufeff"))


def show_outline(document: Document, cursor: int) -> Iterator[str]:
    def show(symbol: Symbol, indent: str) -> Iterator[str]:
        gone = " (deprecated)" if symbol.deprecated else ""
        detail = f" | {symbol.detail}" if symbol.detail else ""
        lines = (document.lines.position(offset)[0] + 1 for offset in (symbol.span.start, symbol.span.end))
        where = "-".join(map(str, dict.fromkeys(lines)))
        called = f" <{shown(document, symbol.selection)}>" if symbol.name != shown(document, symbol.selection) else ""
        yield f"{indent}{symbol.kind} {symbol.name}{called}{detail}{gone} @{where}"
        for child in symbol.children:
            yield from show(child, indent + "  ")

    for symbol in outline(document):
        yield from show(symbol, "")


def show_folding(document: Document, cursor: int) -> Iterator[str]:
    for fold in folds(document):
        first, last = (
            shown(document, document.lines.line_span(line)).strip() for line in (fold.start_line, fold.end_line)
        )
        kind = f" [{fold.kind}]" if fold.kind else ""
        yield f"{fold.start_line + 1}-{fold.end_line + 1}{kind} {first} … {last}"


def show_selection(document: Document, cursor: int) -> Iterator[str]:
    return (shown(document, span) for span in selections(document, cursor))


def show_highlight(document: Document, cursor: int) -> Iterator[str]:
    return (
        f"{at(document, it.span.start)} {it.kind} {shown(document, it.span)}" for it in highlights(document, cursor)
    )


def show_linked(document: Document, cursor: int) -> Iterator[str]:
    return (f"{at(document, span.start)} {shown(document, span)}" for span in linked(document, cursor))


def show_tokens(document: Document, cursor: int) -> Iterator[str]:
    for token in tokens(document):
        what = ".".join((token.type, *token.modifiers))
        yield f"{at(document, token.span.start)} {what} {shown(document, token.span)}"


def show_links(document: Document, cursor: int) -> Iterator[str]:
    for link in links(document):
        yield f"{at(document, link.span.start)} {shown(document, link.span)} -> {link.target} | {link.tooltip}"


def show_hints(document: Document, cursor: int) -> Iterator[str]:
    for hint in inlay_hints(document, Span(0, len(document.text)), NOW, NAMES.get):
        yield f"{at(document, hint.offset)} {hint.kind} {hint.label} | {hint.tooltip}"


FEATURES: dict[str, Callable[[Document, int], Iterable[str]]] = {
    "outline": show_outline,
    "folding": show_folding,
    "selection": show_selection,
    "highlight": show_highlight,
    "linked_editing": show_linked,
    "semantic_tokens": show_tokens,
    "document_links": show_links,
    "inlay_hints": show_hints,
}
FILES = [file for name in FEATURES for file in sorted((CASES / "features" / name).glob("*.yaml"))]


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "bom"])
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_case(file: Path, ending: str, bom: str):
    text = bom + file.read_bytes().decode().replace("\n", ENDINGS[ending])
    cursor = max(text.find("$0"), 0)
    document = Document.parse("case.cim.yaml", text.replace("$0", "", 1))
    expected = file.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    assert list(FEATURES[file.parent.name](document, cursor)) == expected


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_has_cases_and_every_expectation_a_case(feature: str):
    folder = CASES / "features" / feature
    cases = {file.stem for file in folder.glob("*.yaml")}
    assert len(cases) >= 6
    assert cases == {file.stem for file in folder.glob("*.expected")}


PARTS = 4
TEXTS = [
    *dict.fromkeys(
        (
            *(file.read_bytes().decode() for file in sorted(CASES.rglob("*.yaml"))),
            *mutants(11, 1200),
            "",
            "\ufeff",
            "#\n#",
        )
    )
]
BY_PART = pytest.mark.parametrize("part", range(PARTS))


def documents(part: int) -> Iterator[Document]:
    for text in TEXTS[part::PARTS]:
        yield Document.parse("a.module.yaml", text)


def offsets(document: Document) -> Iterator[int]:
    """The ends of the text, and some places in it that are the same in every run."""
    chance = random.Random(len(document.text))
    yield from (0, len(document.text))
    yield from (chance.randint(0, len(document.text)) for _ in range(6))


def links_between_records(document: Document) -> Iterator[int]:
    """Offsets at which a record is called by its name or local id."""
    for tree in document.trees:
        for record in linked_records(tree.root) if tree.root else ():
            yield from (place.span.start + 1 for place in record.places)


def in_order(spans: Iterable[Span]) -> bool:
    return all(before.end <= after.start for before, after in pairwise(spans))


@BY_PART
def test_symbols_nest(part: int):
    def check(symbols: tuple[Symbol, ...], around: Span) -> None:
        assert in_order(symbol.span for symbol in symbols)
        for symbol in symbols:
            assert symbol.name.strip()
            assert symbol.kind in SYMBOL_KINDS
            assert around.start <= symbol.span.start <= symbol.selection.start
            assert symbol.selection.start <= symbol.selection.end <= symbol.span.end <= around.end
            check(symbol.children, symbol.span)

    for document in documents(part):
        check(outline(document), Span(0, len(document.text)))


@BY_PART
def test_folds_nest_and_begin_each_on_a_line_of_its_own(part: int):
    for document in documents(part):
        found = folds(document)
        assert all(0 <= fold.start_line < fold.end_line < len(document.lines.starts) for fold in found)
        assert all(before.start_line < after.start_line for before, after in pairwise(found))
        for number, fold in enumerate(found):
            assert all(
                other.end_line <= fold.end_line for other in found[number + 1 :] if other.start_line <= fold.end_line
            )
            assert shown(document, document.lines.line_span(fold.end_line)).strip()


@BY_PART
def test_selections_grow_up_to_the_file(part: int):
    for document in documents(part):
        for offset in offsets(document):
            found = selections(document, offset)
            assert found[-1] == Span(0, len(document.text))
            assert all(span.start <= offset <= span.end for span in found)
            assert all(
                inner != outer and outer.start <= inner.start and inner.end <= outer.end
                for inner, outer in pairwise(found)
            )


@BY_PART
def test_highlights_and_linked_places_hold_the_offset(part: int):
    for document in documents(part):
        for offset in (*offsets(document), *links_between_records(document)):
            found = highlights(document, offset)
            assert in_order(it.span for it in found)
            spans = linked(document, offset)
            assert in_order(spans)
            assert len({span.of(document.text) for span in spans}) == bool(spans)
            assert not spans or any(span.start <= offset <= span.end for span in spans)
            assert {*spans} <= {it.span for it in found}
            assert all(linked(document, span.start) == spans for span in spans)


@BY_PART
def test_tokens_lie_in_order_on_one_line_each(part: int):
    for document in documents(part):
        found = tokens(document)
        assert in_order(token.span for token in found)
        for token in found:
            assert token.span.of(document.text).strip()
            assert not re.search(r"[\r\n]", token.span.of(document.text))
            assert token.type in TYPES
            assert set(token.modifiers) <= {*MODIFIERS}
        within = Span(len(document.text) // 3, len(document.text) // 2)
        assert tokens(document, within) == tuple(token for token in found if token.span.touches(within))


@BY_PART
def test_links_lead_nowhere_else(part: int):
    for document in documents(part):
        found = links(document)
        assert in_order(link.span for link in found)
        for link in found:
            assert 0 <= link.span.start < link.span.end <= len(document.text)
            relative = not re.match(r"[a-z][a-z0-9+.-]*:|[/\\]", link.target, re.IGNORECASE)
            assert re.match("https?://", link.target, re.IGNORECASE) or (relative and "schema" in link.tooltip)


@BY_PART
def test_hints_lie_where_they_were_asked_for(part: int):
    for document in documents(part):
        whole = Span(0, len(document.text))
        found = inlay_hints(document, whole, NOW, lambda id_: f"<{id_}>")
        assert all(0 < hint.offset <= len(document.text) and hint.label for hint in found)
        assert [*found] == sorted(found)
        within = Span(len(document.text) // 3, len(document.text) // 2)
        here = tuple(hint for hint in found if within.start <= hint.offset <= within.end)
        assert inlay_hints(document, within, NOW, lambda id_: f"<{id_}>") == here
        assert {hint.kind for hint in inlay_hints(document, whole, NOW, lambda _: None)} <= {"created"}


@BY_PART
def test_paths_run_inward_and_comments_are_none_of_the_text(part: int):
    for document in documents(part):
        for offset in offsets(document):
            path = path_at(document, offset)
            assert all(step.span.start <= offset <= step.span.end for step in path)
        found = tuple(comments(document))
        assert in_order(found)
        assert all(document.text[span.start] == "#" and len(split_lines(span.of(document.text))) == 1 for span in found)


@pytest.mark.parametrize(
    ("id_", "now", "tooltip"),
    [
        ("019d057b-41e3-79f8-9646-5feab7ebb155", 0x019D057B41E3, "just now"),
        ("019d057b-41e3-79f8-9646-5feab7ebb155", 0x019D057B41E3 + 1000, "1 second ago"),
        ("019d057b-41e3-79f8-9646-5feab7ebb155", 0x019D057B41E3 + 7_200_000, "2 hours ago"),
        ("019d057b-41e3-79f8-9646-5feab7ebb155", 0x019D057B41E3 - 172_800_000, "in 2 days"),
        ("ffffffff-ffff-7fff-bfff-ffffffffffff", 0, None),
    ],
)
def test_the_age_of_an_id(id_: str, now: int, tooltip: str | None):
    document = Document.parse("a.module.yaml", f"module: {{id: {id_}}}")
    found = [hint.tooltip.partition("UTC, ")[2] for hint in inlay_hints(document, Span(0, 99), now, NAMES.get)]
    assert found == ([tooltip] if tooltip else [])
