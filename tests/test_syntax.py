"""YAML 1.2, read to the code point: what a text says and where, and what is wrong with it in a person's words."""

from __future__ import annotations

import json
import math
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cim_lsp.analysis import check
from cim_lsp.document import Document
from cim_lsp.nodes import Alias, Mapping, Node, Scalar, Sequence, data, resolve, walk
from cim_lsp.syntax import Tree, parse
from tests.harness import CASES, NOW, found, read
from tests.npm import HOME, node_modules

SOUND = {file.stem: file.read_bytes().decode() for file in sorted((CASES / "syntax/sound").glob("*.yaml"))}
FAULTS = sorted((CASES / "syntax/faults").glob("*.yaml"))
SUITE: dict[str, dict[str, Any]] = json.loads((CASES / "syntax/yaml-test-suite.json").read_text("utf-8"))["cases"]


def root(text: str) -> Node:
    """The root of the only document of a sound text."""
    (tree,) = parse(text)
    assert tree.fault is None, tree.fault
    assert tree.root is not None
    return tree.root


def faults(text: str) -> list[str]:
    return [tree.fault.message for tree in parse(text) if tree.fault]


def scalars(text: str) -> list[tuple[str, str]]:
    """What stands at each scalar's span, and what it says."""
    return [(node.span.of(text), node.text) for node in walk(root(text)) if isinstance(node, Scalar)]


# what a text says

TYPED: dict[str, object] = {
    "yes": "yes", "no": "no", "on": "on", "y": "y", "True": True, "TRUE": True, "false": False, "tRUE": "tRUE",
    "null": None, "Null": None, "~": None, "nULL": "nULL", "none": "none", "0": 0, "-1": -1, "+1": 1, "010": 10,
    "007": 7, "0o17": 15, "0o18": "0o18", "0O17": "0O17", "0x1F": 31, "0x1g": "0x1g", "0X1F": "0X1F", "-0x1": "-0x1",
    "0b1": "0b1",
    "1_000": "1_000", "1,000": "1,000", "1.0": 1.0, "1.": 1.0, ".5": 0.5, "-.5": -0.5, ".": ".", "-": None, "1e3": 1e3,
    "1E-3": 1e-3, "1e": "1e", "e1": "e1", ".inf": math.inf, "-.INF": -math.inf, "+.Inf": math.inf, ".iNF": ".iNF",
    "inf": "inf", ".nan": "nan", "+.nan": "+.nan", "2026-01-01": "2026-01-01", "12:30:45": "12:30:45", "1.2.3": "1.2.3",
    "^0.2": "^0.2", "=": "=", "<<": "<<", "1 2": "1 2", "١٢": "١٢", "0x": "0x", "--1": "--1", "+": "+", "1-2": "1-2",
    "9" * 5000: "9" * 5000, "123456789012345678901234567890": 123456789012345678901234567890,
    "'1'": "1", '"true"': "true", "!!str 1": "1", "!!str null": "null", "!!int '3'": 3, "!!null ''": None, "! 1": "1",
    "!own 1": "1", "|\n  1\n": "1\n", ">-\n  1\n": "1",
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), TYPED.items(), ids=lambda it: str(it)[:20])
def test_core_schema(text: str, value: object) -> None:
    """YAML 1.2.2, 10.3; YAML 1.1's words, octals, sexagesimals and dates are text."""
    source = f"a: {text}\n" if text != "-" else "a:\n"
    mapping = root(source)
    assert isinstance(mapping, Mapping)
    said = data(mapping.entries[0].value)
    if text == ".nan":
        assert isinstance(said, float)
        assert math.isnan(said)
    else:
        assert said == value
        assert type(said) is type(value)


SAYS: dict[str, object] = {
    "a:\tb\t# c\n": {"a": "b"},
    "a: b\tc\n": {"a": "b\tc"},
    "a: 1\n\t# c\nb: 2\n": {"a": 1, "b": 2},
    "a: 1\n\t\nb: 2\n": {"a": 1, "b": 2},
    "-\ta\n": ["a"],
    "a: [\n  \tb,\n  \tc\n  ]\n": {"a": ["b", "c"]},
    '{\n\t"a": 1,\n\t"b": [\n\t\t2\n\t]\n}\n': {"a": 1, "b": [2]},
    "\t{}\n": {},
    "a:\n \t[b]\n": {"a": ["b"]},
    "a: b\n \tc\n": {"a": "b c"},
    "a: b\x85c\n": {"a": "b\x85c"},
    "a: b\u2028c\u2029d\n": {"a": "b\u2028c\u2029d"},
    '"a\u2028": |\n  b\u2028c\n': {"a\u2028": "b\u2028c\n"},
    "# a\u2028b: 1\nc: 2\n": {"c": 2},
    '"\\ud83d\\ude00 \\U0001F600"': "\U0001f600 \U0001f600",
    '"\\x41\\u00e9\\/\\_\\N\\L\\P\\e\\0"': "Aé/\xa0\x85\u2028\u2029\x1b\0",
    '"a\\\n   b"': "ab",
    '"a \n\n  b"': "a\nb",
    "'it''s'": "it's",
    "a: |2\n   b\n  c\n": {"a": " b\nc\n"},
    "a: |\n \n  b\n": {"a": "\nb\n"},
    "a: |+\n  b\n\n": {"a": "b\n\n"},
    "a: |-\n  b\n\n": {"a": "b"},
    "a: >\n  b\n  c\n\n  d\n   e\n": {"a": "b c\nd\n e\n"},
    "a: >1-\n  b\n": {"a": " b"},
    "a: | # c\n  b\n": {"a": "b\n"},
    "a: &x 1\nb: *x\n": {"a": 1, "b": 1},
    "a: &x 1\nb: &x 2\nc: *x\n": {"a": 1, "b": 2, "c": 2},
    "&a a: 1\n*a : 2\nb: *a\n": {"a": 1, "b": "a"},
    "a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n": {"a": {"b": 1, "c": 2}, "d": {"c": 3, "b": 1}},
    "<<: [{a: 1}, {a: 2, b: 3}]\n": {"a": 1, "b": 3},
    "<<: 1\n": {"<<": 1},
    "'<<': {a: 1}\n": {"<<": {"a": 1}},
    "a: 1\na: 2\n": {"a": 1},
    "{a, b: , c: 1}": {"a": None, "b": None, "c": 1},
    "{a:, b}": {"a": None, "b": None},
    "{a:}": {"a": None},
    '{"a":1}': {"a": 1},
    "{a:1}": {"a:1": None},
    "{:a}": {":a": None},
    "[!!null , &x ]": [None, None],
    "{?a: b}": {"?a": "b"},
    "[a: b, c]": [{"a": "b"}, "c"],
    "[? a : b]": [{"a": "b"}],
    "{a\n  b: c}": {"a b": "c"},
    "{a\n: b}": {"a": "b"},
    "? a\n: b\n? c\n": {"a": "b", "c": None},
    "a:\n- b\n-\nc:\n": {"a": ["b", None], "c": None},
    "- - a\n  - b\n- c: 1\n  d: 2\n": [["a", "b"], {"c": 1, "d": 2}],
    "a#b: c#d # e\n": {"a#b": "c#d"},
    "a: b:c\n": {"a": "b:c"},
    "a: -b ?c :d\n": {"a": "-b ?c :d"},
    "a: http://x/?y#z\n": {"a": "http://x/?y#z"},
    "a\n...\n": "a",
    "--- a\n... # c\n": "a",
    "%TAG !e! tag:e,2026:\n---\n!e!a b\n": "b",
    "%FUTURE thing\n---\na\n": "a",
}


@pytest.mark.parametrize(("text", "value"), SAYS.items(), ids=lambda it: json.dumps(it)[:30])
def test_says(text: str, value: object) -> None:
    assert data(root(text)) == value


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_line_ends_say_nothing(text: str, end: str) -> None:
    """In the content all are LF; the places shift as the text does."""
    for one, other in zip(parse(text), parse(text.replace("\n", end)), strict=True):
        assert one.root is not None
        assert other.root is not None
        assert data(one.root).__repr__() == data(other.root).__repr__()
        for node, moved in zip(walk(one.root), walk(other.root), strict=True):
            assert moved.span.of(text.replace("\n", end)) == node.span.of(text).replace("\n", end)


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_a_byte_order_mark_shifts_by_one(text: str) -> None:
    for one, other in zip(parse(text), parse("\ufeff" + text), strict=True):
        assert one.root is not None
        assert other.root is not None
        spans = [(node.span.start + 1, node.span.end + 1) for node in walk(one.root)]
        assert [(node.span.start, node.span.end) for node in walk(other.root)] == spans


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        ("# c\n\n", []),
        ("---\n", [None]),
        ("---\n---\na\n", [None, "a"]),
        ("a\n---\nb\n...\n# c\n---\nc\n", ["a", "b", "c"]),
        ("%YAML 1.2\n---\na\n...\n%YAML 1.2\n---\nb\n", ["a", "b"]),
        ("a: |\n  x\n---\nb\n", [{"a": "x\n"}, "b"]),
        ("a\n---b\n", ["a ---b"]),
        ("--- [a]\n--- {b: 1}\n", [["a"], {"b": 1}]),
        ("\ufeffa\n...\n\ufeffb\n", ["a", "b"]),
        ("\u00a0\n", ["\u00a0"]),
        ("\u2028\n", ["\u2028"]),
    ],
)
def test_documents(text: str, values: list[object]) -> None:
    trees = parse(text)
    assert not faults(text)
    assert [data(tree.root) if tree.root else None for tree in trees] == values


# where it says it


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("\U0001f600: 'é' # c\n", [("\U0001f600", "\U0001f600"), ("'é'", "é")]),
        ("a: &x !!str b # c\n", [("a", "a"), ("b", "b")]),
        ("a: !t &x\n  b\n", [("a", "a"), ("b", "b")]),
        ("a: &x # c\n  'b'\n", [("a", "a"), ("'b'", "b")]),
        ("&x a: b\n", [("a", "a"), ("b", "b")]),
        ("a: b\n  c\n\n  d # e\n", [("a", "a"), ("b\n  c\n\n  d", "b c\nd")]),
        ('a: "b\\\n  c"\n', [("a", "a"), ('"b\\\n  c"', "bc")]),
        ("a: |\n  b\n\n\nc: 1\n", [("a", "a"), ("|\n  b", "b\n"), ("c", "c"), ("1", "1")]),
        ("a: >-  # c\n  b\n \n", [("a", "a"), (">-  # c\n  b", "b")]),
        ("a: |\nb: 1\n", [("a", "a"), ("|", ""), ("b", "b"), ("1", "1")]),
        ("- |+\n  b\n\n# c\n", [("|+\n  b", "b\n\n")]),
        ("a: b   \n\n# c\n", [("a", "a"), ("b", "b")]),
        ("{a: b ,c : d }", [("a", "a"), ("b", "b"), ("c", "c"), ("d", "d")]),
        ("a: x\u2028y\x85z\nb: c\n", [("a", "a"), ("x\u2028y\x85z", "x\u2028y\x85z"), ("b", "b"), ("c", "c")]),
        ("a:\r\n  b\r\n  c\r\nd: e\r", [("a", "a"), ("b\r\n  c", "b c"), ("d", "d"), ("e", "e")]),
    ],
)  # fmt: skip
def test_scalar_places(text: str, places: list[tuple[str, str]]) -> None:
    assert scalars(text) == places
    assert scalars("\ufeff" + text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a:\n", [2]),
        ("a:   # c\nb: 1\n", [2]),
        ("a:\n\n  \nb:\n", [2, 9]),
        ("a: {b: , c:, d}\n", [6, 11, 14]),
        ("- a\n-\n-\n", [5, 7]),
        ("? a\n? b\n", [3, 7]),
        ("{a}", [2]),
        ('{"a":}', [5]),
        ("a : \n", [3]),
        ("a: &x\nb: !!null\n", [5, 15]),
        ("-   # c\n- a\n", [1]),
        ("a:\r\n\r\nb: 1", [2]),
    ],
)
def test_places_of_what_is_not_written(text: str, places: list[int]) -> None:
    """Behind the colon or dash (or the anchor or tag), not where the next token happens to stand."""
    empty = [node.span for node in walk(root(text)) if isinstance(node, Scalar) and not node.text and not node.style]
    assert [(span.start, span.end) for span in empty] == [(place, place) for place in places]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a:\n  b: c\n\n# d\ne: [f]  # g\n", ["a:\n  b: c\n\n# d\ne: [f]", "b: c", "[f]"]),
        ("- a\n- - b\n  # c\n\n", ["- a\n- - b", "- b"]),
        ("a: &x\n  b: c\n", ["a: &x\n  b: c", "b: c"]),
        ("&x\na: !!seq\n- b\n", ["a: !!seq\n- b", "- b"]),
        ("--- # c\n{a: [b,\n c],\n}\n...\n", ["{a: [b,\n c],\n}", "[b,\n c]"]),
        ("[a: b]", ["[a: b]", "a: b"]),
        ("a:\n  b:\n", ["a:\n  b:", "b:"]),
        ("a:\n- \n", ["a:\n-", "-"]),
    ],
)
def test_collection_places(text: str, places: list[str]) -> None:
    """Without trailing comments and blank lines, without anchors and tags."""
    nodes = [node for node in walk(root(text)) if isinstance(node, Mapping | Sequence)]
    assert [node.span.of(text) for node in nodes] == places


def test_an_alias_stands_where_it_is_written() -> None:
    text = "a: &x [1]\nb: *x # c\n? *x\n: [*x]\n"
    aliases = [node for node in walk(root(text)) if isinstance(node, Alias)]
    assert [alias.span.of(text) for alias in aliases] == ["*x"] * 3
    assert {resolve(alias).span.of(text) for alias in aliases} == {"[1]"}


def unquoted(text: str) -> str:
    """What a scalar on one line says, worked out another way than the parser does."""
    if text.startswith('"'):
        return json.loads(text)
    return text[1:-1].replace("''", "'") if text.startswith("'") else text


@settings(max_examples=300)
@given(
    st.recursive(
        st.text("ab: #'\"\\-é\U0001f600\u2028[]{},&*!|>%@`\t", max_size=8) | st.integers() | st.none(),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("ab \U0001f600", max_size=4), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_json_is_read_back(value: Any) -> None:
    """JSON is YAML: the data is the same, and each scalar's characters say its text."""
    for indent in (None, 1, "\t"):
        text = json.dumps(value, ensure_ascii=False, indent=indent)
        assert data(root(text)) == value
        assert all(unquoted(written) == said for written, said in scalars(text) if written)


# what is wrong with it


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "bom"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("file", FAULTS, ids=lambda file: file.stem)
def test_faults(file: Path, end: str, bom: str) -> None:
    """The place, exactly, and the words. A file holds many documents: no fault leaks into the next."""
    case = read(file)
    document = Document.parse(case.path, bom + case.text.replace("\n", end))
    errors = tuple(diagnostic for diagnostic in check(document, NOW) if diagnostic.code == "syntax-error")
    assert found(document, errors, case.marks) == case.marks


@pytest.mark.parametrize("file", FAULTS, ids=lambda file: file.stem)
def test_words_are_a_persons(file: Path) -> None:
    """None of the parser's own: tokens, states, Python's repr."""
    for message in faults(read(file).text):
        assert not re.search(
            r"can't be read from here|but (?:found|got)|<[a-z ]+>|token|scanning|'\\|node|flow|mapping value", message
        ), message


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("module:\n\tname: a\n\tid: b\n", "module:\n  name: a\n  id: b\n"),
        ("module:\n  purpose: Note: this  # why\n", 'module:\n  purpose: "Note: this"  # why\n'),
        ('module:\n  purpose: It\'s: "a\\b"\n', 'module:\n  purpose: "It\'s: \\"a\\\\b\\""\n'),
        ("module:\n  name: @a # b\n", 'module:\n  name: "@a" # b\n'),
        ("module:\r\n  name: `a`\r\n", 'module:\r\n  name: "`a`"\r\n'),
    ],
)
def test_safe_mends(text: str, fixed: str) -> None:
    (tree,) = parse(text)
    assert tree.fault is not None
    mended = text
    for edit in sorted(tree.fault.edits, reverse=True):
        mended = mended[: edit.span.start] + edit.text + mended[edit.span.end :]
    assert mended == fixed
    assert not faults(mended)


def test_what_stands_before_an_error_is_kept() -> None:
    (tree,) = parse("module:\n  name: a\n  keywords: [b, c\n")
    assert tree.fault is not None
    assert tree.root is not None
    assert data(tree.root) == {"module": {"name": "a", "keywords": ["b", "c"]}}


# other readers of YAML

SUITE_DIFFERENCES = {
    "JEF9/2": "a last line of mere blanks, without a line end: no line break is made up",
    "L24T/1": "the same",
    "9MMA/0": "a directive without a document: nothing is said, so nothing is wrong",
    "B63P/0": "the same",
    "CFD4/0": "a pair with an empty key in a flow sequence: ruamel.yaml has none",
    "U99R/0": "a tag right before a comma: ruamel.yaml takes the comma for a part of it",
    "WZ62/0": "the same",
    "Y79Y/0": "a tab alone on a line of a block scalar is taken for a blank line",
    "MUS6/3": "directives that nobody writes",
    "ZYU8/1": "the same",
    "ZYU8/2": "the same",
}
"""Cases of the official suite that are read otherwise, each on purpose."""


def entries_as_json(node: Node | None) -> object:
    """As the suite has it: merge keys are plain keys."""
    there = resolve(node) if node else None
    if isinstance(there, Mapping):
        return {entry.name: entries_as_json(entry.value) for entry in there.entries}
    if isinstance(there, Sequence):
        return [entries_as_json(item) for item in there.items]
    return there.data if isinstance(there, Scalar) else None


@pytest.mark.parametrize("name", [name for name in SUITE if name not in SUITE_DIFFERENCES])
def test_official_suite(name: str) -> None:
    case = SUITE[name]
    assert bool(faults(case["yaml"])) is ("fail" in case)
    if "json" in case:
        assert [entries_as_json(tree.root) for tree in parse(case["yaml"]) if tree.root] == case["json"]


ALPHABET = (*" \t\n:-?,[]{}#&*!|>'\"%@`a0.~<=\\", ": ", " #", "- ", "\n  ", "\n\t", "\r\n", "\u2028", "é", "\U0001f600")
"""Without document markers and byte order marks, and no lone CR, which the other parser takes for text."""


def mutant(text: str, chance: random.Random) -> str:
    """A text with one to three small changes, as slips of the hand make them."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        at, lines = chance.randrange(len(text)), text.split("\n")
        line, piece = chance.randrange(len(lines)), chance.choice(ALPHABET)
        changed: tuple[Callable[[], str], ...] = (
            lambda at=at, text=text: text[:at] + text[at + 1 :],
            lambda at=at, text=text, piece=piece: text[:at] + piece + text[at:],
            lambda at=at, text=text, piece=piece: text[:at] + piece + text[at + 1 :],
            lambda line=line, lines=lines: "\n".join([*lines[: line + 1], *lines[line:]]),
            lambda line=line, lines=lines: "\n".join([*lines[:line], *lines[line + 1 :]]),
            lambda line=line, lines=lines: "\n".join([*lines[:line], f" {lines[line]}", *lines[line + 1 :]]),
            lambda line=line, lines=lines: "\n".join([*lines[:line], lines[line][1:], *lines[line + 1 :]]),
        )
        text = chance.choice(changed)() or "a"
    return re.sub(r"\r(?!\n)", "", f"{text.rstrip()}\n")


def tree_of(node: Node | None) -> Any:
    """A tree as tests/node/yaml12.mjs has it, but for the places of collections and of what isn't written."""
    if node is None or (isinstance(node, Scalar) and node.is_empty):
        return None
    place = [node.span.start, node.span.end]
    if isinstance(node, Alias):
        return [*place, "*", node.name]
    if isinstance(node, Scalar):
        if node.style in ("|", ">"):
            place.pop()
        return [*place, {"text": node.data} if isinstance(node.data, str) else number(node.data)]
    if isinstance(node, Mapping):
        return ["{}", [tree_of(part) for entry in node.entries for part in (entry.key, entry.value)]]
    return ["[]", [tree_of(item) for item in node.items]]


def number(value: object) -> object:
    """JSON has neither infinities nor long integers, and JavaScript no integers."""
    return repr(float(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def theirs(node: list[Any], text: str) -> Any:
    """The other parser's tree, in the form of ours."""
    start, end, value, *rest = node
    if value in ("{}", "[]"):
        return [value, [theirs(part, text) for part in rest[0]]]
    if value == "*":
        return node
    if value is None and start == end:
        return None
    if isinstance(value, str):
        return [start, end, repr(float(value.replace("Infinity", "inf")))]
    place = [start] if text[start : start + 1] in ("|", ">") else [start, end]
    return [*place, number(value)]


DIFFERENCES: dict[str, Callable[[str], object]] = {
    "two %YAML directives are an error (6.8.1), and so is a major version to come": re.compile(
        r"^%YAML [^\n]*\n(?:[%#\s][^\n]*\n)*%YAML|^%YAML +(?!1\.)", re.MULTILINE
    ).search,
    "half a surrogate pair is no character": re.compile(r"(?<!\\ud83d)\\udcb8|\\ud83d(?!\\udcb8)").search,
    "an implicit key stands on one line with its colon (7.4.2)": re.compile(r"^ *\S[^\n]*\n\s*:", re.MULTILINE).search,
    "a plain key's colon has a space behind it (7.4.2), before a bracket too": re.compile(r"[^\"'\]}\s]:[\[{]").search,
    "a pair with an empty key in a flow sequence": re.compile(r"[\[,]\s*:[ \t\n]").search,
    "a closing bracket may stand at its parent's indentation, as people write it": re.compile(r"\n[ \t]*[\]}]").search,
    "a tag right before a comma or a closing bracket": re.compile(r"![\w!]*[,}\]]").search,
    "an alias inside its own anchor would never end": lambda text: any("own anchor" in said for said in faults(text)),
}
"""Why the two may differ, and what must be in a text for that to be the reason."""


def test_another_parser_reads_the_same() -> None:
    """npm's `yaml`, which is strict: over mutants of sound documents the same verdict, data and places."""
    node_modules()
    chance = random.Random(12)
    texts = [*SOUND.values(), *(mutant(chance.choice(list(SOUND.values())), chance) for _ in range(3000))]
    command = ["node", HOME / "yaml12.mjs"]
    run = subprocess.run(command, input=json.dumps(texts), check=True, capture_output=True, text=True)
    answers = json.loads(run.stdout)
    different = [text for text, answer in zip(texts, answers, strict=True) if not agree(text, answer)]
    unexplained = [text for text in different if not any(reason(text) for reason in DIFFERENCES.values())]
    assert sum(answer is not None for answer in answers) > len(texts) // 3
    assert unexplained == []


def agree(text: str, answer: list[Any] | None) -> bool:
    trees: tuple[Tree, ...] = parse(text)
    if answer is None or faults(text):
        return answer is None and bool(faults(text))
    ours = [tree_of(tree.root) for tree in trees]
    return [it for it in ours if it] == [it for it in (theirs(node, text) for node in answer) if it]


# whatever is typed


def assert_sound_shape(text: str) -> None:
    """All places within the text, parents around their children, siblings in order; a fault has a place and words."""
    end = 0
    for tree in parse(text):
        assert end <= tree.span.start <= tree.span.end <= len(text)
        end = tree.span.end
        if tree.fault:
            assert 0 <= tree.fault.span.start <= tree.fault.span.end <= len(text)
            assert tree.fault.message
            assert all(0 <= edit.span.start <= edit.span.end <= len(text) for edit in tree.fault.edits)
        if tree.root:
            assert tree.span.start <= tree.root.span.start
            assert tree.root.span.end <= tree.span.end
            for node in walk(tree.root):
                assert node.span.start <= node.span.end
                at = node.span.start
                for child in children(node):
                    assert at <= child.span.start, (node, child)
                    assert child.span.end <= node.span.end, (node, child)
                    at = child.span.end


def children(node: Node) -> Iterator[Node]:
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield from (entry.key, entry.value)
    elif isinstance(node, Sequence):
        yield from node.items


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_every_prefix(text: str) -> None:
    for end in range(len(text)):
        assert_sound_shape(text[:end])


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_every_deletion(text: str) -> None:
    for at in range(len(text)):
        assert_sound_shape(text[:at] + text[at + 1 :])


@pytest.mark.parametrize("name", SUITE)
def test_suite_shapes(name: str) -> None:
    assert_sound_shape(SUITE[name]["yaml"])


@settings(max_examples=500)
@given(
    st.lists(
        st.sampled_from((*ALPHABET, "---\n", "...\n", "\ufeff", "&a", "*a", "<<", "!!str ", "%YAML ", "\r", "\0")),
        max_size=30,
    )
)
def test_yaml_like_text_never_raises(parts: list[str]) -> None:
    assert_sound_shape("".join(parts))


@settings(max_examples=300)
@given(st.text(st.characters() | st.sampled_from("\ud800\udfff\ufffe\x00\x7f\n:- "), max_size=40))
def test_any_text_never_raises(text: str) -> None:
    assert_sound_shape(text)
    check(Document.parse("a.cim.yaml", text), NOW)


DEEP = {
    "flow lists": "[" * 10_000,
    "flow maps": "{a: " * 10_000,
    "both": "[{a: " * 5_000,
    "closed": "[" * 10_000 + "]" * 10_000,
    "lists": "- " * 10_000,
    "maps": "".join(f"{' ' * depth}a:\n" for depth in range(1_000)),
    "complex keys": "? " * 10_000,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_depth_is_bounded(text: str) -> None:
    (tree,) = parse(text)
    assert tree.fault is not None
    assert "nested" in tree.fault.message
    assert tree.root is not None
    assert sum(1 for _ in walk(tree.root)) < 500
    check(Document.parse("a.cim.yaml", text), NOW)


def test_aliases_are_bounded() -> None:
    """A billion laughs: what the aliases stand for is counted, and no more of it is let through than a file may say."""
    lines = ["a0: &a0 [lol, lol]\n", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))]
    (tree,) = parse("".join(lines))
    fault, top, weights = tree.fault, tree.root, dict[int, int]()
    total = weight(top, weights) if top else 0  # counted here: a failed assertion would print the tree, aliases and all
    assert fault is not None
    assert "aliases" in fault.message
    assert 1 < total < 200_000
    assert len(weights) < 200


def weight(node: Node, known: dict[int, int]) -> int:
    """How many nodes a tree stands for, its aliases followed; `known` holds what has been counted."""
    node = resolve(node)
    if id(node) not in known:
        known[id(node)] = 1 + sum(weight(child, known) for child in children(node))
    return known[id(node)]


@pytest.mark.parametrize("text", ["&a [*a]", "a: &a {b: *a}", "&a\n- *a\n", "a: &a\n  <<: *a\n", "&a a: {b: {c: *a}}"])
def test_no_tree_holds_itself(text: str) -> None:
    for tree in parse(text):
        if tree.root:
            json.dumps(data(tree.root))
    assert_sound_shape(text)
