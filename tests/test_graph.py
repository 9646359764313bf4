"""Projects as graphs, and graphs as pictures.

The cases in `cases/features/graph/` hold the files of a project; beside each, `.expected` has a line for each node and
edge. `python -m tests.test_graph` writes these anew; read the difference before you keep it.
"""

from __future__ import annotations

import json
import random
import re
import warnings
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cim_lsp.document import Document
from cim_lsp.features.graph import STATES, Edge, Graph, Kind, Node, Relation, graph
from cim_lsp.mentions import summary
from cim_lsp.pictures import dot, mermaid, svg
from cim_lsp.pictures import json as json_picture
from cim_lsp.pictures.boxes import NAME, PADDING, SMALL, WIDTH
from cim_lsp.pictures.layers import arrange
from cim_lsp.pictures.parts import around, below, find
from cim_lsp.pictures.routes import Drawing, Placed, Route, draw
from cim_lsp.pictures.words import fit, line, mark, surroundings, width, wrap
from cim_lsp.project import Project
from tests.harness import CASES, read_all
from tests.mutants import mutants

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # pydot says some things as pyparsing 2 had them
    from pydot.dot_parser import parse_dot_data

FILES = sorted((CASES / "features" / "graph").glob("*.yaml"))
SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "graph.schema.json").read_text(encoding="utf-8"))
NASTY = (
    'a"b', "<b>", "x\ny", "-->", "]]>", "<script>alert(1)</script>", "%%{init: {}}%%", "`md`", "end", "#quot;", "&amp;",
    "a\\", '\\"', "style a:#b;", "\ud800", "\x00\x1b", "\u202egnp", "[[x]]", "|y|", "1. one", "- one", "click a call()",
    "é😀漢字", "__proto__", "a:::b", "subgraph", "a b", "a\tb", "A_b", "A-b",
)  # fmt: skip
TEXTS = st.sampled_from(NASTY) | st.text(max_size=30)
SVG = "{http://www.w3.org/2000/svg}"
_NAME = r"(?:domain|module)_\w*"
_TEXT = r"(?:[^\W_]|[ .,!?()/'+^=-]|#[0-9]+;)*"
_LABEL = rf'"<b>{_TEXT}</b>{_TEXT}(?:<br/><small>{_TEXT}</small>)?"'
MERMAID = re.compile(
    rf"flowchart LR|  {_NAME}(?:\[{_LABEL}\]|\[\[{_LABEL}\]\]:::domain|\[{_LABEL}\]:::missing|\({_LABEL}\):::external)"
    rf'|  {_NAME} (?:---|-\.-|-->|-\.->)(?:\|"{_TEXT}"\|)? {_NAME}|  classDef \w+ [\w#:,-]+(?: 4)?'
    r"|  linkStyle [0-9,]+ [\w#:,-]+"
)
"""The lines that a flowchart has; a text in them has no sign that means anything to Mermaid."""


def project_of(file: Path) -> Project:
    return Project.of(summary(Document.parse(case.path, case.text)) for case in read_all(file))


def told(found: Graph) -> str:
    """A graph, a line for each node and edge."""
    nodes = (f"{node.kind} {node.key!r} {surroundings(node)}\n" for node in found.nodes)
    edges = (f"{e.source!r} {e.kind} {e.target!r} {e.range or '-'} {e.state}\n" for e in found.edges)
    return "".join((*nodes, *edges))


@st.composite
def graphs(draw_: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> Graph:
    """Graphs of every shape, whether or not a project could have it."""
    kinds: list[Kind] = ["domain", "module", "module", "module", "external", "missing"]
    nodes: list[Node] = []
    for number in range(draw_(st.integers(1, 14))):
        kind, label = draw_(st.sampled_from(kinds)), draw_(texts)
        of = "domain" if kind == "domain" else "module"
        optional = st.none() | texts
        key = f"{of}:{label} ({number})"
        nodes.append(Node(key, kind, label, None, draw_(optional), draw_(optional), draw_(optional)))
    keys = st.sampled_from([node.key for node in nodes])
    relations: list[Relation] = ["composes", "depends"]
    places = draw_(st.lists(st.tuples(keys, keys, st.sampled_from(relations)), max_size=30, unique=True))
    edges = [Edge(*place, draw_(st.none() | texts), draw_(st.sampled_from(STATES))) for place in places]
    return Graph(tuple(nodes), tuple(edges))


def large(seed: int, count: int = 50) -> Graph:
    """A project of many modules in three domains, with long chains, a hub, cycles and nothing left out."""
    chance = random.Random(seed)
    keys = [f"module:part-{number}-of-the-whole" for number in range(count)]
    edges: dict[tuple[str, str, Relation], Edge] = {}
    for number, key in enumerate(keys):
        domain = Edge(f"domain:{number % 3}", key, "composes", None, "ok")
        ends = [keys[int(chance.random() ** 2 * count)] for _ in range(chance.choice((0, 1, 1, 2, 3, 4)))]
        needs = [Edge(key, end, "depends", chance.choice((None, "^0.4")), chance.choice(STATES)) for end in ends]
        edges.update({(edge.source, edge.target, edge.kind): edge for edge in (domain, *needs)})
    domains = [Node(f"domain:{number}", "domain", f"domain {number}", purpose="Keep it all") for number in range(3)]
    modules = [
        Node(key, "module", key[7:], None, "1.0.0", "Do what has to be done, and tell who asked") for key in keys
    ]
    return Graph((*domains, *modules), tuple(edges.values()))


# projects as graphs


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_cases(file: Path):
    assert told(graph(project_of(file))) == file.with_suffix(".expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_order_of_files_is_of_no_matter(file: Path):
    project = project_of(file)
    turned = Project.of(reversed(project.summaries.values()))
    assert graph(turned) == graph(project)


def test_whatever_is_typed_has_a_graph_and_pictures():
    texts = mutants(11, 60)
    for at in range(0, len(texts), 6):
        documents = [Document.parse(f"{number}.cim.yaml", text) for number, text in enumerate(texts[at : at + 6])]
        found = graph(Project.of(map(summary, documents)))
        keys = [node.key for node in found.nodes]
        assert len(set(keys)) == len(keys)
        assert {key for edge in found.edges for key in (edge.source, edge.target)} <= set(keys)
        judge_pictures(found)


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_an_edge_is_in_a_cycle_exactly_if_there_is_a_way_back(pairs: set[tuple[int, int]]):
    texts = {a: [b for c, b in sorted(pairs) if c == a] for a in range(8)}
    documents = [
        Document.parse(
            f"{a}.module.yaml", f"module: {{name: m{a}, dependencies: [{', '.join(f'm{b}' for b in ends)}]}}"
        )
        for a, ends in texts.items()
    ]
    ways = {a: set(ends) for a, ends in texts.items()}
    for middle in range(8):
        for a in range(8):
            if middle in ways[a]:
                ways[a] |= ways[middle]
    red = {(e.source, e.target) for e in graph(Project.of(map(summary, documents))).edges if e.state == "cycle"}
    assert red == {(f"module:m{a}", f"module:m{b}") for a, b in pairs if a in ways[b]}


# parts


def test_a_part_below_and_around():
    project = project_of(CASES / "features" / "graph" / "workshop.yaml")
    found = graph(project)
    ledger = find(found, "module", "ledger")
    assert ledger
    assert [node.label for node in below(found, ledger).nodes] == ["audit", "ledger", "clok"]
    near = around(found, ledger, 1)
    assert [node.label for node in near.nodes] == ["workshop", "audit", "billing", "ledger"]
    assert [node.label for node in around(found, ledger, 0).nodes] == ["workshop", "ledger"]
    assert around(found, ledger, 9) == found
    assert {(edge.source, edge.target) for edge in near.edges} == {
        (edge.source, edge.target) for edge in found.edges if not {"module:clok", "module:currencies"} & {edge.target}
    }


def test_who_is_asked_for():
    found = graph(project_of(CASES / "features" / "graph" / "absent.yaml"))
    labels = {
        (kind, text): node and node.key
        for kind in ("domain", "module")
        for text in ("one", "acme", "1")
        for node in [find(found, kind, text)]
    }
    assert labels == {
        ("domain", "one"): "domain:one", ("domain", "acme"): "domain:acme", ("domain", "1"): None,
        ("module", "one"): "module:one", ("module", "acme"): None, ("module", "1"): None,
    }  # fmt: skip
    by_id = find(
        graph(project_of(CASES / "features" / "graph" / "workshop.yaml")),
        "module",
        "01939B5E-2F4C-7A31-9C5D-000000000003",
    )
    assert by_id
    assert by_id.label == "audit"


# pictures


def judge_pictures(found: Graph) -> None:
    """Every format can be read by those whom it is for, and says who is there."""
    count = len(found.nodes), len(found.edges)
    data = json.loads(json_picture.render(found))
    assert list(Draft202012Validator(SCHEMA).iter_errors(data)) == []  # pyright: ignore[reportUnknownMemberType]
    assert (len(data["nodes"]), len(data["edges"])) == count
    lines = mermaid.render(found).removesuffix("\n").split("\n")
    assert [each for each in lines if not MERMAID.fullmatch(each)] == []
    read = cast("Any", parse_dot_data(dot.render(found)))
    assert read
    names = [node.get_name() for node in read[0].get_nodes() if node.get_name() not in ("node", "edge")]
    assert (len(set(names)), len(read[0].get_edges())) == count
    root = ET.fromstring(svg.render(found))
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg", "title", "style", "defs", "marker", "path", "rect", "g", "text",
    }  # fmt: skip
    boxes = [each for each in root.iter(f"{SVG}rect") if "height" in each.attrib and each.get("y") is None]
    assert len(boxes) == len(found.nodes) + 1
    assert len(root.findall(f"{SVG}path")) == len(found.edges)
    assert not any(name.startswith("on") or "href" in name for each in root.iter() for name in each.attrib)


@settings(max_examples=30)
@given(graphs())
def test_pictures_hold_whatever_a_file_contains(found: Graph):
    judge_pictures(found)


@settings(max_examples=40)
@given(graphs(st.sampled_from(("a", "b-c", "Some longer name that goes on and on, for ever and a day"))))
def test_drawings_have_room_for_everything(found: Graph):
    judge_drawing(draw(found))


@pytest.mark.parametrize("seed", range(4))
def test_a_large_drawing_has_room_for_everything(seed: int):
    judge_drawing(draw(large(seed)))


def judge_drawing(drawing: Drawing) -> None:
    """No box over another, no edge over a box, no text out of its box, nothing outside of the picture."""
    for a, b in combinations(drawing.boxes, 2):
        assert a.x + WIDTH < b.x or b.x + WIDTH < a.x or a.y + a.height < b.y or b.y + b.height < a.y
    for placed in drawing.boxes:
        assert placed.x >= 0
        assert placed.y >= 0
        assert placed.x + WIDTH <= drawing.width
        assert placed.y + placed.height <= drawing.height
        assert placed.height >= placed.box.height
        rows = [(text, NAME) for text in placed.box.name] + [(text, SMALL) for text in placed.box.purpose]
        assert all(width(text, size, bold=size == NAME) <= WIDTH - 2 * PADDING for text, size in rows)
    for route in drawing.routes:
        if route.edge.source != route.edge.target:
            assert not [placed for placed in drawing.boxes for x, y in sampled(route) if is_inside(placed, x, y)]
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in sampled(route))


def sampled(route: Route) -> list[tuple[float, float]]:
    """Points along an edge: on each Bézier curve, at its ends and between them."""
    found: list[tuple[float, float]] = []
    for at in range(0, len(route.points) - 1, 3):
        curve = route.points[at : at + 4]
        for t in (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0):
            weights = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            x, y = (sum(w * point[axis] for w, point in zip(weights, curve, strict=True)) for axis in (0, 1))
            found.append((x, y))
    return found


def is_inside(placed: Placed, x: float, y: float) -> bool:
    rim = 0.01
    return placed.x + rim < x < placed.x + WIDTH - rim and placed.y + rim < y < placed.y + placed.height - rim


def test_edges_begin_and_end_at_their_boxes():
    drawing = draw(large(1))
    sides = {each.box.node.key: (each.x, each.x + WIDTH, each.y, each.y + each.height) for each in drawing.boxes}
    for route in drawing.routes:
        for key, (x, y) in ((route.edge.source, route.points[0]), (route.edge.target, route.points[-1])):
            left, right, top, bottom = sides[key]
            assert top <= y <= bottom
            assert min(abs(x - left), abs(x - right)) < 0.01 or route.edge.source == route.edge.target


def test_everybody_is_right_of_who_needs_them_unless_there_is_a_cycle():
    links = [(0, 2, None), (2, 3, None), (1, 3, None), (0, 3, None)]
    layers = arrange(4, links, [0, 0, 1, 1])
    column = {each: number for number, members in enumerate(layers.columns) for each in members}
    assert all(column[source] < column[target] for source, target, _ in links)
    assert layers.turned == frozenset()
    assert arrange(2, [(0, 1, None), (1, 0, None)], [0, 0]).turned == {1}


def test_ways_that_can_be_drawn_without_crossing_are():
    """Two chains whose ends are given in the other order."""
    found = arrange(4, [(0, 3, None), (1, 2, None)], [0, 0, 1, 1]).columns
    assert found in ([[0, 1], [3, 2]], [[1, 0], [2, 3]])


@given(TEXTS, st.integers(20, 300), st.integers(1, 3))
def test_text_fits(text: str, room: int, lines: int):
    assert width(fit(text, room, SMALL), SMALL) <= max(room, width("…", SMALL))
    found = wrap(line(text), room, SMALL, lines)
    assert len(found) <= lines
    assert all(width(each, SMALL) <= max(room, width("…", SMALL)) for each in found)
    whole = line(text).replace(" ", "")
    shown = "".join(found).replace(" ", "")
    assert shown == whole or "…" in shown


def test_what_stands_at_an_edge():
    marks = {mark(Edge("a", "b", "depends", asked, state)) for asked in (None, "^1") for state in STATES}
    assert marks == {"", "^1", "≠", "≠ ^1", "unresolved", "^1 unresolved"}


def test_names_that_only_differ_in_signs_stay_apart():
    nodes = tuple(Node(f"module:{text}", "module", text) for text in ("a-b", "a_b", "a b", "a\tb", "é", "è"))
    judge_pictures(Graph(nodes))
    names = [text.partition("[")[0] for text in mermaid.render(Graph(nodes)).splitlines()[1:7]]
    assert len(set(names)) == 6


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


if __name__ == "__main__":
    for each in FILES:
        each.with_suffix(".expected").write_text(told(graph(project_of(each))), encoding="utf-8")
