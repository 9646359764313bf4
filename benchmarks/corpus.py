"""The sound CIM files of this repository: what the benchmarks type anew, one word at a time.

The valid schema cases, the rule cases that YAML can read (without their markers), the examples, three projects of
one file each (`texts/`), and a twin in JSON of whatever is in record form. The corpus is the same on every machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cim_lsp.analysis import check
from cim_lsp.diagnostics import Severity
from cim_lsp.document import Document, entity_of
from cim_lsp.nodes import Mapping, data
from cim_lsp.syntax import parse
from tests.harness import CASES, NOW, read

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
TEXTS = Path(__file__).parent / "texts"
_ANSWERS = (".fixed.yaml", ".unsafe.yaml")
"""What fixes make of a case: not a file of its own."""
_JSON = re.compile(r"\s*\{\s*\"")


@dataclass(frozen=True, slots=True)
class Source:
    """A sound file: where it comes from, the path it has in the editor's workspace, and its text.

    `names` are the names and ids of the domains and modules that its project defines, its own among them.
    """

    origin: str
    path: str
    text: str
    names: frozenset[str]
    elsewhere: frozenset[str] = frozenset()
    """Those of them that other files define."""

    @property
    def is_json(self) -> bool:
        return bool(_JSON.match(self.text))


def sources() -> tuple[Source, ...]:
    """All of the corpus, in one order."""
    return (*_examples(), *_projects(), *_cases())


def _cases() -> Iterator[Source]:
    files = (file for folder in ("schema/valid", "rules") for file in sorted((CASES / folder).rglob("*.yaml")))
    for file in files:
        if file.name.endswith(_ANSWERS):
            continue
        case, origin = read(file), file.relative_to(ROOT).as_posix()
        folder = "cases/" + file.relative_to(CASES).with_suffix("").as_posix()
        name = Path(case.path).name
        if not is_sound(case.text):
            continue
        source = Source(origin, f"{folder}/{name}", case.text, defined(case.text))
        if source.is_json:
            name = Path(name).with_suffix(".json").name
        yield Source(origin, f"{folder}/{name}", case.text, source.names)
        if twin := _twin(case.text):
            yield Source(f"{origin} as JSON", f"{folder}/json/{Path(name).stem}.json", twin, source.names)


def _examples() -> Iterator[Source]:
    files = sorted(EXAMPLES.rglob("*.yaml"))
    names = frozenset[str]().union(*(defined(file.read_text(encoding="utf-8")) for file in files))
    for file in files:
        path = file.relative_to(EXAMPLES).as_posix()
        text = file.read_bytes().decode()
        elsewhere = names - defined(text)
        yield Source(f"examples/{path}", path, text, names, elsewhere)
        if twin := _twin(text):
            path = str(PurePosixPath(path).with_suffix(".json"))
            yield Source(f"examples/{path}", path, twin, names, elsewhere)


def _projects() -> Iterator[Source]:
    for file in sorted(TEXTS.glob("*.yaml")):
        text = file.read_bytes().decode()
        yield Source(file.relative_to(ROOT).as_posix(), f"cases/{file.name}", text, defined(text))


def is_sound(text: str) -> bool:
    """Whether a text has no error but a key that is missing: what is wrong in a file nobody wants to be offered."""
    document = Document.parse("case.cim.yaml", text)
    errors = {found.code for found in check(document, NOW) if found.severity is Severity.ERROR}
    can_be_read = bool(document.trees) and not any(tree.fault for tree in document.trees)
    return can_be_read and errors <= {"missing-key"}


def defined(text: str) -> frozenset[str]:
    """The names and ids of the domains and modules in a text."""
    entities = [entity for tree in parse(text) if (entity := entity_of(tree.root))]
    found = [entity.text(key) for entity in entities for key in ("name", "id")]
    return frozenset(value[0] for value in found if value)


def _twin(text: str) -> str | None:
    """The same said in JSON; None but for a single document in record form, in block style."""
    trees = parse(text)
    root = trees[0].root if len(trees) == 1 else None
    entity = entity_of(root)
    if not root or not entity or entity.form != "record" or not isinstance(entity.body, Mapping) or entity.body.flow:
        return None
    try:
        return json.dumps(data(root), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    except ValueError:
        return None
