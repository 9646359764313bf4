"""What a person has set in the editor, under `cim`; what has a value that it can't have is left at its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

SECTION = "cim"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an editor."""

    structural: str = "auto"
    """Whether another YAML server says what the schemas can: "on", "off", or "auto" for as `yaml_server` tells."""
    yaml_server: bool = False
    """Whether the editor has told, when it started us, that another YAML server uses our schemas."""
    scope: str = "affected"
    """Whose diagnostics are told: of "open" files, of those too that an edit "affected", or of the "workspace"."""
    created_hints: bool = True
    name_hints: bool = True

    @classmethod
    def of(cls, options: object, default: Settings | None = None) -> Settings:
        """Settings from JSON, such as `{"structural": "on", "inlayHints": {"created": false}}`, below `cim` or not."""
        default = default or cls()
        given = _mapping(options)
        given = _mapping(given[SECTION]) if SECTION in given else given
        hints = _mapping(given.get("inlayHints"))
        structural = given.get("structural")
        scope = _mapping(given.get("diagnostics")).get("scope")
        return cls(
            structural=structural if structural in ("auto", "on", "off") else default.structural,
            scope=scope if scope in ("open", "affected", "workspace") else default.scope,
            yaml_server=_flag(given.get("yamlServer"), default.yaml_server),
            created_hints=_flag(hints.get("created"), default.created_hints),
            name_hints=_flag(hints.get("name"), default.name_hints),
        )

    @property
    def is_structural(self) -> bool:
        """Whether only that is said and offered which another server with our schemas can't."""
        return self.structural == "on" or (self.structural == "auto" and self.yaml_server)


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _flag(value: object, default: bool) -> bool:
    return value if isinstance(value, bool) else default
