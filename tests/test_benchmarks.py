"""The benchmarks themselves: a perfect server scores everything, an idle or clumsy one what it deserves.

Run as a module, this file is those servers: `python -m tests.test_benchmarks ANSWERS`, a JSON object of items by
text and position.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.completion import run, scenarios
from benchmarks.contexts import CONTEXTS, Scenario
from benchmarks.corpus import Source, sources
from benchmarks.items import choices, plain, position, shown
from benchmarks.judging import is_fair, is_right
from benchmarks.outcomes import Outcome, published_ids
from benchmarks.places import node_at, place_of
from benchmarks.points import FORMS, KINDS_OF_POINT, points
from benchmarks.project import is_over
from benchmarks.project_editor import NAME, PEAK, VALIDATE, Taken
from benchmarks.project_files import READERS, changed, files
from benchmarks.project_page import as_json as project_as_json
from benchmarks.project_page import over, page, share
from benchmarks.report import as_json, figures, misses, misses_as_text, tables
from benchmarks.servers import Candidate
from benchmarks.typing import SIZES, generated, percentile, table
from cim_lsp.analysis import check
from cim_lsp.conflicts import is_settled
from cim_lsp.document import Document
from cim_lsp.mentions import summary
from cim_lsp.nodes import Scalar
from cim_lsp.project import Project
from cim_lsp.syntax import parse
from cim_lsp.text import Edit, Span, apply_edits
from tests.harness import NOW
from tests.lsp.wire import decode, encode

FRESH = "01a3b0c4-5d6e-7f80-9a1b-2c3d4e5f6071"
FEWER = 7
"""Of so many scenarios one is enough for a server that always does the same."""
Json = dict[str, Any]
Maker = Callable[[Scenario], list[Json]]


def sample() -> list[Source]:
    return [source for source in sources() if source.origin.startswith(("benchmarks", "examples"))]


@cache
def chosen() -> tuple[Scenario, ...]:
    return tuple(scenarios(1, sample()))


def span_of(text: str, span: Span) -> Json:
    return {"start": position(text, span.start), "end": position(text, span.end)}


def perfect(it: Scenario) -> list[Json]:
    """The item that is meant, below one that begins alike and one that doesn't."""
    span = it.ideal.span
    written = it.ideal.text.replace(it.point.expected, FRESH) if it.point.kind == "id" else it.ideal.text
    item = {
        "label": FRESH if it.point.kind == "id" else it.point.expected,
        "filterText": span.of(it.text) + it.point.expected,
        "sortText": "1",
        "textEdit": {"range": span_of(it.text, span), "newText": written},
    }
    other = {"textEdit": {"range": span_of(it.text, span), "newText": "x"}}
    alike = {**other, "label": "other", "filterText": span.of(it.text) + "~", "sortText": "2"}
    return [alike, item, {**other, "label": "§", "sortText": "0"}]


def idle(_: Scenario) -> list[Json]:
    return []


def clumsy(it: Scenario) -> list[Json]:
    """The right word, with a quote that nothing closes."""
    return [{**item, "textEdit": {**item["textEdit"], "newText": '"' + it.point.expected}} for item in perfect(it)[1:2]]


def key_of(uri_text: str, place: Json) -> str:
    return f"{place['line']}:{place['character']}:{uri_text}"


def answered(tmp_path: Path, maker: Maker, asked: Sequence[Scenario]) -> list[Outcome]:
    """What the benchmark finds of a server that answers each scenario so."""
    answers = tmp_path / "answers.json"
    found = {key_of(it.text, position(it.text, it.offset)): maker(it) for it in asked}
    answers.write_text(json.dumps(found), encoding="utf-8")
    return run(Candidate("fake", (sys.executable, "-m", "tests.test_benchmarks", str(answers))), asked)


def test_a_perfect_server_scores_all(tmp_path: Path):
    asked = chosen()[::2]
    outcomes = answered(tmp_path, perfect, asked)
    assert [it.scenario for it in outcomes] == list(asked)
    assert list(misses(outcomes)) == []
    found = figures(outcomes)
    assert (found["recall"], found["edit"]) == (1, 1)
    assert found["top2"] == 1
    empty = [it for it in outcomes if it.scenario.typed]
    assert {it.rank for it in empty} == {1}, "what doesn't begin with the typed word stays away"
    assert "| all   |        |" in tables({"fake": outcomes})


def test_a_server_without_items_scores_nothing(tmp_path: Path):
    outcomes = answered(tmp_path, idle, chosen()[::FEWER])
    found = figures(outcomes)
    assert (found["points"], found["offered"], found["recall"], found["edit"]) == (len(outcomes), 0, 0, None)
    assert len(list(misses(outcomes))) == len(outcomes)
    assert "shown: nothing" in misses_as_text({"fake": outcomes})
    json.dumps(as_json({"fake": outcomes}))


def test_a_server_that_breaks_the_file_is_found_out(tmp_path: Path):
    outcomes = [it for it in answered(tmp_path, clumsy, chosen()[::FEWER]) if it.scenario.point.kind != "id"]
    assert figures(outcomes)["recall"] == 1
    closed = [it for it in outcomes if it.scenario.context != "unclosed"]
    assert figures(closed)["edit"] == 0


def test_every_kind_form_and_context_is_met():
    points_met = {(it.point.kind, it.point.form) for it in chosen()}
    assert points_met == {(kind, form) for kind in KINDS_OF_POINT for form in FORMS}
    assert {it.context for it in chosen()} == set(CONTEXTS)


def test_the_sample_is_the_same_every_time():
    corpus = sample()[:1]
    assert scenarios(1, corpus) == scenarios(1, corpus) != []


@pytest.mark.parametrize("context", CONTEXTS)
def test_scenarios(context: str):
    """The cursor stands behind what is typed, the perfect edit is right, and to do nothing is not."""
    for it in chosen():
        if it.context == context:
            assert it.text[: it.offset].endswith(it.typed)
            assert it.ideal.span.start <= it.offset <= it.ideal.span.end
            assert is_fair(it)
            assert not is_right(it, ())
            assert not is_right(it, (it.ideal, Edit.insert(0, "- [")))


def test_what_is_taken_away_is_missed():
    it = next(it for it in chosen() if it.context == "rest present" and it.point.form == "record" and it.place.is_key)
    rest = Span(it.ideal.span.end, len(it.text))
    lost = it.text.index("\n", it.offset) + 1
    following = Span(lost, it.text.index("\n", lost) + 1)
    assert rest.start <= following.start
    assert is_right(it, (it.ideal,))
    assert not is_right(it, (it.ideal, Edit(following, "")))


def test_points_stand_where_they_say():
    for source in sample():
        trees = parse(source.text)
        for point in points(source):
            place = place_of(trees, point.word.start)
            assert place is not None
            if place.is_key:
                assert place.steps[-1] == point.expected
            else:
                node = node_at(trees, place.document, place.steps)
                assert isinstance(node, Scalar)
                assert node.text == point.expected


def test_corpus_is_sound_and_named_once():
    found = sources()
    assert len({source.origin for source in found}) == len(found)
    assert not any(tree.fault for source in found for tree in parse(source.text))
    assert published_ids()


# what the editor makes of items


@pytest.mark.parametrize(
    ("snippet", "text"),
    [
        ("name: ${1:my-module}$0", "name: my-module"),
        ("${1|core,domain|}", "core"),
        ("${1:outer ${2:inner}} $3", "outer inner "),
        (r"costs \$1, \} and \\", r"costs $1, } and \ ".rstrip()),
        ("$TM_FILENAME${CLIPBOARD}x", "x"),
        ("${1:}", ""),
    ],
)
def test_snippets(snippet: str, text: str):
    assert plain(snippet) == text


def accepted(item: Json, text: str, defaults: Json | None = None) -> str:
    """The text after an item is accepted at the cursor (‸), which is marked again."""
    offset, text = text.index("‸"), text.replace("‸", "")
    (choice,) = choices({"items": [item], "itemDefaults": defaults or {}}, text, offset)
    return apply_edits(text, choice.edits)


LINE = {"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 4}}
WIDE = {"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 6}}


@pytest.mark.parametrize(
    ("item", "text", "result"),
    [
        ({"label": "name"}, "  na‸: x", "  name: x"),
        ({"label": "n", "insertText": "name: ${1:x}", "insertTextFormat": 2}, "- ‸", "- name: x"),
        ({"label": "n", "insertText": "$1", "insertTextFormat": 1}, "‸", "$1"),
        ({"label": "n", "textEdit": {"range": LINE, "newText": "name"}}, "😀 n‸", "😀 name"),
        ({"label": "n", "textEdit": {"insert": LINE, "replace": WIDE, "newText": "name"}}, "abcn‸mm", "abcnamemm"),
        ({"label": "n", "insertText": "a:\n  b"}, "  ‸\r\n", "  a:\r\n    b\r\n"),
        ({"label": "n", "insertText": "a:\n  b", "insertTextMode": 1}, "  ‸", "  a:\n  b"),
        (
            {
                "label": "n",
                "additionalTextEdits": [{"range": {"start": LINE["end"], "end": LINE["end"]}, "newText": "!"}],
            },
            "n‸   ",
            "n   !",
        ),
    ],
)
def test_insertion(item: Json, text: str, result: str):
    assert accepted(item, text) == result


def test_defaults_of_a_list():
    defaults = {"editRange": {"insert": LINE, "replace": WIDE}, "insertTextFormat": 2}
    assert accepted({"label": "n", "textEditText": "name: $0"}, "abcn‸mm", defaults) == "abcname: mm"
    assert accepted({"label": "name"}, "abcn‸mm", defaults) == "abcnamemm"


def test_filter_and_order():
    labels = ("version", "value_objects", "visibility", "events", "x-v", "aggregates")
    items = [{"label": label, "sortText": "9" if label == "value_objects" else "1"} for label in labels]
    found = shown(choices(items, "v", 1))
    assert [choice.label for choice in found] == ["version", "visibility", "value_objects", "x-v"]
    assert [choice.label for choice in shown(choices(items, "vo", 2))] == ["version", "value_objects"]
    assert choices(None, "v", 1) == []


# typing


@pytest.mark.parametrize("lines", SIZES)
def test_generated_files_are_sound_and_as_long_as_said(lines: int):
    text = generated(lines)
    assert len(text.splitlines()) == lines
    assert not check(Document.parse("a.module.yaml", text), NOW)


def test_percentiles_and_ratios():
    taken = [float(number) for number in range(1, 21)]
    assert (percentile(taken, 0.5), percentile(taken, 0.95), percentile([7.0], 0.95)) == (11, 20, 7)
    theirs = {"diagnostics": [it * 2 for it in taken], "completion": [1.0]}
    rows = table({12: {"ours": {"diagnostics": taken}, "theirs": theirs}}).splitlines()
    assert "| 12 | diagnostics | 11.0 | 20.0 | 22.0 | 40.0 | 2.0 | 2.0 |" in rows
    assert "| 12 | completion | – | – | 1.0 | 1.0 | – | – |" in rows


# projects


@pytest.mark.parametrize("size", [50, 130])
def test_a_generated_project_is_sound_and_as_large_as_said(size: int):
    documents = [Document.parse(path, text) for path, text in files(size).items()]
    project = Project.of(map(summary, documents))
    assert len(documents) == size
    assert not [found for document in documents for found in check(document, NOW, project)]


def test_a_larger_project_has_the_smaller_one_in_it():
    small, large = files(60), files(100)
    assert files(60) == small
    assert {path: large[path] for path in small} == small


def test_references_are_written_in_every_form():
    members = [member for path, text in files(400).items() for member in summary(Document.parse(path, text)).members]
    references = [each for member in members for each in member.references]
    names = {member.name for member in members}
    assert {each.key for each in references} == {"modules", "dependencies", "domain"}
    assert any(each.range and each.text in names for each in references)
    assert any(each.may_be_elsewhere and not each.range for each in references)
    assert any(each.text not in names and "-" in each.text and each.range for each in references)
    assert any(each.text in {member.id for member in members} for each in references)
    texts = "".join(files(400).values())
    assert all(form in texts for form in ('"dependencies": {', "  dependencies: [", "  - dependencies:", "events:"))


def test_what_is_checked_out_breaks_what_is_open():
    made = files(130)
    other = changed(made)
    open_ones = [path for path in made if "/modules/" in path][1 : READERS + 2]
    project = Project.of(summary(Document.parse(path, text)) for path, text in {**made, **other}.items())
    assert len(changed(made, 20)) == 20
    assert len(other) > 100
    assert other.keys().isdisjoint(open_ones)
    assert all(text != made[path] for path, text in other.items())
    assert not any(is_settled(project, path) for path in open_ones)


def test_figures_of_projects_and_their_limits():
    few: list[Taken] = [{NAME: [1.0, 2.0], PEAK: [50.0], VALIDATE: [9.0]}] * 2
    many: list[Taken] = [{NAME: [1.0, 3.1], PEAK: [150.0]}, {NAME: [1.0, 90.0], PEAK: [150.0]}, {NAME: [2.0, 2.9]}]
    assert (share(many, NAME, 0.5), share(many, NAME, 0.95), share(many, VALIDATE, 0.5)) == (3.1, 3.1, None)
    assert over({50: few, 5_000: many}, NAME) == "> 1.5 x"
    assert over({50: few, 5_000: few}, NAME) == ""
    assert "| keystroke in a name | 2.0 | 2.0 | 3.1 | 3.1 | 1.55 | > 1.5 x |" in page({50: few, 5_000: many})
    assert "| memory at its peak, MB | 50.0 | 50.0 | 150 | 150 | 3.00 |  |" in page({50: few, 5_000: many})
    assert (is_over({50: few, 5_000: many}), is_over({50: few, 5_000: few})) == (True, False)
    assert project_as_json({50: few, 5_000: many})["figures"][NAME]["over"] == "> 1.5 x"


def serve(answers: Json) -> None:
    """A language server that knows its answers by heart."""
    texts: dict[str, str] = {}
    result: Any
    while message := decode(sys.stdin.buffer):
        params: Json = message.get("params") or {}
        document: Json = params.get("textDocument") or {}
        uri, result = str(document.get("uri")), None
        match message["method"]:
            case "initialize":
                result = {"capabilities": {"completionProvider": {}, "textDocumentSync": 1}}
            case "textDocument/didOpen":
                texts[uri] = document["text"]
            case "textDocument/didChange":
                texts[uri] = params["contentChanges"][0]["text"]
            case "textDocument/completion":
                result = answers[key_of(texts[uri], params["position"])]
            case _:
                pass
        if "id" in message:
            sys.stdout.buffer.write(encode({"jsonrpc": "2.0", "id": message["id"], "result": result}))
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
