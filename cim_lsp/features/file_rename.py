"""When a file or folder that is named after its domain or module gets another name, that one's name follows."""

from __future__ import annotations

from pathlib import PurePath

from ..changes import Changes
from ..conventions import is_kebab
from ..namesakes import named_after, stem_of
from ..project import Project
from ..refactoring.renaming import Refusal, rename_member


def renamed_file(project: Project, old_path: str, new_path: str) -> Changes:
    """The edits that rename the one domain or module in a file or folder with it, asked for before it is renamed.

    No edits where the path was not named after it to the letter, or the new name is not in kebab-case or is refused.
    """
    member = named_after(project, old_path)
    name = stem_of(new_path) if old_path in project.summaries else PurePath(new_path).name
    if member is None or name is None or not is_kebab(name):
        return Changes()
    changes = rename_member(project, member, name)
    return Changes() if isinstance(changes, Refusal) else changes
