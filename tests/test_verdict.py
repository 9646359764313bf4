"""The schema's verdict is ours, and one fault is one diagnostic, in whatever form and style a file is written."""

from __future__ import annotations

import io
import json
from itertools import combinations
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from cim_lsp import schema
from cim_lsp.analysis import check
from cim_lsp.diagnostics import Diagnostic, Severity
from cim_lsp.document import Document
from tests.harness import CASES, NOW

ID = "01939b5e-2f4c-7a31-9c5d-0242ac120002"
AUTHORITY: Any = Draft202012Validator(schema.schema("cim"), registry=schema.registry())
"""Made here, of the published files alone: what `cim_lsp.schema` makes of them is judged too."""


def errors(text: str) -> list[Diagnostic]:
    found = check(Document.parse("case.cim.yaml", text), NOW)
    return [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]


# the verdict

TEXTS = ("billing", "Send invoices to all", "a: b # c", "1.0", "yes", "null", "~", "\U0001f4b8", "x\ny\n", "- a", "é")
BLANKS = ("", " ", "\n", "\t", "\u00a0", "\u2028")
OTHERS: tuple[Any, ...] = (None, True, 0, 42, 1.5, [], {}, [None], {"a": None}, ["a"], {"name": "a"}, [["a"]], *BLANKS)
IDS = (ID, ID.upper())
NO_IDS = (ID[:-1], f"{ID}\n", f"{{{ID}}}", "uuid", "550e8400-e29b-41d4-a716-446655440000", 7)
LINKS: tuple[Any, ...] = ("InvoiceSent", ["E001", "E002"], [])
RECORD = {
    "name": st.sampled_from(TEXTS), "id": st.sampled_from(("E001", *TEXTS)), "description": st.sampled_from(TEXTS),
    "aggregate": st.sampled_from(TEXTS), "triggered_by": st.sampled_from(LINKS), "actor": st.sampled_from(LINKS),
    "owns_events": st.sampled_from(LINKS), "when": st.sampled_from(LINKS), "anything": st.sampled_from(OTHERS),
}  # fmt: skip
RANGES = st.sampled_from(("^0.2", "~1.4.0", ">=1.0 <2.0", "*", "latest", "1.x || 2", "soon", "", 1.0, None))
REFERENCE = st.one_of(
    st.sampled_from(("ledger", ID)),
    st.dictionaries(st.sampled_from(("ledger", "billing", "")), RANGES, max_size=2),
    st.fixed_dictionaries({}, optional={
        "name": st.sampled_from(("ledger", "")), "id": st.sampled_from((*IDS, "uuid")), "version": RANGES,
        "repository": st.sampled_from(("https://example.com/a", "github:a/b", "a b")), "x-a": st.none(),
        "nmae": st.just("a"),
    }),
)  # fmt: skip
SECTION = st.lists(st.fixed_dictionaries({}, optional=RECORD) | st.sampled_from(OTHERS), max_size=2)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(TEXTS),
    "id": st.sampled_from((*IDS, *NO_IDS)),
    "purpose": st.sampled_from(TEXTS),
    "description": st.sampled_from(TEXTS),
    "version": st.sampled_from(("1.4.2", "2.0.0-beta.1", "1.0", "v1.0.0", "1.0.0\n", 1.0, 1)),
    "status": st.sampled_from(("planning", "production", "prodution", "Pilot")),
    "type": st.sampled_from(("core", "utility", "Core")),
    "category": st.sampled_from(("business", "anything")),
    "domain": REFERENCE,
    "modules": st.lists(REFERENCE, max_size=2) | st.dictionaries(st.sampled_from(("ledger", "a")), RANGES, max_size=2),
    "dependencies": st.lists(REFERENCE, max_size=2) | st.dictionaries(st.sampled_from(("b", "a")), RANGES, max_size=2),
    "repository": st.sampled_from(("https://example.com/a", "ssh://git@example.com/a.git", "a b", "/a")),
    "homepage": st.sampled_from(("https://example.com/a", "github:a/b")),
    "visibility": st.sampled_from(("public", "privat")),
    "maintainers": st.lists(st.sampled_from((*TEXTS, *OTHERS)), max_size=2),
    "keywords": st.lists(st.sampled_from(TEXTS), max_size=2),
    "topics": st.sampled_from(LINKS),
    "fqdn": st.sampled_from(("cim.example.com", "-a.b", "localhost")),
    "events": SECTION, "commands": SECTION, "aggregates": SECTION, "policies": SECTION, "entities": SECTION,
    "bounded_contexts": SECTION, "workflows": SECTION,
    "x-own": st.sampled_from(OTHERS), "nmae": st.just("a"), "uuid": st.sampled_from(IDS),
    "owner": st.sampled_from(OTHERS),
}  # fmt: skip
SOUND: dict[str, Any] = {"name": "billing", "id": ID, "purpose": "Send invoices to all"}


@st.composite
def bodies(draw: st.DrawFn) -> Any:
    """What stands behind `domain` or `module`: mostly sound, with some keys that are not, in either form or neither."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from((*TEXTS, *OTHERS)))
    pairs = list(SOUND.items()) if draw(st.integers(0, 4)) else []
    for key in draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=4)):
        pairs.append((key, draw(VALUES[key] if draw(st.integers(0, 5)) else st.sampled_from(OTHERS))))
    pairs = draw(st.permutations(pairs))
    if draw(st.booleans()):
        return dict(pairs)
    items: list[Any] = [{key: value} for key, value in pairs]
    if draw(st.integers(0, 5)) == 0:
        items.insert(
            draw(st.integers(0, len(items))), draw(st.sampled_from((*OTHERS, {"status": "pilot", "fqdn": "a.b"})))
        )
    return items


@st.composite
def instances(draw: st.DrawFn) -> Any:
    """Whole documents, a few of them with another root, both kinds, or neither."""
    if draw(st.integers(0, 19)) == 0:
        return draw(st.sampled_from((*OTHERS, "domain", SOUND, [{"domain": SOUND}])))
    kinds = draw(
        st.sampled_from((["domain"], ["module"], ["domain"], ["module"], ["domain", "module"], [], ["domian"]))
    )
    document = {kind: draw(bodies()) for kind in kinds}
    extras = ("events", "policies", "x-own", "owner", "$schema", "name", "entites")
    for key in draw(st.lists(st.sampled_from(extras), max_size=1)):
        document[key] = draw(VALUES.get(key, st.sampled_from(("a", *OTHERS))))
    return dict(draw(st.permutations(list(document.items()))))


def as_yaml(instance: Any, *, flow: bool) -> str:
    yaml, out = YAML(typ="safe", pure=True), io.StringIO()
    yaml.default_flow_style = flow
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[attr-defined]
    yaml.dump(instance, out)  # pyright: ignore[reportUnknownMemberType]
    return out.getvalue()


@settings(max_examples=600)
@given(instances(), st.sampled_from(("block", "flow", "json", "indented json")))
@example({"module": {**SOUND, "id": f"{ID}\n"}}, "json")
@example({"domain": SOUND, "module": SOUND}, "block")
@example({"module": SOUND, "domain": SOUND}, "block")
@example({"module": [SOUND]}, "block")
@example({"module": [{}]}, "flow")
@example({"module": {"domain": {"a": "1", "b": "2"}}}, "block")
@example({"module": {**SOUND, "version": "1.0.0\n"}}, "block")
def test_the_schemas_verdict_is_ours(instance: Any, style: str) -> None:
    """An error if and only if the published schema rejects the data; warnings and hints count for nothing."""
    if "json" in style:
        text = json.dumps(instance, indent=2 if style == "indented json" else None, ensure_ascii=False)
    else:
        text = as_yaml(instance, flow=style == "flow")
    assert bool(errors(text)) is not AUTHORITY.is_valid(instance), text


FILES = sorted((CASES / "schema").glob("*valid/*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_schema_cases(file: Any) -> None:
    assert bool(errors(file.read_bytes().decode())) is (file.parent.name == "invalid")


@pytest.mark.parametrize(
    "text", ["module: [", 'module: "', "\tmodule:", f"module: *a\nx-a: &a {ID}", "module: a: b", "\x01"]
)
def test_what_is_no_yaml_is_an_error(text: str) -> None:
    assert [diagnostic.code for diagnostic in errors(text)] == ["syntax-error"]


MERGED = f"x-base: &base {{name: abc, id: {ID}, purpose: Send invoices to all}}\n"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("module:\n  <<: *base\n", []),
        ("module: *base\n", []),
        ("module:\n  <<: *base\n  <<: *base\n", []),
        ("module: {<<: [*base, {status: x}]}\n", ["invalid-value"]),
        ("module:\n  <<: *base\n  id: uuid\n", ["invalid-id"]),
        ("module:\n  <<: *base\n  name: 1\n  name: abc\n", ["duplicate-key", "wrong-type"]),
        ("module:\n- <<: {name: abc}\n- id: *id\n- purpose: Send invoices\n- x-a: &id " + ID, ["syntax-error"]),
        ("module:\n  '<<': *base\n", ["missing-key", "missing-key", "missing-key", "unknown-key"]),
        ("module:\n  <<: 1\n", ["missing-key", "missing-key", "missing-key", "unknown-key"]),
    ],
)
def test_merge_keys_and_aliases(text: str, codes: list[str]) -> None:
    assert sorted(diagnostic.code for diagnostic in errors(MERGED + text)) == codes


# one fault, one diagnostic

BASE = {
    "name": "billing",
    "id": ID,
    "purpose": "Send invoices to all",
    "description": "Longer",
    "version": "1.4.2",
    "status": "pilot",
    "keywords": "[a, b]",
    "modules": "[ledger]",
    "events": "[{name: InvoiceSent}]",
    "x-own": "1",
}
"""A sound domain or module: each key with its value as YAML; modules call their `modules` `dependencies`."""

Fault = tuple[dict[str, str | None], str, str]
VALUE_FAULTS: dict[str, Fault] = {
    "name number": ({"name": "42"}, "wrong-type", "42"),
    "name blank": ({"name": '" "'}, "invalid-value", '" "'),
    "name list": ({"name": "[a]"}, "wrong-type", "[a]"),
    "name map": ({"name": "{a: b}"}, "wrong-type", "{a: b}"),
    "name null": ({"name": "null"}, "wrong-type", "null"),
    "name absent": ({"name": ""}, "missing-key", "name"),
    "id absent": ({"id": ""}, "missing-key", "id"),
    "id number": ({"id": "7"}, "wrong-type", "7"),
    "id list": ({"id": "[[7]]"}, "wrong-type", "[[7]]"),
    "id in braces": ({"id": f"{{{ID}}}"}, "invalid-id", f"{{{ID}}}"),
    "id variable": ({"id": "{{ id }}"}, "invalid-id", "{{ id }}"),
    "id placeholder": ({"id": "<some-uuid-v7>"}, "invalid-id", "<some-uuid-v7>"),
    "id blank": ({"id": "''"}, "invalid-id", "''"),
    "id v4": ({"id": "550e8400-e29b-41d4-a716-446655440000"}, "invalid-id", "550e8400-e29b-41d4-a716-446655440000"),
    "id too long": ({"id": f"{ID}0"}, "invalid-id", f"{ID}0"),
    "id with a line end": ({"id": f'"{ID}\\n"'}, "invalid-id", f'"{ID}\\n"'),
    "purpose true": ({"purpose": "true"}, "wrong-type", "true"),
    "purpose empty text": ({"purpose": '""'}, "invalid-value", '""'),
    "purpose absent": ({"purpose": ""}, "missing-key", "purpose"),
    "description blank": ({"description": "' '"}, "invalid-value", "' '"),
    "description absent": ({"description": ""}, "wrong-type", "description"),
    "version float": ({"version": "1.0"}, "wrong-type", "1.0"),
    "version short": ({"version": "'1.0'"}, "invalid-value", "'1.0'"),
    "version list": ({"version": "[1.0.0]"}, "wrong-type", "[1.0.0]"),
    "version line break": ({"version": '"1.0.0\\n"'}, "invalid-value", '"1.0.0\\n"'),
    "status misspelt": ({"status": "prodution"}, "invalid-value", "prodution"),
    "status number": ({"status": "5"}, "invalid-value", "5"),
    "status list": ({"status": "[pilot]"}, "invalid-value", "[pilot]"),
    "keywords text": ({"keywords": "a"}, "wrong-type", "a"),
    "keywords map": ({"keywords": "{a: b}"}, "wrong-type", "{a: b}"),
    "keywords item number": ({"keywords": "[a, 1]"}, "wrong-type", "1"),
    "keywords item blank": ({"keywords": "[a, ' ']"}, "invalid-value", "' '"),
    "keywords item map": ({"keywords": "[a, {b: c}]"}, "wrong-type", "{b: c}"),
    "modules number": ({"modules": "5"}, "wrong-type", "5"),
    "modules text": ({"modules": "ledger"}, "wrong-type", "ledger"),
    "modules range float": ({"modules": "{ledger: 1.0}"}, "wrong-type", "1.0"),
    "modules range word": ({"modules": "{ledger: soon}"}, "invalid-value", "soon"),
    "modules item range float": ({"modules": "[ledger: 1.0]"}, "wrong-type", "1.0"),
    "modules item range word": ({"modules": "[a, ledger: soon]"}, "invalid-value", "soon"),
    "modules item number": ({"modules": "[ledger, 5]"}, "wrong-type", "5"),
    "modules item list": ({"modules": "[[ledger]]"}, "wrong-type", "[ledger]"),
    "modules item two names": ({"modules": "[{a: '1', b: '2'}]"}, "wrong-type", "{a: '1', b: '2'}"),
    "modules item empty": ({"modules": "[{}]"}, "wrong-type", "{}"),
    "modules record key": ({"modules": "[{name: a, vesion: '1'}]"}, "unknown-key", "vesion"),
    "modules record id": ({"modules": "[{id: uuid}]"}, "invalid-id", "uuid"),
    "modules record name": ({"modules": "[{name: 1}]"}, "wrong-type", "1"),
    "modules record version": ({"modules": "[{name: a, version: 1.0}]"}, "wrong-type", "1.0"),
    "modules record repository": ({"modules": "[{name: a, repository: a b}]"}, "invalid-value", "a b"),
    "events map": ({"events": "{a: b}"}, "wrong-type", "{a: b}"),
    "events text item": ({"events": "[InvoiceSent]"}, "wrong-type", "InvoiceSent"),
    "events without name": ({"events": "[{id: E001}]"}, "missing-key", "id"),
    "events empty record": ({"events": "[{}]"}, "missing-key", "{}"),
    "events name number": ({"events": "[{name: 1}]"}, "wrong-type", "1"),
    "events name blank": ({"events": "[{name: ' '}]"}, "invalid-value", "' '"),
    "events link number": ({"events": "[{name: A, triggered_by: 1}]"}, "wrong-type", "1"),
    "events link item": ({"events": "[{name: A, triggered_by: [1]}]"}, "wrong-type", "1"),
    "homepage": ({"homepage": "github:a/b"}, "invalid-value", "github:a/b"),
    "repository": ({"repository": "a b"}, "invalid-value", "a b"),
    "unknown": ({"owner": "me"}, "unknown-key", "owner"),
    "unknown map": ({"owner": "{name: me, id: 1}"}, "unknown-key", "owner"),
    "unknown, near an optional one": ({"desciption": "me"}, "unknown-key", "desciption"),
    "unknown, near a required one": ({"nmae": "me"}, "unknown-key", "nmae"),
}
KEY_FAULTS: dict[str, Fault] = {
    "no name": ({"name": None}, "missing-key", "{kind}"),
    "no id": ({"id": None}, "missing-key", "{kind}"),
    "no purpose": ({"purpose": None, "description": None}, "missing-key", "{kind}"),
    "description for purpose": ({"purpose": None}, "deprecated-key", "description"),
    "name misspelt": ({"name": None, "nmae": "billing"}, "unknown-key", "nmae"),
    "id misspelt": ({"id": None, "Id": ID}, "unknown-key", "Id"),
    "purpose misspelt": ({"purpose": None, "porpose": "Send invoices"}, "unknown-key", "porpose"),
    "id as uuid": ({"id": None, "uuid": ID}, "deprecated-key", "uuid"),
    "id as uid": ({"id": None, "uid": ID}, "deprecated-key", "uid"),
}
FAULTS = VALUE_FAULTS | KEY_FAULTS
FORMS = ("record", "list", "flow", "flow list")
NEXT: dict[str, str] = dict(zip(FORMS, ("\n  ", "\n  - ", ", ", "}, {"), strict=True))
"""What stands between two keys, by the form."""


def document(kind: str, form: str, *changes: dict[str, str | None]) -> str:
    """The sound document with some keys changed, added, or (None) dropped."""
    keys: dict[str, str | None] = dict(BASE)
    for change in changes:
        keys |= change
    named = {"dependencies" if kind == "module" and key == "modules" else key: value for key, value in keys.items()}
    pairs = [f"{key}: {value}" for key, value in named.items() if value is not None]
    if form == "flow":
        return f"{kind}: {{{', '.join(pairs)}}}\n"
    if form == "flow list":
        return f"{kind}: [{', '.join(f'{{{pair}}}' for pair in pairs)}]\n"
    lead = "  - " if form == "list" else "  "
    return f"{kind}:\n" + "".join(f"{lead}{pair}\n" for pair in pairs)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["domain", "module"])
def test_the_sound_document_is_sound(kind: str, form: str) -> None:
    assert errors(document(kind, form)) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["domain", "module"])
@pytest.mark.parametrize(("change", "code", "token"), FAULTS.values(), ids=FAULTS)
def test_one_fault_is_one_diagnostic(
    change: dict[str, str | None], code: str, token: str, kind: str, form: str
) -> None:
    text = document(kind, form, change)
    found = [(diagnostic.code, diagnostic.span.of(text)) for diagnostic in errors(text)]
    assert found == [(code, token.format(kind=kind) if token == "{kind}" else token)]


@pytest.mark.parametrize("form", FORMS)
def test_two_faults_are_two_diagnostics(form: str) -> None:
    """Faults at different keys don't hide one another."""
    for (one, code, token), (other, code2, token2) in combinations(list(VALUE_FAULTS.values())[::2], 2):
        if not one.keys() & other.keys():
            text = document("module", form, one, other)
            found = sorted((diagnostic.code, diagnostic.span.of(text)) for diagnostic in errors(text))
            assert found == sorted([(code, token), (code2, token2)])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("key", [key for key in BASE if key != "x-own"])
def test_a_key_twice_is_one_diagnostic_on_the_later(key: str, form: str) -> None:
    text = document("domain", form, {"x-own": f"1{NEXT[form]}{key}: {BASE[key]}"})
    (found,) = errors(text)
    assert (found.code, found.span.of(text)) == ("duplicate-key", key)
    assert found.span.start == text.rindex(f"{key}: {BASE[key]}")


LAYOUT_FAULTS = {
    "two keys in an item": (
        f"module:\n  - name: abc\n    id: {ID}\n  - purpose: Send invoices\n",
        "wrong-type",
        "name: abc",
    ),
    "a text item": (f"module:\n- name: abc\n- id: {ID}\n- purpose: Send invoices\n- status\n", "wrong-type", "status"),
    "an empty item": (f"module:\n- name: abc\n- id: {ID}\n- purpose: Send invoices\n-\n", "wrong-type", "-"),
    "nothing": ("module:\n", "missing-key", "module"),
    "nothing, in flow": ("{module: }\n", "missing-key", "module"),
    "a name": ("domain: Billing\n", "deprecated-key", "domain"),
    "both kinds": (f"domain: {{name: a, id: {ID}, purpose: b}}\nmodule: {{}}\n", "unknown-key", "module"),
    "both kinds, the other way": (
        f"module: {{name: a, id: {ID}, purpose: b}}\ndomain: {{}}\n",
        "unknown-key",
        "domain",
    ),
    "a misspelt kind": (f"domian: {{name: a, id: {ID}, purpose: b}}\n", "unknown-key", "domian"),
    "an unknown key at the top": (f"module: {{name: a, id: {ID}, purpose: b}}\nowner: me\n", "unknown-key", "owner"),
    "a key at the top": (f"module: {{id: {ID}, purpose: b}}\nname: me\n", "unknown-key", "name"),
    "a misspelt section": (f"module: {{name: a, id: {ID}, purpose: b}}\nevnts: []\n", "unknown-key", "evnts"),
    "a bad visibility": (f"module: {{name: a, id: {ID}, purpose: b, visibility: Public}}\n", "invalid-value", "Public"),
    "a module's key": (f"domain: {{name: a, id: {ID}, purpose: b, visibility: public}}\n", "unknown-key", "visibility"),
    "a domain's key": (f"module: {{name: a, id: {ID}, purpose: b, fqdn: a.b}}\n", "unknown-key", "fqdn"),
    "neither kind": ("x-a: 1\n", "missing-key", "x-a"),
    "a section alone": ("events: []\n", "missing-key", "events"),
    "a list": ("- name: a\n- id: b\n", "wrong-type", "- name: a\n- id: b"),
    "a text": ("hello\n", "wrong-type", "hello"),
    "a number": ("42\n", "wrong-type", "42"),
    "an empty map": ("{}\n", "missing-key", "{}"),
}


@pytest.mark.parametrize(("text", "code", "token"), LAYOUT_FAULTS.values(), ids=LAYOUT_FAULTS)
def test_one_fault_of_layout_is_one_diagnostic(text: str, code: str, token: str) -> None:
    (found,) = errors(text)
    assert found.code == code
    assert found.span.of(text).startswith(token)
