"""Files and folders that are named after the one domain or module in them, and what they are called after a rename."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from .conventions import slug
from .project import Project
from .summary import Member
from .vocabulary import KINDS

_KINDS = ("cim", *KINDS)
"""What a file's name ends in before its suffix; alone, it names nobody."""


def renamed_paths(project: Project, member: Member, name: str) -> dict[str, str]:
    """The file or folder that is named after a member, with its path under another name; to be renamed in this order.

    Nothing where the new path is in use, or where no file lies outside of the folder: that may be all of the project.
    """
    old, new = slug(member.name or ""), slug(name)
    if not old or not new or old == new or len(project.summaries[member.path].members) != 1:
        return {}
    path = PurePath(member.path)
    stem, kind = _split(path.name)
    if stem is not None and stem == old:
        after = str(path.with_name(new + path.name[len(stem) :]))
        return {member.path: after} if after not in project.summaries else {}
    if kind and not stem and path.parent.name == old:
        folder, after = path.parent, path.parent.with_name(new)
        paths = [PurePath(each) for each in project.summaries]
        is_all = all(folder in each.parents for each in paths)
        is_taken = any(after in each.parents for each in paths)
        return {} if is_all or is_taken else {str(folder): str(after)}
    return {}


def stem_of(path: str) -> str | None:
    """What a file is named after: `billing` of `billing.module.yaml`. None for `module.yaml`, and for other files."""
    return _split(PurePath(path).name)[0] or None


def named_after(project: Project, path: str) -> Member | None:
    """The only member of a file that has that one's name, or of a folder's own file where the folder has it."""
    if path in project.summaries:
        found, called = [project.summaries[path].members], stem_of(path)
    else:
        found, called = list(_own_files(project, path)), PurePath(path).name
    alone = [members[0] for members in found if len(members) == 1 and members[0].name == called]
    return alone[0] if len(alone) == 1 else None


def _own_files(project: Project, folder: str) -> Iterator[tuple[Member, ...]]:
    """The members of the files directly in a folder that have no name of their own: `module.yaml`, `domain.yaml`."""
    for path, summary in project.summaries.items():
        if PurePath(path).parent == PurePath(folder) and _split(PurePath(path).name)[0] == "":
            yield summary.members


def _split(file: str) -> tuple[str | None, str]:
    """The name of a file before its kind, and the kind: `billing` and `module`. Neither where it has no kind."""
    stem = PurePath(file).stem
    before, _, kind = stem.rpartition(".")
    return (before, kind) if kind in _KINDS else (None, "")
