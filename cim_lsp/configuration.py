"""What a project's configuration says: `.cim.toml`, or `[tool.cim]` in `pyproject.toml`, judged by its own schema.

A file that says something wrong is told so at its place, and holds as far as it is right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Any, cast

from .diagnostics import AS_THEY_ARE, Diagnostic, Levels, Severity
from .schema import Violation, validate
from .text import Span
from .toml import Steps, TomlError, places
from .toml import read as read_toml
from .values import NamedTuple
from .vocabulary import nearest

CODE = "bad-configuration"
SHARED = "pyproject.toml"
"""The file that belongs to others too: of it, `[tool.cim]` is ours."""
_HEADER = re.compile(r"^[ \t]*\[[ \t]*[\"']?tool[\"']?[ \t]*\.[ \t]*[\"']?cim\b", re.MULTILINE)
_WORDS = {"off": None, **{severity.word: severity for severity in Severity}}
_TYPES = {"boolean": "true or false", "array": "a list of texts", "object": "a table", "string": "a text"}


class Configuration(NamedTuple):
    """What somebody has set; None for what nobody has. `include` and `exclude` are patterns as in `.gitignore`."""

    root: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rules: Levels = AS_THEY_ARE
    scope: str | None = None
    structural: str | None = None
    created_hints: bool | None = None
    name_hints: bool | None = None

    def over(self, outer: Configuration) -> Configuration:
        """This, and what only an outer one says. Patterns stay out of it: they hold where they stand."""
        return self._replace(
            rules=MappingProxyType({**outer.rules, **self.rules}),
            scope=self.scope or outer.scope,
            structural=self.structural or outer.structural,
            created_hints=outer.created_hints if self.created_hints is None else self.created_hints,
            name_hints=outer.name_hints if self.name_hints is None else self.name_hints,
        )


class Layer(NamedTuple):
    """A file, what it sets, and what is wrong with it."""

    path: str
    text: str
    configuration: Configuration
    problems: tuple[Diagnostic, ...] = ()


class Complaint(NamedTuple):
    """What is wrong, and the path to the value; `is_key` where it is about the key that stands before that."""

    path: Steps
    is_key: bool
    message: str


def merge(configurations: Iterable[Configuration]) -> Configuration:
    """What several set together, the outermost first: the nearest wins."""
    return reduce(lambda outer, inner: inner.over(outer), configurations, Configuration())


def read(path: str, text: str, *, shared: bool) -> Layer | None:
    """What a file sets; with `shared` it is a `pyproject.toml`, and None where that says nothing of ours."""
    try:
        value: Any = read_toml(text)
    except TomlError as error:
        return None if shared and not _HEADER.search(text) else _unread(path, text, error)
    above: Steps = ("tool", "cim") if shared else ()
    for key in above:
        if not isinstance(value, dict) or key not in value:
            return None
        value = cast("dict[str, Any]", value)[key]
    configuration, complaints = take(value)
    return Layer(path, text, configuration, tuple(_problems(text, above, complaints)) if complaints else ())


def unreadable(path: str, reason: str) -> Layer:
    """A file that has no text."""
    return Layer(path, "", Configuration(), (Diagnostic(CODE, Severity.ERROR, Span(0, 0), reason),))


def _unread(path: str, text: str, error: TomlError) -> Layer:
    return Layer(path, text, Configuration(), (Diagnostic(CODE, Severity.ERROR, error.span, str(error)),))


def _problems(text: str, above: Steps, complaints: Iterable[Complaint]) -> Iterator[Diagnostic]:
    where = places(text)
    for complaint in complaints:
        place = where[(*above, *complaint.path)]
        yield Diagnostic(CODE, Severity.ERROR, place.key if complaint.is_key else place.value, complaint.message)


def take(value: object) -> tuple[Configuration, tuple[Complaint, ...]]:
    """What a value sets as far as the schema accepts it, and what it doesn't accept."""
    complaints = tuple(each for violation in validate(value, "config") for each in _complaints(value, violation))
    return _configuration(_without(value, {each.path for each in complaints})), complaints


def _complaints(value: object, violation: Violation) -> Iterator[Complaint]:
    if violation.keyword == "additionalProperties":
        for key in violation.keys:
            yield Complaint((*violation.path, key), True, _unknown(key, violation))
    else:
        yield Complaint(violation.path, False, _unfit(_at(value, violation.path), violation))


def _unknown(key: str, violation: Violation) -> str:
    what = "rule" if violation.path == ("rules",) else "key"
    known = violation.schema["properties"]
    near = nearest(key, known)
    if near or what == "rule":
        return f"unknown {what} `{key}`; " + (f"did you mean `{near}`?" if near else "`--explain` lists them all")
    return f"unknown key `{key}`; expected one of {', '.join(known)}"


def _unfit(value: object, violation: Violation) -> str:
    if choices := violation.choices:
        near = nearest(value, choices) if isinstance(value, str) else None
        return f"expected one of {', '.join(choices)}" + (f"; did you mean `{near}`?" if near else "")
    if violation.keyword == "pattern":
        return "an empty text matches nothing"
    example = json.dumps(violation.schema["examples"][0])
    return f"expected {_TYPES[violation.schema['type']]}" + (f", such as {example}" if example[0] in '["' else "")


def _at(value: Any, path: Steps) -> object:
    for step in path:
        value = value[step]
    return value


def _without(value: Any, paths: set[Steps], path: Steps = ()) -> Any:
    """A value without what stands at these paths."""
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        return {k: _without(v, paths, (*path, k)) for k, v in table.items() if (*path, k) not in paths}
    if isinstance(value, list):
        items = enumerate(cast("list[Any]", value))
        return [_without(item, paths, (*path, index)) for index, item in items if (*path, index) not in paths]
    return value


def _configuration(value: Any) -> Configuration:
    """The configuration that a valid value stands for; of one that is no table at all, none."""
    given: Mapping[str, Any] = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    hints = given.get("inlayHints", {})
    return Configuration(
        root=given.get("root", False),
        include=tuple(given.get("include", ())),
        exclude=tuple(given.get("exclude", ())),
        rules=MappingProxyType({code: _WORDS[word] for code, word in given.get("rules", {}).items()}),
        scope=given.get("diagnostics", {}).get("scope"),
        structural=given.get("structural"),
        created_hints=hints.get("created"),
        name_hints=hints.get("name"),
    )
