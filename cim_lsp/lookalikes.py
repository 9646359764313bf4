"""What people write where an id belongs, told apart: ids in other notations, placeholders, other kinds of ids."""

from __future__ import annotations

import re
from enum import Enum

from .identifiers import is_uuid7
from .values import NamedTuple

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", re.IGNORECASE)
_BARE = re.compile(r"[0-9a-fA-F]{32}")
_FRAMED = re.compile(r"<[^<>]*>|\$\{[^{}]*\}|\$\([^()]*\)|\$\w+|\{\{.*\}\}|\{%.*%\}|%\w+%|@\w+@|\[[^\[\]]*\]|__\w+__")
_EMPTY_TALK = re.compile(
    r"(?:some|your|my|the|a|an|new|insert|generate[ds]?|auto(?:matic)?|put|add|replace|change|fill|me|here|in|later|with"
    r"|to|be|set|random|unique|placeholder|example|sample|dummy|tbd|todo|fixme|changeme|none|null|nil|n/a|na|empty"
    r"|uuid(?:[-_ ]?v?[0-9])?|guid|ulid|id|identifier|v[0-9]|[0-9])(?:[-_ .:!/()]+|\Z)",
    re.IGNORECASE,
)
_BLANKED = re.compile(
    r"[xX?.*#_-](?:[xX?.*#_]*-)+[xX?.*#_]*[yYnNmM0-9][xX?.*#_yYnNmM0-9]*(?:-[xX?.*#_yYnNmM0-9]+)*"
    r"|[xX?.*#_-]+|[0-]+"
)


class Kind(Enum):
    """What a text in the place of an id is, in words that follow "this is"."""

    UUID7 = "a UUIDv7"
    WRAPPED = "a UUIDv7 in another notation"
    PLACEHOLDER = "a placeholder"
    NIL = "the nil UUID"
    MAX = "the max UUID"
    OTHER_VERSION = "a UUID of another version"
    OTHER_VARIANT = "a UUID of another variant than RFC 9562's"
    ULID = "a ULID"
    MALFORMED = "no UUID"


class Recognised(NamedTuple):
    """What a text is, in words, and the UUIDv7 inside it where there is one."""

    kind: Kind
    words: str
    uuid7: str | None = None


def unwrap(text: str) -> str | None:
    """The UUIDv7 in a text that writes it in braces, as `urn:uuid:`, without hyphens or with blanks around it."""
    inner = text.strip()
    if inner[:9].lower() == "urn:uuid:":
        inner = inner[9:]
    for left, right in ("{}", "()", "<>", "[]", '""', "''"):
        if inner.startswith(left) and inner.endswith(right):
            inner = inner[1:-1]
            break
    if _BARE.fullmatch(inner):
        inner = "-".join((inner[:8], inner[8:12], inner[12:16], inner[16:20], inner[20:]))
    return inner if inner != text and is_uuid7(inner) else None


def recognise(text: str) -> Recognised:
    """What somebody wrote where an id belongs."""
    if is_uuid7(text):
        return _as(Kind.UUID7)
    if inner := unwrap(text):
        return Recognised(Kind.WRAPPED, f"a UUIDv7 {_notation(text)}", inner)
    if _UUID.fullmatch(text):
        return _other_uuid(text.lower())
    if is_placeholder(text):
        return _as(Kind.PLACEHOLDER)
    if _ULID.fullmatch(text):
        return _as(Kind.ULID)
    return _as(Kind.MALFORMED)


def is_placeholder(text: str) -> bool:
    """Whether a text only keeps the place of an id: `<some-uuid-v7>`, `uuid`, `TODO`, `${ID}`, or nothing at all."""
    text = text.strip()
    if not text or _FRAMED.fullmatch(text) or _BLANKED.fullmatch(text):
        return True
    at = 0
    while word := _EMPTY_TALK.match(text, at):
        at = word.end()
    return at == len(text)


def _notation(text: str) -> str:
    """How a text writes the UUIDv7 that is in it."""
    if "urn:" in text.lower():
        return "as a URN"
    if "-" not in text:
        return "without hyphens"
    return "in braces" if "{" in text else "with something around it"


def _other_uuid(uuid: str) -> Recognised:
    digits = set(uuid) - {"-"}
    if digits == {"0"}:
        return _as(Kind.NIL)
    if digits == {"f"}:
        return _as(Kind.MAX)
    if uuid[19] not in "89ab":
        return _as(Kind.OTHER_VARIANT)
    return Recognised(Kind.OTHER_VERSION, f"a UUID of version {int(uuid[14], 16)}")


def _as(kind: Kind) -> Recognised:
    return Recognised(kind, kind.value)
