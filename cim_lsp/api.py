"""What other programs import: a bot, a generator, a server of another protocol. Plain values in, plain values out.

Everything here is offered by `cim_lsp` itself (`from cim_lsp import check`), which imports it when it is first asked
for. All values are frozen dataclasses of texts and numbers; `dataclasses.asdict` makes data for JSON of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal, cast

from . import analysis, diagnostics
from .diagnostics import Diagnostic, Levels, Related, weighed
from .document import Document
from .files.configurations import Configurations
from .files.folders import files_below
from .files.reading import UnreadableError, decode, read
from .files.survey import Survey
from .filetypes import is_named
from .identifiers import mint
from .nodes import data
from .ownership import is_cim
from .project import Project
from .rules import unreadable_file
from .summary import kind_and_fields
from .text import Edit as _Edit
from .text import LineIndex, Span, apply_edits

Severity = Literal["error", "warning", "info", "hint"]
Kind = Literal["domain", "module"]


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a text: `start` and `end` are code-point offsets from 0, half-open, into the text as it was given.

    Lines and columns are those that `cim-validate` tells: from 1, columns in code points, `end_column` one behind the
    last character. Lines end at LF, CRLF or CR; a byte order mark is a character.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` where `place` is; an empty place inserts."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A way out: a title for a person, and edits of the text that don't overlap.

    A safe one keeps every meaning that was there. One that inserts an id has minted it: it is another in each call.
    """

    title: str
    is_safe: bool
    edits: tuple[Edit, ...]

    def apply(self, text: str) -> str:
        """The text, which must be the one that was checked, with the edits made.

        >>> text = "module: {name: billing, purpose: Send bills and follow them, status: prodution}"
        >>> finding = next(found for found in check(text, "module.yaml") if found.code == "invalid-value")
        >>> finding.fixes[0].apply(text)
        'module: {name: billing, purpose: Send bills and follow them, status: production}'
        """
        return apply_edits(text, (_Edit(Span(each.place.start, each.place.end), each.text) for each in self.edits))


@dataclass(frozen=True, slots=True)
class Note:
    """Another place that a finding speaks of, in the file at `path`."""

    path: str
    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, told once, on the token at fault. `code` is the rule's; the first of the fixes is the preferred one.

    What each rule means: the README's table, or `cim-validate --explain CODE`.
    """

    code: str
    severity: Severity
    message: str
    place: Place
    fixes: tuple[Fix, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """The domain or module that a YAML document declares: its keys and values, whichever form they are written in.

    Values are what JSON has (dict, list, str, int, float, bool, None), with aliases and merge keys resolved.
    """

    kind: Kind
    fields: dict[str, object]


def check(text: str, path: str = "domain.yaml") -> tuple[Finding, ...]:
    """All that there is to say about a text by itself, in its order; nothing where it is no CIM file.

    No file is read: the path need not exist, its name tells what is expected. Under a name that other programs use
    too (`module.yaml`), the content says whose file it is. Never raises, whatever the text.

    >>> [found] = check("domain: {name: workshop, id: <some-uuid-v7>, purpose: Keep our customers' vans on the road}")
    >>> found.code, found.message, found.place.line, found.place.column
    ('invalid-id', 'this is a placeholder; an id is a UUIDv7', 1, 30)
    """
    document = _opened(Document.parse(path, text), path)
    return _findings(document, analysis.check(document, _now())) if document else ()


def fix(text: str, path: str = "domain.yaml", *, unsafe: bool = False) -> str:
    """The text with all safe fixes made, with `unsafe` the others too: what `cim-validate --fix` leaves of it.

    The same text where there is nothing to mend, or it is no CIM file. Never raises.

    >>> fix("module: {nmae: billing, id: 01a20647-c1b1-79ed-8918-114799f6746e, purpose: Send bills to customers}")
    'module: {name: billing, id: 01a20647-c1b1-79ed-8918-114799f6746e, purpose: Send bills to customers}'
    """
    document = _opened(Document.parse(path, text), path)
    return analysis.fix_all(document, _now(), mint, unsafe=unsafe).text if document else text


def check_project(folder: str | os.PathLike[str]) -> Mapping[str, tuple[Finding, ...]]:
    """The findings of every CIM file below a folder, by absolute path: the verdict of `cim-validate FOLDER`.

    Files are judged together with all others of their git repository, and as their configuration says (`.cim.toml`,
    `pyproject.toml`); what git ignores or a configuration excludes is left out, and a file without a fault has no
    findings: `()`. A file that can't be read, and a configuration that says what can't be, has one. The folder is
    read anew in each call, and nothing is written. Raises NotADirectoryError where there is no such folder.

    >>> {path.rpartition("/")[2] for path, found in check_project("examples").items() if not found} >= {"domain.yaml"}
    True
    """
    top = os.path.realpath(folder)
    if not os.path.isdir(top):  # noqa: PTH112
        raise NotADirectoryError(f"no such folder: {os.fspath(folder)!r}")
    now, configurations = _now(), Configurations((top,))
    paths = tuple(files_below(top, configurations))
    survey = Survey(now, configurations)
    survey.find(paths, (top,))
    survey.look()
    verdicts = ((path, _verdict(path, survey, now)) for path in paths)
    return {**dict(_problems(configurations)), **{path: found for path, found in verdicts if found is not None}}


def parse(text: str) -> tuple[Declaration, ...]:
    """The domains and modules that a text declares, in its order; what isn't right by the schema is there all the same.

    Of broken YAML what was read before the fault is told. Never raises.

    >>> parse("domain:\\n  - name: workshop\\n  - tags: [vans, repair]\\n")
    (Declaration(kind='domain', fields={'name': 'workshop', 'tags': ['vans', 'repair']}),)
    """
    roots = (data(tree.root) for tree in Document.parse("", text).trees if tree.root)
    found = (kind_and_fields(root) for root in roots)
    return tuple(
        Declaration(cast("Kind", kind), deepcopy({key: value for key, (_, value) in fields.items()}))
        for kind, fields in (each for each in found if each)
    )


def _now() -> int:
    return time.time_ns() // 1_000_000


def _opened(document: Document, path: str, *, included: bool = False) -> Document | None:
    """The document, unless it is somebody else's; a link is judged by its own name."""
    return None if is_named(path) and not is_cim(document.at(path), included=included) else document


def _verdict(path: str, survey: Survey, now: int) -> tuple[Finding, ...] | None:
    """The findings of a file that was surveyed; None where it is somebody else's."""
    if survey.is_fine(path):
        return ()
    identified = survey.identify(path)
    effective = survey.effective(identified)
    try:
        text = decode(read(path))
    except UnreadableError as error:
        return _at_start(path, weighed((unreadable_file.report(str(error)),), effective.levels))
    document = _opened(survey.open(identified, text), path, included=effective.includes(identified))
    return document and _judged(document, survey.project(identified), effective.levels, now)


def _judged(document: Document, project: Project | None, levels: Levels, now: int) -> tuple[Finding, ...]:
    return _findings(document, analysis.check(document, now, project, levels=levels))


def _problems(configurations: Configurations) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """What is wrong with the configurations that were found."""
    for layer in configurations.layers():
        if told := tuple(weighed(layer.problems, configurations.of(layer.path).levels)):
            yield layer.path, _findings(Document(layer.path, layer.text, (), LineIndex(layer.text)), told)


def _findings(document: Document, found: Iterable[Diagnostic]) -> tuple[Finding, ...]:
    return tuple(_finding(document, diagnostic) for diagnostic in found)


def _at_start(path: str, found: Iterable[Diagnostic]) -> tuple[Finding, ...]:
    """The findings of a file that has no text."""
    return _findings(Document(path, "", (), LineIndex("")), found)


def _finding(document: Document, diagnostic: Diagnostic) -> Finding:
    return Finding(
        diagnostic.code,
        cast("Severity", diagnostic.severity.word),
        diagnostic.message,
        _place(document, diagnostic.span),
        tuple(_fix(document, each) for each in diagnostic.fixes),
        tuple(_note(document, each) for each in diagnostic.related),
    )


def _fix(document: Document, found: diagnostics.Fix) -> Fix:
    return Fix(found.title, found.is_safe, tuple(Edit(_place(document, it.span), it.text) for it in found.make(mint)))


def _note(document: Document, related: Related) -> Note:
    where = related.document or document
    return Note(where.path, _place(where, related.span), related.message)


def _place(document: Document, span: Span) -> Place:
    line, column = document.lines.position(span.start)
    end_line, end_column = document.lines.position(span.end)
    return Place(span.start, span.end, line + 1, column + 1, end_line + 1, end_column + 1)
