"""The flake: Nix reads it, it offers what docs/nix.md says, and its checks judge, all with a stub in place of nixpkgs.

Nix's store is a folder of the test's own, and nothing comes from a network. What the real nixpkgs would build can't be
seen here.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import cim_lsp
from tests.provide import SERVER, debian

ROOT = Path(__file__).parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
STUB = ROOT / "tests" / "nix" / "stub"
TEMPLATE = ROOT / "nix" / "template"
PARTS = (
    "flake.nix",
    "nix",
    "examples",
    "editors/helix",
    "cim_lsp",
    "schemas",
    "pyproject.toml",
    "README.md",
    "LICENSE",
)
NIX = ("flake.nix", *(path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("nix/**/*.nix"))))
SYSTEMS = {"x86_64-linux", "aarch64-linux", "aarch64-darwin"}
COMMANDS = {"cim-lsp", "cim-validate", "cim-new", "cim-graph"}
SNIPPETS = re.findall(r"^```nix\n(.*?)^```$", (ROOT / "docs" / "nix.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
GIVEN = """
let
  system = "x86_64-linux";
  inputs = {{ cim-lsp = builtins.getFlake "{flake}"; git-hooks.lib.${{system}}.run = given: given; }};
  pkgs = (builtins.getFlake "path:{stub}").legacyPackages.${{system}}
    // inputs.cim-lsp.packages.${{system}} // {{ stdenv.hostPlatform = {{ inherit system; }}; }};
  it = import {file};
  m = if builtins.isFunction it then it {{ inherit inputs pkgs system; }} else it;
in
"""
"""What the snippets of the manual are given; `m` is what they come to."""
FAULT = "domain.yaml:3:7: error[invalid-id]"

Run = Callable[..., subprocess.CompletedProcess[str]]


def hook(file: Path) -> dict[str, Any]:
    """The hook `cim-validate` of a configuration or a manifest of pre-commit."""
    read: Any = YAML(typ="safe").load(file)  # pyright: ignore[reportUnknownMemberType]
    hooks = read["repos"][0]["hooks"] if "repos" in read else read
    (found,) = (each for each in hooks if each["id"] == "cim-validate")
    return found


@pytest.fixture(scope="module")
def nix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Run `nix` offline, with all that it keeps in a folder of ours."""
    program, own = debian("nix-instantiate", "nix-bin").with_name("nix"), tmp_path_factory.mktemp("nix")
    places = {f"NIX_{name}_DIR": str(own / name) for name in ("STORE", "STATE", "LOG", "LOCALSTATE", "CONF")}
    places |= {"HOME": str(own), "XDG_CACHE_HOME": str(own / "cache"), "NIX_REMOTE": "local"}
    environment = {**os.environ, **places, "CIM_COMMANDS": str(SERVER.parent)}
    options = ["--extra-experimental-features", "nix-command flakes", "--offline"]
    options += ["--option", "build-users-group", "", "--option", "sandbox", "false"]

    def run(*command: str | Path, cwd: Path = own) -> subprocess.CompletedProcess[str]:
        line = [program, *options, *command]
        return subprocess.run(line, check=False, cwd=cwd, env=environment, capture_output=True, text=True)

    yield run
    for folder, _, _ in os.walk(own):  # a store is read-only, which pytest couldn't tidy away
        Path(folder).chmod(0o700)


def succeed(run: subprocess.CompletedProcess[str]) -> str:
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def flake(nix: Run, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a copy of this project, as much of it as is asked for, locked to the stub."""
    copy = tmp_path_factory.mktemp("flake")
    for source in map(ROOT.joinpath, PARTS):
        if source.is_dir():
            shutil.copytree(source, copy / source.relative_to(ROOT), ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy)
    succeed(nix("flake", "lock", f"path:{copy}", "--override-input", "nixpkgs", f"path:{STUB}"))
    return f"path:{copy}"


@pytest.fixture
def project(nix: Run, flake: str, tmp_path: Path) -> Path:
    """A new CIM, made of the template."""
    succeed(nix("flake", "init", "-t", flake, cwd=tmp_path))
    succeed(nix("flake", "lock", f"path:{tmp_path}", "--override-input", "cim-lsp", flake))
    return tmp_path


def offered(nix: Run, flake: str, output: str, function: str) -> Any:
    """What an output offers: its names down to a leaf, to which a Nix function is applied."""
    walk = f"builtins.mapAttrs (_: builtins.mapAttrs (_: {function}))"
    return json.loads(succeed(nix("eval", "--impure", "--json", f"{flake}#{output}", "--apply", walk)))


def validate(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = (SERVER.with_name("cim-validate"), *arguments)
    return subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)


def system(nix: Run) -> str:
    return json.loads(succeed(nix("eval", "--impure", "--json", "--expr", "builtins.currentSystem")))


def judge(nix: Run, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return nix("build", "--impure", "--no-link", "-L", f"path:{folder}#checks.{system(nix)}.cim", *arguments)


@pytest.mark.parametrize("file", NIX)
def test_nix_parses(file: str) -> None:
    parser = debian("nix-instantiate", "nix-bin")
    succeed(subprocess.run([parser, "--parse", ROOT / file], check=False, capture_output=True, text=True))


def test_every_output_is_what_nix_takes_it_for(nix: Run, flake: str) -> None:
    succeed(nix("flake", "check", "--impure", "--no-build", flake))


def test_it_offers_everything_on_every_system(nix: Run, flake: str) -> None:
    offers = functools.partial(offered, nix, flake)
    named = f"cim-lsp-{cim_lsp.__version__}"
    apps = {**{name: name for name in COMMANDS}, "default": "cim-lsp"}
    checks = {"cim-lsp": "derivation", "examples": "derivation"}
    assert offers("packages", "p: p.name") == everywhere({"cim-lsp": named, "default": named})
    assert offers("apps", "a: baseNameOf a.program") == everywhere(apps)
    assert offers("devShells", "s: s.type") == everywhere({"default": "derivation"})
    assert offers("checks", "c: c.type") == everywhere(checks)
    assert offers("lib", "builtins.isFunction") == everywhere({"check": True})


def everywhere(offer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {system: offer for system in SYSTEMS}  # noqa: C420 - nobody changes it


def test_commands_and_dependencies_are_those_of_the_project(nix: Run, flake: str) -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    scripts = project.partition("[project.scripts]\n")[2].partition("\n\n")[0]
    assert {line.split(" = ")[0] for line in scripts.splitlines()} == COMMANDS
    depends = project.partition("\ndependencies = [\n")[2].partition("\n]")[0]
    always = re.findall(r'^ *"([\w.-]+)[^";]*"', depends, re.MULTILINE)  # what an older Python lacks, nixpkgs' has
    wanted = {name.replace(".", "-") for name in always}
    names = offered(nix, flake, "packages", "p: map (d: d.name) p.dependencies")
    assert set(names["x86_64-linux"]["cim-lsp"]) == wanted


@pytest.mark.parametrize(
    ("snippet", "of_it", "expected"),
    [
        (0, "(m.outputs { inherit (inputs) cim-lsp; self = { }; }).checks.x86_64-linux.cim.name", "cim-validate"),
        (1, "(builtins.head m.environment.systemPackages).name", f"cim-lsp-{cim_lsp.__version__}"),
        (1, "((builtins.head m.nixpkgs.overlays) pkgs pkgs).cim-lsp.name", f"cim-lsp-{cim_lsp.__version__}"),
        (2, "(builtins.head m.home.packages).name", f"cim-lsp-{cim_lsp.__version__}"),
        (2, "m.programs.helix.languages.language-server.cim.command", "cim-lsp"),
        (3, "m.hooks.cim-validate.files", hook(MANIFEST)["files"]),
        (3, "baseNameOf m.hooks.cim-validate.entry", "cim-validate"),
    ],
)
def test_a_snippet_of_the_manual(
    nix: Run, flake: str, tmp_path: Path, *, snippet: int, of_it: str, expected: str
) -> None:
    file = tmp_path / "snippet.nix"
    file.write_text(SNIPPETS[snippet], encoding="utf-8")
    given = GIVEN.format(flake=flake, stub=STUB, file=file)
    assert succeed(nix("eval", "--impure", "--raw", "--expr", f"{given} {of_it}")) == expected


def test_a_check_judges_the_examples(nix: Run, flake: str) -> None:
    succeed(nix("build", "--impure", "--no-link", f"{flake}#checks.{system(nix)}.examples"))


def test_the_template_is_a_new_cim(nix: Run, project: Path) -> None:
    assert {path.name for path in project.iterdir()} == {path.name for path in TEMPLATE.iterdir()} | {"flake.lock"}
    succeed(nix("flake", "check", "--impure", "--no-build", f"path:{project}"))
    failed = judge(nix, project)
    assert failed.returncode
    assert FAULT in failed.stderr
    mended = validate(project, "--fix")
    assert mended.returncode == 0, mended.stdout
    succeed(judge(nix, project))


def test_the_template_lacks_nothing_but_its_id() -> None:
    told = validate(TEMPLATE, "--format", "json", "domain.yaml")
    assert [each["code"] for each in json.loads(told.stdout)["diagnostics"]] == ["invalid-id"]


def test_the_hook_of_the_template_is_ours() -> None:
    file = TEMPLATE / ".pre-commit-config.yaml"
    wanted, ours = hook(file), hook(MANIFEST)
    assert all(wanted[key] == ours[key] for key in ("entry", "files", "require_serial"))
    read = [sys.executable, "-m", "pre_commit", "validate-config", file]
    succeed(subprocess.run(read, check=False, capture_output=True, text=True))
