"""Refactorings on annotated cases: `cases/features/refactorings/`, what is offered exactly, what is made byte for byte.

In a case `$0` is the cursor, or `$1` and `$2` the ends of a selection; `#:` in its first line lists the actions that
are offered there, by the short names of `NAMES`. Beside it, `<case>.<action>.yaml` is what one of them makes of it; a
file that is made besides follows behind `#- path`. The laws hold for those, for every other case and for mutants.
"""

from __future__ import annotations

import posixpath
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest

from cim_lsp.actions import Action
from cim_lsp.analysis import check
from cim_lsp.changes import Changes
from cim_lsp.diagnostics import Diagnostic
from cim_lsp.document import Document, entity_of
from cim_lsp.features.refactorings import refactorings
from cim_lsp.nodes import data, entries
from cim_lsp.syntax import parse
from cim_lsp.text import Span, apply_edits
from tests.harness import CASES, NOW, mint
from tests.mutants import TEXTS, mutants
from tests.test_rules import comments, is_json

FOLDER = CASES / "features" / "refactorings"
FILES = [file for file in sorted(FOLDER.glob("*.yaml")) if len(file.suffixes) == 1]
ENDINGS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
NAMES = {
    "Convert to list form": "to-list",
    "Convert to record form": "to-record",
    "Sort keys": "sort",
    "Add the missing": "add-keys",
    "Put in double quotes": "quote",
    "Remove the quotes": "unquote",
    "Change to single": "single",
    "Change to double": "double",
    "Move this": "extract",
    "Fold into": "fold",
    "Insert a UUIDv7 here": "insert-id",
    "Give this copy": "new-id",
}
REVERSIBLE = ("to-list", "to-record", "quote", "unquote", "single", "double", "new-id", "extract")
"""What may be offered again once it is done: back again, or for the next document, should it have the same name."""
CHANGES_MEANING = ("add-keys", "extract", "insert-id", "new-id")
FOLLOW_UPS = {
    # in JSON, a value that is to be filled in is an empty text
    "add-keys": {"invalid-value"},
    # what was ignored about the old id may be no matter with the fresh one
    "new-id": {"broken-ignore"},
}


@dataclass(frozen=True)
class Case:
    path: str
    text: str
    span: Span
    offered: list[str]


def read(file: Path) -> Case:
    text = file.read_bytes().decode()
    header = re.match(r"(?:#- (?P<path>\S+)\n)?#:(?P<names>.*)\n", text)
    assert header, file
    pieces = re.split(r"\$[012]", text[header.end() :])
    start = len(pieces[0])
    span = Span(start, start + (len(pieces[1]) if len(pieces) == 3 else 0))
    return Case(header["path"] or "shop/case.cim.yaml", "".join(pieces), span, header["names"].split())


def name(action: Action) -> str:
    if action.diagnostic:
        return f"ignore-{'file-' * ('in this file' in action.title)}{action.diagnostic.code}"
    return next(short for title, short in NAMES.items() if action.title.startswith(title))


def act(document: Document, span: Span) -> dict[str, Action]:
    return {name(action): action for action in refactorings(document, check(document, NOW), span)}


def written(document: Document, changes: Changes) -> str:
    """The text after the changes, and behind it each file that they make."""
    assert set(changes.edits) == {document.path}
    made = (f"#- {path}{document.newline}{text}" for path, text in changes.created.items())
    return "".join([apply_edits(document.text, changes.edits[document.path]), *made])


def made(document: Document, changes: Changes) -> list[Document]:
    """The document after the changes, and the documents that they make."""
    text = apply_edits(document.text, changes.edits[document.path])
    return [Document.parse(document.path, text), *(Document.parse(*file) for file in changes.created.items())]


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def file(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_what_is_offered(file: Path):
    case = read(file)
    assert sorted(act(Document.parse(case.path, case.text), case.span)) == sorted(case.offered)


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "bom"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_made(file: Path, ending: str, bom: str):
    case = read(file)
    breaks = [case.text.count("\n", 0, offset) * (len(ENDINGS[ending]) - 1) + len(bom) for offset in endpoints(case)]
    span = Span(case.span.start + breaks[0], case.span.end + breaks[1])
    document = Document.parse(case.path, bom + case.text.replace("\n", ENDINGS[ending]))
    actions = act(document, span)
    for action in case.offered:
        other = file.with_name(f"{file.stem}.{action}.yaml")
        if other.exists():
            found = written(document, actions[action].make(mint().__next__))
            assert found == bom + other.read_bytes().decode().replace("\n", ENDINGS[ending]), action


def endpoints(case: Case) -> tuple[int, int]:
    return case.span.start, case.span.end


def test_every_result_belongs_to_a_case():
    results = [file for file in FOLDER.iterdir() if len(file.suffixes) > 1]
    cases = {file.stem: read(file) for file in FILES}
    assert len(results) >= 40
    for file in results:
        case, action = file.stem.split(".")
        assert action in cases[case].offered, file
    assert {file.stem.split(".")[1].partition("-file-")[0] for file in results} >= set(NAMES.values())


def fresh() -> str:
    """An id that stands in no case; those of `mint` stand in the results of fixes."""
    return "01939b5e-2f4c-7a31-9c5d-0000000fffff"


def test_laws_on_cases(file: Path):
    case = read(file)
    document = Document.parse(case.path, case.text)
    for name, action in act(document, case.span).items():
        hold(document, case.span, name, action)


PARTS = 8
MUTANTS = mutants(11, 400)


@pytest.mark.parametrize("part", range(PARTS))
def test_laws_everywhere(part: int):
    """At some places of every case of the project and of many mutants."""
    for text in MUTANTS[part::PARTS]:
        document = Document.parse("shop/a.module.yaml", text)
        found = check(document, NOW)
        seen: set[tuple[str, str]] = set()
        for span in places(text, found):
            for action in refactorings(document, found, span):
                changes = action.make(fresh)
                key = (action.title, written(document, changes))
                if key not in seen:
                    seen.add(key)
                    hold(document, span, name(action), action)


def places(text: str, found: tuple[Diagnostic, ...]) -> Iterator[Span]:
    chance = random.Random(text)
    yield from (diagnostic.span for diagnostic in islice(found, 3))
    yield from (Span(at, at) for at in (chance.randrange(len(text) + 1) for _ in range(3)))
    ends = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    yield Span(*ends)


def hold(document: Document, span: Span, name: str, action: Action) -> None:
    """The laws of every action."""
    changes = action.make(fresh)
    after, *created = made(document, changes)
    said = f"{action.title} in {document.text!r}"
    assert after.text != document.text, said
    assert not any(tree.fault for tree in after.trees) or any(tree.fault for tree in document.trees), said
    assert is_json(after.text) or not is_json(document.text), said
    codes = Counter(diagnostic.code for diagnostic in check(document, NOW))
    codes_after = Counter(diagnostic.code for file in (after, *created) for diagnostic in check(file, NOW))
    assert set(codes_after - codes) <= FOLLOW_UPS.get(name, set()), said
    before, now = (Counter(c for file in files for c in comments(file)) for files in ([document], [after, *created]))
    if action.diagnostic:
        assert codes_after[action.diagnostic.code] < codes[action.diagnostic.code], said
    else:
        assert before == now, said
    if name not in CHANGES_MEANING:
        assert meanings(after.text) == meanings(document.text), said
    if name not in REVERSIBLE and not action.diagnostic:
        length = len(after.text)
        again = act(after, Span(min(span.start, length), min(span.end, length)))
        assert action.title not in {other.title for other in again.values()}, said
    hold_special(document, name, after, created)


def hold_special(document: Document, name: str, after: Document, created: list[Document]) -> None:
    """What only some actions promise."""
    if name in ("to-list", "to-record"):
        forms, forms_after = ([*forms_of(file)] for file in (document, after))
        assert Counter(forms_after) - Counter(forms) == Counter([name.removeprefix("to-")])
    if name == "extract":
        assert sorted(meanings(after.text) + meanings(created[0].text)) == sorted(meanings(document.text))
        assert len(after.trees) == len(document.trees) - 1
        assert posixpath.dirname(created[0].path) == posixpath.dirname(document.path)


def forms_of(document: Document) -> Iterator[str]:
    for tree in document.trees:
        if entity := entity_of(tree.root):
            yield entity.form


def keys(document: Document) -> Iterator[Span]:
    for tree in document.trees:
        if entity := entity_of(tree.root):
            yield entity.key.span


def meanings(text: str) -> list[str]:
    """What each YAML document says: of a domain or module, the entries, in either form and any order."""
    found: list[str] = []
    for tree in parse(text):
        entity = entity_of(tree.root)
        own = sorted((entry.name, repr(data(entry.value))) for entry in entity.entries) if entity else None
        rest = [
            (entry.name, repr(data(entry.value)))
            for entry in (entries(tree.root) if tree.root else ())
            if not entity or entry is not entity.top
        ]
        found.append(repr((entity and entity.kind, own, rest)))
    return found


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_record_comes_back_from_list_form_byte_for_byte(ending: str):
    converted = 0
    for text in (*TEXTS, *(read(file).text for file in FILES)):
        document = Document.parse("a.module.yaml", text.replace("\n", ENDINGS[ending]))
        for place in keys(document):
            if action := act(document, place).get("to-list"):
                (there,) = made(document, action.make(fresh))
                back = act(there, next(it for it in keys(there) if it == place))["to-record"]
                (again,) = made(there, back.make(fresh))
                assert again.text == document.text
                converted += 1
    assert converted > 100


def test_ids_are_minted_only_when_an_action_is_chosen():
    def refuse() -> str:
        raise AssertionError("minted")

    text = "module:\n  version: 1.0.0\n  x-copy-of:\n"
    document = Document.parse("a.module.yaml", text)
    offered = [
        action for at in range(len(text)) for action in refactorings(document, check(document, NOW), Span(at, at))
    ]
    assert {"Add the missing required keys", "Insert a UUIDv7 here"} <= {action.title for action in offered}
    for action in offered:
        if action.title.startswith(("Add", "Insert")):
            with pytest.raises(AssertionError, match="minted"):
                action.make(refuse)


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "- a", "]", "<<<<<<< a\nx: 1\n=======\nx: 2\n>>>>>>> b\n", "\0", "a: &a [*a]"]
)
def test_nothing_is_offered_where_nothing_is_a_cim_file(text: str):
    document = Document.parse("a.module.yaml", text)
    titles = {a.title for at in range(len(text) + 1) for a in refactorings(document, (), Span(at, at))}
    assert titles <= {"Put in double quotes"}
