"""Findings as GitHub's workflow commands, which put them beside the lines of a pull request.

GitHub shows ten errors, ten warnings and ten notices of a step; the log has them all, folded file by file.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .characters import printable
from .setting import Setting

if TYPE_CHECKING:
    from ..findings import Finding
    from ..verdicts import Verdict

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice", "hint": "notice"}


def render(verdicts: Iterable[Verdict], setting: Setting) -> Iterator[str]:
    """The commands of each file as they come, in a group of the log."""
    for verdict in verdicts:
        if verdict.findings:
            yield f"::group::{_escape(setting.path(verdict.path))}\n"
            yield from (_command(finding, setting) for finding in verdict.findings)
            yield "::endgroup::\n"


def _command(finding: Finding, setting: Setting) -> str:
    place = finding.place
    path = setting.path(place.path)
    properties = {"file": path, "line": place.line, "endLine": place.end_line, "title": f"cim-validate {finding.code}"}
    if place.line == place.end_line:  # else GitHub takes no columns
        properties |= {"col": place.column, "endColumn": place.end_column}
    written = ",".join(f"{name}={_escape_property(str(value))}" for name, value in properties.items())
    # The log shows nothing but this, so that it says the place again.
    message = f"{path}:{place.line}:{place.column}: {finding.message} [{finding.code}]"
    return f"::{_COMMANDS[finding.severity]} {written}::{_escape(message)}\n"


def _escape_property(text: str) -> str:
    """A property's value; a file's name keeps its control characters, since it is no longer that file without."""
    return _escape_line(text).replace(":", "%3A").replace(",", "%2C")


def _escape(text: str) -> str:
    """What the log shows: no control characters."""
    return _escape_line(printable(text))


def _escape_line(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
