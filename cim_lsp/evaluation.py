"""How a value breaks a published schema: what jsonschema says of it, in its order, without importing jsonschema.

To import that takes longer than all else that one faulty file needs. The published schemas use few of JSON Schema's
keywords (2020-12: Core 10, Validation 6), and those mean here what is written below. Anything else that a schema says
is left to jsonschema, and tests hold both to the same errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from .values import NamedTuple

Steps = tuple[str | int, ...]
Schema = Mapping[str, Any]

_TYPES: dict[str, type] = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
_SILENT = frozenset((
    "$schema", "$id", "$comment", "$defs", "title", "description", "markdownDescription", "examples", "default",
    "defaultSnippets", "errorMessage", "patternErrorMessage", "then", "else", "minContains", "maxContains",
))  # fmt: skip
"""Keywords that reject nothing, or that another one looks at."""


class UnfamiliarError(Exception):
    """A schema says something that is for jsonschema to judge."""


class Error(NamedTuple):
    """A value that is rejected, where it stands, and the keyword of the subschema that rejects it."""

    path: Steps
    keyword: str
    schema: Schema
    value: Any


class Schemas:
    """Schemas by their short names, as `load` gives them; `accepts` has a quick yes for the items of some lists.

    That is found by the identity of the schema of the items.
    """

    def __init__(self, load: Callable[[str], Schema], accepts: Mapping[int, Callable[[object], bool]]) -> None:
        self.load = load
        self.accepts = accepts
        self._targets: dict[tuple[str, str], tuple[str, Any]] = {}

    def errors(self, value: object, name: str) -> Iterator[Error]:
        """Every error in a value. Raises UnfamiliarError, perhaps only behind some of them."""
        return _Case(value, (), self.load(name), name, self).errors()

    def target(self, name: str, ref: str) -> tuple[str, Any]:
        """What a `$ref` in a schema leads to, and the schema in which that stands: a file, a JSON pointer, or both."""
        if (name, ref) not in self._targets:
            file, _, pointer = ref.partition("#")
            base = file.removesuffix(".schema.json") or name
            found: Any = self.load(base)
            for step in pointer.split("/")[1:]:
                found = found[step]
            self._targets[name, ref] = base, found
        return self._targets[name, ref]


class _Case(NamedTuple):
    """A value, where it stands, and the subschema that it is judged by, which stands in the schema of a name."""

    value: Any
    path: Steps
    schema: Any
    name: str
    schemas: Schemas

    @property
    def members(self) -> dict[str, Any]:
        """The value, where it is an object."""
        value: object = self.value
        return cast("dict[str, Any]", value) if isinstance(value, dict) else {}

    @property
    def elements(self) -> list[Any]:
        """The value, where it is an array."""
        value: object = self.value
        return cast("list[Any]", value) if isinstance(value, list) else []

    def errors(self) -> Iterator[Error]:
        if self.schema is True:
            return
        for keyword, says in self.schema.items():
            if evaluate := _KEYWORDS.get(keyword):
                yield from evaluate(self, says)
            elif keyword not in _SILENT:
                raise UnfamiliarError(keyword)

    def is_valid(self) -> bool:
        return next(self.errors(), None) is None

    def by(self, schema: object) -> _Case:
        """The same value by another subschema."""
        return self._replace(schema=schema)

    def at(self, step: str | int, schema: object) -> _Case:
        """A value inside of this one."""
        return self._replace(value=self.value[step], path=(*self.path, step), schema=schema)

    def error(self, keyword: str) -> Error:
        return Error(self.path, keyword, self.schema, self.value)


def _ref(case: _Case, ref: str) -> Iterator[Error]:
    name, schema = case.schemas.target(case.name, ref)
    return case._replace(schema=schema, name=name).errors()


def _type(case: _Case, types: str | list[str]) -> Iterator[Error]:
    wanted = (types,) if isinstance(types, str) else types
    if not _TYPES.keys() >= set(wanted):
        raise UnfamiliarError(types)
    if not isinstance(case.value, tuple([_TYPES[each] for each in wanted])):
        yield case.error("type")


def _required(case: _Case, keys: list[str]) -> Iterator[Error]:
    if isinstance(case.value, dict):
        yield from (case.error("required") for key in keys if key not in case.members)


def _min_properties(case: _Case, least: int) -> Iterator[Error]:
    if isinstance(case.value, dict) and len(case.members) < least:
        yield case.error("minProperties")


def _max_properties(case: _Case, most: int) -> Iterator[Error]:
    if isinstance(case.value, dict) and len(case.members) > most:
        yield case.error("maxProperties")


def _max_length(case: _Case, most: int) -> Iterator[Error]:
    if isinstance(case.value, str) and len(case.value) > most:
        yield case.error("maxLength")


def _pattern(case: _Case, pattern: str) -> Iterator[Error]:
    if isinstance(case.value, str) and not re.search(pattern, case.value):
        yield case.error("pattern")


def _const(case: _Case, word: object) -> Iterator[Error]:
    if not isinstance(word, str):
        raise UnfamiliarError(word)
    if case.value != word:
        yield case.error("const")


def _properties(case: _Case, properties: Schema) -> Iterator[Error]:
    for key, schema in properties.items():
        if key in case.members:
            yield from case.at(key, schema).errors()


def _pattern_properties(case: _Case, patterns: Schema) -> Iterator[Error]:
    for pattern, schema in patterns.items():
        for key in filter(re.compile(pattern).search, case.members):
            yield from case.at(key, schema).errors()


def _additional_properties(case: _Case, schema: object) -> Iterator[Error]:
    known, patterns = case.schema.get("properties", {}), case.schema.get("patternProperties", {})
    extra = [key for key in case.members if key not in known and not any(re.search(each, key) for each in patterns)]
    if schema is not False:
        for key in extra:
            yield from case.at(key, schema).errors()
    elif extra:
        yield case.error("additionalProperties")


def _property_names(case: _Case, schema: object) -> Iterator[Error]:
    for key in case.members:
        yield from case._replace(value=key, schema=schema).errors()


def _items(case: _Case, schema: object) -> Iterator[Error]:
    accepts = case.schemas.accepts.get(id(schema))
    for index, item in enumerate(case.elements):
        if accepts is None or not accepts(item):
            yield from case.at(index, schema).errors()


def _contains(case: _Case, schema: object) -> Iterator[Error]:
    if not isinstance(case.value, list):
        return
    found = sum(case.at(index, schema).is_valid() for index in range(len(case.elements)))
    if found > case.schema.get("maxContains", found):
        yield case.error("maxContains")
    elif found < case.schema.get("minContains", 1):
        yield case.error("minContains" if found else "contains")


def _not(case: _Case, schema: object) -> Iterator[Error]:
    if case.by(schema).is_valid():
        yield case.error("not")


def _all_of(case: _Case, schemas: list[object]) -> Iterator[Error]:
    for schema in schemas:
        yield from case.by(schema).errors()


def _any_of(case: _Case, schemas: list[object]) -> Iterator[Error]:
    if not any(case.by(schema).is_valid() for schema in schemas):
        yield case.error("anyOf")


def _one_of(case: _Case, schemas: list[object]) -> Iterator[Error]:
    if sum(case.by(schema).is_valid() for schema in schemas) != 1:
        yield case.error("oneOf")


def _if(case: _Case, schema: object) -> Iterator[Error]:
    branch = "then" if case.by(schema).is_valid() else "else"
    return case.by(case.schema.get(branch, True)).errors()


_KEYWORDS: dict[str, Callable[[_Case, Any], Iterator[Error]]] = {
    "$ref": _ref, "type": _type, "required": _required, "minProperties": _min_properties,
    "maxProperties": _max_properties, "maxLength": _max_length, "pattern": _pattern, "const": _const,
    "properties": _properties, "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties, "propertyNames": _property_names, "items": _items,
    "contains": _contains, "not": _not, "allOf": _all_of, "anyOf": _any_of, "oneOf": _one_of, "if": _if,
}  # fmt: skip
