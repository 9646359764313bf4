"""The text of a new domain or module file: all that a person has to give is its name and its purpose."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from .portable import block_text
from .vocabulary import ENTITY_KEYS

Form = Literal["record", "list"]

_LEADS = {"record": "  ", "list": "  - "}
_NOTHING: Mapping[str, str] = MappingProxyType({})


def skeleton(  # noqa: PLR0913 - the three that everybody gives, and how they are written
    kind: str,
    name: str,
    purpose: str,
    id: str,  # noqa: A002 - the format's own word
    *,
    form: Form = "record",
    newline: str = "\n",
    others: Mapping[str, str] = _NOTHING,
) -> str:
    """A file that declares one domain or module, in either form, with a line end at its end.

    `others` are more keys of the format with a text each (`version`, `type`, …). All keys stand in their usual order.
    """
    values = {"name": name, "id": id, "purpose": purpose, **others}
    keys = sorted(values, key=ENTITY_KEYS.index)
    return f"{kind}:{body({key: block_text(values[key]) for key in keys}, form, newline)}{newline}"


def body(values: Mapping[str, str], form: Form, newline: str) -> str:
    """Keys with their values as YAML text: each on a line of its own, to stand behind `domain:` or `module:`."""
    return "".join(f"{newline}{_LEADS[form]}{key}: {value}" for key, value in values.items())
