"""The only door to ruamel.yaml: its pure Python scanner and parser, corrected where they are not YAML 1.2.2.

Every machine has them, whatever else is installed, so there is one reading of YAML. Their events carry exact
code-point positions; they are handed on to a builder, and an error as the facts that it states.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportIncompatibleMethodOverride=false, reportAssignmentType=false, reportUnknownParameterType=false
# (ruamel.yaml is untyped)

from __future__ import annotations

import re
from collections import deque
from types import SimpleNamespace
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, MappingStartEvent, ScalarEvent
from ruamel.yaml.parser import Parser
from ruamel.yaml.scanner import Scanner, ScannerError
from ruamel.yaml.tokens import FlowMappingEndToken, FlowSequenceEndToken, ScalarToken

from ..text import Span, split_lines
from .builder import MAX_DEPTH, Builder
from .reader import Mark, Reader
from .scene import SHALLOW, TAB, UNCLOSED, Problem

_NOT_BREAKS = "\x85\u2028\u2029"
"""Line breaks to ruamel and to YAML 1.1; ordinary characters to YAML 1.2, so the scanner is shown stand-ins."""
_STAND_INS = "\U0010fff0\U0010fff1\U0010fff2"
_HIDE = str.maketrans(_NOT_BREAKS, _STAND_INS)
_SHOW = str.maketrans(_STAND_INS, _NOT_BREAKS)
_BLANKS = re.compile(r"[ \t]*")
_SPACES = re.compile(r" *")
_PLAIN = re.compile(r"(?:[^ \t\r\n\0:]|:(?![ \t\r\n\0]))+(?:[ \t]+(?!#)(?:[^ \t\r\n\0:]|:(?![ \t\r\n\0]))+)*")
_PLAIN_IN_FLOW = re.compile(
    r"(?:[^ \t\r\n\0:,\[\]{}]|:(?![ \t\r\n\0,\[\]{}]))+"
    r"(?:[ \t]+(?!#)(?:[^ \t\r\n\0:,\[\]{}]|:(?![ \t\r\n\0,\[\]{}]))+)*"
)
_COMMENT = re.compile(r"#[^\r\n\0]*")
_BLOCK_HEADER = re.compile(
    r"(?:(?P<chomp>[+-])(?P<indent>[1-9])?|(?P<indent2>[1-9])(?P<chomp2>[+-])?)?(?:[ \t]+(?=#)|[ \t]*(?=[\r\n\0]))"
)
_BAD_ESCAPE = (ValueError, OverflowError)
"""What ruamel lets through for `"\\UFFFFFFFF"`."""
_PADDING = "\0" * 16
"""Behind the text, so that the scanner can look ahead without a check; ruamel takes NUL for the end."""


def read(builder: Builder, content: str, offset: int) -> Problem | None:
    """Hand the parts of a document that starts at `offset` to the builder; returns what stopped the parser."""
    scanner = _Scanner(Reader(content.translate(_HIDE) + _PADDING))
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


class _Scanner(Scanner):
    """ruamel's scanner, where YAML 1.2.2 says otherwise: tabs (6.1, 6.2), flow style (7.4), plain scalars (7.3.3)."""

    scanner_processing_version = (1, 2)
    reader: Any = None

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.quoted: Span | None = None
        """The last quoted scalar that runs over several lines: where an error behind it may have begun."""
        super().__init__(SimpleNamespace(comment_handling=None, doc_infos=[SimpleNamespace()]))
        self.tokens: deque[Any] = deque(self.tokens)

    def get_token(self) -> Any:
        """The next token; where much was read ahead in a flow mapping, to take one off a list would move all others."""
        while self.need_more_tokens():
            self.fetch_more_tokens()
        self.tokens_taken += 1
        return self.tokens.popleft()

    def stale_possible_simple_keys(self) -> None:
        """Keys end with their line and within 1,024 characters, but for those of a flow mapping (7.4.2)."""
        if "{" not in self.flow_context:
            super().stale_possible_simple_keys()
            return
        free = {level + 1: self.possible_simple_keys.pop(level + 1, None) for level in self._flow_mappings()}
        super().stale_possible_simple_keys()
        self.possible_simple_keys.update((level, key) for level, key in free.items() if key)

    def _flow_mappings(self) -> list[int]:
        return [level for level, bracket in enumerate(self.flow_context) if bracket == "{"]

    def fetch_flow_collection_start(self, token: Any, to_push: str) -> None:
        """The text ends for the parser where the builder refuses it: to look behind it for a key's end takes long."""
        if len(self.flow_context) > MAX_DEPTH:
            self.fetch_stream_end()
        else:
            super().fetch_flow_collection_start(token, to_push)

    def check_key(self) -> bool:
        return self._ends(1)

    def check_value(self) -> bool:
        """A colon: before a blank, or in flow style behind a key that is quoted or in brackets (7.4.2)."""
        if self._ends(1):
            return True
        last = self.tokens[-1] if self.flow_level in self.possible_simple_keys and self.tokens else None
        is_quoted = isinstance(last, ScalarToken) and not last.plain
        return self.flow_level > 0 and (is_quoted or isinstance(last, FlowSequenceEndToken | FlowMappingEndToken))

    def check_plain(self) -> bool:
        """The first character of a plain scalar (7.3.3, ns-plain-first)."""
        char = self.reader.peek()
        return char not in "\0 \t\r\n-?:,[]{}#&*!|>'\"%@`" or (char in "-?:" and not self._ends(1))

    def _ends(self, ahead: int) -> bool:
        """Whether a plain scalar can't go on with the character so far ahead (7.3.3, ns-plain-safe)."""
        char = self.reader.peek(ahead)
        return char in "\0 \t\r\n" or (self.flow_level > 0 and char in ",[]{}")

    def scan_to_next_token(self) -> None:
        while True:
            tabbed = "\t" in self.reader.skip(_BLANKS)
            if self.reader.peek() == "#" and self.reader.is_at_blank():
                self.reader.skip(_COMMENT)
            if not self.scan_line_break():
                break
            if not self.flow_level:
                self.allow_simple_key = True
        if tabbed and not self.flow_level and self.reader.peek() != "\0":
            self.refuse_tabs()
        if self.flow_level and self.reader.indentation() <= self.indent and self.reader.peek() not in "]}\0":
            raise ScannerError(None, None, SHALLOW, self.reader.get_mark())

    def refuse_tabs(self) -> None:
        """Tabs may stand behind indentation, but not before a block collection's entry: that would be indentation."""
        reader = self.reader
        spaces = reader.indentation()
        if spaces <= self.indent:
            raise ScannerError(None, None, TAB, Mark(reader.index - reader.column + spaces, reader.line, spaces))
        self.allow_simple_key = False

    def scan_plain(self) -> Any:
        reader, indent = self.reader, self.indent + 1
        start = end = reader.get_mark()
        run = _PLAIN_IN_FLOW if self.flow_level else _PLAIN
        chunks: list[str] = []
        between: list[str] = []
        while text := reader.skip(run):
            chunks += [*between, text]
            self.allow_simple_key = False
            end = reader.get_mark()
            between = self.scan_plain_spaces(indent, start)
            if not between or reader.peek() == "#" or reader.column < indent:
                break
        return ScalarToken("".join(chunks), True, start, end)

    def scan_plain_spaces(self, indent: int, _start_mark: Any) -> list[str]:
        blanks = self.reader.skip(_BLANKS)
        if not self.scan_line_break():
            return [blanks] if blanks else []
        self.allow_simple_key = True
        breaks: list[str] = []
        while not (self.check_document_start() or self.check_document_end()):
            while self.reader.column < indent and self.reader.peek() == " ":
                self.reader.forward()
            if self.reader.column >= indent:
                self.reader.skip(_BLANKS)
            if not (line_break := self.scan_line_break()):
                return breaks or [" "]
            breaks.append(line_break)
        return []

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, Any]:
        """The blank lines before a block scalar's text, and the indentation of its first line (8.1.1.1)."""
        breaks: list[str] = []
        widest = 0
        end = self.reader.get_mark()
        while True:
            self.reader.skip(_SPACES)
            column = self.reader.column
            if not (line_break := self.scan_line_break()):
                break
            widest = max(widest, column)
            breaks.append(line_break)
            end = self.reader.get_mark()
        if self.indent < column < widest and self.reader.peek() != "\0":
            raise ScannerError(None, None, "a blank line is indented more than the text below it", end)
        return breaks, column, end

    def scan_block_scalar_indicators(self, start_mark: Any) -> tuple[bool | None, int | None]:
        header = _BLOCK_HEADER.match(self.reader.buffer, self.reader.index)
        if not header:
            return super().scan_block_scalar_indicators(start_mark)
        self.reader.skip(_BLOCK_HEADER)
        chomping, increment = header["chomp"] or header["chomp2"], header["indent"] or header["indent2"]
        return {"+": True, "-": False}.get(chomping), int(increment) if increment else None

    def scan_flow_scalar(self, style: str) -> Any:
        """A quoted scalar; one that goes on in a line that is not indented enough was never closed (7.3.1)."""
        token = super().scan_flow_scalar(style)
        start, end = token.start_mark, token.end_mark
        if start.line != end.line:
            self.quoted = Span(start.index, end.index)
            _, *lines = split_lines(self.reader.buffer[start.index : end.index])
            if any(line.strip() and len(line) - len(line.lstrip(" ")) <= self.indent for line in lines):
                raise ScannerError("while scanning a quoted scalar", start, UNCLOSED, self.reader.get_mark())
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
