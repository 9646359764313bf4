"""From text to YAML trees: the only door to ruamel.yaml.

There is one reading of YAML: ruamel's pure Python scanner and parser, which every machine has, corrected where they
are not YAML 1.2 (tabs, line breaks). Its events carry exact code-point positions.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportIncompatibleMethodOverride=false, reportAssignmentType=false, reportUnknownParameterType=false
# (ruamel.yaml is untyped)

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, ClassVar

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, MappingStartEvent, ScalarEvent
from ruamel.yaml.parser import Parser
from ruamel.yaml.scanner import Scanner, ScannerError

from .builder import Builder
from .malformed import TAB, Problem, SyntaxFault, explain
from .nodes import Node
from .stream import documents
from .text import Span, apply_edits

_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_BREAKS = "\x85\u2028\u2029"
"""Line breaks to ruamel and to YAML 1.1; ordinary characters to YAML 1.2, so the scanner is shown stand-ins."""
_STAND_INS = "\U0010fff0\U0010fff1\U0010fff2"
_HIDE = str.maketrans(_NOT_BREAKS, _STAND_INS)
_SHOW = str.maketrans(_STAND_INS, _NOT_BREAKS)
_BLANKS = re.compile(r"[ \t]*")
_COMMENT = re.compile(r"#[^\r\n\0]*")
_BLOCK_HEADER = re.compile(
    r"(?:(?P<chomp>[+-])(?P<indent>[1-9])?|(?P<indent2>[1-9])(?P<chomp2>[+-])?)?(?:[ \t]+(?=#)|[ \t]*(?=[\r\n\0]))"
)
_BAD_ESCAPE = (ValueError, OverflowError)
"""What ruamel lets through for `"\\UFFFFFFFF"`."""
_PADDING = "\0" * 16
"""Behind the text, so that the scanner can look ahead without a check; ruamel takes NUL for the end."""


@dataclass(frozen=True, slots=True)
class Tree:
    """One YAML document: its place in the stream, its root (None when empty) and why it can't be read, if so."""

    span: Span
    root: Node | None
    fault: SyntaxFault | None = None


def parse(text: str) -> tuple[Tree, ...]:
    """The documents of a stream, in order; those with nothing in them are left out. Never raises."""
    return tuple(_parse_document(text, span) for span in documents(text))


def _parse_document(text: str, span: Span) -> Tree:
    start = span.start + text.startswith("\ufeff", span.start, span.end)
    content = text[start : span.end]
    builder = Builder(text)
    if unprintable := _NOT_YAML.search(content):
        at = start + unprintable.start()
        _build(builder, _NOT_YAML.sub("\ufffd", content), start)
        message = f"the character U+{ord(unprintable.group()):04X} is not allowed in YAML"
        return Tree(span, builder.root, SyntaxFault(Span(at, at + 1), message))
    problem = _build(builder, content, start)
    fault = explain(problem, text, span) if problem else None
    if problem and fault and fault.edits and not _is_mended(text, Span(start, span.end), fault, problem):
        fault = replace(fault, edits=())
    return Tree(span, builder.root, fault)


def _is_mended(text: str, span: Span, fault: SyntaxFault, problem: Problem) -> bool:
    """Whether the edits of a fault lead further: to the end, or to another problem of the same sort behind it."""
    end = span.end + sum(len(edit.text) - (edit.span.end - edit.span.start) for edit in fault.edits)
    mended = apply_edits(text, fault.edits)
    next_problem = _build(Builder(mended), mended[span.start : end], span.start)
    return next_problem is None or (next_problem.words == problem.words and next_problem.at > problem.at)


def _build(builder: Builder, content: str, offset: int) -> Problem | None:
    """Hand the parts of a document that starts at `offset` to the builder; returns what stopped the parser."""
    scanner = _Scanner(_Reader(content.translate(_HIDE) + _PADDING))
    problem = None
    try:
        parser = _Parser(scanner)
        while not problem and (event := parser.get_event()):
            problem = _take(builder, event, offset)
    except (YAMLError, *_BAD_ESCAPE) as error:
        problem = _problem(error, scanner, offset, builder)
    builder.finish()
    return problem


def _take(builder: Builder, event: Any, offset: int) -> Problem | None:
    span = Span(offset + event.start_mark.index, offset + event.end_mark.index)
    if isinstance(event, ScalarEvent):
        tag = str(event.tag) if event.tag else None
        return builder.scalar(span, str(event.value).translate(_SHOW), event.style or "", tag, event.anchor)
    if isinstance(event, CollectionStartEvent):
        mapping, flow, tagged = isinstance(event, MappingStartEvent), bool(event.flow_style), bool(event.tag)
        return builder.open(span.start, event.anchor, mapping=mapping, flow=flow, tagged=tagged)
    if isinstance(event, CollectionEndEvent):
        return builder.close(span.end)
    return builder.alias(span, event.anchor) if isinstance(event, AliasEvent) else None


def _problem(error: Exception, scanner: _Scanner, offset: int, builder: Builder) -> Problem:
    """What an exception of the parser says, as facts."""
    stopped, began, words = scanner.reader, None, "unknown escape character"
    if isinstance(error, MarkedYAMLError):
        stopped, began = error.problem_mark or error.context_mark or stopped, error.context_mark
        words = str(error.problem or error.context)
    at = min(offset + stopped.index, len(builder.text))
    quoted = scanner.quoted and Span(offset + scanner.quoted.start, offset + scanner.quoted.end)
    return Problem(words, at, began and offset + began.index, bracket=builder.bracket, quoted=quoted)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A position in a document, as ruamel wants it."""

    index: int
    line: int
    column: int


class _Reader:
    """A text, with the interface of ruamel's Reader; that one checks and copies more, and is slower."""

    encoding: ClassVar[None] = None

    def __init__(self, buffer: str) -> None:
        self.buffer = buffer
        self.index = self.line = self.column = 0

    def peek(self, index: int = 0) -> str:
        return self.buffer[self.index + index]

    def prefix(self, length: int = 1) -> str:
        return self.buffer[self.index : self.index + length]

    def forward(self, length: int = 1) -> None:
        for _ in range(length):
            char = self.buffer[self.index]
            self.index += 1
            if char == "\n" or (char == "\r" and self.buffer[self.index] != "\n"):
                self.line += 1
                self.column = 0
            else:
                self.column += 1

    def get_mark(self) -> _Mark:
        return _Mark(self.index, self.line, self.column)

    def skip(self, run: re.Pattern[str]) -> str:
        """Go past what `run` matches here, which holds no line break; returns it."""
        match = run.match(self.buffer, self.index)
        passed = match.group() if match else ""
        self.index += len(passed)
        self.column += len(passed)
        return passed


class _Scanner(Scanner):
    """ruamel's scanner, with the tabs that YAML 1.2 allows (6.2, 6.3) and without those that it forbids (6.1)."""

    scanner_processing_version = (1, 2)
    reader: Any = None

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader
        self.quoted: Span | None = None
        """The last quoted scalar that runs over several lines: where an error behind it may have begun."""
        super().__init__(SimpleNamespace(comment_handling=None, doc_infos=[SimpleNamespace()]))

    def scan_to_next_token(self) -> None:
        while True:
            tabbed = "\t" in self.reader.skip(_BLANKS)
            self.reader.skip(_COMMENT)
            if not self.scan_line_break():
                break
            if not self.flow_level:
                self.allow_simple_key = True
        if tabbed and not self.flow_level and self.reader.peek() != "\0":
            self.refuse_tabs()

    def refuse_tabs(self) -> None:
        """A tab before a block collection's entry would be indentation, which is made of spaces."""
        reader = self.reader
        before = reader.buffer[reader.index - reader.column : reader.index]
        if not before.strip():
            tab = before.index("\t")
            raise ScannerError(None, None, TAB, _Mark(reader.index - reader.column + tab, reader.line, tab))
        self.allow_simple_key = False

    def scan_plain_spaces(self, indent: int, _start_mark: Any) -> list[str]:
        blanks = self.reader.skip(_BLANKS)
        if not self.scan_line_break():
            return [blanks] if blanks else []
        self.allow_simple_key = True
        breaks: list[str] = []
        while True:
            while self.reader.column < indent and self.reader.peek() == " ":
                self.reader.forward()
            if self.flow_level or self.reader.column >= indent:
                self.reader.skip(_BLANKS)
            if not (line_break := self.scan_line_break()):
                return breaks or [" "]
            breaks.append(line_break)

    def scan_block_scalar_indicators(self, start_mark: Any) -> tuple[bool | None, int | None]:
        header = _BLOCK_HEADER.match(self.reader.buffer, self.reader.index)
        if not header:
            return super().scan_block_scalar_indicators(start_mark)
        self.reader.skip(_BLOCK_HEADER)
        chomping, increment = header["chomp"] or header["chomp2"], header["indent"] or header["indent2"]
        return {"+": True, "-": False}.get(chomping), int(increment) if increment else None

    def scan_flow_scalar(self, style: str) -> Any:
        token = super().scan_flow_scalar(style)
        if token.start_mark.line != token.end_mark.line:
            self.quoted = Span(token.start_mark.index, token.end_mark.index)
        return token


class _Parser(Parser):
    """ruamel's parser, reading from our scanner."""

    comment_handling = None
    processing_version = (1, 2)
    scanner: Any = None
    resolver: Any = None

    def __init__(self, scanner: _Scanner) -> None:
        self.scanner = scanner
        self.resolver = self
        super().__init__(loader=self)
