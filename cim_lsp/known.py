"""What a document may know of the other domains and modules of its project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .project import Project


@dataclass(frozen=True, slots=True)
class Known:
    """A domain or module that can be referred to; `where` is the path of its file, as a person would write it."""

    name: str
    purpose: str = ""
    version: str | None = None
    id: str | None = None
    where: str = ""


def known(project: Project, root: str, kind: str) -> Iterator[Known]:
    """Everybody of a kind in the project whose files lie below `root`, each name once."""
    for (of_kind, name), places in project.names.items():
        if of_kind == kind:
            member = project.member(places[0])
            yield Known(name, member.purpose or "", member.version, member.id, member.path[len(root) + 1 :])
