"""The published schemas: found, handed out, and asked for their verdict. The only door to jsonschema and referencing.

`jsonschema` is the authority: what it rejects is an error, what it accepts is none. Its errors are passed on as
facts (where, which keyword of which subschema), never as its messages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from . import checker

if TYPE_CHECKING:
    from jsonschema.protocols import Validator
    from referencing import Registry

Schema = Mapping[str, Any]
Path_ = tuple[str | int, ...]

NAMES = ("cim", "domain", "module", "common")
"""The schemas by their short names; the file is `<name>.schema.json`."""
_RANK = {"type": 0, "maxProperties": 1, "minProperties": 1, "pattern": 2, "oneOf": 2}
"""Of several violations at one place the first by this rank says it best; any other keyword comes last."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which an instance breaks the schema: where, and the keyword of the subschema that says so.

    `keys` are the keys concerned, for the keywords that speak of keys: missing, repeated or unknown ones.
    """

    path: Path_
    keyword: str
    schema: Schema
    keys: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of a closed vocabulary, where the subschema is one."""
        options: list[Any] = self.schema.get("oneOf", [])
        return tuple(str(option["const"]) for option in options if "const" in option)

    @property
    def definition(self) -> str | None:
        """The name under which `$defs` holds the subschema: "uuid7", "semver", "text", … None for any other."""
        return _definitions().get(id(self.schema))


def location() -> Path:
    """The folder of the schemas: the packaged copy, else the repository's."""
    packaged = Path(__file__).parent / "schemas"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "schemas"


@cache
def text(name: str) -> str:
    """The text of a schema by its short name: cim, domain, module, common, config, or cim.draft-07.

    Raises FileNotFoundError for any other name.
    """
    return (location() / f"{name}.schema.json").read_text(encoding="utf-8")


def schema(name: str) -> Schema:
    """A schema by its short name, parsed; the same object for every thread, since subschemas are known by identity."""
    return _parsed.get(name) or _parsed.setdefault(name, json.loads(text(name)))


_parsed: dict[str, Schema] = {}


@cache
def registry() -> Registry[Any]:
    """All schemas under their absolute `$id`s, so that every `$ref` resolves without a network."""
    from referencing import Registry, Resource  # noqa: PLC0415 - the door opens when somebody walks through

    resources = (Resource.from_contents(schema(name)) for name in NAMES)
    return Registry[Any]().with_resources((resource.id() or "", resource) for resource in resources)


def follow(name: str, ref: str) -> tuple[str, Any]:
    """What a `$ref` in the schema of that short name leads to, and the short name of the schema in which it stands."""
    resolved = registry().resolver(schema(name)["$id"]).lookup(ref)
    base = ref.partition("#")[0]
    return base.partition(".")[0] or name, resolved.contents


def validate(instance: object, name: str) -> tuple[Violation, ...]:
    """Every way in which an instance breaks a schema; of several that concern one value, the one that says it best.

    The generated checker is asked first: where it says yes, jsonschema would too, some fifty times later. Where it
    says no, it also tells which items of a list jsonschema need not look at.
    """
    accepts = getattr(checker, name, None)
    if accepts and accepts(instance):
        return ()
    best: dict[tuple[Path_, tuple[str, ...]], Violation] = {}
    for violation in _violations(instance, name):
        place = (violation.path, violation.keys)
        known = best.get(place)
        if known is None or _rank(violation) < _rank(known):
            best[place] = violation
    return tuple(best.values())


def _rank(violation: Violation) -> int:
    return _RANK.get(violation.keyword, 9)


def _violations(instance: object, name: str) -> Iterator[Violation]:
    validator: Any = _validator(name)
    for error in validator.iter_errors(instance):
        keyword, path, value = str(error.validator), tuple(error.absolute_path), error.instance
        subschema: Schema = error.schema
        keys: tuple[str, ...] = ()
        if keyword == "required":
            keys = tuple(key for key in subschema["required"] if key not in value)
        elif keyword in ("contains", "minContains", "maxContains"):
            keys = tuple(subschema["contains"]["required"])
        elif keyword == "additionalProperties":
            own = "x-" if "patternProperties" in subschema else ()
            keys = tuple(key for key in value if key not in subschema["properties"] and not key.startswith(own))
        yield Violation(path, keyword, subschema, keys)


@cache
def _definitions() -> dict[int, str]:
    """The names of all `$defs` by the identity of their schemas, which jsonschema hands back in its errors."""
    return {id(subschema): key for name in NAMES for key, subschema in schema(name).get("$defs", {}).items()}


@cache
def _checkers() -> dict[int, Callable[[object], bool]]:
    """The generated checkers for the items of lists, by the identity of the items' schemas."""
    found: dict[int, Callable[[object], bool]] = {}
    for (name, *steps), accepts in checker.ITEMS.items():
        lists: Any = schema(name)
        for step in steps:
            lists = lists[step]
        found[id(lists["items"])] = accepts
    return found


def _doubtful_items(validator: Any, items: Schema, instance: object, _: Schema) -> Iterator[Any]:
    """jsonschema's `items`, for those items that the generated checker does not accept."""
    accepts = _checkers()[id(items)]
    for index, item in enumerate(cast("list[object]", instance) if isinstance(instance, list) else ()):
        if not accepts(item):
            yield from validator.descend(item, items, path=index)


@cache
def _validator(name: str) -> Validator:
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415 - the door opens when somebody walks through

    doubting: Any = cast("Any", validators).extend(Draft202012Validator, {"items": _doubtful_items})
    return doubting(schema(name), registry=registry())
