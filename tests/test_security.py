"""What a file may not do: reach the network, or bring markup of its own into what is shown of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cim_lsp.features.graph import graph
from cim_lsp.features.hover import describe
from cim_lsp.known import Known
from cim_lsp.lsp.main import make_parser
from cim_lsp.lsp.render.completion import plain
from cim_lsp.markdown import code_span, escape
from cim_lsp.pictures.formats import render
from cim_lsp.project import Project
from cim_lsp.summary import summarise

from .lsp.wire import Json, Server

ROOT = Path(__file__).parent.parent
HOSTILE = (
    "<script>alert(1)</script>", "[a](javascript:alert(1))", "![a](https://example.org/a.png)", "`a` ``b```", "a | b",
    "<!-- a", "[a](command:workbench.action.quit)", "</text><script/>", "&lt;b&gt;", "<https://example.org>", "- a",
    "1. a", "# a", "= a", "> a", "\\", "*a*_b_~~c~~", '"><svg onload="a"', "]]>", "%%{init: {}}%%", "a\n\n    b",
    "\x1b[2J",
)  # fmt: skip
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20), st.lists(st.sampled_from(HOSTILE)).map(" ".join))

# the network

FORBID = """
import os, sys

def forbid(event, arguments):
    if event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "urllib.Request"}:
        os.write(2, f"{event} {arguments}".encode())
        os._exit(99)

sys.addaudithook(forbid)
"""


def forbidden(module: str) -> tuple[str, ...]:
    """A command without a network: whoever reaches for it dies of that."""
    return sys.executable, "-c", f"{FORBID}\nfrom {module} import main\nsys.exit(main())"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples" / "vehicle-workshop", tmp_path / "workshop")
    (tmp_path / "workshop" / "odd.module.yaml").write_text(
        "module:\n  name: odd\n  id: TODO\n  purpose: Refer to what is elsewhere\n  dependencies:\n"
        "    - {name: far, version: ^1, repository: 'https://example.org/far.git'}\n    - ../../../etc/passwd\n"
        "    - https://example.org/near\n  homepage: https://example.org\n"
    )
    return tmp_path / "workshop"


def test_the_test_would_see_it() -> None:
    code = f"{FORBID}\nimport socket\nsocket.create_connection(('127.0.0.1', 9))"
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 99


@pytest.mark.parametrize(
    ("module", "argv", "code"),
    [
        ("cim_lsp.cli.validate", ["--format", "sarif"], 1),
        ("cim_lsp.cli.validate", ["--fix"], 1),
        ("cim_lsp.cli.graph", ["--format", "svg"], 0),
        ("cim_lsp.cli.new", ["module", "billing", "--purpose", "Send bills and follow them until they are paid"], 0),
    ],
)
def test_no_command_reaches_for_the_network(project: Path, module: str, argv: list[str], code: int) -> None:
    run = subprocess.run([*forbidden(module), *argv], check=False, capture_output=True, text=True, cwd=project)
    assert (run.returncode, "socket" in run.stderr) == (code, False), run.stderr


def test_the_server_does_not_either(project: Path) -> None:
    path = project / "odd.module.yaml"
    place: Json = {"textDocument": {"uri": path.as_uri()}, "position": {"line": 6, "character": 10}}
    with Server(command=forbidden("cim_lsp.lsp.main")) as server:
        server.initialize({}, rootUri=project.as_uri())
        server.open(path.as_uri(), path.read_text())
        for method in ("hover", "completion", "definition", "documentLink", "documentSymbol", "codeLens"):
            server.request(f"textDocument/{method}", place)
        server.request("workspace/symbol", {"query": ""})
        assert server.leave() == 0


def test_a_port_is_for_this_machine_alone_unless_asked() -> None:
    assert make_parser().parse_args(["--tcp", "9257"]).tcp == ("127.0.0.1", 9257)
    assert make_parser().parse_args([]).tcp is None


# programs

TAGS = (
    "module: !!python/object/apply:os.system ['touch ran']\n---\nmodule:\n  name: !!python/name:os.getcwd ''\n"
    "  id: !!python/object/new:subprocess.Popen [[touch, ran]]\n  purpose: !<tag:yaml.org,2002:python/module:os> a\n"
)


@pytest.mark.parametrize("argv", [[], ["--fix", "--unsafe-fixes"], ["--format", "json"]])
def test_no_tag_makes_an_object(tmp_path: Path, argv: list[str]) -> None:
    (tmp_path / "a.module.yaml").write_text(TAGS)
    hook = FORBID.replace('"socket.connect"', '"os.system", "subprocess.Popen", "os.exec", "os.posix_spawn"')
    code = f"{hook}\nfrom cim_lsp.cli.validate import main\nsys.exit(main())"
    run = subprocess.run([sys.executable, "-c", code, *argv], check=False, capture_output=True, text=True, cwd=tmp_path)
    assert run.returncode == 1, run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.module.yaml"]


# markup


@given(texts, texts, texts, texts)
def test_what_is_said_of_somebody_has_no_markup_but_ours(name: str, purpose: str, version: str, where: str) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(
        describe("module", Known(name, purpose, version, None, where))
    )  # fmt: skip
    kinds = {each.type for token in tokens for each in (token, *(token.children or ()))}
    assert kinds <= {
        *("paragraph_open", "paragraph_close", "inline", "text", "text_special", "softbreak"),
        *("strong_open", "strong_close", "code_inline"),
    }


def shown(markdown: str) -> list[str]:
    """The parts of the only paragraph of a text in Markdown, without their markup."""
    (paragraph,) = [each for each in MarkdownIt("commonmark").parse(markdown) if each.type == "inline"]
    return [each.content for each in paragraph.children or ()]


visible = texts.map(lambda text: " ".join(text.replace("\0", " ").split())).filter(bool)


@given(visible)
def test_what_is_escaped_is_shown_as_it_is(text: str) -> None:
    assert "".join(shown(escape(text))) == text
    assert plain(escape(text)) == text


@given(visible)
def test_a_code_span_holds_all_of_a_text(text: str) -> None:
    assert shown(f"a {code_span(text)}")[1:] == [text]


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_a_picture_has_no_element_but_ours(pairs: list[tuple[str, str]]) -> None:
    summaries = [
        summarise(f"{number}.yaml", ({"module": {"name": name, "purpose": purpose, "dependencies": [purpose]}},))
        for number, (name, purpose) in enumerate(pairs)
    ]
    svg = render(graph(Project.of(summaries)), "svg")
    found = list(ET.fromstring(svg).iter())
    assert {element.tag.rpartition("}")[2] for element in found} <= {
        *("svg", "g", "rect", "text", "tspan", "path", "title", "desc", "style", "defs", "marker", "polygon", "line")
    }
    for element in found:
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert "javascript:" not in value


def test_the_page_around_a_picture_runs_nothing_but_ours() -> None:
    source = (ROOT / "editors/vscode/src/graph.ts").read_text(encoding="utf-8")
    assert "`default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`" in source
    assert "unsafe" not in source
