"""What the published schemas say about a place: its keys, its values, and the words that explain them.

A place is a path as `cursor` has it: keys from the top of a YAML document, None for an item of a sequence. Hover and
completion show these texts, so nothing is written twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, cast

from . import schema
from .vocabulary import KINDS

KeyPath = tuple[str | None, ...]
Json = dict[str, Any]

_ENTITIES = tuple((kind,) for kind in KINDS)
_INWARD = ("$ref", "allOf", "then", "else")
"""The keywords whose subschemas speak of the same value: all the ways in which it may be written."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a place may have, and what it means (Markdown; empty where nobody has said)."""

    value: str
    meaning: str = ""


@dataclass(frozen=True)
class Place:
    """A place in the format, by all subschemas that speak of it; the first to have a keyword is believed.

    `base` is the short name of the schema in which each stands, to which its `$ref`s are relative.
    """

    subschemas: tuple[tuple[str, Json], ...]

    @property
    def title(self) -> str:
        return self._annotation("title") or ""

    @property
    def description(self) -> str:
        """Markdown."""
        return self._annotation("markdownDescription") or self._annotation("description") or ""

    @property
    def default(self) -> object:
        return self._annotation("default")

    @property
    def is_deprecated(self) -> bool:
        return bool(self._annotation("deprecated"))

    @property
    def examples(self) -> tuple[object, ...]:
        return tuple(self._annotation("examples") or ())

    @property
    def types(self) -> tuple[str, ...]:
        """The JSON Schema types that it may have, in the order in which the schemas name them."""
        return tuple(dict.fromkeys(kind for _, each in self.subschemas for kind in _types(each)))

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The words of a closed vocabulary; empty where any word will do."""
        options = [option for _, each in self.subschemas for option in each.get("oneOf", ()) if "const" in option]
        return tuple(Choice(str(option["const"]), str(option.get("description", ""))) for option in options)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that a mapping here may have, in the schemas' order."""
        return tuple(dict.fromkeys(key for _, each in self.subschemas for key in each.get("properties", ())))

    @property
    def required(self) -> frozenset[str]:
        """The keys that a mapping here must have."""
        return frozenset(key for _, each in self.subschemas for key in each.get("required", ()))

    @cached_property
    def definitions(self) -> frozenset[str]:
        """The names of the definitions that it is made of: "references", "uuid7", "text", …"""
        names = (each.get("$ref", "").rpartition("/")[2] for _, each in self.subschemas)
        return frozenset(name for name in names if name)

    def _annotation(self, keyword: str) -> Any:
        return next((each[keyword] for _, each in self.subschemas if keyword in each), None)


def is_entity(path: KeyPath) -> bool:
    """Whether a path leads to a domain or module, or to an item of its list form."""
    return path[:1] in _ENTITIES and path[1:] in ((), (None,))


@cache
def place(path: KeyPath, kind: str | None = None) -> Place | None:
    """What the schemas say about a path; None where they say nothing.

    `kind` is the key that tells which schema judges the document, "domain" or "module"; None where neither is there.
    """
    if path and path[0] in KINDS:
        kind = path[0]
    here = list(_all(kind or "cim", cast("Json", schema.schema(kind or "cim"))))
    for key in path:
        here = [inner for base, each in here for inner in _step(base, each, key)]
        if not here:
            return None
    return Place(tuple(here))


def _step(base: str, subschema: Json, key: str | None) -> Iterator[tuple[str, Json]]:
    properties: Json = subschema.get("properties", {})
    if key is None:
        inner = subschema.get("items")
    elif key in properties:
        inner = properties[key]
    else:
        inner = subschema.get("additionalProperties")
    if isinstance(inner, dict):
        yield from _all(base, cast("Json", inner))


def _all(base: str, subschema: Json) -> Iterator[tuple[str, Json]]:
    """A subschema and all that speak of the same value."""
    yield base, subschema
    for keyword in _INWARD:
        found: Any = subschema.get(keyword)
        if keyword == "$ref" and found:
            name, target = schema.follow(base, found)
            yield from _all(name, target)
        else:
            for inner in cast("list[Json]", found if isinstance(found, list) else [found] if found else []):
                yield from _all(base, inner)


def _types(subschema: Json) -> tuple[str, ...]:
    types: Any = subschema.get("type", ())
    return (types,) if isinstance(types, str) else tuple(types)
