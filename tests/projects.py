"""Cases of several files with a cursor in one of them: each begins with `#- path`, and `$0` is the cursor.

A line `#= …` before the first of them is for the test.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cim_lsp.document import Document
from cim_lsp.mentions import summary
from cim_lsp.project import Project
from tests.harness import read_all


@dataclass(frozen=True)
class Scene:
    """The documents of a case, their project, and the cursor: a document and an offset in it."""

    documents: tuple[Document, ...]
    project: Project
    document: Document
    cursor: int

    def read(self, path: str) -> Document:
        return next(document for document in self.documents if document.path == path)


def project_of(documents: Iterable[Document]) -> Project:
    by_path = {document.path: document for document in documents}
    return Project.of(map(summary, by_path.values()), by_path.get)


def scene(file: Path, ending: str = "\n") -> Scene:
    texts = {case.path: case.text.replace("\n", ending) for case in read_all(file) if not case.text.startswith("#= ")}
    path, offset = next((path, text.index("$0")) for path, text in texts.items() if "$0" in text)
    documents = tuple(Document.parse(each, text.replace("$0", "", 1)) for each, text in texts.items())
    project = project_of(documents)
    return Scene(documents, project, next(it for it in documents if it.path == path), offset)
