"""What is said about a document: diagnostics, the fixes they offer, and the rules that they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from types import MappingProxyType

from .identifiers import Mint
from .text import Edit, Span
from .values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .document import Document
    from .evidence import Evidence


class Severity(Enum):
    """How much a diagnostic weighs, heaviest first; the values are LSP's (3.17, DiagnosticSeverity)."""

    ERROR = 1
    WARNING = 2
    INFO = 3
    HINT = 4

    @property
    def word(self) -> str:
        return self.name.lower()


Levels = Mapping[str, Severity | None]
"""What somebody has made of rules, by their codes: another severity, or None where one is off."""
AS_THEY_ARE: Levels = MappingProxyType({})


class Applicability(Enum):
    """Whether a fix may be applied unasked: a safe one keeps every meaning that was there."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Fix:
    """A way out. `make` is called only when the fix is asked for, since it may mint ids; its edits don't overlap."""

    __slots__ = ("applicability", "make", "mints", "title")

    def __init__(
        self, title: str, applicability: Applicability, make: Callable[[Mint], tuple[Edit, ...]], mints: bool = False
    ) -> None:
        self.title = title
        self.applicability = applicability
        self.make = make
        self.mints = mints

    @property
    def is_safe(self) -> bool:
        return self.applicability is Applicability.SAFE


class Related(NamedTuple):
    """Another place that a diagnostic speaks of; where no document is given, in the same one."""

    span: Span
    message: str
    document: Document | None = None


class Diagnostic(NamedTuple):
    """One fault, told once, on the token at fault. The first of its fixes is the preferred one."""

    code: str
    severity: Severity
    span: Span
    message: str
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()


Check = Callable[["Evidence"], Iterable[Diagnostic]]
"""What a rule finds in the evidence."""


class Rule(NamedTuple):
    """A rule of the catalogue. `manual` is Markdown: what it finds, why, and how to mend it."""

    code: str
    severity: Severity
    summary: str
    manual: str
    check: Check

    @classmethod
    def of(cls, code: str, severity: Severity, doc: str | None, check: Check) -> Rule:
        """A rule whose manual is the docstring of its file; the first line of it is the summary."""
        summary, _, rest = (doc or "").partition("\n")
        return cls(code, severity, summary, rest.strip(), check)


def weighed(found: Iterable[Diagnostic], levels: Levels) -> Iterator[Diagnostic]:
    """The diagnostics as heavy as the levels make them, without those of rules that are off."""
    for diagnostic in found:
        severity = levels.get(diagnostic.code, diagnostic.severity)
        if severity:
            yield diagnostic if severity is diagnostic.severity else diagnostic._replace(severity=severity)


def safe(title: str, *edits: Edit) -> Fix:
    """A safe fix that makes these edits."""
    return Fix(title, Applicability.SAFE, lambda _: edits)


def unsafe(title: str, *edits: Edit) -> Fix:
    """An unsafe fix that makes these edits."""
    return Fix(title, Applicability.UNSAFE, lambda _: edits)
