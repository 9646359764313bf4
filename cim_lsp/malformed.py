"""What YAML can't parse, in a person's words and at the place where the mistake was made.

A parser names the first character that it can't accept; the mistake is often earlier: the quote that was never
closed, the line whose indentation is off. The words come from the text around, the parser's own are the last resort.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from .text import Edit, LineIndex, Span

_PAIRS = {"[": "[]", "{": "{}"}
TAB = "found a tab in the indentation"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the parser stopped: its words, the offset where it did, and what it had open there.

    `began` is where the construct at fault began, `bracket` the innermost open flow collection, `quoted` the last
    quoted scalar over several lines.
    """

    words: str
    at: int
    began: int | None = None
    end: int | None = None
    bracket: int | None = None
    quoted: Span | None = None


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """The place of a syntax error, what it is, and the edits that mend it where one mend is safe."""

    span: Span
    message: str
    title: str = ""
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scene:
    """A problem, with the line on which the parser stopped: `before` and `after` the place on it."""

    problem: Problem
    text: str
    document: Span
    line: Span

    @property
    def before(self) -> str:
        return self.text[self.line.start : self.problem.at]

    @property
    def after(self) -> str:
        return self.text[self.problem.at : self.line.end]

    def has(self, *words: str) -> bool:
        return any(word in self.problem.words for word in words)

    def rest(self) -> Span:
        """From the place to the end of its line; at the end of the text, the last character of it."""
        if self.problem.at < self.line.end:
            return Span(
                self.problem.at, self.line.start + len(self.text[self.line.start : self.line.end].rstrip(" \t"))
            )
        content = len(self.text[self.document.start : self.problem.at].rstrip(" \t\r\n"))
        return Span(self.document.start + max(content - 1, 0), self.document.start + content)


def explain(problem: Problem, text: str, document: Span) -> SyntaxFault:
    """The fault in a document of a text that stopped the parser with `problem`."""
    scene = _Scene(problem, text, document, LineIndex(text).line_at(problem.at))
    for reading in _READINGS:
        if fault := reading(scene):
            return fault
    return SyntaxFault(scene.rest(), f"YAML can't be read from here on: {problem.words}")


def _conflict(scene: _Scene) -> SyntaxFault | None:
    """A line that git wrote into the file, without the others that belong to it."""
    places = (scene.line, LineIndex(scene.text).line_at(scene.problem.began or scene.problem.at))
    line = next((line for line in places if re.match(r"(?:<{7}|={7}|>{7})(?: |$)", line.of(scene.text))), None)
    return SyntaxFault(line, "this line is left over from a merge conflict") if line else None


def _own(scene: _Scene) -> SyntaxFault | None:
    """A bound of ours, or an alias: said in our words already."""
    if scene.problem.end is not None:
        return SyntaxFault(Span(scene.problem.at, scene.problem.end), scene.problem.words)
    return None


def _tab(scene: _Scene) -> SyntaxFault | None:
    if not scene.has(TAB):
        return None
    indentations = re.compile(r"(?:\A|(?<=[\r\n]))[ \t]*\t[ \t]*")
    tabs = (match for match in indentations.finditer(scene.text, scene.document.start, scene.document.end))
    edits = tuple(Edit(Span(*match.span()), match.group().replace("\t", "  ")) for match in tabs)
    span = Span(scene.problem.at, scene.problem.at + len(scene.after) - len(scene.after.lstrip("\t")))
    return SyntaxFault(span, "indentation is made of spaces, and this is a tab", "Indent with spaces", edits)


def _open_quote(scene: _Scene) -> SyntaxFault | None:
    quoted = scene.problem.quoted
    if scene.has("unexpected end of stream") and scene.problem.began is not None:
        start = scene.problem.began
    elif quoted and quoted.end <= scene.problem.at and not scene.text[quoted.end : scene.problem.at].strip(" \t"):
        start = quoted.start
    else:
        return None
    return SyntaxFault(Span(start, start + 1), f"this {scene.text[start]} is never closed")


def _open_bracket(scene: _Scene) -> SyntaxFault | None:
    bracket = scene.problem.bracket
    if bracket is None:
        return None
    at_end = not scene.text[scene.problem.at : scene.document.end].strip().removeprefix("...")
    opened, closed = (scene.text.count(char, bracket, scene.document.end) for char in _PAIRS[scene.text[bracket]])
    is_later = LineIndex(scene.text).line_at(bracket) != scene.line and not scene.has("content")
    if not at_end and (closed >= opened or not is_later):
        return None
    return SyntaxFault(Span(bracket, bracket + 1), f"this {scene.text[bracket]} is never closed")


def _missing_comma(scene: _Scene) -> SyntaxFault | None:
    if scene.problem.bracket is None or not scene.has("expected ','"):
        return None
    closing = _PAIRS[scene.text[scene.problem.bracket]][1]
    return SyntaxFault(scene.rest(), f"a comma or the closing {closing} is missing before this")


def _stray_bracket(scene: _Scene) -> SyntaxFault | None:
    if scene.after[:1] not in ("]", "}", ",") or not scene.has("content", "block end"):
        return None
    span = Span(scene.problem.at, scene.problem.at + 1)
    if scene.after[0] == ",":
        return SyntaxFault(span, "a value is missing before this comma")
    return SyntaxFault(span, f"this {scene.after[0]} closes nothing")


def _colon_in_text(scene: _Scene) -> SyntaxFault | None:
    if not scene.has("mapping values are not allowed"):
        return None
    colon = Span(scene.problem.at, scene.problem.at + 1)
    if re.match(r"[ ]*(?:-[ ]*)*-[ ]*\t", scene.before):
        return SyntaxFault(colon, "a tab stands between the - and this key; use a space")
    value = re.match(r"[ ]*(?:- +)*[^\s:#\"'][^:#\"']*:[ \t]+(?=[^\s\"'\[{|>&*!#])", scene.before)
    if value:
        message = "`: ` inside plain text; put the whole text in quotes"
        return _quote(scene, scene.line.start + value.end(), colon, message)
    key = Span(scene.line.start + len(scene.before) - len(scene.before.lstrip()), scene.problem.at)
    return SyntaxFault(key, "bad indentation: this line has been read as part of the value above it")


def _not_a_start(scene: _Scene) -> SyntaxFault | None:
    """A character that plain text can't begin with: @, `, %, or a * or & that names nothing."""
    reserved = scene.has("cannot start any token")
    start = scene.problem.at if reserved else scene.problem.began
    if start is None or not (reserved or (scene.has("alphabetic or numeric") and scene.text[start] in "*&")):
        return None
    char = scene.text[start]
    return _quote(scene, start, Span(start, start + 1), f"plain text can't begin with {char}; put it in quotes")


def _quote(scene: _Scene, start: int, span: Span, message: str) -> SyntaxFault:
    """A fault that quotes around the text from `start` to the end of its line (or its comment) would mend."""
    content = re.sub(r"(?:[ \t]+#.*|[ \t]+)\Z", "", scene.text[start : scene.line.end])
    if scene.problem.bracket is not None:
        return SyntaxFault(span, message)
    quoted = json.dumps(content, ensure_ascii=False)
    return SyntaxFault(span, message, "Put the text in quotes", (Edit(Span(start, start + len(content)), quoted),))


def _list_on_key_line(scene: _Scene) -> SyntaxFault | None:
    if not scene.has("sequence entries are not allowed"):
        return None
    return SyntaxFault(
        Span(scene.problem.at, scene.problem.at + 1), "a list begins on a line of its own, below its key"
    )


def _missing_colon(scene: _Scene) -> SyntaxFault | None:
    if not scene.has("expected ':'") or scene.problem.began is None:
        return None
    line = LineIndex(scene.text).line_at(scene.problem.began)
    end = line.start + len(re.sub(r"(?:[ \t]#.*|[ \t]+)\Z", "", scene.text[line.start : line.end]))
    span = Span(scene.problem.began, max(end, scene.problem.began + 1))
    is_word = " " not in span.of(scene.text)
    return SyntaxFault(span, "a key needs a `:` behind it" if is_word else "this is neither a key nor a value")


def _escape(scene: _Scene) -> SyntaxFault | None:
    if not scene.has("unknown escape character", "escape sequence of"):
        return None
    backslash = scene.text.rfind("\\", 0, scene.problem.at)
    end = min(max(scene.problem.at, backslash + 2), len(scene.text))
    return SyntaxFault(
        Span(backslash, end), f"{scene.text[backslash:end]} is no escape sequence; write \\\\ for a backslash"
    )


def _misplaced(scene: _Scene) -> SyntaxFault | None:
    """A token that continues no block: first on its line it is badly indented, elsewhere it is one too many."""
    if not scene.has("expected <block end>"):
        return None
    if scene.before.strip():
        return SyntaxFault(scene.rest(), "unexpected text: a value ends before it")
    return SyntaxFault(scene.rest(), "bad indentation: this line belongs to none of the blocks above it")


def _tag(scene: _Scene) -> SyntaxFault | None:
    if not scene.has("undefined tag handle"):
        return None
    tag = re.match(r"[^\s,\[\]{}]+", scene.after)
    span = Span(scene.problem.at, scene.problem.at + (tag.end() if tag else 1))
    return SyntaxFault(span, "no %TAG directive defines this tag's handle")


_READINGS: tuple[Callable[[_Scene], SyntaxFault | None], ...] = (
    _own, _conflict, _tab, _open_quote, _open_bracket, _missing_comma, _stray_bracket, _colon_in_text, _not_a_start,
    _list_on_key_line, _missing_colon, _escape, _misplaced, _tag,
)  # fmt: skip
