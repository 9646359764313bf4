"""The verdict on a document, and its repair: the one loop behind the editor's *fix all* and `cim-validate --fix`."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterable
from itertools import count, islice

from .diagnostics import AS_THEY_ARE, Diagnostic, Fix, Levels, Rule, Severity, weighed
from .document import Document
from .evidence import Evidence
from .identifiers import Mint
from .mentions import summary
from .project import Project
from .rules import BY_CODE, OF_PROJECTS, RULES, broken_ignore, merge_conflict, unreadable_file
from .suppressions import Suppressions
from .syntax.builder import Checkpoint
from .text import Edit, Span, apply_edits

MAX_PASSES = 50
"""How often a text is mended and judged again; each pass mends something, so this is never reached in practice."""
MOST = 1000
"""How many diagnostics of one rule are told of a file: nobody reads more, and each takes its time."""
_MORE = "; of more like this only the first {} are told"


def check(  # noqa: PLR0913 - what is judged, in which light, and how much of it is told
    document: Document,
    now: int,
    project: Project | None = None,
    *,
    levels: Levels = AS_THEY_ARE,
    checkpoint: Checkpoint = lambda: None,
    most: int | None = MOST,
) -> tuple[Diagnostic, ...]:
    """The diagnostics of a document, `most` of each rule, in the order of the text. `now` is milliseconds since 1970.

    With a project it is judged together with that one's other files; what the project knows of this one may be older.
    A comment that silences a rule which is off may be of use when it is on again, so nothing is said about it. A file
    with conflict markers, or one that is too large, gets one diagnostic and no more. Raises what `checkpoint` does, and
    nothing else.
    """
    if document.excess:
        return tuple(weighed(unreadable_file.find(document), levels))
    suppressions = Suppressions.of(document)
    if conflict := tuple(weighed(merge_conflict.find(document), levels)):
        return tuple(diagnostic for diagnostic in conflict if not suppressions.cover(diagnostic))
    suppressions.spare({code for code, level in levels.items() if level is None})
    if project is None:
        suppressions.spare(OF_PROJECTS)
    else:
        project = project.replace(summary(document))
    evidence = Evidence.gather(document, now, project)
    kept: list[Diagnostic] = []
    for rule in RULES:
        checkpoint()
        if levels.get(rule.code, rule.severity):
            kept += _told(rule, evidence, levels, suppressions, most)
    kept += islice(weighed(broken_ignore.find(document, suppressions, BY_CODE.keys()), levels), most)
    return tuple(sorted(kept, key=lambda diagnostic: (diagnostic.span, diagnostic.severity.value, diagnostic.code)))


def _told(
    rule: Rule, evidence: Evidence, levels: Levels, suppressions: Suppressions, most: int | None
) -> list[Diagnostic]:
    """What a rule finds and no comment silences; of very much the first, the last of which says so."""
    found = (each for each in weighed(rule.check(evidence), levels) if not suppressions.cover(each))
    first = list(islice(found, most))
    if len(first) == most and next(found, None):
        suppressions.spare({rule.code})
        first[-1] = first[-1]._replace(message=first[-1].message + _MORE.format(most))
    return first


def fix_all(  # noqa: PLR0913 - what `check` is asked, who mints, and how far to go
    document: Document,
    now: int,
    mint: Mint,
    project: Project | None = None,
    *,
    levels: Levels = AS_THEY_ARE,
    unsafe: bool = False,
) -> Document:
    """The document with every fix applied that may be: safe ones, and with `unsafe` the others too.

    Ids are minted last, in the order of the text, so that they sort as they stand.
    """
    provisional = _Provisional(document.text)
    for _ in range(MAX_PASSES):
        found = check(document, now, project, levels=levels, most=None)
        edits = _edits(found, provisional, unsafe=unsafe)
        if not edits:
            break
        document = Document.parse(document.path, apply_edits(document.text, edits))
    return Document.parse(document.path, provisional.settle(document.text, mint)) if provisional.made else document


def _edits(diagnostics: Iterable[Diagnostic], mint: Mint, *, unsafe: bool) -> list[Edit]:
    """The edits of as many fixes as stand clear of one another."""
    chosen: list[Edit] = []
    taken: list[Span] = []
    for diagnostic in diagnostics:
        fix = next((fix for fix in diagnostic.fixes if is_applicable(fix, diagnostic, unsafe=unsafe)), None)
        edits = fix.make(mint) if fix else ()
        if not any(_is_taken(edit.span, taken) for edit in edits):
            chosen += edits
            for edit in edits:
                insort(taken, edit.span)
    return chosen


def _is_taken(span: Span, taken: list[Span]) -> bool:
    """Whether a span touches one of these, which are sorted and don't overlap: the last that begins before its end."""
    behind = bisect_right(taken, span.end, key=lambda other: other.start)
    return behind > 0 and taken[behind - 1].touches(span)


def is_applicable(fix: Fix, diagnostic: Diagnostic, *, unsafe: bool) -> bool:
    """Whether a fix is applied in bulk: a safe one always, an unsafe one if asked for, but never for a mere hint."""
    return fix.is_safe or (unsafe and diagnostic.severity is not Severity.HINT)


class _Provisional:
    """Mints ids that only hold a place, and puts real ones there in the order of the text."""

    _PLACE = re.compile(r"00000000-0000-7000-8000-([0-9a-f]{12})")

    def __init__(self, text: str) -> None:
        self.foreign = {match.group() for match in self._PLACE.finditer(text)}
        self.made: set[str] = set()

    def __call__(self) -> str:
        places = (f"00000000-0000-7000-8000-{number:012x}" for number in count(len(self.made)))
        place = next(place for place in places if place not in self.foreign and place not in self.made)
        self.made.add(place)
        return place

    def settle(self, text: str, mint: Mint) -> str:
        return self._PLACE.sub(lambda match: mint() if match.group() in self.made else match.group(), text)
