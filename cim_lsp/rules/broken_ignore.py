"""An ignore comment that ignores nothing.

`# cim: ignore[code]` silences one rule on its line or, on a line of its own, on the next; `# cim: ignore-file[code]`
in the whole file. One that names no rule of this catalogue, or whose rule has nothing to say there, is clutter that
would hide a later mistake.

```yaml
module:
  name: billing    # cim: ignore[name-stile]
```
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Set

from ..diagnostics import Diagnostic, Fix, Rule, Severity, safe
from ..document import Document
from ..suppressions import Ignore, Suppressions
from ..text import Edit, Span

CODE = "broken-ignore"


def find(document: Document, suppressions: Suppressions, codes: Set[str]) -> Iterator[Diagnostic]:
    """The comments of no use, once every other rule has spoken. `codes` are the rules that there are."""
    unused = [ignore for ignore in suppressions.ignores if ignore not in suppressions.used]
    siblings: dict[Span, list[Span]] = {}
    for ignore in suppressions.ignores:
        siblings.setdefault(ignore.comment, []).append(ignore.span)
    for ignore in unused:
        reason = "has nothing to ignore here" if ignore.code in codes else "is no rule"
        fixes = (_removal(document, ignore, siblings[ignore.comment]),)
        yield Diagnostic(CODE, Severity.HINT, ignore.span, f"`{ignore.code}` {reason}", fixes=fixes)
    for comment in suppressions.empty:
        fixes = (safe("Remove this comment", _whole(document, comment)),)
        yield Diagnostic(CODE, Severity.HINT, comment, "name the rules to ignore: `# cim: ignore[code]`", fixes=fixes)


def _removal(document: Document, ignore: Ignore, siblings: list[Span]) -> Fix:
    """Takes out one of the codes of a comment, which are at sorted places, with its comma; with the only one, all."""
    if len(siblings) == 1:
        return safe("Remove this comment", _whole(document, ignore.comment))
    at = bisect_left(siblings, ignore.span)
    span = Span(siblings[at - 1].end, ignore.span.end) if at else Span(ignore.span.start, siblings[1].start)
    return safe(f"Remove `{ignore.code}`", Edit(span, ""))


def _whole(document: Document, comment: Span) -> Edit:
    """A comment with the blanks before it; with its line, if nothing else stands there."""
    line = document.lines.line_at(comment.start)
    start = line.start + document.text.startswith("\ufeff", line.start)
    before = document.text[start : comment.start]
    rest = document.text[comment.end : line.end]
    if rest.strip():
        return Edit(Span(comment.start, comment.end), "#")
    if before.strip():
        return Edit(Span(start + len(before.rstrip()), line.end), "")
    following = document.lines.position(line.start)[0] + 1
    starts = document.lines.starts
    return Edit(Span(start, starts[following] if following < len(starts) else line.end), "")


RULE = Rule.of(CODE, Severity.HINT, __doc__, lambda _: ())
