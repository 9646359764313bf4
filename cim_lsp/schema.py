"""The published schemas: found, handed out, and asked for their verdict. The only door to jsonschema and referencing.

`jsonschema` is the authority: what it rejects is an error, what it accepts is none. It takes long to import, so it is
asked only where `evaluation`, which tests hold to it, can't tell. Errors are passed on as facts (where, which keyword
of which subschema), never as anybody's messages.
"""

# ruff: noqa: PTH100, PTH112, PTH118, PTH120, PTH123
# (to import pathlib takes as long as to import all of the rules)

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from os.path import abspath, dirname, isdir, join
from typing import TYPE_CHECKING, Any

from . import checker
from .evaluation import Error, Schemas, UnfamiliarError
from .values import NamedTuple

if TYPE_CHECKING:
    from jsonschema.protocols import Validator
    from referencing import Registry

Schema = Mapping[str, Any]
Path_ = tuple[str | int, ...]

NAMES = ("cim", "domain", "module", "common")
"""The schemas by their short names; the file is `<name>.schema.json`."""
_RANK = {"type": 0, "maxProperties": 1, "minProperties": 1, "pattern": 2, "oneOf": 2}
"""Of several violations at one place the first by this rank says it best; any other keyword comes last."""


class Violation(NamedTuple):
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


def location() -> str:
    """The folder of the schemas: the packaged copy, else the repository's."""
    package = dirname(abspath(__file__))
    packaged = join(package, "schemas")
    return packaged if isdir(packaged) else join(dirname(package), "schemas")


@cache
def text(name: str) -> str:
    """The text of a schema by its short name: cim, domain, module, common, config, or cim.draft-07.

    Raises FileNotFoundError for any other name.
    """
    with open(join(location(), f"{name}.schema.json"), encoding="utf-8") as file:
        return file.read()


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
    says no, it also tells which items of a list need not be looked at.
    """
    accepts = getattr(checker, name, None)
    if accepts and accepts(instance):
        return ()
    best: dict[tuple[Path_, tuple[str, ...]], Violation] = {}
    for violation in map(_violation, _errors(instance, name)):
        place = (violation.path, violation.keys)
        known = best.get(place)
        if known is None or _rank(violation) < _rank(known):
            best[place] = violation
    return tuple(best.values())


def _rank(violation: Violation) -> int:
    return _RANK.get(violation.keyword, 9)


def _violation(error: Error) -> Violation:
    keyword, schema = error.keyword, error.schema
    keys: tuple[str, ...] = ()
    if keyword == "required":
        keys = tuple(key for key in schema["required"] if key not in error.value)
    elif keyword in ("contains", "minContains", "maxContains"):
        keys = tuple(schema["contains"]["required"])
    elif keyword == "additionalProperties":
        own = "x-" if "patternProperties" in schema else ()
        keys = tuple(key for key in error.value if key not in schema["properties"] and not key.startswith(own))
    return Violation(error.path, keyword, schema, keys)


def _errors(instance: object, name: str) -> Sequence[Error]:
    """All errors; those of jsonschema, should they be for that to tell."""
    try:
        found = tuple(_schemas().errors(instance, name))
    except UnfamiliarError:
        found = ()
    return found or tuple(_judged(instance, name))


def _judged(instance: object, name: str) -> Iterator[Error]:
    """The errors that jsonschema finds."""
    validator: Any = _validator(name)
    for error in validator.iter_errors(instance):
        yield Error(tuple(error.absolute_path), str(error.validator), error.schema, error.instance)


@cache
def _schemas() -> Schemas:
    return Schemas(schema, _checkers())


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


@cache
def _validator(name: str) -> Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - the door opens when somebody walks through

    return Draft202012Validator(schema(name), registry=registry())
