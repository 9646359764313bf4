"""A short run of the fuzzer, bounded by the number of texts; what longer ones have found is replayed.

`python -m tests.fuzz --minutes 60` is a long one.
"""

from __future__ import annotations

import random
from importlib.util import find_spec
from pathlib import Path

import pytest

from cim_lsp.text import Edit, Span
from tests.fuzz import laws
from tests.fuzz.__main__ import guided
from tests.fuzz.crashers import FOLDER, Finder, fault, shrunk
from tests.fuzz.texts import LONGEST, decode, encode, mutated, seeds
from tests.provide import missing

CRASHERS = sorted(FOLDER.glob("*.yaml"))
PLAIN, GUIDED, EACH = 400, 300, 10
"""So many texts in every run of the tests, the guided ones from each tenth case file."""


@pytest.mark.parametrize("file", CRASHERS, ids=lambda file: file.stem)
def test_what_once_broke_a_law_keeps_it(file: Path):
    laws.holds(decode(file.read_bytes()))


def test_the_laws_hold_for_slips_of_the_hand():
    chance, texts = random.Random(1), seeds()
    for _ in range(PLAIN):
        text = mutated(chance.choice(texts), chance, texts)
        assert fault(text) is None, text


def test_the_laws_hold_where_new_code_is_reached(tmp_path: Path):
    if not find_spec("atheris"):
        missing("atheris has no wheel for this machine")
    (tmp_path / "crashers").mkdir()
    limits = (f"-runs={GUIDED}", "-seed=1", "-verbosity=0")
    assert guided(tmp_path / "crashers", tmp_path / "corpus", *limits, each=EACH) == 0
    assert [file.read_bytes() for file in (tmp_path / "crashers").iterdir()] == []
    assert len([*(tmp_path / "corpus").iterdir()]) >= len(seeds()) // EACH


def test_bytes_are_texts_and_back():
    for data in (b"a: \xff\xc3\n", "é😀\r\n\ufeff".encode(), b"\xed\xa0\x80", b""):
        assert encode(decode(data)) == data
    assert len(decode(b"a" * 2 * LONGEST)) == LONGEST


# that a broken law would be seen


def test_a_crasher_is_made_small_and_kept_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> bool:
        raise ZeroDivisionError

    finder = Finder(tmp_path)
    finder.try_("module:\n")
    assert not finder.found
    monkeypatch.setattr(laws, "is_certainly_fine", broken)
    finder.try_("module:\n")
    finder.try_("domain:\n")
    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == b"", "it breaks whatever the text is"
    assert finder.found == {"ZeroDivisionError in test_texts.broken": file}


def yes(*_: object) -> bool:
    return True


def starts_late(span: Span, _: str) -> bool:
    return span.start > 0


def nothing(*_: object) -> tuple[()]:
    return ()


def test_what_is_wrong_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(laws, "is_certainly_fine", yes)
    assert fault("module:\n") == "certainly fine, but missing-key"
    monkeypatch.undo()
    monkeypatch.setattr(laws, "_is_inside", starts_late)
    assert fault("module:\n") == "missing-key lies outside of the text"
    monkeypatch.undo()
    monkeypatch.setattr(laws, "reparse", nothing)
    assert fault("a: b\n") == "edited, it is read differently"


def test_fixing_that_never_ends_is_seen(monkeypatch: pytest.MonkeyPatch):
    def longer(document: laws.Document, *_: object, **__: object) -> laws.Document:
        return laws.Document.parse(document.path, laws.apply_edits(document.text, [Edit(Span(0, 0), "#\n")]))

    monkeypatch.setattr(laws, "fix_all", longer)
    assert fault("a: b\n") == "a second fix_all changes more"


def test_what_can_be_left_out_is_left_out():
    assert shrunk("abc\nxyz\n" * 20, lambda text: "y" in text) == "y"
