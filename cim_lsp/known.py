"""What a document may know of the other domains and modules of its project."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """A domain or module that can be referred to; `where` is the path of its file, as a person would write it."""

    name: str
    purpose: str = ""
    version: str | None = None
    id: str | None = None
    where: str = ""
