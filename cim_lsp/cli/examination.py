"""A close look at one file: everything that the rules say of it, and its repair."""

from __future__ import annotations

from collections.abc import Iterable

from ..analysis import check, fix_all, is_applicable
from ..diagnostics import Diagnostic, Levels, weighed
from ..document import Document
from ..files.survey import Survey
from ..filetypes import is_named
from ..identifiers import mint
from ..ownership import is_cim
from ..rules import unreadable_file
from ..values import NamedTuple
from .findings import Finding, at_start, findings
from .verdicts import Change, Order, Verdict


class Mended(NamedTuple):
    """A text, the document that became of it, and how many fixes there were to be applied."""

    before: str
    document: Document
    fixable: int


def examine(path: str, text: str, order: Order, survey: Survey) -> Verdict | None:
    """The verdict on the text of a file as it is; None where it is somebody else's."""
    document = _open(path, text, survey)
    return document and Verdict(path, _findings(path, document, _check(document, order, survey), order))


def mend(path: str, text: str, order: Order, survey: Survey) -> Mended | None:
    """The text of a file with every fix applied that was ordered; None where there is none, or it isn't ours.

    From here on the survey knows the file as it is mended, so that others are judged by that.
    """
    document = _open(path, text, survey)
    fixable = _fixable(_check(document, order, survey), order) if document else 0
    if document is None or not fixable:
        return None
    levels = survey.effective(document.path).levels
    after = fix_all(document, order.now, mint, survey.project(document.path), levels=levels, unsafe=order.unsafe)
    survey.replace(after)
    return Mended(text, after, fixable)


def examine_mended(path: str, mended: Mended, order: Order, survey: Survey) -> Verdict:
    """The verdict on a file that was mended, once all of them are."""
    document = mended.document
    remaining = _check(document, order, survey)
    fixed = max(0, mended.fixable - _fixable(remaining, order))
    change = Change(mended.before, document.text) if mended.before != document.text else None
    return Verdict(path, _findings(path, document, remaining, order), fixed, change)


def unreadable(path: str, reason: str, levels: Levels) -> Verdict:
    """The verdict on a file that has no text."""
    told = tuple(at_start(path, each) for each in weighed((unreadable_file.report(reason),), levels))
    return Verdict(path, told, is_unreadable=bool(told))


def _open(path: str, text: str, survey: Survey) -> Document | None:
    """The document, unless it is somebody else's: under a name that others use too, the content decides.

    The name is the one that the file was found under, though a project knows it by what a link leads to.
    """
    document = survey.open(survey.identify(path), text)
    included = survey.effective(document.path).includes(document.path)
    return None if is_named(path) and not is_cim(document.at(path), included=included) else document


def _findings(path: str, document: Document, diagnostics: tuple[Diagnostic, ...], order: Order) -> tuple[Finding, ...]:
    told = findings(path, document, diagnostics)
    if not order.detailed:
        return told
    from .particulars import details  # noqa: PLC0415 - only programs ask for them

    both = zip(told, details(path, document, diagnostics), strict=True)
    return tuple(finding._replace(details=found) for finding, found in both)


def _check(document: Document, order: Order, survey: Survey) -> tuple[Diagnostic, ...]:
    levels = survey.effective(document.path).levels
    return check(document, order.now, survey.project(document.path), levels=levels)


def _fixable(diagnostics: Iterable[Diagnostic], order: Order) -> int:
    """How many of these have a fix that may be applied."""
    return sum(
        any(is_applicable(fix, diagnostic, unsafe=order.unsafe) for fix in diagnostic.fixes)
        for diagnostic in diagnostics
    )
