"""What the README says is true: its table of rules is the catalogue, and CI runs its test command.

`python -m tests.test_docs` writes the table anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cim_lsp.diagnostics import Rule
from cim_lsp.rules import RULES, manual_url

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_TABLE = re.compile(r"(?<=<!-- rules -->\n).*?(?=<!-- /rules -->)", re.DOTALL)


def table() -> str:
    rows = (f"| `{rule.code}` | {rule.severity.word} | {rule.summary} |\n" for rule in RULES)
    return "| rule | severity | what it finds |\n| --- | --- | --- |\n" + "".join(rows)


def test_table_of_rules():
    found = _TABLE.search(README.read_text(encoding="utf-8"))
    assert found
    assert found.group() == table()


def test_ci_runs_the_test_command():
    command = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1]
    assert f"```sh\n{command}\n```" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_manual(rule: Rule):
    module = rule.code.replace("-", "_")
    assert (ROOT / "cim_lsp" / "rules" / f"{module}.py").is_file()
    assert rule.summary.endswith(".")
    assert rule.manual
    page, _, anchor = manual_url(rule.code).partition("/blob/main/")[2].partition("#")
    assert f"\n### {anchor}\n" in (ROOT / page).read_text(encoding="utf-8")


if __name__ == "__main__":
    README.write_text(_TABLE.sub(lambda _: table(), README.read_text(encoding="utf-8")), encoding="utf-8")
