"""Findings as a GitLab Code Quality report, which merge requests show beside their lines.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .characters import without_surrogates
from .setting import Setting

if TYPE_CHECKING:
    from ..findings import Finding
    from ..verdicts import Verdict

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info", "hint": "info"}


def render(verdicts: Iterable[Verdict], setting: Setting) -> Iterator[str]:
    """One list of issues, in ASCII."""
    issues = [_issue(finding, setting) for verdict in verdicts for finding in verdict.findings]
    yield json.dumps(issues, indent=2) + "\n"


def _issue(finding: Finding, setting: Setting) -> dict[str, object]:
    place, path = finding.place, setting.path(finding.place.path)
    return {
        "type": "issue",
        "description": without_surrogates(finding.message),
        "check_name": finding.code,
        "fingerprint": _fingerprint(finding, setting),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": path, "lines": {"begin": place.line, "end": place.end_line}},
    }


def _fingerprint(finding: Finding, setting: Setting) -> str:
    """GitLab takes issues of one fingerprint for the same, so that the file has a part in it."""
    known, count = (finding.details.fingerprint, finding.details.number) if finding.details else (finding.code, 1)
    uri, _ = setting.uri(finding.place.path)
    return hashlib.sha256(f"{uri}\0{known}\0{count}".encode()).hexdigest()[:32]
