"""What git knows, asked of real repositories; and that no repository has a command of its own run for it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cim_lsp.files import git as door
from cim_lsp.files.git import ask
from cim_lsp.files.history import Ages, Tree, ages, contents, head, tree

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is needed to make repositories")

IDENTITY = {
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
}  # fmt: skip


def git(folder: Path, *arguments: str, **environment: str) -> str:
    command = ("git", "-C", str(folder), "-c", "protocol.file.allow=always", *arguments)
    run = subprocess.run(
        command, env={**os.environ, **IDENTITY, **environment}, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


def write(root: Path, **texts: str) -> None:
    """Each `a` is the file `a.module.yaml`."""
    for name, text in texts.items():
        (root / f"{name}.module.yaml").write_bytes(text.encode())


def commit(root: Path, *options: str, when: int = 1_700_000_000) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "a", *options, GIT_COMMITTER_DATE=f"{when} +0000")
    return git(root, "rev-parse", "HEAD")


def path(root: Path, name: str) -> str:
    return str(root / f"{name}.module.yaml")


def at_head(root: Path) -> dict[str, bytes]:
    """What the files of HEAD hold, by their names."""
    found = tree(str(root))
    texts = contents(str(root), found.blobs.values())
    return {os.path.relpath(path, root).split(".")[0]: texts[blob] for path, blob in found.blobs.items()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path.resolve() / "shop"
    git(tmp_path, "init", "-q", "-b", "main", str(folder))
    return folder


# the last commit


def test_head_moves_with_commits_amendments_and_branches(root: Path):
    write(root, a="1")
    first = commit(root)
    assert (head(str(root)), at_head(root)) == (first, {"a": b"1"})
    write(root, a="2", b="3")
    assert at_head(root) == {"a": b"1"}
    second = commit(root)
    assert (head(str(root)), at_head(root)) == (second, {"a": b"2", "b": b"3"})
    write(root, b="4")
    assert commit(root, "--amend") == head(str(root)) != second
    assert at_head(root) == {"a": b"2", "b": b"4"}
    git(root, "checkout", "-q", first)
    assert (head(str(root)), at_head(root)) == (first, {"a": b"1"})
    git(root, "pack-refs", "--all")
    git(root, "checkout", "-q", "main")
    git(root, "gc", "-q")
    assert at_head(root) == {"a": b"2", "b": b"4"}


@pytest.mark.parametrize("format_", ["sha1", "sha256"])
def test_a_file_is_what_it_was_by_its_content(tmp_path: Path, format_: str):
    git(tmp_path, "init", "-q", f"--object-format={format_}")
    write(tmp_path, a="1\r\n", empty="", lf="1\n2\n")
    commit(tmp_path)
    found = tree(str(tmp_path))
    assert found.has(path(tmp_path, "a"), b"1\r\n")
    assert found.has(path(tmp_path, "empty"), b"")
    assert not found.has(path(tmp_path, "a"), b"1\n")
    assert found.has(path(tmp_path, "lf"), b"1\r\n2\r\n")
    assert not found.has(path(tmp_path, "lf"), b"1\r2\r")
    assert not found.has(path(tmp_path, "b"), b"1\r\n")


@pytest.mark.parametrize("name", ["ä", "a b", 'say "a"', "a\tb", "a\nb", "*", ":(top)a", "-a", "\udcff", "d/a"])
def test_any_name_of_a_file(root: Path, name: str):
    place = root / f"{name}.module.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"1")
    (root / "z.module.yaml").write_bytes(b"2")
    commit(root)
    assert tree(str(root)).has(str(place), b"1")
    assert str(place) in ages(str(root), [str(place), path(root, "z")]) or "\n" in name


def test_only_files_that_may_be_ours_are_known(root: Path):
    write(root, a="1")
    (root / "b.txt").write_text("1")
    (root / "c.module.yaml").symlink_to("a.module.yaml")
    commit(root)
    assert list(tree(str(root)).blobs) == [path(root, "a")]


def test_files_of_the_project_and_files_that_are_gone(root: Path):
    write(root, a="1", b="2", c="3")
    (root / "other.yaml").write_text("x: y")
    commit(root)
    (root / "b.module.yaml").unlink()
    (root / "other.yaml").unlink()
    assert tree(str(root)).known({path(root, "a")}) == [path(root, "a"), path(root, "b")]


def test_what_cannot_be_had_is_left_out(root: Path):
    write(root, a="1", b="2")
    commit(root)
    blobs = [*tree(str(root)).blobs.values()]
    assert contents(str(root), [blobs[0], "0" * 40, blobs[1]]) == {blobs[0]: b"1", blobs[1]: b"2"}
    assert contents(str(root), []) == {}


# where git knows nothing


def nothing_is_known(root: Path) -> None:
    assert head(str(root)) is None
    assert tree(str(root)) == Tree()
    assert ages(str(root), [path(root, "a")]) == {}
    assert contents(str(root), ["0" * 40]) == {}


def test_no_commit_yet(root: Path):
    write(root, a="1")
    nothing_is_known(root)


def test_no_repository(tmp_path: Path):
    nothing_is_known(tmp_path)
    nothing_is_known(tmp_path / "nowhere")


@pytest.mark.parametrize("program", ["", "exit 3", "sleep 30"])
def test_no_git_or_none_that_works(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str):
    write(root, a="1")
    commit(root)
    if program:
        (tmp_path / "git").write_text(f"#!/bin/sh\nexec {program}\n" if " 30" in program else f"#!/bin/sh\n{program}\n")
        (tmp_path / "git").chmod(0o755)
        monkeypatch.setattr(door, "PATIENCE", 0.05)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}" if program else "")
    nothing_is_known(root)


def test_a_git_that_lies_in_the_present_folder_is_never_run(root: Path, monkeypatch: pytest.MonkeyPatch):
    write(root, a="1")
    commit(root)
    (root / "git").write_text("#!/bin/sh\ntouch was-run\n")
    (root / "git").chmod(0o755)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")
    assert at_head(root) == {"a": b"1"}
    assert not (root / "was-run").exists()


@pytest.mark.parametrize("fault", ["objects", "HEAD", "refs", "config"])
def test_a_repository_that_is_broken(root: Path, fault: str):
    """And not the one around it either."""
    write(root, a="1")
    commit(root)
    inner = root / "inner"
    git(root, "init", "-q", str(inner))
    write(inner, a="2")
    commit(inner)
    place = inner / ".git" / fault
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.write_text("[broken")
    nothing_is_known(inner)


def test_a_bare_repository(root: Path):
    """None of its folders is a work tree."""
    write(root, a="1")
    commit(root)
    bare = root.parent / "bare.git"
    git(root, "clone", "-q", "--bare", str(root), str(bare))
    nothing_is_known(bare / "objects")


def test_a_repository_that_the_user_does_not_trust(root: Path, monkeypatch: pytest.MonkeyPatch):
    write(root, a="1")
    commit(root)
    (root.parent / "gitconfig").write_text("")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(root.parent / "gitconfig"))
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    shutil.chown(root, 1234)
    shutil.chown(root / ".git", 1234)
    nothing_is_known(root)
    (root.parent / "gitconfig").write_text(f"[safe]\n  directory = {root}\n")
    assert at_head(root) == {"a": b"1"}
    (root.parent / "gitconfig").write_text("")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "2")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.worktree")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "/nowhere")
    monkeypatch.setenv("GIT_CONFIG_KEY_1", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_1", str(root))
    assert at_head(root) == {"a": b"1"}


# which repository is meant


def test_a_linked_work_tree_has_a_head_of_its_own(root: Path):
    write(root, a="1")
    commit(root)
    linked = root.parent / "linked"
    git(root, "worktree", "add", "-q", "-b", "other", str(linked))
    write(linked, a="2")
    commit(linked)
    assert (at_head(root), at_head(linked)) == ({"a": b"1"}, {"a": b"2"})


def test_a_submodule_is_a_world_of_its_own(root: Path):
    inner = root.parent / "inner"
    git(root.parent, "init", "-q", str(inner))
    write(inner, a="1")
    commit(inner)
    git(root, "submodule", "--quiet", "add", str(inner), "sub")
    write(root, b="2")
    commit(root)
    assert (at_head(root), at_head(root / "sub")) == ({"b": b"2"}, {"a": b"1"})


@pytest.mark.parametrize("linked", [False, True])
def test_a_hook_sees_the_commit_before(root: Path, linked: bool):
    """git sets GIT_DIR, GIT_INDEX_FILE and more for its hooks, and another commit is about to be made."""
    write(root, a="1")
    commit(root)
    place = root.parent / "linked" if linked else root
    if linked:
        git(root, "worktree", "add", "-q", str(place))
    elsewhere = root.parent / "elsewhere"
    git(root.parent, "init", "-q", str(elsewhere))
    write(elsewhere, b="3")
    commit(elsewhere)
    code = (
        "import sys; from cim_lsp.files.history import tree; "
        "print([tree(root).has(file, b'1') for root, file in zip(sys.argv[1::2], sys.argv[2::2])])"
    )
    hook = root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    arguments = f"{place} {path(place, 'a')} {elsewhere} {path(elsewhere, 'b')}"
    python = f"PYTHONPATH={Path(__file__).parent.parent} {shutil.which('python3')}"
    hook.write_text(f'#!/bin/sh\n{python} -c "{code}" {arguments} > {root.parent}/seen\n')
    hook.chmod(0o755)
    write(place, a="2")
    commit(place, "-a")
    assert (root.parent / "seen").read_text() == "[True, False]\n"


@pytest.mark.parametrize(
    "name", ["GIT_DIR", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_WORK_TREE"]
)
def test_the_environment_does_not_mislead(root: Path, monkeypatch: pytest.MonkeyPatch, name: str):
    write(root, a="1")
    first = commit(root)
    monkeypatch.setenv(name, str(root.parent))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.repositoryFormatVersion")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "99")
    assert head(str(root)) == first


def test_a_folder_whose_git_is_none_is_not_taken_for_the_repository_around_it(root: Path):
    write(root, a="1")
    commit(root)
    (root / "inner/.git").mkdir(parents=True)
    nothing_is_known(root / "inner")


# ages


def test_the_age_of_a_file_grows_from_commit_to_commit(root: Path):
    """Whatever the clocks said."""
    for name, when in (("c", 1_700_000_300), ("a", 1_700_000_100), ("b", 1_700_000_200)):
        write(root, **{name: name})
        commit(root, when=when)
    write(root, c="changed", new="1")
    commit(root)
    write(root, untracked="1")
    files = [path(root, name) for name in ("a", "b", "c", "new", "untracked")]
    found = ages(str(root), files)
    assert sorted(found, key=lambda each: found[each]) == [path(root, name) for name in ("c", "a", "b", "new")]


def test_a_file_that_came_back_is_as_old_as_it_was_first(root: Path):
    for names in (["a"], ["b"], [], ["a", "b"]):
        for file in root.glob("*.yaml"):
            file.unlink()
        write(root, **dict.fromkeys(names, "1"))
        commit(root)
    found = ages(str(root), [path(root, "a"), path(root, "b")])
    assert found[path(root, "a")] < found[path(root, "b")]


def test_ages_across_a_merge(root: Path):
    write(root, a="1")
    commit(root)
    git(root, "checkout", "-q", "-b", "side")
    write(root, side="1")
    commit(root, when=1_700_000_100)
    git(root, "checkout", "-q", "main")
    write(root, main="1")
    commit(root, when=1_700_000_200)
    git(root, "merge", "-q", "side", "-m", "m")
    found = ages(str(root), [path(root, name) for name in ("main", "side", "a")])
    assert [each.split("/")[-1].split(".")[0] for each in sorted(found, key=found.__getitem__)] == ["a", "side", "main"]


def test_all_ages_are_asked_for_at_once(root: Path, monkeypatch: pytest.MonkeyPatch):
    for name in "abc":
        write(root, **{name: "1"})
        commit(root)
    asked: list[tuple[str, ...]] = []

    def count(folder: str, *arguments: str, given: bytes = b"") -> bytes | None:
        asked.append(arguments)
        return ask(folder, *arguments, given=given)

    monkeypatch.setattr("cim_lsp.files.history.ask", count)
    age = Ages(str(root), lambda: [path(root, "a"), path(root, "b"), path(root, "x")])
    found = [age(path(root, name)) or 0 for name in "bax"]
    assert found[0] > found[1] > found[2] == 0
    assert len(asked) == 2
    assert (age(path(root, "c")) or 0) > (age(path(root, "b")) or 0)
    assert len(asked) == 4


# repositories that are somebody's trap


def trap(root: Path) -> Path:
    """Configure all that git can be made to run. Each command makes a file in the folder that is returned."""
    marks = root.parent / "marks"
    marks.mkdir()

    def run(what: str) -> str:
        script = marks.parent / f"{what}.sh"
        script.write_text(f"#!/bin/sh\ntouch {marks}/{what}\nexit 1\n")
        script.chmod(0o755)
        return str(script)

    hooks = root.parent / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc", "fsmonitor-watchman"):
        shutil.copy(run(name), hooks / name)
        shutil.copy(run(name), root / ".git/hooks" / name)
    values = {
        "core.fsmonitor": run("fsmonitor"), "core.hooksPath": str(hooks), "core.pager": run("pager"),
        "pager.cat-file": run("pager-of-one"), "pager.ls-tree": "true", "core.sshCommand": run("ssh"),
        "core.gitProxy": run("proxy"), "core.askPass": run("askpass"), "core.editor": run("editor"),
        "core.alternateRefsCommand": run("alternates"), "credential.helper": f"!{run('credential')}",
        "diff.external": run("external"), "diff.evil.textconv": run("textconv"), "diff.evil.command": run("command"),
        "filter.evil.smudge": run("smudge"), "filter.evil.clean": run("clean"), "filter.evil.process": run("process"),
        "filter.evil.required": "true", "gpg.program": run("gpg"), "log.showSignature": "true",
        "alias.rev-parse": f"!{run('alias')}", "alias.ls-tree": f"!{run('alias')}", "protocol.allow": "always",
        "protocol.ext.allow": "always", "remote.origin.url": f"ext::{run('ext')}", "remote.origin.promisor": "true",
        "remote.origin.uploadpack": run("uploadpack"), "remote.origin.partialclonefilter": "blob:none",
        "extensions.partialClone": "origin", "core.repositoryFormatVersion": "1",
        "uploadpack.packObjectsHook": run("hook"),
        "interactive.diffFilter": run("interactive"), "merge.evil.driver": run("merge"),
        "sequence.editor": run("sequence"),
    }  # fmt: skip
    for name, value in values.items():
        git(root, "config", name, value)
    return marks


@pytest.mark.parametrize("url", ["ext", "ssh", "vcs", "file"])
def test_no_command_of_a_repository_is_ever_run(root: Path, url: str, monkeypatch: pytest.MonkeyPatch):
    (root / ".gitattributes").write_text("*.yaml filter=evil diff=evil merge=evil\n")
    write(root, a="1", b="2")
    commit(root)
    blob = git(root, "rev-parse", "HEAD:b.module.yaml")
    marks = trap(root)
    if url == "ssh":
        git(root, "config", "remote.origin.url", "ssh://nobody@localhost/x")
    elif url == "vcs":
        git(root, "config", "remote.origin.vcs", "evil")
        helper = root.parent / "bin/git-remote-evil"
        helper.parent.mkdir()
        shutil.copy(root.parent / "ext.sh", helper)
        monkeypatch.setenv("PATH", f"{helper.parent}{os.pathsep}{os.environ['PATH']}")
    elif url == "file":
        git(root, "config", "remote.origin.url", str(root))
    for name in ("GIT_SSH_COMMAND", "GIT_PAGER", "GIT_EXTERNAL_DIFF", "GIT_ASKPASS", "GIT_PROXY_COMMAND", "GIT_EDITOR"):
        monkeypatch.setenv(name, str(root.parent / "ext.sh"))
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    write(root, a="3")
    assert head(str(root))
    there = tree(str(root))
    assert not there.has(path(root, "a"), b"3")
    contents(str(root), [there.blobs[path(root, "a")], blob])
    assert contents(str(root), [there.blobs[path(root, "a")]]) == {there.blobs[path(root, "a")]: b"1"}
    assert set(ages(str(root), [path(root, "a"), path(root, "b")])) == {path(root, "a"), path(root, "b")}
    assert list(marks.iterdir()) == []


def test_the_trap_works(root: Path):
    """Whoever asks carelessly falls into it."""
    (root / ".gitattributes").write_text("*.yaml filter=evil diff=evil\n")
    write(root, a="1")
    commit(root)
    marks = trap(root)
    blob = git(root, "rev-parse", "HEAD:a.module.yaml")
    write(root, a="2")
    command = ("git", "-C", str(root))
    for arguments in (("status",), ("diff",)):
        subprocess.run((*command, *arguments), capture_output=True, check=False)
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    subprocess.run((*command, "cat-file", "-p", blob), capture_output=True, check=False)
    assert {"fsmonitor", "process", "ext"} <= {each.name for each in marks.iterdir()}
