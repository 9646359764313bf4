"""What a person may preview, confirm and undo as one step: edits in any number of files, files made and renamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .text import Edit


@dataclass(frozen=True, slots=True)
class Changes:
    """The edits of each file by its path; texts of files to be made, by path; and old paths with their new ones.

    Edits speak of the texts as they are; a file that is renamed is edited under its old path first.
    """

    edits: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict[str, tuple[Edit, ...]])
    created: Mapping[str, str] = field(default_factory=dict[str, str])
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def of(cls, path: str, edits: tuple[Edit, ...]) -> Changes:
        """The edits of one file."""
        return cls({path: edits})
