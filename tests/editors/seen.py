"""What was seen working in which editor: gathered while the tests run, and shown as the README's table.

`python -m tests.editors.seen` writes the table of the last run into the README; a test holds the two to one another.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RECORD = ROOT / "build" / "editors.json"
_TABLE = re.compile(r"(?s)(?<=<!-- editors -->\n).*(?=<!-- /editors -->)")

Seen = dict[str, dict[str, list[str]]]
"""By editor and version, such as `Neovim` and `0.10`, what was seen, such as `diagnostics`, in the order of COLUMNS."""

COLUMNS = ("diagnostics", "hover", "completion", "Insert UUIDv7", "definition", "rename", "formatting")


def record(editor: str, version: str, *capabilities: str) -> None:
    """Note that these were seen working in an editor of this version (major and minor)."""
    unknown = set(capabilities) - set(COLUMNS)
    assert not unknown, f"{unknown} are no columns of the table"
    found = load()
    known = found.setdefault(editor, {}).setdefault(version, [])
    known[:] = [each for each in COLUMNS if each in (*known, *capabilities)]
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def load() -> Seen:
    """What was seen in this run, or the last."""
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}


def table(found: Mapping[str, Mapping[str, list[str]]]) -> str:
    """The table, a row for each editor and version."""
    lines = [f"| editor | {' | '.join(COLUMNS)} |", "| --- |" + " :-: |" * len(COLUMNS)]
    for editor, versions in sorted(found.items(), key=lambda item: item[0].casefold()):
        for version, capabilities in sorted(versions.items(), key=lambda item: [*map(int, item[0].split("."))]):
            cells = ("✓" if column in capabilities else "" for column in COLUMNS)
            lines.append(f"| {editor} {version} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def shown() -> str | None:
    """The table as the README has it; None where it has none."""
    found = _TABLE.search((ROOT / "README.md").read_text(encoding="utf-8"))
    return found.group() if found else None


def main() -> None:
    readme = ROOT / "README.md"
    readme.write_text(_TABLE.sub(table(load()), readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
