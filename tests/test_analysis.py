"""The verdict and the repair of whole files: fixes settle, touch nothing else, and ignore comments do what they say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cim_lsp.analysis import MAX_PASSES, check, fix_all
from cim_lsp.document import Document
from cim_lsp.rules import OF_PROJECTS, RULES
from cim_lsp.text import apply_edits
from tests.harness import CASES, NOW, mint, read

ID = "01939b5e-2f4c-7a31-9c5d-0242ac120002"
SOUND = f"module:\n  name: billing\n  id: {ID}\n  purpose: Send invoices and collect payments\n"


def parse(text: str) -> Document:
    return Document.parse("billing.module.yaml", text)


def codes(text: str) -> list[str]:
    return [diagnostic.code for diagnostic in check(parse(text), NOW)]


def fixed(text: str, *, unsafe: bool = False) -> str:
    return fix_all(parse(text), NOW, mint().__next__, unsafe=unsafe).text


def comments(text: str) -> list[str]:
    return re.findall(r"(?:^|(?<=\s))#.*", text)


# fixing

PARTS = (
    "name: billing", "name:", "nmae: x", "id:", f"id: {ID}", "id: uuid", "id: <some-uuid-v7>",
    f"id: {ID.upper()}", "id: ${ID}", f"id: '{{{ID}}}'", "uuid: 01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "purpose: Send invoices to customers", "purpose:",
    "purpose: TODO", "description: Sends invoices", "version: 1.0", 'version: "1"', "status: prodution", "status: 1",
    "type: [core]", "keywords: a", "keywords: [a, 1]", "dependencies: {ledger: 1.0}", "x-a: {b: c}", "owner: me",
    "events: [{name: A, aggregate: B}]", "events:", "category: ' '", "visibility: Public",
)  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> str:
    """Files of one to three documents, in every form and style, each line of the block forms with its comment."""
    documents: list[str] = []
    for number in range(draw(st.integers(1, 3))):
        parts = draw(st.lists(st.sampled_from(PARTS), max_size=7))
        kind = draw(st.sampled_from(("domain", "module")))
        form = draw(st.sampled_from(("record", "list", "flow", "flow list", "scalar")))
        if form == "scalar":
            documents.append(f"{kind}: {draw(st.sampled_from(('Billing', '', '42', '~')))}  # c{number}\n")
        elif form == "flow":
            documents.append(f"{kind}: {{{', '.join(parts)}}}  # c{number}\n")
        elif form == "flow list":
            documents.append(f"{kind}: [{', '.join('{' + part + '}' for part in parts)}]  # c{number}\n")
        else:
            lead = "  - " if form == "list" else "  "
            lines = (f"{lead}{part}  # c{number}.{line}\n" for line, part in enumerate(parts))
            documents.append(f"{kind}:  # c{number}\n{''.join(lines)}")
    return "---\n".join(documents)


@settings(max_examples=150)
@given(files(), st.booleans())
def test_fixing_settles(text: str, unsafe: bool) -> None:
    """A second run finds nothing to do, and no fix breaks what could be parsed."""
    once = fixed(text, unsafe=unsafe)
    assert fixed(once, unsafe=unsafe) == once
    assert ("syntax-error" in codes(once)) <= ("syntax-error" in codes(text))


@settings(max_examples=150)
@given(files())
def test_safe_fixes_keep_every_comment(text: str) -> None:
    assert comments(fixed(text)) == comments(text)


@settings(max_examples=100)
@given(files(), st.sampled_from(("\r\n", "\r")), st.booleans())
def test_fixing_is_the_same_at_every_line_end(text: str, end: str, unsafe: bool) -> None:
    assert fixed(text.replace("\n", end), unsafe=unsafe) == fixed(text, unsafe=unsafe).replace("\n", end)


@settings(max_examples=100)
@given(files(), st.booleans())
def test_ids_are_minted_in_the_order_of_the_text(text: str, unsafe: bool) -> None:
    minted = re.findall(r"01939b5e-2f4c-7a31-9c5d-0000000000\d\d", fixed(text, unsafe=unsafe))
    known = mint()
    assert minted == [next(known) for _ in minted]


@settings(max_examples=100)
@given(files())
def test_every_fix_edits_within_the_text_and_does_something(text: str) -> None:
    document = parse(text)
    for diagnostic in check(document, NOW):
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text)
        for fix in diagnostic.fixes:
            edits = fix.make(mint().__next__)
            assert all(0 <= edit.span.start <= edit.span.end <= len(text) for edit in edits)
            assert apply_edits(text, edits) != text, fix.title


def test_ids_of_several_documents_are_minted_in_order() -> None:
    text = "module:\n  name: aaa\n---\n" + "module:\n  - id: uuid\n---\n" + "module: {name: ccc, id: }\n"
    ids = re.findall(r"[0-9a-f]{8}-\S{27}", fixed(text))
    assert ids == [f"01939b5e-2f4c-7a31-9c5d-00000000000{number}" for number in (1, 2, 3)]


def test_an_id_that_looks_provisional_is_left_alone() -> None:
    """While fixes run, ids yet to be minted are held by place holders; none is mistaken for what a person wrote."""
    own = "00000000-0000-7000-8000-000000000000"
    text = SOUND.replace(ID, own) + f"---\nmodule:\n  name: other  # {own}\n"
    assert fixed(text).count(own) == 2


def test_a_sound_file_is_left_alone() -> None:
    assert codes(SOUND) == []
    assert fixed(SOUND, unsafe=True) == SOUND


def test_mints_nothing_that_is_not_needed() -> None:
    def refuse() -> str:
        raise AssertionError("nothing here needs an id")

    assert fix_all(parse(SOUND.replace("billing", "")), NOW, refuse).text.startswith("module:")


def test_nothing_is_fixed_where_yaml_breaks() -> None:
    """A document that can't be parsed stays as it is; its neighbours are mended."""
    broken = 'module: "\n  id: uuid\n'
    assert fixed(f"{broken}---\nmodule:\n  id: uuid\n").startswith(f"{broken}---\nmodule:\n  id: 01939b5e-")


def test_nothing_is_fixed_in_a_conflict() -> None:
    text = "<<<<<<< HEAD\nmodule:\n=======\nmodule:\n  id: uuid\n>>>>>>> other\n"
    assert codes(text) == ["merge-conflict"]
    assert fixed(text, unsafe=True) == text


@pytest.mark.parametrize("file", sorted((CASES / "schema").glob("*/*.yaml")), ids=lambda file: file.stem)
def test_fixing_the_schema_cases_settles(file: object) -> None:
    text = read(file).text  # type: ignore[arg-type]
    for unsafe in (False, True):
        once = fixed(text, unsafe=unsafe)
        assert fixed(once, unsafe=unsafe) == once
        assert comments(once) == comments(text) or unsafe


def test_many_faults_settle_within_the_passes() -> None:
    """As many documents as there are passes, and more: what one pass can do doesn't wait for the next."""
    text = "---\n".join(["module:\n  uuid: TODO\n  nmae: aaa\n"] * (MAX_PASSES + 10))
    assert len(re.findall(r"^  id: 01939b5e", fixed(text), re.MULTILINE)) == MAX_PASSES + 10


# ignore comments

UNKNOWN = "  owner: me"
IGNORE = {
    "on the line": f"{SOUND}{UNKNOWN}  # cim: ignore[unknown-key]\n",
    "above it": f"{SOUND}  # cim: ignore[unknown-key]\n{UNKNOWN}\n",
    "above it, at another indentation": f"{SOUND}# cim: ignore[unknown-key]\n{UNKNOWN}\n",
    "above it, with other comments between": f"{SOUND}  # cim: ignore[unknown-key]\n  # because\n{UNKNOWN}\n",
    "in the file, above": f"# cim: ignore-file[unknown-key]\n{SOUND}{UNKNOWN}\n",
    "in the file, below": f"{SOUND}{UNKNOWN}\n# cim: ignore-file[unknown-key]\n",
    "in the file, in another document": f"{SOUND}{UNKNOWN}\n---\n# cim: ignore-file[unknown-key]\n",
    "with a reason": f"{SOUND}{UNKNOWN}  # cim: ignore[unknown-key] we need it\n",
    "behind another comment": f"{SOUND}{UNKNOWN}  # a word # cim: ignore[unknown-key]\n",
    "several comments": (
        f"module:\n  name: B  # cim: ignore[name-style]\n  id: {ID.upper()}  # cim: ignore[ id-style ]\n"
        "  purpose: Send invoices to all\n  # cim: ignore[wrong-type]\n  version: 1.0\n"
    ),
    "several codes": (
        f"module: {{name: B, id: {ID.upper()}, purpose: Send invoices to all}}  # cim: ignore[name-style, id-style]\n"
    ),
    "several faults": f"module:  # cim: ignore[missing-key]\n  id: {ID}\n",
    "no spaces": f"{SOUND}{UNKNOWN} #cim:ignore[unknown-key]\n",
    "in flow": f"module: {{name: abc, id: {ID}, purpose: Send it all,\n owner: me, # cim: ignore[unknown-key]\n }}\n",
    "crlf": f"{SOUND}{UNKNOWN}  # cim: ignore[unknown-key]\n".replace("\n", "\r\n"),
    "a BOM before it": f"\ufeff# cim: ignore-file[unknown-key]\n{SOUND}{UNKNOWN}\n",
}  # fmt: skip
NO_USE = {
    "nothing there": (f"{SOUND}  # cim: ignore[unknown-key]\n", ["broken-ignore"]),
    "another rule's": (f"{SOUND}{UNKNOWN}  # cim: ignore[id-style]\n", ["unknown-key", "broken-ignore"]),
    "no rule": (f"{SOUND}{UNKNOWN}  # cim: ignore[unknwon-key]\n", ["unknown-key", "broken-ignore"]),
    "one of two": (f"{SOUND}{UNKNOWN}  # cim: ignore[unknown-key, id-style]\n", ["broken-ignore"]),
    "no code": (f"{SOUND}{UNKNOWN}  # cim: ignore\n", ["unknown-key", "broken-ignore"]),
    "empty brackets": (f"{SOUND}{UNKNOWN}  # cim: ignore[]\n", ["unknown-key", "broken-ignore"]),
    "file without codes": (f"{SOUND}{UNKNOWN}\n# cim: ignore-file\n", ["unknown-key", "broken-ignore"]),
    "the line below": (f"{SOUND}{UNKNOWN}\n  # cim: ignore[unknown-key]\n", ["unknown-key", "broken-ignore"]),
    "two lines above": (
        f"{SOUND}  # cim: ignore[unknown-key]\n  x-a: 1\n{UNKNOWN}\n",
        ["broken-ignore", "unknown-key"],
    ),
    "in a quoted scalar": (f"{SOUND}{UNKNOWN}\n  x-a: ' # cim: ignore-file[unknown-key]'\n", ["unknown-key"]),
    "in a block scalar": (f"{SOUND}{UNKNOWN}\n  x-a: |\n    # cim: ignore-file[unknown-key]\n", ["unknown-key"]),
    "in plain text": (f"{SOUND}{UNKNOWN}\n  x-a: b#cim:ignore-file[unknown-key]\n", ["unknown-key"]),
    "not ours": (f"{SOUND}{UNKNOWN}  # noqa: unknown-key\n", ["unknown-key"]),
    "another word": (f"{SOUND}{UNKNOWN}  # cim: ignored[unknown-key]\n", ["unknown-key"]),
}


@pytest.mark.parametrize("text", IGNORE.values(), ids=IGNORE)
def test_ignored(text: str) -> None:
    assert codes(text) == []
    assert codes(text.replace("cim:", "mic:")), "without the comment there is something to say"
    assert fixed(text, unsafe=True) == text, "what is ignored is not fixed either"


@pytest.mark.parametrize(("text", "expected"), NO_USE.values(), ids=NO_USE)
def test_ignores_of_no_use(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("  # cim: ignore[id-style]", ""),
        ("\t # cim: ignore-file[nobody]", ""),
        ("  # cim: ignore", ""),
        ("  # why # cim: ignore[id-style]", "  # why"),
    ],
)
def test_an_ignore_of_no_use_goes_and_leaves_no_blanks(comment: str, left: str) -> None:
    assert fixed(SOUND.replace("billing\n", f"billing{comment}\n")) == SOUND.replace("billing\n", f"billing{left}\n")


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_ignoring_a_rule_takes_away_nothing_else(code: str) -> None:
    text = "module:\n  nmae: B\n  id: uuid\n  purpose: TODO\n  version: 1.0\n  status: x\n  status: x\n  owner: me\n"
    before = codes(text)
    after = codes(f"{text}# cim: ignore-file[{code}]\n")
    kept = [other for other in before if other != code]
    assert after == (kept if code in before or code in OF_PROJECTS else [*kept, "broken-ignore"])


def test_diagnostics_come_in_the_order_of_the_text() -> None:
    text = "module:\n  owner: me\n  id: uuid\n---\nmodule: [\n---\nmodule:\n"
    spans = [diagnostic.span for diagnostic in check(parse(text), NOW)]
    assert spans == sorted(spans)
    assert len(spans) >= 4


def test_a_syntax_error_silences_its_own_document_only() -> None:
    assert codes("module: [\n---\nmodule:\n  owner: me\n---\nmodule: {\n").count("syntax-error") == 2
    assert "unknown-key" in codes("module: [\n---\nmodule:\n  owner: me\n")
    assert codes("module:\n  owner: me\n  id: 'x\n") == ["syntax-error"]


@pytest.mark.parametrize(
    "text", ["", "\n", "# c\n", "---\n", "---\n...\n", "--- # c\n---\n", "\ufeff", "~\n", "null\n"]
)
def test_an_empty_document_says_nothing(text: str) -> None:
    assert codes(text) == []
