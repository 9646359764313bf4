"""Findings as SARIF 2.1.0 (OASIS), which GitHub's code scanning and many viewers read.

Columns count code points, as everywhere. The fixes are those that mint no id: a log says the same each time it is made.
https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ... import __version__
from ...rules import BY_CODE, BY_SCHEMA, OF_PROJECTS, RULES, manual_url
from .characters import without_surrogates
from .setting import HOMEPAGE, Setting

if TYPE_CHECKING:
    from ...diagnostics import Rule
    from ..findings import Finding, Place, Proposal, Replacement
    from ..verdicts import Verdict

Json = dict[str, object]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note", "hint": "note"}
_ROOT = "%SRCROOT%"
_INDEXES = {code: index for index, code in enumerate(BY_CODE)}
UNFIXABLE = frozenset({
    "unreadable-file", "bad-configuration", "merge-conflict", "weak-purpose", "duplicate-name", "version-mismatch",
    "dependency-cycle",
})  # fmt: skip
"""The rules that never offer a fix."""


def render(verdicts: Iterable[Verdict], setting: Setting) -> Iterator[str]:
    """One log of one run, in ASCII."""
    results: list[Json] = []
    notifications: list[Json] = []
    for verdict in verdicts:
        results += (_result(finding, setting) for finding in verdict.findings)
        notifications += _notifications(verdict, setting)
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(results, notifications, setting)]}
    yield json.dumps(log, indent=2) + "\n"


def _run(results: list[Json], notifications: list[Json], setting: Setting) -> Json:
    driver = {
        "name": "cim-validate",
        "semanticVersion": __version__,
        "informationUri": HOMEPAGE,
        "rules": [_rule(rule) for rule in RULES],
    }
    invocation: Json = {"executionSuccessful": not setting.tally.failed}
    if notifications:
        invocation["toolExecutionNotifications"] = notifications
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": "cim-validate/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "invocations": [invocation],
        "results": results,
    }


def _rule(rule: Rule) -> Json:
    group = "project" if rule.code in OF_PROJECTS else "schema" if rule.code in BY_SCHEMA else "file"
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.manual.partition("\n\n")[0].replace("\n", " ")},
        "help": {"text": rule.manual, "markdown": rule.manual},
        "helpUri": manual_url(rule.code),
        "defaultConfiguration": {"level": _LEVELS[rule.severity.word]},
        "properties": {"fixable": rule.code not in UNFIXABLE, "precision": "very-high", "tags": ["cim", group]},
    }


def _result(finding: Finding, setting: Setting) -> Json:
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": _INDEXES[finding.code],
        "level": _LEVELS[finding.severity],
        "message": _message(finding.message),
        "locations": [_location(finding.place, setting)],
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(note.place, setting), "message": _message(note.message)}
            for number, note in enumerate(finding.related)
        ]
    if details := finding.details:
        result["partialFingerprints"] = {"cimFingerprint/v1": f"{details.fingerprint}:{details.number}"}
        if details.proposals:
            result["fixes"] = [_fix(proposal, setting) for proposal in details.proposals]
    return {**result, "baselineState": "new"} if setting.sifted else result


def _fix(proposal: Proposal, setting: Setting) -> Json:
    change = {
        "artifactLocation": _artifact(proposal.whole.place.path, setting),
        "replacements": [_replacement(replacement) for replacement in proposal.replacements],
    }
    return {"description": _message(proposal.title), "artifactChanges": [change]}


def _replacement(replacement: Replacement) -> Json:
    inserted = {"insertedContent": {"text": replacement.text}} if replacement.text else {}
    return {"deletedRegion": _region(replacement.place), **inserted}


def _notifications(verdict: Verdict, setting: Setting) -> Iterator[Json]:
    """What kept the run from doing its work on a file."""
    unread = [finding.message for finding in verdict.findings if verdict.is_unreadable]
    unwritten = [f"could not be written: {verdict.failure}"] if verdict.failure else []
    for reason in (*unread, *unwritten):
        place = {"physicalLocation": {"artifactLocation": _artifact(verdict.path, setting)}}
        yield {"level": "error", "message": _message(reason), "locations": [place]}


def _location(place: Place, setting: Setting) -> Json:
    return {"physicalLocation": {"artifactLocation": _artifact(place.path, setting), "region": _region(place)}}


def _artifact(path: str, setting: Setting) -> Json:
    uri, is_relative = setting.uri(path)
    return {"uri": uri, "uriBaseId": _ROOT} if is_relative else {"uri": uri}


def _region(place: Place) -> Json:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _message(text: str) -> Json:
    """A text as it is: what somebody's file says must not become a link (3.11.6)."""
    return {"text": _unlinked(without_surrogates(text))}


def _unlinked(text: str) -> str:
    """Every [ escaped that begins the words of a link."""
    *linking, rest = text.split("](")
    parts = (part.rpartition("]") for part in linking)
    words = (before + end + last.replace("[", "\\[") for before, end, last in parts)
    return "](".join([*words, rest])
