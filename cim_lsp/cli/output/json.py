"""Findings for programs: one JSON object, described by `schemas/diagnostics.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .characters import without_surrogates
from .setting import Setting

if TYPE_CHECKING:
    from ..findings import Finding, Note, Place
    from ..tally import Tally
    from ..verdicts import Verdict

VERSION = 1
"""The version of the output's form; keys may be added to the summary without a new one."""


def render(verdicts: Iterable[Verdict], setting: Setting) -> Iterator[str]:
    """Everything at once, in ASCII, whatever the terminal's encoding."""
    diagnostics = [_diagnostic(finding) for verdict in verdicts for finding in verdict.findings]
    yield (
        json.dumps({"version": VERSION, "diagnostics": diagnostics, "summary": _summary(setting.tally)}, indent=2)
        + "\n"
    )


def _diagnostic(finding: Finding) -> dict[str, object]:
    remedy = finding.remedy
    return {
        **_place(finding.place),
        "code": finding.code,
        "severity": finding.severity,
        "message": without_surrogates(finding.message),
        "fix": remedy and {"applicability": remedy.applicability, "title": without_surrogates(remedy.title)},
        "related": [_note(note) for note in finding.related],
    }


def _note(note: Note) -> dict[str, object]:
    return {**_place(note.place), "message": without_surrogates(note.message)}


def _place(place: Place) -> dict[str, object]:
    return {
        "path": without_surrogates(place.path),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def _summary(tally: Tally) -> dict[str, int]:
    counts = {f"{severity}s": tally.severities[severity] for severity in ("error", "warning", "info", "hint")}
    return {"files": tally.files, **counts, "fixable": tally.fixable["--fix"], "fixed": tally.fixed}
