"""Keep the published schemas as they were released: `released/<version>/`, and their digests in `released/SHA256SUMS`.

python schemas/release.py           keep those of today, as the version of cim_lsp
python schemas/release.py --check   say what is no longer as it was released; exit 1 if anything is
"""

import hashlib
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
RELEASED = HERE / "released"
SUMS = "SHA256SUMS"


def version() -> str:
    """The version that is being released."""
    text = (HERE.parent / "cim_lsp" / "__init__.py").read_text("utf-8")
    found = re.search(r'(?m)^__version__ = "(.+)"$', text)
    if found is None:
        raise ValueError("cim_lsp has no version")
    return found[1]


def record(number: str, released: Path = RELEASED) -> None:
    """Keep the schemas of today under a version. Raises FileExistsError where there are such."""
    folder = released / number
    folder.mkdir(parents=True)
    for path in sorted(HERE.glob("*.schema.json")):
        (folder / path.name).write_bytes(path.read_bytes())
    known = [f"{digest}  {name}\n" for name, digest in recorded(released).items()]
    new = [f"{digest}  {name}\n" for name, digest in found(released).items() if name.startswith(f"{number}/")]
    (released / SUMS).write_text("".join(known + new), "utf-8")


def changed(released: Path = RELEASED) -> list[str]:
    """The files that are not as they were released: other ones, some that are gone, or that nobody released."""
    before, after = recorded(released), found(released)
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def recorded(released: Path) -> dict[str, str]:
    """The digests as they were recorded, by file; in the format of sha256sum(1), which can check them too."""
    sums = released / SUMS
    lines = sums.read_text("utf-8").splitlines() if sums.exists() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def found(released: Path) -> dict[str, str]:
    """The digests of the files that are there."""
    paths = sorted(path for path in released.glob("*/*") if path.is_file())
    return {path.relative_to(released).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def main(arguments: list[str]) -> int:
    if arguments != ["--check"]:
        record(version())
        return 0
    for name in changed():
        print(f"released/{name} is not as it was released", file=sys.stderr)
    return int(bool(changed()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
