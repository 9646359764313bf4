"""Record form into list form and back: `name: x` and `- name: x` say the same of a domain or module.

Lines move as they are; what is written deeper than a key moves with it, so block scalars keep their text.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..editing import STEP
from ..nodes import Mapping, Sequence
from ..text import Edit, Span
from .layout import Part, blanks, last_line, own_line_comment, parts
from .site import Site


def other_form(site: Site) -> tuple[Edit, ...]:
    """The edits that turn a record into a list, or a list into a record; none where it isn't plain how."""
    found = parts(site)
    body = site.entity.top.value
    if not found or any(part.entry.name == "<<" for part in found):
        return ()
    if isinstance(body, Mapping):
        edits = _flow_list(body, found) if body.flow else _block_list(site, found)
    elif isinstance(body, Sequence):
        edits = _flow_record(site, body, found) if body.flow else _block_record(site, found)
    else:
        return ()
    result = tuple(sorted(edit for edit in edits if edit.text or edit.span.start < edit.span.end))
    return result if site.keeps(result) else ()


def _flow_list(body: Mapping, found: tuple[Part, ...]) -> Iterator[Edit]:
    yield from _brackets(body, "[]")
    for part in found:
        yield Edit.insert(part.start, "{")
        yield Edit.insert(part.end, "}")


def _flow_record(site: Site, body: Sequence, found: tuple[Part, ...]) -> Iterator[Edit]:
    yield from _brackets(body, "{}")
    for part in found:
        yield from _without_braces(site, part)


def _brackets(body: Mapping | Sequence, pair: str) -> Iterator[Edit]:
    yield Edit(Span(body.span.start, body.span.start + 1), pair[0])
    yield Edit(Span(body.span.end - 1, body.span.end), pair[1])


def _without_braces(site: Site, part: Part) -> Iterator[Edit]:
    """An item in braces without them; a single pair in a flow sequence has none."""
    text, outside, inside = site.document.text, part.node.span, part.entry.span
    if not text.startswith("{", outside.start):
        return
    left, right = text[outside.start + 1 : inside.start], text[inside.end : outside.end - 1]
    yield Edit(Span(outside.start, inside.start - len(left.lstrip(" \t"))), "")
    yield Edit(Span(inside.end + len(right.rstrip(" \t")), outside.end), "")


def _block_list(site: Site, found: tuple[Part, ...]) -> Iterator[Edit]:
    column = found[0].column
    for part in found:
        yield Edit.insert(part.start, "- ")
    for _, number in _other_lines(site, found):
        comment = own_line_comment(site, number, found)
        if comment is None or comment > column:
            yield _shift(site, number, len(STEP))


def _block_record(site: Site, found: tuple[Part, ...]) -> Iterator[Edit]:
    """Keys stand where the dashes were, but for dashes that stand no deeper than `domain` or `module` itself."""
    document, dash = site.document, found[0].column
    key = site.entity.key.span.start
    margin = document.lines.position(key)[1] - document.text[:key].startswith(
        "\ufeff", document.lines.line_at(key).start
    )
    target = dash if dash > margin else dash + len(STEP)
    for part in found:
        yield Edit(Span(part.start, part.node.span.start), " " * (target - dash))
        yield from _without_braces(site, part)
    for part, number in _other_lines(site, found):
        width = part.column + part.node.span.start - part.start
        comment = own_line_comment(site, number, found)
        if comment is None or comment >= width:
            yield _shift(site, number, target - width)
        elif comment >= dash:
            yield _shift(site, number, target - comment)


def _other_lines(site: Site, found: tuple[Part, ...]) -> Iterator[tuple[Part, int]]:
    """The numbers of the lines on which no key begins, each with the part that it stands in or behind."""
    lines = site.document.lines
    first = {lines.position(part.start)[0]: part for part in found}
    part = found[0]
    for number in range(lines.position(site.entity.key.span.end)[0] + 1, last_line(site, part.column) + 1):
        part = first.get(number, part)
        if number not in first:
            yield part, number


def _shift(site: Site, number: int, by: int) -> Edit:
    """A line moved to the right, or to the left as far as there are spaces; an empty line stays empty."""
    line = site.document.lines.line_span(number)
    width = blanks(line.of(site.document.text))
    if by < 0:
        return Edit(Span(line.start, line.start + min(-by, width)), "")
    return Edit.insert(line.start, " " * by if line.start < line.end else "")
