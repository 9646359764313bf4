"""What a person has set in the editor, under `cim`: what a configuration can say, and what is an editor's own.

What has a value that it can't have is left unset. A project's files win where they say what its CIM files are and what
is wrong with them (`rules`, `include`, `exclude`); how an editor shows that is up to the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from ..configuration import Configuration, Layer, take
from ..schema import schema
from ..vocabulary import nearest

SECTION = "cim"
_NOTHING = Configuration()


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an editor; `complaints` say what is wrong with those that were given."""

    own: Configuration = _NOTHING
    yaml_server: bool = False
    """Whether the editor has told, when it started us, that another YAML server uses our schemas."""
    complaints: tuple[str, ...] = ()

    @classmethod
    def of(cls, options: object, default: Settings | None = None) -> Settings:
        """Settings from JSON, such as `{"structural": "on", "inlayHints": {"created": false}}`, below `cim` or not."""
        default = default or cls()
        given = _mapping(options)
        given = _mapping(given[SECTION]) if SECTION in given else given
        own, complaints = take(_known(given))
        own = own.over(default.own)._replace(
            include=own.include or default.own.include,
            exclude=own.exclude or default.own.exclude,
        )
        told = tuple(f"{'.'.join(map(str, (SECTION, *each.path)))}: {each.message}" for each in complaints)
        yaml_server = given.get("yamlServer")
        return cls(own, yaml_server if isinstance(yaml_server, bool) else default.yaml_server, told)

    @property
    def basis(self) -> Layer | None:
        """What holds in a project as far as its files don't say otherwise; None for nothing."""
        own = Configuration(include=self.own.include, exclude=self.own.exclude, rules=self.own.rules)
        return None if own == _NOTHING else Layer("", "", own)

    def over(self, configuration: Configuration | None) -> Settings:
        """These settings, and for what they leave open those of a project."""
        return replace(self, own=self.own.over(configuration)) if configuration else self

    @property
    def is_structural(self) -> bool:
        """Whether only that is said and offered which another server with our schemas can't."""
        return self.own.structural == "on" or (self.own.structural in (None, "auto") and self.yaml_server)

    @property
    def scope(self) -> str:
        """Whose diagnostics are told: of "open" files, of those too that an edit has "affected", of the "workspace"."""
        return self.own.scope or "affected"

    @property
    def created_hints(self) -> bool:
        return self.own.created_hints is not False

    @property
    def name_hints(self) -> bool:
        return self.own.name_hints is not False


def _known(given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that a configuration has too, misspelt or not; the rest belongs to the editor. None is nothing."""
    keys = schema("config")["properties"].keys() - {"root"}
    return {
        key: {k: v for k, v in _mapping(value).items() if v is not None} if _mapping(value) else value
        for key, value in given.items()
        if value is not None and (key in keys or (key not in _OWN and nearest(key, keys)))
    }


_OWN = ("yamlServer", "root")


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
