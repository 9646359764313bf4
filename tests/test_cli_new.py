"""`cim-new` as people use it: what it writes, what it asks for, and what it refuses."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cim_lsp.cli import creation, joining, validate
from cim_lsp.cli.census import citizens_of
from cim_lsp.cli.new import main
from cim_lsp.cli.writing import UnwritableError
from cim_lsp.document import Document, entity_of
from cim_lsp.identifiers import is_uuid7
from tests.commandline import ID, ROOT, Output, folder, names, write
from tests.mutants import mutants

__all__ = ["folder"]  # a fixture for every test here

PURPOSE = "Keep our customers' vans on the road"
DOMAIN = f"# ours\ndomain:\n  name: workshop # short\n  id: {ID}\n  purpose: {PURPOSE}\n"
ENROLLED = f"{DOMAIN}  modules:\n    - billing\n"


@pytest.fixture(autouse=True)
def repository(folder: Path) -> None:
    (folder / ".git").mkdir()


def new(*argv: str, purpose: str = PURPOSE) -> int:
    return main([f"--purpose={purpose}", *argv])


def files() -> list[str]:
    return [name for name in names() if name != ".git"]


def values(path: str) -> dict[str, str]:
    """The texts of the domain or module in a file."""
    entity = entity_of(Document.parse(path, Path(path).read_bytes().decode()).trees[0].root)
    assert entity
    found = {entry.name: entity.text(entry.name) for entry in entity.entries}
    return {key: text[0] for key, text in found.items() if text}


def without_id(text: str) -> str:
    """A text with `ID` for every id in it, each of which must be one."""
    found = re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text)
    assert found
    assert all(map(is_uuid7, found))
    return re.sub("|".join(found), "ID", text)


def usage_error(*argv: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2
    assert files() == []


# what is written


def test_a_domain(capsys: Output) -> None:
    assert new("domain", "workshop") == 0
    text = f"domain:\n  name: workshop\n  id: ID\n  purpose: {PURPOSE}\n"
    assert without_id(Path("domain.yaml").read_bytes().decode()) == text
    output = capsys.readouterr()
    assert without_id(output.out) == "domain.yaml: a new domain, workshop, with the id ID\n"
    assert values("domain.yaml")["id"] in output.out
    assert output.err == ""
    assert validate.main(["--strict"]) == 0


def test_a_module_in_list_form() -> None:
    assert new("module", "billing", "--form", "list", "--type", "core", "--version", "0.1.0") == 0
    assert without_id(Path("billing.module.yaml").read_text()) == (
        f"module:\n  - name: billing\n  - id: ID\n  - purpose: {PURPOSE}\n  - version: 0.1.0\n  - type: core\n"
    )


@pytest.mark.parametrize(
    ("argv", "path"),
    [
        (["domain", "workshop"], "domain.yaml"),
        (["module", "billing"], "billing.module.yaml"),
        (["module", "Order Management"], "order-management.module.yaml"),
        (["module", "billing", "--in-folder", "modules/billing"], "modules/billing/billing.module.yaml"),
        (["module", "billing", "--output", "a/module.yml"], "a/module.yml"),
        (["module", "--type", "core", "billing"], "billing.module.yaml"),
        (["module", "🚐", "--output", "van.module.yaml"], "van.module.yaml"),
    ],
)
def test_where(argv: list[str], path: str, capsys: Output) -> None:
    assert new(*argv) == 0
    assert capsys.readouterr().out.startswith(f"{path}: ")
    assert values(path)["name"] in argv


@pytest.mark.parametrize("there", ["domain.yaml", "domain.yml", "domain.json"])
def test_a_second_domain_goes_by_its_name(there: str) -> None:
    write("", there)
    assert new("domain", "Work Shop") == 0
    assert files() == sorted([there, "work-shop.domain.yaml"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(name=st.text(min_size=1), purpose=st.text(min_size=1))
def test_what_is_written_is_valid_or_nothing_is(name: str, purpose: str) -> None:
    for path in Path().glob("*.yaml"):
        path.unlink()
    try:
        code = new("domain", "--output=x.domain.yaml", "--", name, purpose=purpose)
    except SystemExit as stopped:
        code = stopped.code
    if code:
        assert code == 2
        assert not Path("x.domain.yaml").exists()
        assert name.isspace() or purpose.isspace() or not f"{name}{purpose}".isprintable()
        return
    assert validate.main(["--quiet"]) == 0
    assert (values("x.domain.yaml")["name"], values("x.domain.yaml")["purpose"]) == (name.strip(), purpose.strip())


def test_dry_run(capsys: Output) -> None:
    write(DOMAIN)
    assert new("module", "billing", "--in", "workshop", "--dry-run") == 0
    output = capsys.readouterr()
    module, _, diff = output.out.partition("---")
    assert without_id(module) == f"module:\n  name: billing\n  id: ID\n  purpose: {PURPOSE}\n  domain: workshop\n"
    assert diff.endswith("+  modules:\n+    - billing\n")
    assert "billing.module.yaml; nothing was written" in output.err
    assert files() == ["domain.yaml"]
    assert Path("domain.yaml").read_text() == DOMAIN


# hints


@pytest.mark.parametrize(
    ("name", "purpose", "words"),
    [
        (
            "Order Management",
            PURPOSE,
            "hint: a name is kebab-case of 3 to 50 characters by convention, such as order-m",
        ),
        ("billing", "TODO", "warning: this only keeps the place"),
        ("billing", "bills", "hint: a purpose of 5 characters is short"),
    ],
)
def test_a_convention_is_a_hint(name: str, purpose: str, words: str, capsys: Output) -> None:
    assert new("module", name, purpose=purpose) == 0
    assert f"cim-new: {words}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("others", "hinted"),
    [
        ({}, "domain.yaml"),
        ({"sub/domain.yaml": DOMAIN.replace("workshop", "sub")}, "domain.yaml"),
        ({"a/domain.yaml": DOMAIN.replace("workshop", "in-a")}, "a/domain.yaml"),
        (
            {"a/x.domain.yaml": DOMAIN.replace("workshop", "x"), "a/y.domain.yaml": DOMAIN.replace("workshop", "y")},
            None,
        ),
    ],
)
def test_without_a_domain_the_nearest_is_named(others: dict[str, str], hinted: str | None, capsys: Output) -> None:
    for path, text in {"domain.yaml": DOMAIN, **others}.items():
        write(text, path)
    assert new("module", "billing", "--in-folder", "a/b") == 0
    error = capsys.readouterr().err
    assert (f"add it to the `modules` in {hinted}; next time: --in" in error) if hinted else error == ""
    assert Path("domain.yaml").read_text() == DOMAIN


def test_no_advice_where_it_is_a_part_already(capsys: Output) -> None:
    write(ENROLLED)
    assert new("module", "billing") == 0
    assert capsys.readouterr().err == ""


# into a domain


@pytest.mark.parametrize("word", ["workshop", ID, "domain.yaml", "./domain.yaml"])
def test_into_a_domain(word: str, capsys: Output) -> None:
    write(DOMAIN)
    assert new("module", "billing", "--in", word) == 0
    assert Path("domain.yaml").read_text() == ENROLLED
    assert values("billing.module.yaml")["domain"] == "workshop"
    assert "domain.yaml: billing added to its modules\n" in capsys.readouterr().out
    assert validate.main(["--strict"]) == 0


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark_stay(newline: str) -> None:
    before, after = (f"\ufeff{text}".replace("\n", newline) for text in (DOMAIN, ENROLLED))
    write(before)
    assert new("module", "billing", "--in", "workshop") == 0
    assert Path("domain.yaml").read_bytes() == after.encode()


def test_into_a_domain_that_awaits_it(capsys: Output) -> None:
    write(ENROLLED)
    assert new("module", "billing", "--in", "workshop") == 0
    assert Path("domain.yaml").read_text() == ENROLLED
    assert "billing is among its modules already" in capsys.readouterr().out


def test_into_one_of_several_domains_of_a_file() -> None:
    other = DOMAIN.replace("workshop", "other").replace(ID, ID.replace("2", "3"))
    write(f"{other}---\n{DOMAIN}", "all.cim.yaml")
    assert new("module", "billing", "--in", "workshop") == 0
    assert Path("all.cim.yaml").read_text() == f"{other}---\n{ENROLLED}"


@pytest.mark.parametrize(
    ("text", "word", "words"),
    [
        (DOMAIN, "wokshop", "did you mean 'workshop'?"),
        (DOMAIN, "garage", "there is 'workshop'"),
        ("", "garage", "`cim-new domain` begins one"),
        (f"{DOMAIN}---\n{DOMAIN}", "workshop", "more than one domain 'workshop': domain.yaml, domain.yaml"),
        ("module: {name: workshop}\n", "domain.yaml", "domain.yaml declares no domain"),
        (f'{DOMAIN}  version: "1\n', "workshop", "is no valid YAML"),
        (f"x-all: &all [a]\n{DOMAIN}  modules: *all\n", "workshop", "has no place for one more module"),
    ],
)
def test_refused_domain(text: str, word: str, words: str, capsys: Output) -> None:
    write(text)
    assert new("module", "billing", "--in", word, "--in-folder", "a") == 1
    output = capsys.readouterr()
    assert words in output.err
    assert output.out == ""
    assert files() == ["domain.yaml"]
    assert Path("domain.yaml").read_text() == text


def stop(*_: object) -> None:
    raise KeyboardInterrupt


def fail(*_: object) -> None:
    raise UnwritableError("it is read-only")


@pytest.mark.parametrize(("failure", "code", "words"), [(fail, 1, "it is read-only"), (stop, 130, "interrupted")])
def test_both_files_are_written_or_neither(
    failure: Callable[..., None], code: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    write(DOMAIN)
    (Path() / "a").mkdir()
    monkeypatch.setattr(creation, "replace", failure)
    assert new("module", "billing", "--in", "workshop", "--in-folder", "a/b/c") == code
    assert words in capsys.readouterr().err
    assert files() == ["a", "domain.yaml"]
    assert list(Path("a").iterdir()) == []
    assert Path("domain.yaml").read_text() == DOMAIN


def test_a_domain_that_changes_meanwhile(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    write(DOMAIN)
    enrol = joining.enrol

    def slowly(*arguments: object) -> object:
        write(f"{DOMAIN}# more\n")
        return enrol(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(joining, "enrol", slowly)
    assert new("module", "billing", "--in", "workshop") == 1
    assert "has changed since it was read" in capsys.readouterr().err
    assert files() == ["domain.yaml"]


# refused


@pytest.mark.parametrize("path", ["billing.module.yaml", "modules/old.yaml/module.yaml"])
def test_a_name_that_is_taken(path: str, capsys: Output) -> None:
    write("module:\n  - name: 'billing'\n", path)
    before = files()
    assert new("module", "billing", "--output", "other.module.yaml") == 1
    assert f"there is a module 'billing' already, in {path}" in capsys.readouterr().err
    assert files() == before
    assert new("domain", "billing") == 0


def test_the_quick_way_to_read_names_tells_what_the_close_one_does() -> None:
    """A second document, empty, is more than the quick way takes on."""
    told = 0
    for text in mutants(seed=21, count=300):
        if any(tree.fault for tree in Document.parse("x.cim.yaml", text).trees):
            continue
        quick, close = (list(citizens_of(str(write(each, "x.cim.yaml")))) for each in (text, f"{text}\n---\n"))
        assert quick == close, text
        told += len(quick)
    assert told > 100


@pytest.mark.parametrize("link", [False, True])
def test_nothing_is_overwritten(link: bool, capsys: Output) -> None:
    path = Path("billing.module.yaml")
    path.symlink_to("nowhere") if link else path.write_text("# mine\n")
    assert new("module", "billing") == 1
    assert "billing.module.yaml exists already" in capsys.readouterr().err
    assert path.is_symlink() if link else path.read_text() == "# mine\n"


def test_a_file_that_appears_meanwhile() -> None:
    write("# mine\n", "a.yaml")
    with pytest.raises(UnwritableError, match="exists already"):
        creation.create("a.yaml", b"")
    assert Path("a.yaml").read_text() == "# mine\n"


@pytest.mark.parametrize("place", ["file/x", "x" * 300])
def test_a_folder_that_cannot_be(place: str, capsys: Output) -> None:
    write("", "file")
    assert new("module", "billing", "--in-folder", place) == 1
    assert "can't be written" in capsys.readouterr().err
    assert files() == ["file"]


# called wrongly


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ([], "say what to begin: domain or module"),
        (["modul", "x"], "modul"),
        (["domain", "x", "--in", "y"], "--in is for modules"),
        (["domain", "x", "--type", "core"], "--type is for modules"),
        (["module", "x", "--type", "cor"], "--type"),
        (["module", "x", "--version"], "--version needs a version"),
        (["module", " ", "--purpose", PURPOSE], "the name is blank"),
        (["module", "x", "--purpose", ""], "the purpose is blank"),
        (["module", "a\nb"], "the name is one line of text"),
        (["module", "x", "--purpose", "a\nb"], "`description` takes more"),
        (["module", "x\x1b[31m"], "can't hold the character U+001B"),
        (["module", "x", "--output", "x.yaml"], "*.module.yaml"),
        (["module", "x", "--output", "x.module.json"], "*.module.yaml"),
        (["module", "x", "--output", "x.module.yaml", "--in-folder", "."], "both say where"),
        (["module", "x", "--force"], "--force"),
    ],
)
def test_wrong_usage(argv: list[str], words: str, capsys: Output) -> None:
    usage_error(*argv)
    output = capsys.readouterr()
    assert output.out == ""
    assert words in output.err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["module"], "a module needs a name and a purpose; missing: NAME, --purpose"),
        (["domain", "x"], "missing: --purpose"),
        (["module", "x", "--purpose", PURPOSE, "--version", "1"], "this is not a Semantic Version"),
        (["module", "🚐", "--purpose", PURPOSE], "say one with --output"),
    ],
)
def test_what_cannot_be_done(argv: list[str], words: str, capsys: Output) -> None:
    assert main(argv) == 2
    assert words in capsys.readouterr().err
    assert files() == []


def test_help_and_version(capsys: Output) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    assert "exit codes:" in capsys.readouterr().out
    assert main(["--version"]) == 0
    assert re.fullmatch(r"cim-new \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)


def test_failure_of_its_own(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(creation, "_write", broken)
    assert new("module", "billing") == 2
    assert "please report it" in capsys.readouterr().err
    assert files() == []


# on a terminal


INTERRUPT = b"\x03"
AT_A_TERMINAL = """
import fcntl, signal, sys, termios
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background may have it ignored
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C reaches this process
from cim_lsp.cli.census import citizens_of
from cim_lsp.cli.new import main
sys.exit(main())
"""


def converse(answers: bytes, *argv: str, **environment: str) -> tuple[int, str]:
    """The exit code of `cim-new` at a terminal where this is typed, and what is seen there."""
    master, terminal = pty.openpty()
    command = (sys.executable, "-c", AT_A_TERMINAL, *argv)
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment}
    process = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=variables, start_new_session=True
    )
    os.close(terminal)
    seen = answer = b""
    with contextlib.suppress(OSError):  # which is how Linux tells that the other end was closed
        while process.poll() is None or select.select([master], [], [], 0)[0]:
            if select.select([master], [], [], 1)[0]:
                seen += os.read(master, 1024)
                if seen.endswith((b": ", b"? ")):
                    answer, _, answers = answers.partition(b"|")
                    os.write(master, answer)
            elif answer == INTERRUPT:  # Python overlooks one that comes before it waits for an answer
                os.write(master, answer)
    os.close(master)
    return process.wait(timeout=60), seen.decode()


def test_name_and_purpose_are_asked_for() -> None:
    code, seen = converse(b"\n|billing\n|Send bills until they are paid\n", "module")
    assert code == 0, seen
    assert "Name of the module: " in seen
    assert "the name is blank" in seen
    assert "Why does billing exist? " in seen
    assert "\x1b[1mbilling.module.yaml\x1b[0m: a new module" in seen
    assert values("billing.module.yaml")["purpose"] == "Send bills until they are paid"


def test_no_colours() -> None:
    code, seen = converse(b"Send bills until they are paid\n", "module", "x", NO_COLOR="1")
    assert code == 0
    assert "hint: a name" in seen
    assert "\x1b" not in seen


@pytest.mark.parametrize(("key", "code", "words"), [(b"\x04", 1, "no answer"), (INTERRUPT, 130, "interrupted")])
def test_somebody_walks_away(key: bytes, code: int, words: str) -> None:
    found, seen = converse(b"billing\n|" + key, "module")
    assert found == code
    assert f"{words}; nothing was written" in seen
    assert "Traceback" not in seen
    assert files() == []
