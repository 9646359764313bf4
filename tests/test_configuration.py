"""What a configuration says, what is told about one that is wrong, and which one is in force where.

`cases/config/` has annotated TOML, matched exactly both ways.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cim_lsp import toml
from cim_lsp.analysis import check, fix_all
from cim_lsp.configuration import Configuration, merge, read, take
from cim_lsp.diagnostics import Diagnostic, Levels, Severity
from cim_lsp.document import Document
from cim_lsp.files.configurations import Configurations
from cim_lsp.ownership import is_cim
from cim_lsp.rules import RULES
from cim_lsp.text import LineIndex
from tests.harness import CASES, NOW, found, mint
from tests.harness import read as read_case

FILES = sorted((CASES / "config").glob("*.toml"))
ENDINGS = {"lf": "\n", "crlf": "\r\n"}
SCHEMA: Any = json.loads((Path(__file__).parent.parent / "schemas/config.schema.json").read_text("utf-8"))


def problems(path: str, text: str) -> tuple[Diagnostic, ...]:
    layer = read(path, text, shared=path == "pyproject.toml")
    return layer.problems if layer else ()


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "bom"])
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_cases(file: Path, ending: str, bom: str) -> None:
    case = read_case(file)
    text = (bom and f"{bom}\n") + case.text
    text = text.replace("\n", ENDINGS[ending])
    marks = tuple(sorted((mark.lower(1) if bom else mark for mark in case.marks), key=str))
    assert found(Document(case.path, text, (), LineIndex(text)), problems(case.path, text), marks) == marks


def test_what_is_right_holds_beside_what_is_wrong() -> None:
    layer = read("pyproject.toml", read_case(CASES / "config" / "keys.toml").text, shared=True)
    assert layer
    assert layer.configuration == Configuration(include=("b/", "x"), rules={"id-style": None})


def test_everything_that_can_be_set() -> None:
    layer = read(".cim.toml", read_case(CASES / "config" / "valid.toml").text, shared=False)
    rules = {"name-style": Severity.INFO, "bad-configuration": Severity.WARNING}
    assert layer
    assert layer.configuration == Configuration(
        True, ("cim/**/*.yaml",), (), rules, scope="workspace", structural="off", created_hints=False
    )


def test_the_nearest_wins() -> None:
    far = Configuration(rules={"id-style": None, "name-style": None}, scope="open", created_hints=True)
    near = Configuration(rules={"name-style": Severity.ERROR}, structural="on", created_hints=False)
    assert merge([far, near]) == Configuration(
        rules={"id-style": None, "name-style": Severity.ERROR}, scope="open", structural="on", created_hints=False
    )


# the schema


def test_the_schema_knows_the_rules() -> None:
    rules = SCHEMA["properties"]["rules"]["properties"]
    assert {code: (rule["default"], rule["markdownDescription"]) for code, rule in rules.items()} == {
        rule.code: (rule.severity.word, rule.summary) for rule in RULES
    }


def test_the_schema_is_one_and_its_examples_and_defaults_hold() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator: Any = Draft202012Validator(SCHEMA)
    for key, described in SCHEMA["properties"].items():
        for value in (described["default"], *described["examples"]):
            assert validator.is_valid({key: value}), (key, value)
    for code, described in SCHEMA["properties"]["rules"]["properties"].items():
        assert validator.is_valid({"rules": {code: described["default"]}})
    assert all(validator.is_valid(example) for example in SCHEMA["examples"])


_KEYS = st.sampled_from(["rules", "name-style", "include", "root", "diagnostics", "scope", "structural", "zzz", "é"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["off", "error", "on", "", "open", "a/"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=8,
)


@given(VALUES)
def test_a_value_is_complained_about_exactly_where_the_schema_rejects_it(value: Any) -> None:
    validator: Any = Draft202012Validator(SCHEMA)
    _, complaints = take(value)
    assert bool(complaints) is not validator.is_valid(value)


# any text


PIECES = st.sampled_from(
    ["[tool.cim]", "[tool.cim.rules]", "[[tool.cim]]", "\n", "\r\n", "rules", "name-style", "include", " = ", "= [",
     "]", '"off"', "'a", '"""', "{", "}", ",", ".", "#", "true", "1e400", "-inf", "\\", "\ufeff", "é", "\x00", " "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=40), st.booleans())
def test_no_text_is_too_odd(text: str, shared: bool) -> None:
    layer = read("x", text, shared=shared)
    for each in layer.problems if layer else ():
        assert 0 <= each.span.start <= each.span.end <= len(text)


@pytest.mark.parametrize("text", ["x = " + "[" * 5000, "x = 1" + "0" * 5000, "[" + "a." * 5000, "x = '''"])
def test_no_text_is_too_large(text: str) -> None:
    assert problems(".cim.toml", text)


BARE = st.text("ab-_1", min_size=1, max_size=3)
STRINGS = st.text("a\"'\\#]}=,. é😀", max_size=5).map(lambda text: json.dumps(text, ensure_ascii=False))
SCALARS = STRINGS | st.sampled_from(
    ["1", "-1.5", "true", "1979-05-27 07:32:00", "07:32:00", "inf", "'\"#'", '"""a\n"b"" """', "'''\n]''''", '""', "''"]
)
LISTS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[ {' , '.join(items)}# ]\n]")
        | st.dictionaries(BARE, inner, max_size=2).map(lambda d: f"{{{', '.join(f'{k} = {v}' for k, v in d.items())}}}")
    ),
    max_leaves=5,
)
KEYS = st.lists(BARE | STRINGS, min_size=1, max_size=2).map(" . ".join)
LINES = st.tuples(KEYS, LISTS).map(" = ".join) | KEYS.map("[{}]".format) | KEYS.map("[[ {} ]] # [".format)


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_every_value_has_its_place(text: str) -> None:
    """Where TOML can be read, the places are those of exactly its values, and what stands there says them."""
    try:
        value = toml.read(text)
    except toml.TomlError:
        return
    places = toml.places(text)
    said = dict(walk(value))
    assert places.keys() == said.keys()
    for path, place in places.items():
        if isinstance(path[-1], str):
            assert toml.read(f"{place.key.of(text)} = 1") == {path[-1]: 1}
        if not isinstance(said[path], dict | list):
            assert toml.read(f"x = {place.value.of(text)}")["x"] == said[path]


def walk(value: object, path: toml.Steps = ()) -> Iterator[tuple[toml.Steps, object]]:
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, each in cast("dict[str, object]", value).items():
            yield from walk(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(cast("list[object]", value)):
            yield from walk(each, (*path, index))


# what it does to a verdict

STYLE = "module:\n  name: Billing Office\n  id: 01939B5E-2F4C-7A31-9C5D-0242AC120002\n  purpose: Send invoices\n"


def codes(text: str, levels: Levels) -> list[tuple[str, str]]:
    told = check(Document.parse("x.module.yaml", text), NOW, levels=levels)
    return [(each.code, each.severity.word) for each in told]


def test_a_level_weighs_what_a_rule_finds() -> None:
    assert codes(STYLE, {}) == [("name-style", "hint"), ("id-style", "hint")]
    assert codes(STYLE, {"name-style": Severity.ERROR, "id-style": None}) == [("name-style", "error")]


def test_a_rule_that_is_off_mends_nothing() -> None:
    document = Document.parse("x.module.yaml", STYLE)
    assert "0242ac" in fix_all(document, NOW, mint().__next__).text
    assert fix_all(document, NOW, mint().__next__, levels={"id-style": None}).text == STYLE


def test_a_comment_about_a_rule_that_is_off_is_not_broken() -> None:
    text = STYLE.replace("Office", "Office # cim: ignore[name-style, weak-purpose]")
    assert codes(text, {"name-style": None, "id-style": None}) == [("broken-ignore", "hint")]
    assert codes(text, {"name-style": None, "weak-purpose": None, "id-style": None}) == []
    assert codes(text, {"broken-ignore": Severity.ERROR, "id-style": None}) == [("broken-ignore", "error")]


def test_conflict_markers_may_be_passed_over() -> None:
    text = "<<<<<<< ours\nmodule:\n=======\n>>>>>>> theirs\n"
    assert [code for code, _ in codes(text, {})] == ["merge-conflict"]
    assert "syntax-error" in [code for code, _ in codes(text, {"merge-conflict": None})]


def test_an_included_file_is_ours_whatever_is_in_it() -> None:
    document = Document.parse("x.yaml", "apiVersion: 1\nkind: Service\n")
    assert not is_cim(document)
    assert is_cim(document, included=True)


# which is in force where


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_toml", ".toml").replace("git", ".git")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def names(configurations: Configurations, folder: Path, path: str) -> list[str]:
    layers = configurations.at(str(folder / path)).layers
    return [Path(layer.path).relative_to(folder).as_posix() for layer in layers]


def test_files_from_the_root_of_the_repository_to_the_folder(tmp_path: Path) -> None:
    write(tmp_path, pyproject_toml="tool.cim.root = false", r__git__HEAD="", r__pyproject_toml="[tool.cim]")
    (tmp_path / "r/a/b").mkdir(parents=True)
    (tmp_path / "r/a/.cim.toml").write_text("structural = 'on'")
    (tmp_path / "r/a/pyproject.toml").write_text("tool.cim.structural = 'off'")
    (tmp_path / "r/a/b/pyproject.toml").write_text("[project]\nname = 'cim'")
    configurations = Configurations()
    assert names(configurations, tmp_path, "r/a/b") == ["r/pyproject.toml", "r/a/.cim.toml"]
    assert [Path(layer.path).parent.name for layer in configurations.layers()] == ["a", "r"]
    merged = configurations.at(str(tmp_path / "r/a/b")).merged
    assert merged
    assert merged.structural == "on"


def test_outside_of_a_repository_the_search_ends_where_one_works(tmp_path: Path) -> None:
    write(tmp_path, pyproject_toml="[tool.cim]", a__pyproject_toml="[tool.cim]", a__b__pyproject_toml="[tool.cim]")
    assert names(Configurations((str(tmp_path / "a"),)), tmp_path, "a/b") == ["a/pyproject.toml", "a/b/pyproject.toml"]
    assert names(Configurations(), tmp_path, "a") == ["pyproject.toml", "a/pyproject.toml"]
    assert names(Configurations(isolated=True), tmp_path, "a") == []


def test_a_root_ends_the_search(tmp_path: Path) -> None:
    write(tmp_path, pyproject_toml="tool.cim.exclude = ['*.yaml']", a__pyproject_toml="tool.cim.root = true")
    configurations = Configurations((str(tmp_path),))
    assert names(configurations, tmp_path, "a") == ["a/pyproject.toml"]
    assert configurations.excludes(str(tmp_path / "x.yaml"))
    assert not configurations.excludes(str(tmp_path / "a/x.yaml"))


def test_patterns_hold_where_they_stand(tmp_path: Path) -> None:
    write(
        tmp_path, pyproject_toml="[tool.cim]\ninclude = ['/cim/', '*.cim.json5', 'é/*.yaml']\nexclude = ['old/', 'x.*']"
    )
    write(tmp_path, a__pyproject_toml="[tool.cim]\ninclude = ['/y.yaml']\nexclude = ['!x.yaml']")
    configurations = Configurations((str(tmp_path),))
    included = [path for path in ("cim/a/b.yaml", "a/cim/b.yaml", "a/y.yaml", "y.yaml", "é/y.yaml")
                if configurations.includes(str(tmp_path / path))]  # fmt: skip
    excluded = [path for path in ("old/a/b.yaml", "a/old/b.yaml", "a/x.yaml", "a/x.json", "x.yaml", "old")
                if configurations.excludes(str(tmp_path / path))]  # fmt: skip
    assert included == ["cim/a/b.yaml", "a/y.yaml", "é/y.yaml"]
    assert excluded == ["old/a/b.yaml", "a/old/b.yaml", "a/x.json", "x.yaml"]


def test_what_an_editor_sets_is_beaten_by_any_file(tmp_path: Path) -> None:
    from cim_lsp.lsp.settings import Settings  # noqa: PLC0415 - the one test that needs it

    write(tmp_path, a__pyproject_toml="tool.cim.rules.name-style = 'error'")
    settings = Settings.of({"rules": {"name-style": "off", "id-style": "off"}, "exclude": ["/x.yaml"]})
    configurations = Configurations((str(tmp_path),), basis=settings.basis)
    assert configurations.at(str(tmp_path)).levels == {"name-style": None, "id-style": None}
    assert configurations.at(str(tmp_path / "a")).levels == {"name-style": Severity.ERROR, "id-style": None}
    assert configurations.excludes(str(tmp_path / "x.yaml"))
    assert not configurations.excludes(str(tmp_path / "a/x.yaml"))


def test_a_text_that_is_open_counts_and_not_the_file(tmp_path: Path) -> None:
    write(tmp_path, pyproject_toml="[tool.cim]\nstructural = 'on'")
    path = str(tmp_path / "pyproject.toml")
    merged = Configurations((str(tmp_path),), {path: "tool.cim.structural = 'off'"}).at(str(tmp_path)).merged
    assert merged
    assert merged.structural == "off"


@pytest.mark.parametrize("data", [b"\xff", None])
def test_a_file_that_cannot_be_read(tmp_path: Path, data: bytes | None) -> None:
    for name in ("a/.cim.toml", "b/pyproject.toml"):
        path = tmp_path / name
        path.parent.mkdir()
        path.mkdir() if data is None else path.write_bytes(data)
    configurations = Configurations((str(tmp_path),))
    assert [each.code for each in configurations.at(str(tmp_path / "a")).layers[0].problems] == ["bad-configuration"]
    assert configurations.at(str(tmp_path / "b")).layers == ()
