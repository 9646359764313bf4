"""Write `reference.md`: every key as hovers explain it, and every rule as `--explain` does.

python docs/reference.py           write it
python docs/reference.py --check   say whether it is up to date; exit 1 if it is not
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from cim_lsp.features.hover import explain
from cim_lsp.guide import KeyPath, place
from cim_lsp.rules import RULES
from cim_lsp.vocabulary import KINDS, LINKS, SECTIONS

TARGET = Path(__file__).parent / "reference.md"
HEAD = """# Reference

Every key of a domain and a module, and every rule. The keys are explained here as an editor explains them, from the
[schemas](../schemas); the rules as `cim-validate --explain CODE` does. `python docs/reference.py` writes this page.

- [Keys of both](#keys-of-both), [of a domain](#keys-of-a-domain), [of a module](#keys-of-a-module)
- [References](#references), [Records](#records)
- [Rules](#rules)
"""
SPECIMEN = "events"
"""A section whose records have all that records of every section have."""


def page() -> str:
    """The whole page, in Markdown as GitHub reads it."""
    return HEAD + "".join(f"\n{paragraph}\n" for paragraph in paragraphs())


def paragraphs() -> Iterator[str]:
    shared = (key for key in keys(("domain",)) if key in keys(("module",)))
    both = [key for key in shared if text(("domain", key)) == text(("module", key))]
    yield "## Keys of both"
    yield "Beside those of each, which follow. Keys of your own begin with `x-`, and are never judged."
    yield from entries(("domain",), both)
    for kind in KINDS:
        yield f"## Keys of a {kind}"
        yield text((kind,)).partition("\n\n")[2]
        yield from entries((kind,), [key for key in keys((kind,)) if key not in both])
    yield "## References"
    yield "A module or a domain is referred to by its name, by its id, by its name with a range, or by a record:"
    yield from entries(("module", "dependencies", None), ("name", "id", "version", "repository"))
    yield "## Records"
    yield "Every record of a domain-driven-design section has these keys, and any others."
    specimen = ("module", SPECIMEN, None)
    links = {key for section in LINKS for key in LINKS[section]}
    yield from entries(specimen, [key for key in keys(specimen) if key not in links])
    for section in (section for section in SECTIONS if section in LINKS):
        yield f"### Records of {section}"
        path = ("module", section, None)
        yield from entries(path, [key for key in keys(path) if key not in keys(("module", "entities", None))], level=4)
    yield "## Rules"
    for rule in RULES:
        yield f"### {rule.code}"
        yield f"**{rule.summary}** Severity: {rule.severity.word}."
        yield rule.manual


def keys(path: KeyPath) -> list[str]:
    """The keys of a mapping, in the order of the schemas."""
    found = place(path, None)
    return [key for key in found.keys if not key.startswith("$")] if found else []


def entries(path: KeyPath, names: "list[str] | tuple[str, ...]", level: int = 3) -> Iterator[str]:
    """The keys of a mapping, each with its heading; a title that only says the key again is left out."""
    outer = place(path, None)
    for name in names:
        title, *paragraphs = text((*path, name)).split("\n\n")
        plain = title.strip("*")
        notes = [plain] if plain.lower() != name.replace("_", " ") else []
        notes += ["required"] if outer and name in outer.required else []
        yield f"{'#' * level} `{name}`"
        if notes:
            yield f"*{', '.join(notes).capitalize()}.*"
        yield from paragraphs


def text(path: KeyPath) -> str:
    """What a hover says of a key, its type marked. Raises KeyError for one that the schemas don't know."""
    found = place(path, None)
    if found is None:
        raise KeyError(path)
    said = explain(found, str(path[-1]))
    before, _, last = said.rpartition("\n\n")
    return said if found.choices else f"{before}\n\nType: {last}."


def main(arguments: list[str]) -> int:
    if arguments != ["--check"]:
        TARGET.write_text(page(), "utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text("utf-8") == page():
        return 0
    print(f"{TARGET.name} is out of date: run python docs/reference.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
