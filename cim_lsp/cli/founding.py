"""One run of `cim-new`: everything is prepared and checked before anything is written."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..analysis import check
from ..conventions import is_kebab, slug
from ..diagnostics import Severity
from ..document import Document
from ..enrolment import KEY
from ..filetypes import file_name
from ..identifiers import mint
from ..skeletons import skeleton
from . import UsageError
from .census import Citizen, citizens, project
from .joining import Joined, RefusedError, find, is_joined, join
from .output import diff
from .output.characters import printable
from .output.style import Style
from .request import Request
from .verdicts import Change, Verdict

_PREFIX = "cim-new: "


@dataclass(frozen=True, slots=True)
class Plan:
    """A file to write, and what becomes of the domain that its module joins; `near` is one that it might have."""

    path: str
    text: str
    kind: str
    name: str
    id: str
    joined: Joined | None = None
    near: Citizen | None = None


def run(request: Request, name: str, purpose: str) -> int:
    """Do what was asked for; returns the exit code. Raises RefusedError, UsageError, UnwritableError."""
    plan = _prepare(request, name, purpose)
    for remark in _judge(plan):
        sys.stderr.write(remark)
    if request.dry_run:
        _show(plan)
    else:
        _write(plan)
        _tell(plan)
    return 0


def _prepare(request: Request, name: str, purpose: str) -> Plan:
    kind = request.kind or ""
    path = request.output or _path(kind, name, request.in_folder or "")
    if os.path.lexists(path):
        raise RefusedError(f"{printable(path)} exists already, and is left alone")
    found = list(citizens(project(Path(path).parent)))
    if taken := next((citizen for citizen in found if (citizen.kind, citizen.name) == (kind, name)), None):
        raise RefusedError(f"there is a {kind} {printable(name)!r} already, in {printable(taken.path)}")
    domains = [citizen for citizen in found if citizen.kind == "domain"]
    joined = join(find(request.domain, domains), name) if request.domain else None
    domain = (joined.domain.name or joined.domain.id) if joined else None
    given = {"version": request.version, "type": request.type, "domain": domain}
    others = {key: value for key, value in given.items() if value}
    identity = mint()
    text = skeleton(kind, name, purpose, identity, form=request.form, others=others)
    near = _nearest(domains, path, name) if kind == "module" and not joined else None
    return Plan(path, text, kind, name, identity, joined, near)


def _path(kind: str, name: str, folder: str) -> str:
    if called := file_name(kind, name, lambda other: os.path.lexists(Path(folder, other))):
        return str(Path(folder, called))
    raise UsageError(f"no file name can be made of {printable(name)!r}; say one with --output")


def _nearest(domains: list[Citizen], path: str, module: str) -> Citizen | None:
    """The one domain that a module most likely belongs to, unless it has it already."""
    folder = Path(path).parent.resolve()
    above = [domain for domain in domains if Path(domain.path).parent.resolve() in (folder, *folder.parents)]
    deepest = max((len(Path(domain.path).parent.resolve().parts) for domain in above), default=0)
    nearest = [domain for domain in above if len(Path(domain.path).parent.resolve().parts) == deepest]
    likely = nearest if len(domains) > 1 else domains
    return likely[0] if len(likely) == 1 and not is_joined(likely[0], module) else None


def _judge(plan: Plan) -> Iterator[str]:
    """What the rules have to say about the new file. Raises UsageError where they find an error."""
    document = Document.parse(str(Path(plan.path).absolute()), plan.text)
    style = Style.of(sys.stderr, "auto")
    for diagnostic in check(document, time.time_ns() // 1_000_000):
        message = diagnostic.message
        if diagnostic.severity is Severity.ERROR:
            raise UsageError(message)
        if diagnostic.code == "name-style" and is_kebab(better := slug(plan.name)):
            message += f", such as {better}"
        yield f"{_PREFIX}{style.paint(diagnostic.severity.word, diagnostic.severity.word)}: {message}\n"


def _show(plan: Plan) -> None:
    """Print the new file, and what would become of the other: byte for byte, except on a terminal."""
    style = Style.of(sys.stdout, "auto")
    for line in plan.text.splitlines() if style.is_terminal else ():
        print(printable(line))
    if not style.is_terminal:
        sys.stdout.write(plan.text)
    if plan.joined and plan.joined.is_changed:
        change = Change(plan.joined.before.decode(), plan.joined.after)
        sys.stdout.writelines(diff.render([Verdict(plan.joined.domain.path, change=change)], style))
    sys.stdout.flush()
    sys.stderr.write(f"{_PREFIX}this would be {printable(plan.path)}; nothing was written\n")


def _write(plan: Plan) -> None:
    from .creation import create  # noqa: PLC0415 - slow to import, and a dry run needs none of it

    joined = plan.joined
    is_changed = joined is not None and joined.is_changed
    changed = (joined.domain.path, joined.before, joined.after.encode()) if joined and is_changed else None
    create(plan.path, plan.text.encode(), changed)


def _tell(plan: Plan) -> None:
    """What was written, and what is left to do."""
    style, name = Style.of(sys.stdout, "auto"), printable(plan.name)
    print(f"{style.paint('path', printable(plan.path))}: a new {plan.kind}, {name}, with the id {plan.id}")
    if plan.joined:
        domain = plan.joined.domain
        done = f"{name} added to its {KEY}" if plan.joined.is_changed else f"{name} is among its {KEY} already"
        print(f"{style.paint('path', printable(domain.path))}: {done}")
    sys.stdout.flush()
    if plan.near:
        domain, where = printable(plan.near.name or plan.near.id), printable(plan.near.path)
        advice = (
            f"to make it a part of {domain}, add it to the `{KEY}` in {where}; next time: --in {shlex.quote(domain)}"
        )
        sys.stderr.write(f"{_PREFIX}{advice}\n")
