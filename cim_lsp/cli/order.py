"""The options of `cim-graph`, and which of them go together."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ..filetypes import is_named
from ..pictures.formats import FORMATS, Format

SUFFIXES: dict[str, Format] = {
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
    ".json": "json",
    ".svg": "svg",
}
_EPILOG = """\
examples:
  cim-graph                                  this project as a Mermaid flowchart
  cim-graph --output docs/modules.svg        an image; the suffix says which format
  cim-graph --domain workshop --format dot   one domain and all that it needs
  cim-graph --around billing --depth 2       who is at most two steps from a module
  cim-graph --format json | jq .nodes        for a program (schemas/graph.schema.json)

The same project gives the same bytes, so that a picture can be kept in git.

exit codes:
  0  drawn, though files that can't be read may be missing from it, which standard error tells
  1  nothing to draw, too much for one image, or a file that can't be written
  2  wrong usage, or a failure of cim-graph itself
  130, 141  interrupted; whoever read the output went away
"""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    path: str
    format: Format
    output: str | None
    domain: str | None
    around: str | None
    depth: int


def parse(argv: Sequence[str] | None) -> Options:
    """The options; raises SystemExit, with code 2 for wrong usage, which it explains on stderr."""
    parser = make_parser()
    found = parser.parse_args(argv)
    if problem := _problem(found):
        parser.error(problem)
    guessed = SUFFIXES.get(PurePath(found.output or "").suffix.lower(), "mermaid")
    depth = 1 if found.depth is None else found.depth
    return Options(found.path, found.format or guessed, found.output, found.domain, found.around, depth)


def _problem(found: argparse.Namespace) -> str | None:
    """What is wrong with options that can each be read."""
    if not os.path.lexists(found.path):
        return f"no such file or folder: {found.path!r}"
    if found.depth is not None and found.around is None:
        return "--depth says how far to go --around a module"
    if found.output is None:
        return None
    if is_named(found.output):
        return f"{found.output!r} is the name of a CIM file, not of a picture"
    if found.format is None and PurePath(found.output).suffix.lower() not in SUFFIXES:
        return f"{found.output!r} doesn't tell the format; it ends in {', '.join(SUFFIXES)}, or say --format"
    return None


def _steps(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 6:
        raise argparse.ArgumentTypeError(f"a number of steps, such as 2, not {text!r}")
    return int(text)


def make_parser() -> argparse.ArgumentParser:
    """The options as argparse knows them; completions and man pages are generated from them."""
    parser = argparse.ArgumentParser(
        "cim-graph",
        description="Draw the domains and modules of a CIM, what they are composed of, and what they need.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "path",
        nargs="?",
        default=".",
        metavar="PATH",
        help="a folder or file of the project, which is the git repository around it, else the folder (default: here)",
    )
    parser.add_argument("--format", choices=FORMATS, help="default: by the suffix of --output, else mermaid")
    parser.add_argument("--output", metavar="FILE", help="where to write, at one stroke (default: standard output)")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--domain", metavar="NAME", help="only this domain (name or id) and all that it needs")
    part.add_argument("--around", metavar="MODULE", help="only this module (name or id) and who is near it")
    parser.add_argument("--depth", type=_steps, metavar="N", help="with --around: how many steps away (default: 1)")
    parser.add_argument("--version", action="version", version=_version(), help="print the version")
    return parser


def _version() -> str:
    from .. import __version__  # noqa: PLC0415

    return f"cim-graph {__version__}"
