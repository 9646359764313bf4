"""`editors/emacs` in Emacs 28 of Debian 12 and 30 of Debian 13, with Eglot and with lsp-mode.

Each of the four runs once and does what a person does; what it then shows comes back as JSON, and the tests look at it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import provide
from tests.editors import seen
from tests.editors.workshop import EDITORS, ROAD, UUID7, Workshop, snippet, surroundings

DRIVERS = Path(__file__).parent / "emacs"
NEW = provide.SERVER.with_name("cim-new")
PACKAGES = ("elpa-lsp-mode", "elpa-yaml-mode", "emacs-nox")
MEANWHILE = (
    partial(provide.debian_packages, "elpa-eglot", *PACKAGES),
    partial(provide.debian_root, *PACKAGES, "git"),
)
HOOKS = {"eglot": "eglot-ensure", "lsp": "#'lsp)"}
NAMES = {"eglot": "Emacs, eglot", "lsp": "Emacs, lsp-mode"}
RUNS = [(release, client) for release in ("bookworm", "trixie") for client in HOOKS]


def words(release: str, client: str, home: Path) -> list[str]:
    """The words that start this Emacs."""
    told = {
        "PROJECT": str(home.parent / "workshop"),
        "RESULTS": str(home.parent / "results.json"),
        "INIT": str(home.parent / "init.el"),
    }
    emacs = ["emacs", "--batch", "--load", str(DRIVERS / f"{client}.el")]
    if release == "bookworm":
        provide.debian_packages("elpa-eglot", *PACKAGES)
        return [*surroundings(home, **told), *emacs]
    root = provide.debian_root(*PACKAGES, "git")
    new = root.folder / "usr/local/bin/cim-new"
    new.write_text(f'#!/bin/sh\nexec /usr/sbin/chroot /host {NEW} "$@"\n')
    new.chmod(0o755)
    inside = surroundings(home, PATH="/usr/local/bin:/usr/bin:/bin:/usr/sbin", **told)
    return list(root.command(*inside, *emacs, shared=(EDITORS, DRIVERS, home.parent)))


@dataclass(frozen=True, slots=True)
class Run:
    """What each step of a driver saw, in an Emacs of this version with this client."""

    client: str
    results: Mapping[str, Any]

    def __getitem__(self, step: str) -> Any:
        result = self.results[step]
        assert not (isinstance(result, dict) and "error" in result), self.results[step]
        return self.results[step]

    def saw(self, *capabilities: str) -> None:
        seen.record(NAMES[self.client], ".".join(map(str, self["version"])), *capabilities)


@pytest.fixture(scope="module", params=RUNS, ids="-".join)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One Emacs, set up as the README has it for this client, driven through a project."""
    release, client = request.param
    folder = tmp_path_factory.mktemp("emacs")
    Workshop.made(folder / "workshop")
    init = snippet("emacs", "elisp", HOOKS[client]).replace("~/.emacs.d/lisp", str(EDITORS / "emacs"))
    (folder / "init.el").write_text(init, encoding="utf-8")
    command = words(release, client, folder / "home")
    done = subprocess.run(
        command, check=False, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120
    )
    results = folder / "results.json"
    assert results.exists(), done.stdout + done.stderr
    return Run(client, json.loads(results.read_text(encoding="utf-8")))


def test_diagnostics(run: Run):
    (found,) = run["diagnostics"]
    assert (found["from"], found["to"]) == ([2, 6], [2, 20])
    assert found["text"].endswith("this is a placeholder; an id is a UUIDv7")
    run.saw("diagnostics")


def test_settings(run: Run):
    assert run["settings"] is True


def test_hover(run: Run):
    assert "Why this domain exists" in run["hover"].replace("*", "")
    run.saw("hover")


def test_completion(run: Run):
    assert run["completion"]["offered"] == ["status"]
    assert run["completion"]["line"].startswith("  status")
    run.saw("completion")


def test_definition(run: Run):
    assert run["definition"] == {"file": "parts.module.yaml", "place": [1, 8]}
    run.saw("definition")


def test_insert_uuid(run: Run):
    after = run["Insert UUIDv7"]
    assert after["buffer"] == after["file"]
    assert UUID7.fullmatch(after["file"].splitlines()[2].removeprefix("  id: "))
    assert run["nothing to insert"] == "No id is needed here"
    run.saw("Insert UUIDv7")


def test_formatting(run: Run):
    after = run["formatting"]
    assert after["buffer"] == after["file"]
    assert f"  purpose: {ROAD}\n  modules:\n    - billing\n" in after["file"]
    run.saw("formatting")


def test_rename(run: Run):
    domain, module = run["rename"]
    assert "    - invoicing\n" in domain
    assert "  name: invoicing\n" in module
    run.saw("rename")


def test_graph(run: Run):
    in_words, image = run["graph"]
    assert in_words.startswith("flowchart")
    assert "invoicing" in in_words
    assert ET.fromstring(image).tag == "{http://www.w3.org/2000/svg}svg"


def test_new_module(run: Run):
    if not NEW.exists():
        provide.missing(f"{NEW} is not there: install this project anew")
    new = run["new"]
    assert new["file"] == "stock.module.yaml"
    assert "purpose: Have the right part on the shelf\n" in new["text"]
    assert "    - stock\n" in new["domain"]
    assert "exists already" in new["twice"]


def test_the_package_is_in_order(tmp_path: Path):
    """It compiles without a warning, and its docstrings are as Emacs wants them."""
    provide.debian_packages("emacs-nox")
    shutil.copy(EDITORS / "emacs/cim.el", tmp_path)
    compile_it = ["--eval", "(setq byte-compile-error-on-warn t)", "--funcall", "batch-byte-compile", "cim.el"]
    for asked in (compile_it, ["--eval", '(checkdoc-file "cim.el")']):
        done = subprocess.run(
            ["emacs", "--batch", "-Q", *asked], check=False, cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
        assert (done.returncode, done.stderr.strip()) == (0, "")
