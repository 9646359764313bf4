"""Findings in the Reviewdog Diagnostic Format (rdjson), which reviewdog puts on pull requests of many forges.

Paths are told from here, columns count bytes, and a fix that mints no id is a suggestion.
https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ...rules import manual_url
from .characters import without_surrogates
from .setting import HOMEPAGE, Setting

if TYPE_CHECKING:
    from ..findings import Finding, Place
    from ..verdicts import Verdict

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO", "hint": "INFO"}


def render(verdicts: Iterable[Verdict], setting: Setting) -> Iterator[str]:
    """One DiagnosticResult, in ASCII."""
    del setting
    diagnostics = [_diagnostic(finding) for verdict in verdicts for finding in verdict.findings]
    source = {"name": "cim-validate", "url": HOMEPAGE}
    yield json.dumps({"source": source, "diagnostics": diagnostics}, indent=2) + "\n"


def _diagnostic(finding: Finding) -> dict[str, object]:
    diagnostic: dict[str, object] = {
        "message": without_surrogates(_message(finding)),
        "location": {"path": without_surrogates(finding.place.path), "range": _range(finding.place)},
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code, "url": manual_url(finding.code)},
    }
    if finding.details and finding.details.proposals:
        wholes = (proposal.whole for proposal in finding.details.proposals)
        diagnostic["suggestions"] = [{"range": _range(whole.place), "text": whole.text} for whole in wholes]
    return diagnostic


def _message(finding: Finding) -> str:
    """What was found, and the other places, for which older reviewdogs have no field."""
    notes = (f"{note.place.path}:{note.place.line}: {note.message}" for note in finding.related)
    return "\n".join((finding.message, *notes))


def _range(place: Place) -> dict[str, object]:
    return {
        "start": {"line": place.line, "column": place.byte_column},
        "end": {"line": place.end_line, "column": place.end_byte_column},
    }
