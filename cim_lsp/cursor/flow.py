"""A flow collection as far as it is written: what is open at a place in it, and which keys stand beside that place.

Brackets that are never closed, missing commas and unclosed quotes are the ordinary state while somebody types. A
quoted scalar ends with its line at the latest, so that a forgotten quote costs one line and not the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .lines import unquote

_TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"\\\r\n]|\\[^\r\n])*"|'(?:[^'\r\n]|'')*')|(?P<unclosed>["'][^\r\n]*)|(?P<open>[{\[])"""
    r"""|(?P<close>[}\]])|(?P<comma>,)|(?P<colon>:(?=[\s,\[\]{}]|\Z)|(?<=["']):)|(?P<comment>(?:(?<=\s)|\A)#[^\r\n]*)"""
    r"""|(?P<blank>\s+)|(?P<plain>(?:[^\s,\[\]{}:"']|:(?![\s,\[\]{}]|\Z))(?:[^\s,\[\]{}:]|:(?![\s,\[\]{}]|\Z))*)|(?P<other>.)""",
    re.DOTALL,
)


@dataclass(slots=True)
class Frame:
    """An open bracket: the keys in it so far, the key whose value comes next, and what it holds as a sequence.

    The items are scalars, and the keys of the mappings in it.
    """

    bracket: str
    keys: list[str] = field(default_factory=list[str])
    items: list[str] = field(default_factory=list[str])
    key: str | None = None


@dataclass(slots=True)
class Flow:
    """What has been read: the open brackets, outermost first, and the scalar that has not ended.

    `word` is where that scalar starts, None where none has. `complete` is set behind a closing quote or bracket, and
    `gap` is its offset: where a comma is missing, should anything but a comma or a colon follow.
    """

    frames: list[Frame]
    word: int | None = None
    text: str = ""
    complete: bool = False
    gap: int | None = None
    in_comment: bool = False

    def end_scalar(self) -> None:
        """A comma, or the end of the collection: what was read last is an item, or the value of a key."""
        frame = self.frames[-1]
        if self.text and frame.key is None:
            (frame.items if frame.bracket == "[" else frame.keys).append(self.text)
        frame.key = None
        self.forget()

    def forget(self) -> None:
        self.word, self.text, self.complete, self.gap = None, "", False, None


def scan(text: str, start: int, stop: int) -> Flow:
    """Read from an opening bracket at `start` up to `stop`; no frames are left where it has ended before."""
    flow = Flow([])
    for match in _TOKEN.finditer(text, start, stop):
        flow.in_comment = match.lastgroup == "comment"
        if match.lastgroup not in ("blank", "comment"):
            _take(flow, match)
            if not flow.frames:
                break
    return flow


def _take(flow: Flow, match: re.Match[str]) -> None:
    kind, token = match.lastgroup, match.group()
    if kind == "open":
        if flow.frames and flow.complete:
            flow.end_scalar()
        flow.forget()
        flow.frames.append(Frame(token))
    elif kind == "close":
        flow.end_scalar()
        closed = flow.frames.pop()
        if flow.frames and flow.frames[-1].bracket == "[":
            flow.frames[-1].items += closed.keys
        flow.complete, flow.gap = True, match.end()
    elif kind == "comma":
        flow.end_scalar()
    elif kind == "colon":
        frame = flow.frames[-1]
        frame.key = flow.text
        frame.keys.append(flow.text)
        flow.forget()
    else:
        _take_scalar(flow, match)


def _take_scalar(flow: Flow, match: re.Match[str]) -> None:
    if flow.word is None and match.group()[0] in "&!":
        return  # an anchor or a tag; the scalar comes behind it
    gap = None
    if flow.complete:
        gap = flow.gap
        flow.end_scalar()
    if flow.word is None:
        flow.word, flow.gap = match.start(), gap
        flow.text = unquote(match.group())
    else:
        flow.text += " " + match.group()
    if match.lastgroup == "quoted" or (match.lastgroup == "unclosed" and match.end() < match.endpos):
        flow.complete, flow.gap = True, match.end()


def rest(text: str, start: int, stop: int, frame: Frame, *, in_value: bool) -> Frame:
    """The keys and items that follow in an open bracket, up to where it ends; `in_value` behind another colon."""
    flow = Flow([Frame(frame.bracket, key="" if in_value else frame.key)])
    behind = flow.frames[0]
    for match in _TOKEN.finditer(text, start, stop):
        if match.lastgroup not in ("blank", "comment"):
            _take(flow, match)
            if not flow.frames:
                break
    return behind


def path(frames: list[Frame]) -> Iterator[str | None]:
    """The keys and items (None) that lead to the scalar that comes next, from the outermost bracket on."""
    for frame in frames:
        if frame.bracket == "[":
            yield None
        if frame.key is not None:
            yield frame.key
