"""Write `faults.md`: what may go wrong, what is seen of it, and the test that holds it.

python docs/faults.py           write it
python docs/faults.py --check   say whether it is up to date; exit 1 if it is not
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.faults.table import FAULTS  # noqa: E402 - the tests are no installed package

TARGET = Path(__file__).parent / "faults.md"
HEAD = """# Faults that are survived

What may go wrong, what `cim-validate` or the user of an editor sees of it, and the test that holds it. The server
answers the next request after each. `python docs/faults.py` writes this page from `tests/faults/table.py`.
"""


def page() -> str:
    """The whole page, in Markdown as GitHub reads it."""
    parts = [HEAD]
    for title, faults in FAULTS.items():
        rows = "".join(f"| {fault.name} | {fault.sees} | `{fault.test}` |\n" for fault in faults)
        parts.append(f"\n## {title}\n\n| fault | what you see | test |\n| --- | --- | --- |\n{rows}")
    return "".join(parts)


def main(arguments: list[str]) -> int:
    if arguments != ["--check"]:
        TARGET.write_text(page(), "utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text("utf-8") == page():
        return 0
    print(f"{TARGET.name} is out of date: run python docs/faults.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
