"""A generated CIM of any size, in a git repository of its own: the same on every machine, and without a fault.

Domains of twenty files, some in list form, some in JSON; modules that refer to one another in all the ways there are,
and never in a circle; versions that meet their ranges, references to what lies elsewhere, records of domain-driven
design. The first domain is what the benchmark types in: it is the same in a project of any size, and none of the
others refers to it. The first module of the second one is needed everywhere.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEED = 7
PER_DOMAIN = 20
"""The files of a domain: its own, and its modules."""
READERS = 5
"""So many modules of the first domain need both the one before them and the first of all, by their mere names."""
OTHER = "other"
"""The branch in which many files differ."""
Fields = dict[str, Any]

_TRADES = (
    "freight", "harbour", "clinic", "orchard", "theatre", "library", "brewery", "bakery", "foundry", "quarry", "ferry",
    "railway", "airport", "kitchen", "garden", "laundry", "printing", "insurance", "payroll", "museum", "sawmill",
)  # fmt: skip
_AREAS = (
    "booking", "claims", "billing", "planning", "storage", "safety", "sales", "supply", "repair", "quality", "training",
    "customs",
)  # fmt: skip
_PARTS = (
    "ledger", "register", "calendar", "notices", "archive", "search", "imports", "exports", "rates", "limits",
    "contracts", "forecast", "sensors", "routing", "reports", "approvals", "identity", "documents", "alerts",
)  # fmt: skip
_ELSEWHERE = ("message-broker", "address-book", "map-tiles", "currency-rates")
_PURPOSES = (
    "Keep the {part} of {trade} {area}, so that nobody has to ask twice",
    "Tell whoever works in {trade} {area} what the {part} say, and since when",
    "Make {part} for {trade} {area} that an auditor can follow from end to end",
)
_STATES = ("planning", "development", "pilot", "production")
_TYPES = ("core", "domain", "integration", "utility")
_PLAIN = re.compile(r"[\w^~][\w .,/:-]*", re.ASCII)
_FIRST_ID = 0x01939B5E0000


@dataclass(frozen=True)
class Module:
    """What others must know of a module to refer to it."""

    path: str
    name: str
    id: str
    version: str


def files(size: int, seed: int = SEED) -> dict[str, str]:
    """The texts of so many files by their paths below the project's root, those of the first domain first."""
    found: dict[str, str] = {}
    shared: list[Module] = []
    before: list[Module] = []
    for number in range(-(-size // PER_DOMAIN)):
        made = _Domain(number, random.Random(f"{seed}/{number}"))
        count = min(PER_DOMAIN, size - len(found)) - 1
        found |= made.files(count, shared, before)
        shared = made.modules if number == 1 else shared
        before = made.modules if number > 1 else before
    return found


class _Domain:
    """One domain after the other; `chance` is its own, so that more of them change nothing in those before."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.number, self.chance = number, chance
        self.trade = _TRADES[number % len(_TRADES)]
        self.area = _AREAS[number // len(_TRADES) % len(_AREAS)]
        again = number // (len(_TRADES) * len(_AREAS))
        self.name = f"{self.trade}-{self.area}" + (f"-{again}" if again else "")
        self.modules: list[Module] = []

    def files(self, count: int, shared: Sequence[Module], before: Sequence[Module]) -> dict[str, str]:
        written = dict(self._module(index, shared, before) for index in range(count))
        fields = self._head(0, self.name, "decisions") | {
            "fqdn": f"{self.area}.{self.trade}.example.org",
            "modules": [self._reference(each) for each in self.modules],
        }
        return {f"{self.name}/domain.yaml": self._write("domain", fields, {}), **written}

    def _module(self, index: int, shared: Sequence[Module], before: Sequence[Module]) -> tuple[str, str]:
        part = _PARTS[index]
        name = f"{self.name}-{part}"
        is_typed = self.number < 2 and index <= READERS + 1
        suffix = "yaml" if is_typed or self.chance.random() > 0.05 else "json"
        path = f"{self.name}/modules/{name}.module.{suffix}"
        fields = self._head(index + 1, name, part)
        fields |= {"type": self.chance.choice(_TYPES), "category": "business", "domain": self.name}
        if needed := self._needed(index, shared, before):
            fields["dependencies"] = needed
        self.modules.append(Module(path, name, fields["id"], fields["version"]))
        sections = _sections(part, self.chance) if self.chance.random() < 0.3 else {}
        if suffix == "json":
            return path, json.dumps({"module": {**fields, **sections}}, indent=2) + "\n"
        return path, self._write("module", fields, sections, is_record=is_typed)

    def _head(self, index: int, name: str, part: str) -> Fields:
        """The keys that domains and modules share."""
        random_bits = f"7{self.chance.randrange(16**3):03x}-8{self.chance.randrange(16**3):03x}"
        made = f"{_FIRST_ID + self.number * 1000 + index:012x}"
        purpose = self.chance.choice(_PURPOSES)
        return {
            "name": name,
            "id": f"{made[:8]}-{made[8:]}-{random_bits}-{self.chance.randrange(16**12):012x}",
            "purpose": purpose.format(part=part, trade=self.trade, area=self.area),
            "version": f"{self.chance.randrange(4)}.{self.chance.randrange(1, 9)}.{self.chance.randrange(9)}",
            "status": self.chance.choice(_STATES),
            "maintainers": self.chance.sample(("Ada Moreau", "Tomas Lindqvist", "Ines Duarte"), 2),
        }

    def _needed(self, index: int, shared: Sequence[Module], before: Sequence[Module]) -> list[Any] | Fields:
        """The dependencies of a module: on those before it, in its domain or in another; sometimes one elsewhere."""
        chance = self.chance
        if self.number == 0 and 0 < index <= READERS + 1:
            return [each.name for each in (self.modules[0], *self.modules[1:2])]
        chosen = chance.sample(self.modules, min(chance.randrange(5), len(self.modules)))
        chosen += shared[:1] if chance.random() < 0.1 else ()
        chosen += [chance.choice(pool) for pool in (shared[1:], before) if pool and chance.random() < 0.3]
        if chosen and chance.random() < 0.15:
            return {each.name: self._range(each) for each in chosen}
        if len(chosen) > 1 and chance.random() < 0.2:
            return [each.name for each in chosen]
        elsewhere = [{chance.choice(_ELSEWHERE): "^2.1"}] if chance.random() < 0.1 else []
        return [*map(self._reference, chosen), *elsewhere]

    def _reference(self, module: Module) -> Any:
        """A name, an id, a name with its range, or a record."""
        match self.chance.randrange(10):
            case 0:
                return module.id
            case 1 | 2:
                return {module.name: self._range(module)}
            case 3:
                return {"name": module.name, "version": self._range(module)}
            case 4:
                return {"name": module.name, "repository": f"https://git.example.org/{module.name}"}
            case _:
                return module.name

    def _range(self, module: Module) -> str:
        major, minor, patch = module.version.split(".")
        return self.chance.choice((f"^{major}.{minor}", f"~{major}.{minor}.{patch}", f">={major}.{minor} <9.0"))

    def _write(self, kind: str, fields: Fields, sections: Fields, *, is_record: bool = False) -> str:
        """A file in YAML: most in record form, some in list form or with a comment at the top."""
        comment = [f"# Part of {self.trade} {self.area}"] if self.chance.random() < 0.2 else []
        is_list = self.chance.random() < 0.15 and not is_record
        body = [{key: value} for key, value in fields.items()] if is_list else fields
        return "\n".join([*comment, *_lines({kind: body, **sections}, "")]) + "\n"


def _sections(part: str, chance: random.Random) -> Fields:
    """An aggregate with its entity, its events and commands."""
    word = part.title()
    events = [f"{word}{what}" for what in chance.sample(("Opened", "Changed", "Closed", "Moved"), 2)]
    commands = [f"{what}{word}" for what in chance.sample(("Open", "Change", "Close", "Move"), 2)]
    root = f"{word}Entry"
    aggregate: Fields = {"name": word, "root_entity": root, "owns_events": events, "handles_commands": commands}
    return {
        "aggregates": [aggregate],
        "entities": [{"name": root, "description": f"One of the {part}"}],
        "events": [{"name": each, "aggregate": word, "triggered_by": commands[0]} for each in events],
        "commands": [{"name": each, "produces_events": events[:1]} for each in commands],
    }


def _lines(value: Any, indent: str) -> Iterator[str]:
    """A mapping or a list in block style, as people write it; lists of mere words in one line where they are short."""
    if type(value).__name__ == "dict":
        fields: Fields = value
        for key, below in fields.items():
            inner = below if isinstance(below, str) else _in_one_line(below)
            yield f"{indent}{key}:" + (f" {_scalar(inner)}" if isinstance(below, str) else f" {inner}" if inner else "")
            if not inner:
                yield from _lines(below, indent + "  ")
    else:
        for item in value:
            first, *rest = [f"{indent}  {_scalar(item)}"] if isinstance(item, str) else _lines(item, indent + "  ")
            yield from (f"{indent}- {first[len(indent) + 2 :]}", *rest)


def _in_one_line(value: Any) -> str:
    items: list[Any] = value if type(value).__name__ == "list" else []
    is_short = len(items) == 2 and all(isinstance(each, str) for each in items)
    return f"[{', '.join(map(_scalar, items))}]" if is_short else ""


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else f'"{text}"'


def write(root: Path, size: int) -> dict[str, str]:
    """The files in a new repository with two commits: in the branch `OTHER` up to 1,000 files differ.

    All but those that are open in the benchmark: there the first module of all has another name. Returns the files.
    """
    made = files(size)
    _put(root, {".gitignore": "build/\n*.tmp\n", **made})
    _git(root, "init", "--quiet", "--initial-branch=main")
    commit(root)
    _git(root, "checkout", "--quiet", "-b", OTHER)
    _put(root, changed(made))
    commit(root)
    _git(root, "checkout", "--quiet", "main")
    return made


def changed(made: dict[str, str], most: int = 1_000) -> dict[str, str]:
    """Those files that differ in the branch `OTHER`, as they are there."""
    first, *others = [path for path in made if "/modules/" in path]
    some = others[READERS + 1 :][: most - 1]
    differing = {path: re.sub(r"(purpose\"?: +\"?)(\w)", r"\1Well, \2", made[path]) for path in some}
    return {first: re.sub(r"(  name: .*)", r"\1-of-old", made[first], count=1), **differing}


def checkout(root: Path, branch: str) -> None:
    _git(root, "checkout", "--quiet", branch)


def _put(root: Path, texts: dict[str, str]) -> None:
    for path, text in texts.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def commit(root: Path) -> None:
    """Commit all that there is, even if that is nothing new."""
    who = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org", "-c", "commit.gpgsign=false")
    _git(root, "add", "--all")
    _git(root, *who, "commit", "--quiet", "--allow-empty", "--message=Generated", "--no-verify")


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True)
