"""Which files a run judges: those that git doesn't ignore, found in folders; and whatever is named."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from cim_lsp.cli.discovery import find
from cim_lsp.files.configurations import Configurations
from cim_lsp.files.gitignore import Ignores

MODELINE = "# yaml-language-server: $schema=https://cim-lsp.github.io/schemas/v1/cim.schema.json\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def touch(*names: str) -> None:
    write(dict.fromkeys(names, ""))


def found(*paths: str) -> list[str]:
    return list(find(paths or ["."], Configurations()).files)


def test_files_are_found_by_name_in_a_fixed_order() -> None:
    touch("b/module.yaml", "b.module.yml", "a/x.cim.json", "domain.yaml", "values.yaml", "a/domain.toml")
    assert found() == ["a/x.cim.json", "b/module.yaml", "b.module.yml", "domain.yaml"]


def test_paths_keep_their_order_and_each_file_comes_once() -> None:
    touch("b/module.yaml", "a/module.yaml")
    assert found("b", "a/module.yaml", ".", "./b/module.yaml") == ["b/module.yaml", "a/module.yaml"]


@pytest.mark.parametrize("path", ["a", "./a/", "../{}/a", "{}/a/../a"])
def test_files_are_shown_below_the_path_that_was_given(folder: Path, path: str) -> None:
    touch("a/module.yaml")
    path = path.format(folder if path.startswith("{") else folder.name)
    assert found(path) == [str(Path(path, "module.yaml"))]


def test_a_modeline_makes_a_cim_file_of_a_yaml_file() -> None:
    write(dict.fromkeys(("a.yaml", "b.txt", "c.yml"), MODELINE))
    write({"d.yaml": " " * 5000 + "\n" + MODELINE, "e.yaml": "# yaml-language-server: $schema=other.json\n"})
    assert found() == ["a.yaml", "c.yml"]


def test_a_named_file_is_taken_whatever_it_is() -> None:
    write({"notes.txt": "", ".gitignore": "*"})
    assert found("notes.txt") == ["notes.txt"]


def test_links_to_files_are_read_and_links_to_folders_are_not_entered() -> None:
    touch("a/module.yaml", "a/b/c/real.txt")
    Path("a/b/loop").symlink_to("..", target_is_directory=True)
    Path("a/domain.yaml").symlink_to("..", target_is_directory=True)
    Path("a/b/cim.yaml").symlink_to("c/real.txt")
    Path("a/b/gone.cim.yaml").symlink_to("nowhere")
    assert found() == ["a/b/cim.yaml", "a/b/gone.cim.yaml", "a/module.yaml"]


def test_a_link_to_a_folder_is_entered_when_named() -> None:
    touch("a/module.yaml")
    Path("link").symlink_to("a", target_is_directory=True)
    assert found("link") == ["link/module.yaml"]


def test_what_is_no_file_is_told_by_its_name_alone(folder: Path) -> None:
    os.mkfifo("module.yaml")
    os.mkfifo("other.yaml")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("cim.yaml")
        assert found() == ["cim.yaml", "module.yaml"]


def test_a_folder_named_like_a_file_is_a_folder() -> None:
    touch("domain.yaml/module.yaml")
    assert found() == ["domain.yaml/module.yaml"]


def test_deep_folders(folder: Path) -> None:
    deep = "/".join("d" * 1500)
    for _ in range(15):
        Path(deep[:199]).mkdir(parents=True)
        os.chdir(deep[:199])
    touch("module.yaml")
    os.chdir(folder)
    assert len(found()) == 1
    subprocess.run(["rm", "-r", "d"], check=True)  # pytest would be at a loss here


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_cannot_be_listed_is_told() -> None:
    touch("a/b/module.yaml")
    Path("module.yaml").symlink_to("a/b/module.yaml")
    Path("other.yaml").symlink_to("a/b/module.yaml")
    Path("a").chmod(0o000)
    assert found() == ["a", "module.yaml"]
    assert found("a", "other.yaml") == ["a", "other.yaml"]
    Path("a").chmod(0o700)


# .gitignore


def test_the_rules_above_a_folder_hold_in_it() -> None:
    touch(".git/HEAD", "a/b/module.yaml", "a/b/old.module.yaml")
    write({".gitignore": "old.*\n", "a/.gitignore": "/b/module.yaml\n"})
    assert found("a/b") == []


def test_the_rules_above_a_repository_do_not_hold_in_it() -> None:
    touch("inner/.git/HEAD", "inner/module.yaml")
    write({".gitignore": "module.yaml\n"})
    assert found("inner") == found() == ["inner/module.yaml"]


def test_an_ignored_folder_is_entered_when_named() -> None:
    touch(".git/HEAD", "build/a/module.yaml", "build/a/out.module.yaml")
    write({".gitignore": "build/\n", "build/a/.gitignore": "out.*"})
    assert found() == []
    assert found("build") == found("build/a") == ["build/a/module.yaml"]


def test_a_linked_work_tree_has_the_excludes_of_its_repository() -> None:
    write({"main/.git/info/exclude": "old.*", "main/.git/worktrees/w/commondir": "../..\n"})
    write({"w/.git": "gitdir: ../main/.git/worktrees/w\n", "w/old.module.yaml": "", "w/module.yaml": ""})
    assert found("w") == ["w/module.yaml"]


FILES = (
    "bar.yaml", "x.json", "a b/x.json", "[x]/é.yaml", "a/b/foo/bar.yaml", "a/b/x.json", "foo/a/bar.yaml", "sub/foo",
)  # fmt: skip
PATTERNS = (
    "*\n!*/\n!*.yaml", "/*\n!/a", "a/**", "a/**\n!a/b", "**/foo", "foo/*", "foo/*\n!foo/a", "**", "/**", "*/",
    "a/**/bar.yaml", "foo", "/foo", "foo/", "sub/foo/", "b/foo", "a/b", "a/*/foo", "?", "??", "[a-c]", "[!a]", "[^a]/",
    "[]-]*", "[[:alpha:]]", "[[:nonsense:]]", "[z-a]", "[a-", "\\[x\\]", "[[]x]", "é.yaml", "?.yaml", "??.yaml",
    "a\\ b", "a b  ", "a b\\ ", "\\", "a\\", "#a", "\\#a", "!", "/", "//", "", " ", "\ufeffa", "*.json\r\n!x.json\r",
    "a\n!a/b/foo/bar.yaml", "***/bar.yaml", "*a*r.y*l",
)  # fmt: skip


@pytest.mark.parametrize("patterns", PATTERNS)
def test_patterns_mean_what_they_mean_to_git(folder: Path, patterns: str) -> None:
    if not shutil.which("git"):
        pytest.skip("there is no git to compare with")
    touch(*FILES)
    subprocess.run(["git", "init", "-q"], check=True)
    Path(".gitignore").write_bytes(patterns.encode())
    listing = ["git", "ls-files", "-z", "--others", "--exclude-standard"]
    expected = subprocess.run(listing, check=True, capture_output=True).stdout.decode().split("\0")[:-1]
    assert sorted(kept(folder, Ignores.at(str(folder)))) == sorted(folder / name for name in expected)


def kept(folder: Path, ignores: Ignores) -> list[Path]:
    """All files in a folder that are not ignored."""
    files: list[Path] = []
    for path in folder.iterdir():
        if path.name != ".git" and not ignores.cover(str(path), is_folder=path.is_dir()):
            files += kept(path, ignores.enter(str(path))) if path.is_dir() else [path]
    return files
