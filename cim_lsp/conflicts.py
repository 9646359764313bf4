"""What doesn't fit in a project: references that nobody answers, versions out of range, copies of an id or a name.

No places and no words; the rules have those. A file of which nothing is to be said costs no more than this.
"""

from __future__ import annotations

from .identifiers import is_uuid7
from .project import Project
from .summary import Member, Reference, Summary
from .versions import satisfies
from .vocabulary import KINDS


def is_settled(project: Project, path: str) -> bool:
    """Whether there is nothing to say about a file in the light of all others; every file of a run passes here."""
    members = project.summaries[path].members if path in project.summaries else ()
    is_as_committed = project.committed.members.get(path) is members
    for member in members:
        if not _is_original(project, member, is_as_committed=is_as_committed) or project.cycles_closed_by(member):
            return False
        for reference in member.references:
            found = project.resolve(reference)
            if is_unresolved(project, reference) if found is None else _is_mismatch(reference, found):
                return False
    return True


def _is_original(project: Project, member: Member, *, is_as_committed: bool) -> bool:
    """Whether a member is nobody's copy, and has the id that it had."""
    if is_as_committed:
        sharing = project.ids.get(member.id or "", ()), project.names.get((member.kind, member.name or ""), ())
        if len(sharing[0]) <= 1 and len(sharing[1]) <= 1:  # as nearly everybody is
            return True
    return not (original_by_id(project, member) or original_by_name(project, member) or id_before(project, member))


def touched(before: Project, after: Project, path: str) -> frozenset[str]:
    """The other files of which something else may be said since one has changed; a purpose means nothing to others."""
    if _says(before, path) == _says(after, path):
        return frozenset()
    return before.dependents(path) | after.dependents(path) | _misled(before, after) - {path}


def meant(project: Project, member: Member, reference: Reference) -> str | None:
    """The name that was most likely meant where nobody answers: not the member's own, nor one it refers to already."""
    if is_uuid7(reference.text) or of_other_kind(project, reference):
        return None
    taken = {each.text for each in member.references if each.key == reference.key}
    own = {member.name} if member.kind == reference.kind else set[str]()
    return project.nearest(reference.text, reference.kind, taken | own)


def _misled(before: Project, after: Project) -> frozenset[str]:
    """The files with a name that nobody has, for which another one is most likely meant now."""
    if before.names is after.names:
        return frozenset()
    lost = after.referring.keys() - {name for _, name in after.names} - after.ids.keys()
    paths = {path for text in lost for path in after.referring[text]}
    members = ((path, member) for path in paths for member in after.summaries[path].members)
    return frozenset(
        path
        for path, member in members
        for each in member.references
        if each.text in lost
        and is_unresolved(after, each)
        and meant(before, member, each) != meant(after, member, each)
    )


def _says(project: Project, path: str) -> Summary:
    summary = project.summaries.get(path, Summary(path))
    return summary._replace(members=tuple(member._replace(purpose=None) for member in summary.members))


def is_unresolved(project: Project, reference: Reference) -> bool:
    """Whether nobody answers a reference that must be answered here. A file that couldn't be read might.

    One with a range or a repository may lie elsewhere; but an id is nobody else's, so not if the other kind has it.
    """
    if project.torn or project.resolve(reference):
        return False
    is_known = is_uuid7(reference.text) and of_other_kind(project, reference) is not None
    return is_known or not reference.may_be_elsewhere


def of_other_kind(project: Project, reference: Reference) -> Member | None:
    """Who would answer a reference if it wanted the other kind."""
    other = next(kind for kind in KINDS if kind != reference.kind)
    return project.answer(reference.text, other)


def mismatched(project: Project, reference: Reference) -> Member | None:
    """Who is meant by a reference, where the version there doesn't meet the range that is asked for."""
    found = project.resolve(reference) if reference.range is not None else None
    return found if found and _is_mismatch(reference, found) else None


def _is_mismatch(reference: Reference, found: Member) -> bool:
    """Whether the version of who was found is known not to meet the range that is asked for."""
    range_, version = reference.range, found.version
    return range_ is not None and version is not None and satisfies(version, range_) is False


def original_by_id(project: Project, member: Member) -> Member | None:
    """Whose id a member has copied."""
    first = project.first_identified(member.id)
    return None if first is None or first.place == member.place else first


def original_by_name(project: Project, member: Member) -> Member | None:
    """Whose name a member has copied; nobody's where it has copied an id together with the name."""
    first = project.first_named(member.kind, member.name)
    if first is None or first.place == member.place or has_copied_both(project, member):
        return None
    return first


def has_copied_both(project: Project, member: Member) -> bool:
    """Whether somebody had both the id and the name of a member before it."""
    twin = project.first_identified(member.id, member.kind, member.name) if member.name is not None else None
    return twin is not None and twin.place != member.place


def id_before(project: Project, member: Member) -> str | None:
    """The id that git's HEAD has for a member that has another one now.

    None where somebody still has it: a copy was given an id of its own. None also for a copy, which has no right to
    its present id anyway.
    """
    was = project.before(member) if member.id is not None else None
    if was is None or was.id is None or was.id == member.id or project.identified(was.id):
        return None
    return None if original_by_id(project, member) else was.id


def lost_id(project: Project, member: Member) -> str | None:
    """The id that git's HEAD has for a member of the same name that has none now, and that nobody else has."""
    was = project.before(member) if member.id is None and member.name is not None else None
    if was is None or was.id is None or was.name != member.name or project.identified(was.id):
        return None
    return was.id
