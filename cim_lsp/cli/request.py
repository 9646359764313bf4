"""The options of `cim-new`, which of them go together, and what is asked for on a terminal."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal

from ..filetypes import is_named
from ..guide import place
from ..vocabulary import KINDS
from . import UsageError

_EPILOG = """\
examples:
  cim-new domain workshop --purpose "Keep our customers' vans on the road"
  cim-new module billing --in workshop --purpose "Send bills and follow them until they are paid"
  cim-new module billing --type core --in-folder modules/billing
  cim-new domain workshop --form list --dry-run

The id is made for you, and kept for life. On a terminal, name and purpose are asked for where they are missing.

exit codes:
  0    written (with --dry-run: could be)
  1    refused, and nothing was written: a file or a name that is taken, an unknown domain, …
  2    wrong usage, or a failure of cim-new itself
  130  interrupted; nothing was written
"""
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for. `version` is "" for that of the program; texts have no blanks around them."""

    kind: str | None
    name: str | None
    purpose: str | None
    form: Literal["record", "list"]
    version: str | None
    type: str | None
    domain: str | None
    in_folder: str | None
    output: str | None
    dry_run: bool


def parse(argv: Sequence[str] | None) -> Request:
    """The request; raises SystemExit, with code 2 for wrong usage, which it explains on stderr."""
    parser = make_parser()
    request = Request(**vars(parser.parse_intermixed_args(argv)))
    if request.version == "" and request.kind is None:
        return request
    if problem := _problem(request):
        parser.error(problem)
    return request


def complete(request: Request) -> Request:
    """The request with a name and a purpose, asked for where they are missing and somebody is there to answer.

    Raises UsageError, EOFError, KeyboardInterrupt.
    """
    missing = [word for word, value in (("NAME", request.name), ("--purpose", request.purpose)) if value is None]
    if missing and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(f"a {request.kind} needs a name and a purpose; missing: {', '.join(missing)}")
    name = request.name or _ask("name", f"Name of the {request.kind}: ")
    return replace(request, name=name, purpose=request.purpose or _ask("purpose", f"Why does {name} exist? "))


def _ask(what: str, question: str) -> str:
    """An answer that will do."""
    while True:
        answer = input(question).strip()
        if not (problem := _unfit(what, answer)):
            return answer
        print(problem)


def _problem(request: Request) -> str | None:
    """What is wrong with options that can each be read."""
    if request.kind is None:
        return f"say what to begin: {' or '.join(KINDS)}"
    if request.version == "":
        return "--version needs a version, such as 0.1.0"
    if request.kind != "module" and (request.domain or request.type):
        return f"{'--in' if request.domain else '--type'} is for modules"
    if request.output is not None and request.in_folder is not None:
        return "--output and --in-folder both say where to write"
    if request.output is not None and not (is_named(request.output) and PurePath(request.output).suffix != ".json"):
        return f"--output: a {request.kind} file is called {request.kind}.yaml or *.{request.kind}.yaml"
    texts = {"name": request.name, "purpose": request.purpose}
    return next((why for what, text in texts.items() if text is not None and (why := _unfit(what, text))), None)


def _unfit(what: str, text: str) -> str | None:
    """Why a text can't be a name or a purpose."""
    if not text:
        return f"the {what} is blank"
    if found := _UNFIT.search(text):
        if found.group() in "\r\n":
            return f"the {what} is one line of text" + ("; `description` takes more" if what == "purpose" else "")
        return f"the {what} can't hold the character U+{ord(found.group()):04X}"
    return None


def make_parser() -> argparse.ArgumentParser:
    """The options as argparse knows them; completions and man pages are generated from them."""
    parser = argparse.ArgumentParser(
        "cim-new",
        usage="cim-new {domain,module} NAME --purpose TEXT [options]",
        description="Begin a domain or a module of a CIM: a file with a name, a purpose and a fresh UUIDv7.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("kind", nargs="?", choices=KINDS, help="what to begin")
    parser.add_argument("name", nargs="?", type=str.strip, metavar="NAME", help="in kebab-case by convention")
    parser.add_argument("--purpose", type=str.strip, metavar="TEXT", help="why it exists, in 10 to 500 characters")
    _add_content(parser)
    _add_place(parser)
    return parser


def _add_content(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("content")
    group.add_argument(
        "--form", choices=("record", "list"), default="record", help="keys as a mapping, or each as an item of a list"
    )
    group.add_argument(
        "--version", nargs="?", const="", metavar="VERSION", help="its semantic version; alone: print cim-new's own"
    )
    choices = place(("module", "type"))
    words = [choice.value for choice in choices.choices] if choices else None
    group.add_argument("--type", choices=words, help="what sort of module it is")


def _add_place(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("place")
    group.add_argument(
        "--in", dest="domain", metavar="DOMAIN", help="the domain to add a module to: its name, its id or its file"
    )
    group.add_argument(
        "--in-folder", metavar="DIR", help="where to write domain.yaml or NAME.module.yaml (default: this folder)"
    )
    group.add_argument("--output", metavar="FILE", help="the file to write; none is ever overwritten")
    group.add_argument("--dry-run", action="store_true", help="print what would be written, and write nothing")
