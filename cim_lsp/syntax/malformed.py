"""What YAML can't parse, in a person's words and at the place where the mistake was made.

A parser names the first character that it can't accept; the mistake is often earlier: the quote that was never
closed, the line whose indentation is off. The words come from the text around, the parser's own are the last resort.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from ..text import Edit, Span
from .scene import SHALLOW, TAB, UNCLOSED, Problem, Scene, SyntaxFault

_PAIRS = {"[": "[]", "{": "{}"}
_NO_COMMENT = re.compile(r"(?:(?<=[ \t])|\A)#.*|(?<![ \t])[ \t]+\Z")
_NO_TAIL = re.compile(r"(?<![ \t])[ \t]+(?:#.*)?\Z")


def explain(problem: Problem, text: str, document: Span) -> SyntaxFault:
    """The fault in a document of a text that stopped the parser with `problem`."""
    scene = Scene.of(problem, text, document)
    for reading in _READINGS:
        if fault := reading(scene):
            return fault
    return SyntaxFault(scene.rest(), f"YAML can't be read from here on: {problem.words}")


def _conflict(scene: Scene) -> SyntaxFault | None:
    """A line that git wrote into the file, without the others that belong to it."""
    places = (scene.line, scene.line_at(scene.problem.began or scene.problem.at))
    line = next((line for line in places if re.match(r"(?:<{7}|={7}|>{7})(?: |$)", line.of(scene.text))), None)
    return SyntaxFault(line, "this line is left over from a merge conflict") if line else None


def _own(scene: Scene) -> SyntaxFault | None:
    """A bound of ours, or an alias: said in our words already."""
    if scene.problem.end is not None:
        return SyntaxFault(Span(scene.problem.at, scene.problem.end), scene.problem.words)
    return None


def _tab(scene: Scene) -> SyntaxFault | None:
    is_behind_spaces = scene.has("mapping values are not", "sequence entries are not") and re.match(
        r" *\t", scene.before
    )
    if not (scene.has(TAB) or is_behind_spaces):
        return None
    indentations = re.compile(r"(?:\A|(?<=[\r\n]))[ \t]*\t[ \t]*")
    tabs = (match for match in indentations.finditer(scene.text, scene.document.start, scene.document.end))
    edits = tuple(Edit(Span(*match.span()), match.group().replace("\t", "  ")) for match in tabs)
    tab = scene.text.index("\t", scene.line.start)
    line = scene.text[tab : scene.line.end]
    span = Span(tab, tab + len(line) - len(line.lstrip("\t")))
    return SyntaxFault(span, "indentation is made of spaces, and this is a tab", "Indent with spaces", edits)


def _open_quote(scene: Scene) -> SyntaxFault | None:
    quoted = scene.problem.quoted
    if scene.has(UNCLOSED) and scene.problem.began is not None:
        start = scene.problem.began
    elif quoted and quoted.end <= scene.problem.at and not scene.text[quoted.end : scene.problem.at].strip(" \t"):
        start = quoted.start
    else:
        return None
    return SyntaxFault(Span(start, start + 1), f"this {scene.text[start]} is never closed")


def _open_bracket(scene: Scene) -> SyntaxFault | None:
    bracket = scene.problem.bracket
    if bracket is None:
        return None
    at_end = not scene.text[scene.problem.at : scene.document.end].strip().removeprefix("...")
    opened, closed = (scene.text.count(char, bracket, scene.document.end) for char in _PAIRS[scene.text[bracket]])
    is_later = scene.line_at(bracket) != scene.line and not scene.has("content")
    if not at_end and (closed >= opened or not is_later):
        return None
    return SyntaxFault(Span(bracket, bracket + 1), f"this {scene.text[bracket]} is never closed")


def _missing_comma(scene: Scene) -> SyntaxFault | None:
    if scene.problem.bracket is None or not scene.has("expected ','"):
        return None
    closing = _PAIRS[scene.text[scene.problem.bracket]][1]
    return SyntaxFault(scene.rest(), f"a comma or the closing {closing} is missing before this")


def _stray_bracket(scene: Scene) -> SyntaxFault | None:
    if scene.after[:1] not in ("]", "}", ",") or not scene.has("content", "block end"):
        return None
    span = Span(scene.problem.at, scene.problem.at + 1)
    if scene.after[0] == "," and scene.problem.bracket is None:
        return _quote(scene, scene.problem.at, span, "plain text can't begin with ,; put it in quotes")
    if scene.after[0] == ",":
        return SyntaxFault(span, "a value is missing before this comma")
    return SyntaxFault(span, f"this {scene.after[0]} closes nothing")


def _colon_in_text(scene: Scene) -> SyntaxFault | None:
    if not scene.has("mapping values are not allowed"):
        return None
    colon = Span(scene.problem.at, scene.problem.at + 1)
    if re.match(r"[ ]*(?:-[ ]*)*-[ ]*\t", scene.before):
        return SyntaxFault(colon, "a tab stands between the - and this key; use a space")
    value = re.match(r"(?=([ ]*(?:- +)*))\1[^\s:#\"'][^:#\"']*:[ \t]+(?=[^\s\"'\[{|>&*!#])", scene.before)
    if value:
        message = "`: ` inside plain text; put the whole text in quotes"
        return _quote(scene, scene.line.start + value.end(), colon, message)
    if re.search(r":[ \t]+\S", scene.before):
        return SyntaxFault(colon, "unexpected `:`: a value ends before it")
    if above := _unfinished(scene):
        return above
    key = Span(scene.line.start + len(scene.before) - len(scene.before.lstrip()), scene.problem.at)
    return SyntaxFault(key, "bad indentation: this line has been read as part of the value above it")


def _unfinished(scene: Scene) -> SyntaxFault | None:
    """The line above, where it was meant to be a key and lacks its colon, or the blank behind it."""
    content_above = scene.text[scene.document.start : scene.line.start].rstrip()
    line = scene.line_at(scene.document.start + len(content_above)) if content_above else None
    content = _NO_COMMENT.sub("", line.of(scene.text)) if line else ""
    if not line or not content.strip() or re.search(r":(?:[ \t]|$)|[\"'\[\]{}|>]", content):
        return None
    start = line.start + len(content) - len(content.lstrip(" -"))
    if glued := re.match(r"[\w-]+:(?=\w)", scene.text[start : line.end]):
        return SyntaxFault(Span(start + glued.end() - 1, start + glued.end()), "a space is missing behind this :")
    return SyntaxFault(Span(start, line.start + len(content)), "a key needs a `:` behind it")


def _not_a_start(scene: Scene) -> SyntaxFault | None:
    """A character that plain text can't begin with: @, `, %, or a * or & that names nothing."""
    reserved = scene.has("cannot start any token")
    if reserved and scene.after[:1] == "#":
        return SyntaxFault(Span(scene.problem.at, scene.problem.at + 1), "a space is missing before this comment")
    start = scene.problem.at if reserved else scene.problem.began
    if start is None or not (reserved or (scene.has("alphabetic or numeric") and scene.text[start] in "*&")):
        return None
    char = scene.text[start]
    return _quote(scene, start, Span(start, start + 1), f"plain text can't begin with {char}; put it in quotes")


def _quote(scene: Scene, start: int, span: Span, message: str) -> SyntaxFault:
    """A fault that quotes around the text from `start` to the end of its line (or its comment) would mend."""
    content = _NO_TAIL.sub("", scene.text[start : scene.line.end])
    if scene.problem.bracket is not None:
        return SyntaxFault(span, message)
    quoted = json.dumps(content, ensure_ascii=False)
    return SyntaxFault(span, message, "Put the text in quotes", (Edit(Span(start, start + len(content)), quoted),))


def _list_on_key_line(scene: Scene) -> SyntaxFault | None:
    if not scene.has("sequence entries are not allowed"):
        return None
    return SyntaxFault(
        Span(scene.problem.at, scene.problem.at + 1), "a list begins on a line of its own, below its key"
    )


def _missing_colon(scene: Scene) -> SyntaxFault | None:
    if not scene.has("expected ':'") or scene.problem.began is None:
        return None
    line = scene.line_at(scene.problem.began)
    end = line.start + len(_NO_TAIL.sub("", scene.text[line.start : line.end]))
    span = Span(scene.problem.began, max(end, scene.problem.began + 1))
    is_word = " " not in span.of(scene.text)
    return SyntaxFault(span, "a key needs a `:` behind it" if is_word else "this is neither a key nor a value")


def _escape(scene: Scene) -> SyntaxFault | None:
    if not scene.has("unknown escape character", "escape sequence of"):
        return None
    backslash = scene.text.rfind("\\", scene.document.start, scene.problem.at)
    if backslash < 0:
        return None
    end = min(max(scene.problem.at, backslash + 2), len(scene.text))
    return SyntaxFault(
        Span(backslash, end), f"{scene.text[backslash:end]} is no escape sequence; write \\\\ for a backslash"
    )


def _misplaced(scene: Scene) -> SyntaxFault | None:
    """A token that continues no block: first on its line it is badly indented, elsewhere it is one too many."""
    if scene.has(SHALLOW):
        return SyntaxFault(scene.rest(), "bad indentation: this line belongs to the brackets above, indent it more")
    if scene.has("<document start>"):
        return SyntaxFault(scene.rest(), "unexpected text: the document ends before it; begin another with ---")
    if not scene.has("expected <block end>"):
        return None
    if scene.before.strip():
        return SyntaxFault(scene.rest(), "unexpected text: a value ends before it")
    return SyntaxFault(scene.rest(), "bad indentation: this line belongs to none of the blocks above it")


def _block_header(scene: Scene) -> SyntaxFault | None:
    """What stands behind the | or > of a block scalar."""
    if not scene.has("chomping or indentation", "indentation indicator", "comment or a line break"):
        return None
    return SyntaxFault(scene.rest(), "the text of a block scalar begins on the line below its | or >")


def _directive(scene: Scene) -> SyntaxFault | None:
    if scene.has("incompatible YAML document"):
        return SyntaxFault(scene.line, "this is a YAML version that is not known here; write %YAML 1.2")
    if scene.has("duplicate"):
        return SyntaxFault(scene.line, "this directive stands here a second time")
    is_directive = scene.line.of(scene.text).startswith("%")
    return SyntaxFault(scene.line, "this is no directive that YAML knows") if is_directive else None


def _tag(scene: Scene) -> SyntaxFault | None:
    if not scene.has("undefined tag handle"):
        return None
    tag = re.match(r"[^\s,\[\]{}]+", scene.after)
    span = Span(scene.problem.at, scene.problem.at + (tag.end() if tag else 1))
    return SyntaxFault(span, "no %TAG directive defines this tag's handle")


_READINGS: tuple[Callable[[Scene], SyntaxFault | None], ...] = (
    _own, _conflict, _tab, _open_quote, _open_bracket, _missing_comma, _stray_bracket, _colon_in_text, _not_a_start,
    _list_on_key_line, _missing_colon, _escape, _misplaced, _block_header, _directive, _tag,
)  # fmt: skip
