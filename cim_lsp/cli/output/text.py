"""Findings for people: the place, the line with a mark under the words at fault, and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...values import TYPE_CHECKING
from .characters import fit, printable, width
from .style import Style

if TYPE_CHECKING:
    from ..findings import Excerpt, Finding, Place
    from ..tally import Tally
    from ..verdicts import Verdict

_HOW = {"--fix": "--fix", "--unsafe-fixes": "--fix --unsafe-fixes", None: "in an editor"}


def render(verdicts: Iterable[Verdict], tally: Tally, style: Style, *, with_summary: bool = True) -> Iterator[str]:
    """Every finding as it comes, and what they came to."""
    for verdict in verdicts:
        for finding in verdict.findings:
            yield "\n".join((*_block(finding, style), "", ""))
    if with_summary:
        yield summary(tally)


def statistics(verdicts: Iterable[Verdict], tally: Tally, style: Style, *, with_summary: bool = True) -> Iterator[str]:
    """How often each rule was broken, the most frequent first, in the place of the findings."""
    for _ in verdicts:
        pass
    digits = len(str(max(tally.codes.values(), default=0)))
    for (severity, code), count in sorted(tally.codes.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>{digits}}  {style.paint(severity, f'{severity:<7}')}  {code}\n"
    if with_summary:
        yield summary(tally)


def summary(tally: Tally) -> str:
    """One line about the whole run; nothing where there was no file."""
    if not tally.files:
        return ""
    fixed = f"Fixed {plural(tally.fixed, 'problem')}. " if tally.fixed else ""
    files = plural(tally.files, "file")
    if not tally.severities and tally.known:
        return f"{fixed}Nothing new in {files}.\n"
    if not tally.severities:
        valid = "1 file is valid." if tally.files == 1 else f"All {files} are valid."
        return f"{fixed}{valid}\n"
    kinds = ("error", "warning", "info", "hint")
    counts = ", ".join(plural(tally.severities[kind], kind) for kind in kinds if tally.severities[kind])
    return f"{fixed}Found {counts} in {files}{_fixable(tally)}.\n"


def plan(tally: Tally) -> str:
    """One line about what `--fix` would do."""
    if not tally.changed:
        return f"Nothing to fix in {plural(tally.files, 'file')}.\n"
    return f"Would fix {plural(tally.fixed, 'problem')} in {plural(tally.changed, 'file')}.\n"


def plural(count: int, noun: str) -> str:
    """A count and its noun: `1 error`, `2 errors`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _fixable(tally: Tally) -> str:
    safe, unsafe = tally.fixable["--fix"], tally.fixable["--unsafe-fixes"]
    parts = [f"{safe} fixable with --fix"] if safe else []
    if unsafe:
        parts.append(f"{unsafe} {'more' if safe else 'fixable'} with {'' if safe else '--fix '}--unsafe-fixes")
    return f" ({', '.join(parts)})" if parts else ""


def _block(finding: Finding, style: Style) -> Iterator[str]:
    kind = style.paint(finding.severity, f"{finding.severity}[{finding.code}]")
    yield f"{style.paint('path', _where(finding.place))}: {kind} {printable(finding.message)}"
    margin = " " * len(str(finding.place.line))
    if finding.excerpt:
        yield from _excerpt(finding, finding.excerpt, margin, style)
    gutter = style.paint("gutter", f"{margin} =")
    if finding.remedy:
        how = _HOW[finding.remedy.option]
        yield f"{gutter} {style.paint('fix', 'fix')}: {printable(finding.remedy.title)} ({how})"
    for note in finding.related:
        yield f"{gutter} note: {_where(note.place)}: {printable(note.message)}"


def _excerpt(finding: Finding, excerpt: Excerpt, margin: str, style: Style) -> Iterator[str]:
    """The line at fault behind its number, trimmed around the mark, and carets under the mark."""
    bar, number = style.paint("gutter", "|"), style.paint("gutter", str(finding.place.line))
    before, marked, after = _trim(excerpt, style.columns - len(margin) - 3)
    carets = style.paint(finding.severity, "^" * max(width(marked), 1))
    yield f"{margin} {bar}"
    yield f"{number} {bar} {before}{marked}{after}".rstrip()
    yield f"{margin} {bar} {' ' * width(before)}{carets}"


def _trim(excerpt: Excerpt, room: int) -> tuple[str, str, str]:
    """The parts of a line in so many cells: the mark comes first, what is left is for both its sides."""
    before, marked, after = (printable(part) for part in (excerpt.before, excerpt.marked, excerpt.after))
    room = max(room, 20)
    marked = fit(marked, room * 3 // 4)
    room -= max(width(marked), 1)
    after = fit(after, max(room // 2, room - width(before)))
    return fit(before, room - width(after), keep_end=True), marked, after


def _where(place: Place) -> str:
    return f"{printable(place.path)}:{place.line}:{place.column}"
