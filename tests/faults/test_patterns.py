"""No regular expression of ours can be made to try for ever: recheck, which reads JavaScript's, says so of each."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.meanwhile import ENVIRONMENT, once
from tests.npm import HOME, node_modules

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "cim_lsp"
Pattern = tuple[str, str, str]
"""A name, the pattern as JavaScript has it, and its flags there."""

ANCHORED = {"match": "^(?:{})", "fullmatch": "^(?:{})$"}
JAVASCRIPT = (("(?P<", "(?<"), (r"\A", "^"), (r"\Z", "$"), ("(?-i:", "(?:"), (r"\"", '"'), (r"\'", "'"))
BUILT = {"checker", "evaluation", "files/gitignore", "features/workspace_symbols", "cursor/open_lines"}
"""Where patterns are put together at run time: of the schemas' patterns, of somebody's globs, of letters and of two."""
EXPLAINED = {
    "symbols._IDENTIFIER": "held against a whole text by `fullmatch`",
    "formatting/key_order._LIST_LEAD": "held against one place by `match`",
    "cursor/locate._COLON": "held against one place by `match`",
    "cursor/locate._JSON_COLON": "held against one place by `match`",
    "cursor/open_lines": "held against one place by `match`",
    "toml._KEY": "held against one place by `match`",
    "toml._PLAIN": "held against one place by `match`",
    "toml._DOT": "held against one place by `match`",
    "enrolment._EMPTY": "searched in what we have written ourselves",
    "plain_lines._LINE": "a text with a long gap in a line is refused before",
    "syntax/malformed._NO_TAIL": "searched in a line, to whose end the dot always comes",
}
"""What recheck can't know, or isn't told."""


def patterns() -> Iterator[Pattern]:
    for file in sorted(PACKAGE.rglob("*.py")):
        place = file.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__")
        module = vars(
            importlib.import_module(f"cim_lsp.{place.replace('/', '.')}" if place != "__init__" else "cim_lsp")
        )
        tree = ast.parse(file.read_text("utf-8"))
        named = {node.value: node.targets[0] for node in ast.walk(tree) if isinstance(node, ast.Assign)}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func).startswith("re.")
                and "escape" not in ast.dump(node)
            ):
                target = named.get(node)
                name = f"{place}.{target.id}" if isinstance(target, ast.Name) else place
                yield from _translated(name, node, module, _uses(tree, target, node))
    for file in sorted((ROOT / "schemas").glob("*.json")):
        found = re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', file.read_text("utf-8"))
        yield from {(file.name, json.loads(each), "u") for each in found}


def _uses(tree: ast.AST, target: ast.expr | None, call: ast.Call) -> set[str]:
    """The methods by which a pattern is held against texts; `search` where they can't be told."""
    called = ast.unparse(call.func).removeprefix("re.")
    if called != "compile" or not isinstance(target, ast.Name):
        return {called}
    methods = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == target.id
    }
    return methods if target.id.startswith("_") and methods else {"search"}


def _translated(name: str, call: ast.Call, module: dict[str, Any], uses: set[str]) -> Iterator[Pattern]:
    try:
        text: Any = eval(ast.unparse(call.args[0]), dict(module))
    except NameError:
        assert name in BUILT, f"{name}: a pattern that is put together at run time"
        return
    text = text.decode("latin-1") if isinstance(text, bytes) else text
    for old, new in JAVASCRIPT:
        text = text.replace(old, new)
    text = re.sub(r"\(\?P=(\w+)\)", r"\\k<\1>", text)
    options = ast.unparse(call)
    flags = "".join(
        flag for flag, word in (("i", "IGNORECASE"), ("s", "DOTALL"), ("m", "MULTILINE")) if word in options
    )
    if re.search(r"\\U|[\U00010000-\U0010ffff]", text):
        text = re.sub(r"\\U0*([0-9a-fA-F]+)", r"\\u{\1}", text).replace(r"\-", r"\x2d")
        flags += "u"
    for use in uses:
        yield name, ANCHORED.get(use, "{}").replace("{}", text), flags


def judged(asked: list[Pattern]) -> dict[str, str]:
    """How the cost of patterns may grow, of those that may."""
    assert node_modules()
    words = ("node", HOME / "patterns.mjs")
    done = subprocess.run(
        words, check=True, capture_output=True, text=True, cwd=HOME, env=ENVIRONMENT, input=json.dumps(asked)
    )
    return dict(json.loads(done.stdout))


@once
def judgement() -> tuple[int, dict[str, str]]:
    """The number of our patterns, and how the cost of some of them may grow."""
    asked = list(patterns())
    return len(asked), judged(asked)


MEANWHILE = (judgement,)


def test_what_it_would_find() -> None:
    assert judged([("good", "^a*b", ""), ("bad", "^(a|a)*b", ""), ("slow", "a*b", "")]).keys() == {"bad", "slow"}


def test_no_pattern_can_be_made_to_try_for_ever() -> None:
    number, found = judgement()
    assert number > 120
    assert {name: growth for name, growth in found.items() if name not in EXPLAINED} == {}
