"""An open document as an editor has it: a text, a version, and positions in the code units that were agreed on."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from .wire import Json, Wire

URI = "file:///farm/domain.yaml"
FOLDER = Path(__file__).parent / "clients"
PROFILES: dict[str, Json] = {
    file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json"))
}
"""What 15 real editors sent as their `initialize` parameters."""
OPTIONS: Json = {"tabSize": 2, "insertSpaces": True}
TYPES = (
    "namespace",
    "class",
    "interface",
    "struct",
    "event",
    "method",
    "function",
    "enumMember",
    "property",
    "variable",
    "string",
    "number",
    "keyword",
)
MODIFIERS = ("declaration", "readonly", "deprecated")
"""The legend of semantic tokens, as it was announced since they are served."""
ENCODINGS = ("utf-8", "utf-16", "utf-32")
_CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Text:
    """A text whose positions are counted in one of the encodings; independent of how the server counts."""

    text: str
    encoding: str = "utf-16"

    @cached_property
    def starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def at(self, offset: int) -> Json:
        """The position of a code point."""
        line = bisect_right(self.starts, offset) - 1
        codec, width = _CODECS[self.encoding]
        return {"line": line, "character": len(self.text[self.starts[line] : offset].encode(codec)) // width}

    def offset(self, position: Json) -> int:
        """The code point at a position, which must be the start of one."""
        codec, width = _CODECS[self.encoding]
        start = self.starts[int(position["line"])]
        line = self.text[start:].encode(codec)
        return start + len(line[: int(position["character"]) * width].decode(codec))

    def range(self, start: int, end: int) -> Json:
        return {"start": self.at(start), "end": self.at(end)}

    def of(self, word: str, number: int = 0) -> Json:
        """The range of a word, the first one or a later."""
        start = [found.start() for found in re.finditer(re.escape(word), self.text)][number]
        return self.range(start, start + len(word))

    def under(self, range_: Json) -> str:
        """What stands in a range."""
        return self.text[slice(*self.span(range_))]

    def span(self, range_: Json) -> tuple[int, int]:
        return self.offset(range_["start"]), self.offset(range_["end"])

    def applied(self, edits: list[Json]) -> str:
        """The text after TextEdits, all of which speak of this text; none may lie over another."""
        spans = sorted((*self.span(edit["range"]), str(edit["newText"])) for edit in edits)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        text = self.text
        for start, end, new in reversed(spans):
            text = text[:start] + new + text[end:]
        return text


@dataclass
class Page:
    """A document that is open at a server; `text` is what both ends should have."""

    server: Wire
    text: str
    uri: str = URI
    encoding: str = "utf-16"
    version: int = field(default=1, init=False)

    def __post_init__(self) -> None:
        self.server.open(self.uri, self.text)

    @property
    def here(self) -> Text:
        return Text(self.text, self.encoding)

    def params(self, **params: Any) -> Json:
        return {"textDocument": {"uri": self.uri}, **params}

    def ask(self, method: str, **params: Any) -> Any:
        """The result of a request about this document, without `textDocument/`."""
        return self.server.request(f"textDocument/{method}", self.params(**params))

    def at(self, method: str, word: str, number: int = 0, **params: Any) -> Any:
        """The same, at the start of a word."""
        return self.ask(method, position=self.here.of(word, number)["start"], **params)

    def change(self, *edits: tuple[int, int, str] | str) -> None:
        """One `didChange`: spans of code points with their new text, or whole texts, each on top of those before."""
        changes: list[Json] = []
        for edit in edits:
            if isinstance(edit, str):
                changes.append({"text": edit})
                self.text = edit
            else:
                start, end, new = edit
                changes.append({"range": self.here.range(start, end), "text": new})
                self.text = self.text[:start] + new + self.text[end:]
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        self.server.send("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def close(self) -> None:
        self.server.send("textDocument/didClose", self.params())

    def pull(self) -> list[Json]:
        return self.ask("diagnostic")["items"]


def tokens(text: Text, data: list[int]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Semantic tokens as words, each with its type and modifiers; as the numbers stand for them in the legend."""
    codec, width = _CODECS[text.encoding]
    found: list[tuple[str, str, tuple[str, ...]]] = []
    line = character = 0
    for number in range(0, len(data), 5):
        step, start, length, type_, modifiers = data[number : number + 5]
        line, character = line + step, start + (0 if step else character)
        first = text.offset({"line": line, "character": character})
        word = text.text[first:].encode(codec)[: length * width].decode(codec)
        found.append((word, TYPES[type_], tuple(each for bit, each in enumerate(MODIFIERS) if modifiers >> bit & 1)))
    return found


def actions(page: Page, word: str) -> dict[str, Json]:
    found = page.ask("codeAction", range=page.here.of(word), context={"diagnostics": []})
    return {action["title"]: action for action in found}


def edit_of(page: Page, action: Json) -> Json:
    return (page.server.request("codeAction/resolve", action) if "edit" not in action else action)["edit"]


def edited(page: Page, action: Json) -> str:
    """The text after an action that changes nothing but this document."""
    edit = edit_of(page, action)
    if "changes" in edit:
        assert set(edit["changes"]) == {page.uri}
        return page.here.applied(edit["changes"][page.uri])
    (change,) = edit["documentChanges"]
    assert change["textDocument"] == {"uri": page.uri, "version": page.version}
    return page.here.applied(change["edits"])


def chain(found: Json | None) -> Iterator[Json]:
    while found:
        yield found["range"]
        found = found.get("parent")
