"""Findings as a JUnit report, for Jenkins and whoever else counts tests: a file is a test, which its errors fail.

The form is that of Jenkins' schema, which others take as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from .setting import Setting

if TYPE_CHECKING:
    from ..findings import Finding
    from ..verdicts import Verdict

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold, not even escaped (2.2, Char)."""


def render(verdicts: Iterable[Verdict], setting: Setting) -> Iterator[str]:
    """One test suite. A test has one failure at most: whoever reads this looks at no second one."""
    suite = ElementTree.Element("testsuite", name="cim-validate")
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for verdict in verdicts:
        outcome = _add(suite, verdict, setting)
        counts["tests"] += 1
        if outcome:
            counts[outcome] += 1
    for name, count in counts.items():
        suite.set(name, str(count))
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    yield f"<?xml version='1.0' encoding='UTF-8'?>\n{ElementTree.tostring(suites, encoding='unicode')}\n"


def _add(suite: ElementTree.Element, verdict: Verdict, setting: Setting) -> str | None:
    """Add a file; returns the count that it goes into."""
    path = _held(setting.path(verdict.path))
    case = ElementTree.SubElement(suite, "testcase", classname="cim-validate", name=path, time="0")
    failing = [finding for finding in verdict.findings if finding.severity in setting.failing]
    outcome = None
    if verdict.failure:
        outcome = "errors"
        ElementTree.SubElement(case, "error", type="write", message=_held(f"could not be written: {verdict.failure}"))
    elif failing:
        outcome = "failures"
        first, more = failing[0], len(failing) - 1
        message = f"{_line(first)}{f' (and {more} more)' if more else ''}"
        failure = ElementTree.SubElement(case, "failure", type=first.code, message=_held(message))
        failure.text = _lines(failing, path)
    if others := [
        finding for finding in verdict.findings if verdict.failure or finding.severity not in setting.failing
    ]:
        ElementTree.SubElement(case, "system-out").text = _lines(others, path)
    return outcome


def _lines(findings: Iterable[Finding], path: str) -> str:
    return _held("\n".join(f"{path}:{_line(finding)}" for finding in findings))


def _line(finding: Finding) -> str:
    place = finding.place
    return f"{place.line}:{place.column}: {finding.severity}[{finding.code}] {finding.message}"


def _held(text: str) -> str:
    """A text that XML 1.0 can hold; a carriage return would not come back as one."""
    return _NOT_XML.sub("\ufffd", text.replace("\r", "\u240d"))
