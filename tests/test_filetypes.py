"""Which files are judged, and which are somebody else's: a word too much in a foreign file is a fault of ours."""

from __future__ import annotations

import pytest

from cim_lsp.document import Document
from cim_lsp.filetypes import has_modeline, is_named
from cim_lsp.ownership import is_cim

CIM = "domain:\n  name: cim\n"
NAMED = [
    f"{name}{suffix}"
    for name in ("domain", "module", "cim", "billing.module", "acme.domain", "x.cim", "a.b.c.module")
    for suffix in (".yaml", ".yml", ".json")
]
UNNAMED = (
    "values.yaml", "domain.txt", "domain", "module.toml", "mydomain.yaml", "my-module.yaml", "modules.yaml",
    "domain.yaml.j2", "domain.yaml.bak", "module.test.yaml", ".yaml", ".domain", "cim.lock", "package.json",
    "module.jsonc", "domainyaml", "",
)  # fmt: skip
FOLDERS = ("", "a/b/", "/abs/", "a b/é/", "domain/", "module.yaml/")

FOREIGN = {
    "kubernetes": "apiVersion: v1\nkind: Service\nmetadata:\n  name: domain\n",
    "kubernetes with modules": "apiVersion: x/v1\nkind: Module\nname: a\nmodules: []\n",
    "openshift": "apiVersion: template.openshift.io/v1\nkind: Template\nobjects: []\n",
    "compose": "services:\n  web:\n    image: nginx\n",
    "github": "on: push\njobs:\n  a:\n    runs-on: x\n",
    "openapi": "openapi: 3.0.0\ninfo: {}\npaths: {}\n",
    "rasa": 'version: "3.1"\nintents:\n- greet\nentities:\n- city\nslots: {}\nresponses: {}\nactions: []\n',
    "rasa, small": 'version: "3.1"\nintents:\n- greet\nentities:\n- city\n',
    "dbt": "version: 2\nmodels:\n- name: a\n",
    "puppet": "---\ncommon:\n  a: 1\nhosts: []\n",
    "json": '{"compilerOptions": {}, "files": []}',
    "several": "apiVersion: v1\nkind: A\n---\napiVersion: v1\nkind: B\n",
    "a list": "- hosts: all\n  tasks: []\n",
    "a list of texts": "- a\n- b\n",
    "an empty map": "{}\n",
    "an empty list": "[]\n",
}
OURS = {
    "domain": CIM,
    "module": "module:\n- name: a\n",
    "both forms broken": "domain: [\n",
    "misspelt": "domian:\n  name: a\n",
    "another case": "Module:\n  name: a\n",
    "keys at the top": "name: a\nid: b\npurpose: c\n",
    "keys at the top, and one more": "name: a\nid: b\npurpose: c\nowner: d\n",
    "a list at the top": "- name: a\n- id: b\n- purpose: c\n",
    "sections": "events:\n- name: A\n",
    "typing": "dom",
    "empty": "",
    "a comment": "# nothing yet\n",
    "only markers": "---\n",
    "kubernetes beside ours": "apiVersion: v1\nkind: A\n---\n" + CIM,
    "domain of kubernetes": "apiVersion: v1\nkind: A\ndomain:\n  name: a\n",
    "broken at once": "\tdomain:\n",
}
MODELINES = {
    "# yaml-language-server: $schema=https://cim-lsp.github.io/schemas/v1/cim.schema.json": True,
    "# yaml-language-server: $schema=https://cim-lsp.github.io/schemas/v1/domain.schema.json": True,
    "# yaml-language-server: $schema=../schemas/module.schema.json": True,
    "# yaml-language-server: $schema=module.schema.json": True,
    "# yaml-language-server: $schema=C:\\schemas\\module.schema.json": True,
    "# yaml-language-server: $schema=schemas/cim.draft-07.schema.json": True,
    "#yaml-language-server:$schema=cim.schema.json": True,
    "  # yaml-language-server: $schema=cim.schema.json  ": True,
    "# yaml-language-server: $schema=https://json.schemastore.org/github-workflow.json": False,
    "# yaml-language-server: $schema=https://example.com/mydomain.schema.json": False,
    "# yaml-language-server: $schema=https://example.com/domain.schema.json/other.json": False,
    "# yaml-language-server: $schema=": False,
    "# yaml-language-server: schema=cim.schema.json": False,
    "a: '# yaml-language-server: $schema=cim.schema.json'": False,
}


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", NAMED)
def test_named(name: str, folder: str) -> None:
    assert is_named(folder + name)
    assert is_cim(Document.parse(folder + name, CIM))


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", UNNAMED)
def test_unnamed(name: str, folder: str) -> None:
    """The contents alone make no CIM file."""
    if folder != "module.yaml/" or name:
        assert not is_named(folder + name)
        assert not is_cim(Document.parse(folder + name, CIM))


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("name", ["domain.yaml", "module.yml", "cim.json", "a/cim.yaml"])
def test_a_generic_name_on_a_foreign_file(name: str, text: str) -> None:
    assert is_named(name)
    assert not is_cim(Document.parse(name, text))


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_a_name_of_our_own_is_enough(text: str) -> None:
    assert is_cim(Document.parse("billing.module.yaml", text))


@pytest.mark.parametrize("text", OURS.values(), ids=OURS)
@pytest.mark.parametrize("name", ["domain.yaml", "module.yml", "cim.json"])
def test_a_generic_name_on_a_file_of_ours(name: str, text: str) -> None:
    assert is_cim(Document.parse(name, text))


@pytest.mark.parametrize(("line", "ours"), MODELINES.items())
@pytest.mark.parametrize("before", ["", "\ufeff", "---\n", "a: 1\n\n", "# a comment\r\n"])
def test_modeline(line: str, before: str, *, ours: bool) -> None:
    text = f"{before}{line}\nname: a\n"
    assert has_modeline(text) is ours
    assert is_cim(Document.parse("values.yaml", text)) is ours


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_modeline_at_any_line_end(end: str) -> None:
    line = "# yaml-language-server: $schema=cim.schema.json"
    assert has_modeline(f"{line}{end}")
    assert has_modeline(f"# a{end}{line}{end}") is bool(end)


def test_a_modeline_outweighs_what_the_file_looks_like() -> None:
    text = "# yaml-language-server: $schema=cim.schema.json\napiVersion: v1\nkind: A\n"
    assert is_cim(Document.parse("domain.yaml", text))
