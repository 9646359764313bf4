"""Whether a version meets a range: the answers of node's semver, on pairs of many shapes, and where we differ."""

from __future__ import annotations

import json
import random
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cim_lsp.versions import satisfies
from tests import npm

PAIRS = 6000
PRE_RELEASES = ("", "", "", "-0", "-1", "-alpha", "-alpha.1", "-alpha.beta", "-rc-1", "-a.0", "+b1", "-a+b")
SIGNS = ("", "^", "~", "=", ">", "<", ">=", "<=", "^ ", ">= ", "~ ")


def number(chance: random.Random) -> str:
    return chance.choices(("0", "1", "2", "3", "10"), (9, 9, 9, 5, 3))[0]


def partial(chance: random.Random) -> str:
    """One to three numbers or, behind them, stand-ins; three numbers may be followed by a pre-release."""
    numbers = [number(chance) for _ in range(chance.choice((1, 2, 3, 3, 3)))]
    others = [chance.choice("xX*") for _ in range(chance.randint(0, 3 - len(numbers)))]
    pre_release = chance.choice(PRE_RELEASES) if len(numbers) == 3 else ""
    return f"{'v' * (chance.random() < 0.1)}{'.'.join(numbers + others)}{pre_release}"


def alternative(chance: random.Random) -> str:
    if chance.random() < 0.15:
        return f"{partial(chance)} - {partial(chance)}"
    count = chance.choice((1, 1, 1, 2, 2, 3))
    return chance.choice((" ", "  ")).join(chance.choice(SIGNS) + partial(chance) for _ in range(count))


def range_(chance: random.Random) -> str:
    return chance.choice(("||", " || ")).join(alternative(chance) for _ in range(chance.choice((1, 1, 1, 2))))


def test_node_says_the_same():
    chance = random.Random(5)
    pairs = [
        (f"{number(chance)}.{number(chance)}.{number(chance)}{chance.choice(PRE_RELEASES)}", range_(chance))
        for _ in range(PAIRS)
    ]
    npm.node_modules()
    command = ("node", "satisfies.mjs")
    run = subprocess.run(command, cwd=npm.HOME, input=json.dumps(pairs), capture_output=True, text=True, check=True)
    said: list[bool | None] = json.loads(run.stdout)
    assert {True, False} <= set(said)
    for (version, wanted), answer in zip(pairs, said, strict=True):
        assert satisfies(version, wanted) is answer, (version, wanted)


@pytest.mark.parametrize("version", ["0.0.0", "1.2.3", "1.0.0-alpha", "0.0.0-0", "1.0.0+b"])
def test_any_version_meets(version: str):
    assert satisfies(version, "*")
    assert satisfies(version, "latest")


def test_commas_join_comparators():
    assert satisfies("1.5.0", ">=1.0, <2.0")
    assert not satisfies("2.5.0", ">=1.0,<2.0")


@pytest.mark.parametrize(
    ("version", "range"),
    [("1.0", "^1"), ("v1.0.0", "^1"), ("1.0.0\n", "*"), ("01.0.0", "*"), ("1.0.0", "newest"), ("1.0.0", ""),
     ("1.0.0", "^"), ("1.0.0", "1.2.3.4"), ("1.0.0", "- 1"), ("1.0.0", "^" + "9" * 5000), ("one", "latest")],
)  # fmt: skip
def test_what_is_none_is_not_understood(version: str, range: str):  # noqa: A002
    assert satisfies(version, range) is None


@given(st.text(alphabet=" ,|<>=^~*.+01xXv-a\n"))
def test_any_text_is_taken(text: str):
    assert satisfies("1.0.0", text) in (True, False, None)
