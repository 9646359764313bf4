"""Annotated YAML: what a case file says in its comments, and what was found, in one form that can be compared.

A marker stands under the line that it speaks of; its carets stand under the token, and a `#` glued to the carets
means that they start in its own column. A token over several lines is marked to the end of its first one.

    module:
    #^^^^^^ error[missing-key]: module has no id
      status: prodution
      #       ^^^^^^^^^ error[invalid-value]

The message may be left out. `#- path` as the first line names the file; without it, it is `case.cim.yaml`. Where a
marker ends the file without a line end, the last line of the text has none either. In a case of several files each
of them begins with such a line; `#- HEAD:path` begins one as git's HEAD has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cim_lsp.diagnostics import Diagnostic
from cim_lsp.document import Document
from cim_lsp.text import split_lines

CASES = Path(__file__).parent / "cases"
NOW = 1_767_225_600_000
"""2026-01-01, the moment at which all cases are judged."""

_MARKER = re.compile(
    r"(?P<lead> *)#(?P<gap> *)(?P<carets>\^+) (?P<severity>\w+)\[(?P<code>[\w-]+)\](?:: (?P<message>.*))?"
)
_SECTION = re.compile(r"(?<=\n)(?=#- \S+\n)")
_HEAD = "HEAD:"
_PATH = re.compile(r"#- (\S+)\n")


@dataclass(frozen=True, order=True)
class Mark:
    """A diagnostic as a marker can tell it: lines and columns from 0; no message where the marker has none."""

    line: int
    start: int
    end: int
    severity: str
    code: str
    message: str | None = None

    def without_message(self) -> Mark:
        return Mark(self.line, self.start, self.end, self.severity, self.code)

    def lower(self, lines: int) -> Mark:
        """The same in a text that has as many more lines before it."""
        return replace(self, line=self.line + lines)


@dataclass(frozen=True)
class Case:
    """A case file: the YAML in it without the markers, and the markers."""

    path: str
    text: str
    marks: tuple[Mark, ...]


def read(file: Path) -> Case:
    """The case in a file; its marks in the order in which `found` gives them."""
    return _case(file.read_bytes().decode())


def read_all(file: Path) -> tuple[Case, ...]:
    """The cases in a file that holds several of them, each with its path."""
    return tuple(case for case in _sections(file) if not case.path.startswith(_HEAD))


def read_head(file: Path) -> tuple[Case, ...]:
    """What git's HEAD has of the files of a case."""
    heads = (case for case in _sections(file) if case.path.startswith(_HEAD))
    return tuple(replace(case, path=case.path.removeprefix(_HEAD)) for case in heads)


def _sections(file: Path) -> tuple[Case, ...]:
    return tuple(map(_case, _SECTION.split(file.read_bytes().decode())))


def _case(text: str) -> Case:
    path = "case.cim.yaml"
    if named := _PATH.match(text):
        path, text = named[1], text[named.end() :]
    lines: list[str] = []
    marks: list[Mark] = []
    for line in split_lines(text):
        if match := _MARKER.fullmatch(line.rstrip("\r\n")):
            marks.append(_mark(match, len(lines) - 1))
        else:
            lines.append(line)
    if marks and not text.endswith(("\r", "\n")):
        lines[-1] = lines[-1].rstrip("\r\n")
    return Case(path, "".join(lines), tuple(sorted(marks, key=str)))


def _mark(match: re.Match[str], line: int) -> Mark:
    start = match.start("carets") if match["gap"] else len(match["lead"])
    return Mark(line, start, start + len(match["carets"]), match["severity"], match["code"], match["message"])


def found(document: Document, diagnostics: tuple[Diagnostic, ...], marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The diagnostics as marks; without their message where the marker at that place has none."""
    bare = {mark for mark in marks if mark.message is None}
    all_marks = (_from(document, diagnostic) for diagnostic in diagnostics)
    return tuple(sorted((m.without_message() if m.without_message() in bare else m for m in all_marks), key=str))


def _from(document: Document, diagnostic: Diagnostic) -> Mark:
    line, start = document.lines.position(diagnostic.span.start)
    end_line, end = document.lines.position(diagnostic.span.end)
    if end_line != line:
        first = document.lines.line_span(line)
        end = first.end - first.start
    return Mark(line, start, end, diagnostic.severity.word, diagnostic.code, diagnostic.message)


def mint() -> Iterator[str]:
    """Ids that can be foretold: …000000000001, …000000000002, and so on."""
    for number in range(1, 1000):
        yield f"01939b5e-2f4c-7a31-9c5d-{number:012x}"
