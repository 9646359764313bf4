"""The README's table of editors is what the tests in this folder have seen."""

from __future__ import annotations

import re

import pytest

from tests import provide
from tests.editors import seen


@pytest.mark.skipif(not provide.IN_CI, reason="only where the tests of all editors run, which CI sees to")
def test_table_of_editors():
    assert seen.shown() == seen.table(seen.load())


def test_the_table_shows_each_version_once_and_in_order():
    found: seen.Seen = {"Vim": {"9.10": ["hover"], "9.9": ["diagnostics", "rename"]}, "Kate": {"25.4": []}}
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in seen.table(found).splitlines()]
    assert rows[0] == ["editor", *seen.COLUMNS]
    assert [row[0] for row in rows[2:]] == ["Kate 25.4", "Vim 9.9", "Vim 9.10"]
    assert [seen.COLUMNS[at - 1] for at, cell in enumerate(rows[3]) if cell == "✓"] == ["diagnostics", "rename"]


def test_the_readme_has_a_place_for_the_table():
    assert re.search(r"<!-- editors -->\n", (seen.ROOT / "README.md").read_text(encoding="utf-8"))
