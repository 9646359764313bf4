"""Another name for a domain, a module or a record: asked for at any place that calls it by the old one.

An id of a domain or module is for life; a record's local id (`E001`) is a name like any other.
"""

from __future__ import annotations

from dataclasses import replace

from ..changes import Changes
from ..document import Document
from ..namesakes import renamed_paths
from ..project import Project
from ..refactoring.record_renaming import rename_record
from ..refactoring.renaming import Refusal, rename_member
from ..summary import Member
from ..symbols import Definition, Record
from ..symbols import Reference as Link
from ..targets import bare, records_at, seen_from, tokens_at
from ..text import Span

_NOTHING = Refusal("there is no name of a domain, a module or a record here")


def prepare(project: Project, document: Document, offset: int) -> tuple[Span, str] | Refusal:
    """The name at an offset that can be changed: its place without quotes, and its text."""
    if found := records_at(document, offset):
        only = _only(found)
        return only if isinstance(only, Refusal) else (bare(document, only[1].span), only[1].text)
    current = seen_from(project, document)
    member = _member(current, document, offset)
    if isinstance(member, Refusal):
        return member
    return next((token.span, token.text) for token in tokens_at(current, document, offset) if token.means(member))


def rename(
    project: Project, document: Document, offset: int, new_name: str, *, files: bool = True
) -> Changes | Refusal:
    """The changes that give what is named at an offset another name, wherever it is called by the old one.

    With `files`, a file or folder that is named after a domain or module is renamed with it. Nothing is half done: a
    refusal has the reason.
    """
    name = new_name.strip()
    if found := records_at(document, offset):
        only = _only(found)
        return only if isinstance(only, Refusal) else rename_record(document, only[0], only[1].text, name)
    current = seen_from(project, document)
    member = _member(current, document, offset)
    if isinstance(member, Refusal):
        return member
    changes = rename_member(current, member, name)
    if isinstance(changes, Refusal) or not changes.edits or not files:
        return changes
    return replace(changes, renamed=renamed_paths(current, member, name))


def _member(project: Project, document: Document, offset: int) -> Member | Refusal:
    """Whom a name at an offset means; an id, or a name that is not the member's own, is refused."""
    here = tokens_at(project, document, offset)
    names = [token for token in here if token.part != "id"]
    if here and not names:
        return Refusal("an id is for life: it has no other name")
    if not names:
        return _NOTHING
    means = {token.member.place: token.member for token in names if token.member}
    member = next(iter(means.values()), None)
    if member is None:
        return Refusal(f"nothing in the project is named `{names[0].text}`")
    if len(means) > 1:
        return Refusal("several names stand behind this alias")
    if any(token.text != member.name for token in names):
        return Refusal(f"the {member.kind} is not named `{names[0].text}` any more")
    return member


def _only(found: tuple[tuple[Record, Definition | Link], ...]) -> tuple[Record, Definition | Link] | Refusal:
    record, place = found[0]
    if all(other is record for other, _ in found):
        return record, place
    sections = " and ".join(sorted({other.section for other, _ in found}))
    return Refusal(f"`{place.text}` may mean several records here, in {sections}")
