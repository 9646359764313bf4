"""What a hover tells: what a key or a value means, when an id was made and whose it is, what a name refers to.

The place is told from the lines around it, as for completion, so a fault elsewhere in the file is not in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..ages import age, moment
from ..cursor import Cursor, locate
from ..diagnostics import Diagnostic
from ..guide import Place, is_entity, place
from ..identifiers import created, is_uuid7
from ..known import Known
from ..markdown import code_span, escape
from ..rules import BY_CODE, manual_url
from ..suppressions import named_codes
from ..text import LineIndex, Span
from ..vocabulary import KINDS

_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Hover:
    """A text in Markdown, and the place that it speaks of."""

    markdown: str
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What a hover may look at besides the text: the verdict on it, the others of the project, and the time (ms)."""

    diagnostics: Sequence[Diagnostic]
    known: Callable[[str], Iterable[Known]]
    now: int
    structural: bool = False
    """Whether another server shows what the schemas say."""


def hover(lines: LineIndex, offset: int, asked: Asked) -> Hover | None:
    """What there is to say at an offset of a CIM file; None where there is nothing."""
    parts: list[str] = []
    span = Span(offset, offset)
    cursor = locate(lines, offset)
    if cursor is not None and cursor.word.start < cursor.word.end:
        span = cursor.word
        if not cursor.has_colon:
            parts += _of_value(cursor, lines, asked)
        elif not asked.structural:
            parts += _of_key(cursor, lines)
    elif ignored := _ignored_rule(lines, offset):
        span, code = ignored
        parts.append(_rule(code))
    here = [each for each in asked.diagnostics if each.span.start <= offset <= each.span.end]
    parts += [_rule(code) for code in dict.fromkeys(each.code for each in here)]
    return Hover("\n\n---\n\n".join(parts), span) if parts else None


def _of_key(cursor: Cursor, lines: LineIndex) -> Iterator[str]:
    key = _word(cursor, lines)
    found = place((*cursor.path, key), None)
    if found is None:
        return
    outer = place(cursor.path, None)
    is_required = outer is not None and key in outer.required and bool(cursor.path)
    yield explain(found, key, required=is_required)


def explain(found: Place, key: str, *, required: bool = False) -> str:
    """A key in Markdown: its title, its text, the type, the words that it takes, and an example."""
    head = f"**{found.title or key}**" + (" · required" if required else "")
    head += " · deprecated" if found.is_deprecated else ""
    paragraphs = [head, found.description]
    if found.choices:
        paragraphs.append("\n".join(f"- `{choice.value}`: {choice.meaning}" for choice in found.choices))
    else:
        facts = [" or ".join(found.types) or "anything"]
        examples = [f"`{each}`" for each in found.examples if isinstance(each, str)][:_EXAMPLES]
        facts += [f"for example {', '.join(examples)}"] if examples else []
        paragraphs.append("; ".join(facts))
    return "\n\n".join(filter(None, paragraphs))


def _word(cursor: Cursor, lines: LineIndex) -> str:
    text = cursor.word.of(lines.text)
    return text[1:-1] if cursor.quote and text.endswith(cursor.quote) and len(text) > 1 else text[len(cursor.quote) :]


def _of_value(cursor: Cursor, lines: LineIndex, asked: Asked) -> Iterator[str]:
    word = _word(cursor, lines)
    found = place(cursor.path, None)
    if found is None:
        return
    if is_uuid7(word):
        yield _of_id(word, asked)
        return
    for choice in found.choices:
        if choice.value == word and not asked.structural:
            yield f"**{word}**: {choice.meaning}"
    definitions = found.definitions
    if definitions & {"reference", "references"} or cursor.path[-1:] == ("name",):
        yield from _of_name(cursor, word, asked)


def _of_name(cursor: Cursor, name: str, asked: Asked) -> Iterator[str]:
    """Who answers to a name that is referred to here."""
    if is_entity(cursor.path[:-1]) and cursor.path[-1] == "name":
        return
    kind = "domain" if cursor.path[:1] == ("module",) and "domain" in cursor.path[1:] else "module"
    for known in asked.known(kind):
        if known.name == name:
            yield describe(kind, known)
            return


def describe(kind: str, known: Known) -> str:
    """A domain or module in Markdown."""
    version = f" {escape(known.version)}" if known.version else ""
    where = code_span(known.where) if known.where else ""
    lines = [f"{kind} **{escape(known.name)}**{version}", escape(known.purpose), where]
    return "\n\n".join(filter(None, lines))


def _of_id(uuid: str, asked: Asked) -> str:
    made = created(uuid)
    lines = [f"UUIDv7, made {moment(made) or f'{made} ms after 1970'} ({age(made, asked.now)})"]
    for kind in KINDS:
        lines += [describe(kind, known) for known in asked.known(kind) if known.id and known.id.lower() == uuid.lower()]
    return "\n\n".join(lines)


def _ignored_rule(lines: LineIndex, offset: int) -> tuple[Span, str] | None:
    """The code in an ignore comment at an offset."""
    for code, span in named_codes(lines.text, lines.line_at(offset)):
        if span.start <= offset <= span.end and code in BY_CODE:
            return span, code
    return None


def _rule(code: str) -> str:
    rule = BY_CODE.get(code)
    return f"[`{code}`]({manual_url(code)}): {rule.summary}" if rule else f"`{code}`"
