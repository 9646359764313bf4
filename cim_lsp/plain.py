"""Reads YAML as people mostly write it, or refuses: a strict subset, for a quick yes.

Block mappings and sequences, one-line scalars that are text beyond doubt, literal and folded text, lists of words in
brackets, comments; and JSON of nothing but text. Anything else (anchors, tags, numbers, tabs, several documents, …)
is refused, and read by the real parser. Tests hold the two to one reading of everything that is not refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_FOREIGN = re.compile("[^\n -~\xa1-\u1fff\u2030-\ud7ff]")
_LINE = re.compile(r"(?P<indent> *)(?P<dashes>(?:- )*)(?P<rest>[^ #-].*|-[^ ].*)")
_SILENT = re.compile(r" *(?:#.*)?")
_KEY = re.compile(r"(?P<key>[A-Za-z$][\w$.-]*):(?: +(?P<value>[^ #].*?))?(?: +#.*)? *", re.ASCII)
_ITEM = re.compile(r"(?P<value>.+?)(?: +#.*)? *")
_TEXT = re.compile(r"[A-Za-z](?:[^:#]|:(?! |\Z)|(?<! )#)*")
_QUOTED = re.compile(r"\"[^\"\\]*\"|'[^']*'")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_VERSION = re.compile(r"(?:[\^~]\d+(?:\.\d+)*|\d+\.\d+\.\d+)", re.ASCII)
_WORDS = r"[A-Za-z][\w./-]*(?: [\w./-]+)*"
_FLOW_LIST = re.compile(rf"\[ *(?:{_WORDS}(?: *, *{_WORDS})*)? *\]", re.ASCII)
_FLOW_MAP = re.compile(rf"\{{ *[a-z_]+: +{_WORDS}(?: *, *[a-z_]+: +{_WORDS})* *\}}", re.ASCII)
_BLOCK = re.compile(r"[|>][+-]?")
_NOT_IN_JSON = re.compile(r"\\|\n *:|\"<<\"|\"[^\"]{1000}")
"""What JSON and YAML may read in two ways: escapes, a key on a line above its colon or too long for one, merge keys."""
_TYPED = frozenset(("true", "True", "TRUE", "false", "False", "FALSE", "null", "Null", "NULL"))
_DEEPEST = 20


class RefusedError(Exception):
    """The text is more than this reader takes on; it may be fine or not."""


def read(text: str) -> Any:
    """The value of a text that holds one YAML document, as dict, list and str. Raises RefusedError.

    Of a description in a literal or folded block only that much is given that it is not blank.
    """
    if _FOREIGN.search(text):
        raise RefusedError
    return _json(text) if text.startswith("{") else _Reader(text).document()


def _json(text: str) -> dict[str, Any]:
    from json import loads  # noqa: PLC0415 - most files are no JSON

    if _NOT_IN_JSON.search(text):
        raise RefusedError
    try:
        value: Any = loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise RefusedError from None
    if not _is_text(value, 0):
        raise RefusedError
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON in which no key stands twice."""
    entries = dict(pairs)
    if len(entries) < len(pairs):
        raise RefusedError
    return entries


def _is_text(value: Any, depth: int) -> bool:
    """Whether a value of JSON holds neither numbers nor anything else that is no text."""
    made = type(value).__name__
    if made not in ("dict", "list"):
        return made == "str"
    below: Iterable[Any] = value.values() if made == "dict" else value
    return depth < _DEEPEST and all(_is_text(each, depth + 1) for each in below)


class _Reader:
    """The lines of a text that say something, each as (indentation, content), and the next one to be read."""

    def __init__(self, text: str) -> None:
        self.lines: list[tuple[int, str]] = []
        self.at = 0
        raw = text.removeprefix("---\n").split("\n")
        index = 0
        while index < len(raw):
            line = raw[index]
            index += 1
            if _SILENT.fullmatch(line):
                continue
            index = self.take(line, raw, index)
        self.lines.append((-1, ""))

    def take(self, line: str, raw: list[str], index: int) -> int:
        """Add a line; each dash before its content makes a line of its own. Returns the index of the next one."""
        found = _LINE.fullmatch(line)
        if not found:
            raise RefusedError
        indent, content = len(found["indent"]), found["rest"]
        for _ in range(len(found["dashes"]) // 2):
            self.lines.append((indent, "-"))
            indent += 2
        if content.startswith(("---", "...", "%")):
            raise RefusedError
        header = _KEY.fullmatch(content)
        if header and header["key"] == "description" and _BLOCK.fullmatch(header["value"] or ""):
            index, content = _skip_block(raw, index, indent), "description: text"
        self.lines.append((indent, content))
        return index

    def document(self) -> Any:
        value = self.block(self.lines[0][0], 0)
        if self.at != len(self.lines) - 1:
            raise RefusedError
        return value

    def block(self, indent: int, depth: int) -> Any:
        """The mapping or sequence whose entries stand at an indentation."""
        if indent < 0 or depth > _DEEPEST:
            raise RefusedError
        return self.sequence(indent, depth) if self.lines[self.at][1] == "-" else self.mapping(indent, depth)

    def sequence(self, indent: int, depth: int) -> list[Any]:
        items: list[Any] = []
        while self.lines[self.at] == (indent, "-"):
            self.at += 1
            inner, content = self.lines[self.at]
            if inner != indent + 2:
                raise RefusedError
            if content == "-" or _KEY.fullmatch(content):
                items.append(self.block(inner, depth + 1))
            else:
                self.at += 1
                items.append(_value(content))
        return items

    def mapping(self, indent: int, depth: int) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while self.lines[self.at][0] == indent and self.lines[self.at][1] != "-":
            found = _KEY.fullmatch(self.lines[self.at][1])
            if not found or found["key"] in entries or found["key"] in _TYPED:
                raise RefusedError
            self.at += 1
            value = found["value"]
            entries[found["key"]] = self.nested(indent, depth) if value is None else _value(value)
        return entries

    def nested(self, indent: int, depth: int) -> Any:
        """The block below a key: deeper, or a sequence at the same indentation."""
        inner, content = self.lines[self.at]
        if inner <= indent and not (inner == indent and content == "-"):
            raise RefusedError
        return self.block(inner, depth + 1)


def _skip_block(raw: list[str], index: int, indent: int) -> int:
    """Go past the lines of a literal or folded block, the first of which sets its indentation."""
    first = raw[index] if index < len(raw) else ""
    width = len(first) - len(first.lstrip(" "))
    if not first.strip() or width <= indent:
        raise RefusedError
    while index < len(raw) and (not raw[index].strip() or raw[index].startswith(" " * width)):
        index += 1
    if index < len(raw) and raw[index].startswith(" " * (indent + 1)):
        raise RefusedError
    return index


def _value(content: str) -> Any:
    """The value on one line, with what may stand behind it: a list or a map of words, or a scalar."""
    found = _ITEM.fullmatch(content)
    text = found["value"] if found else ""
    if _FLOW_LIST.fullmatch(text):
        return [_scalar(word.strip()) for word in text[1:-1].split(",") if word.strip()]
    if _FLOW_MAP.fullmatch(text):
        pairs = [pair.split(":") for pair in text[1:-1].split(",")]
        entries = {key.strip(): _scalar(value.strip()) for key, value in pairs}
        if len(entries) < len(pairs) or not _TYPED.isdisjoint(entries):
            raise RefusedError
        return entries
    return _scalar(text)


def _scalar(text: str) -> str:
    """A scalar that is text beyond doubt."""
    if _QUOTED.fullmatch(text):
        return text[1:-1]
    if text in _TYPED or not (_TEXT.fullmatch(text) or _UUID.fullmatch(text) or _VERSION.fullmatch(text)):
        raise RefusedError
    return text
