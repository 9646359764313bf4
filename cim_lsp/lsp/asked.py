"""What comes with a command (LSP 3.17, ExecuteCommandParams): any JSON at all, so that it is looked at with care."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from pygls.exceptions import JsonRpcInvalidParams

from .uris import path_of


@dataclass(frozen=True, slots=True)
class Asked:
    """The object that came with a command. Whatever in it is of no use raises JsonRpcInvalidParams, which says why."""

    given: Mapping[str, Any]

    @classmethod
    def of(cls, arguments: tuple[object, ...]) -> Asked:
        first: object = arguments[0] if arguments else {}
        if not isinstance(first, Mapping):
            raise JsonRpcInvalidParams('the argument is one object, such as {"uri": "file:///…"}')
        return cls(cast("Mapping[str, Any]", first))

    def text(self, key: str) -> str | None:
        value = self.given.get(key)
        if value is not None and not isinstance(value, str):
            raise JsonRpcInvalidParams(f"`{key}` is a text")
        return value

    def choice(self, key: str, choices: tuple[Any, ...], default: Any = None) -> Any:
        value = self.given.get(key, default)
        if value not in choices:
            raise JsonRpcInvalidParams(f"`{key}` is one of {', '.join(choices)}")
        return value

    def number(self, key: str, default: int) -> int:
        value = self.given.get(key, default)
        if not isinstance(value, int) or value < 0:
            raise JsonRpcInvalidParams(f"`{key}` is a number, 0 or more")
        return value

    def path(self) -> str | None:
        """The path of `uri`."""
        uri = self.text("uri")
        path = path_of(uri) if uri else None
        if uri and not path:
            raise JsonRpcInvalidParams(f"{uri} is no file")
        return path
