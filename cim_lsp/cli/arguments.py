"""The options of `cim-validate`, and which of them go together."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .output.style import When

STDIN = "-"
_EPILOG = """\
examples:
  cim-validate                        judge the CIM files of this folder and below
  cim-validate --fix domain.yaml      insert missing ids, mend typos, then judge
  cim-validate --diff modules         show what --fix would change
  cim-validate --format json | jq .   findings for a program
  cim-validate --explain invalid-id   what a rule wants, and why

exit codes:
  0  no errors (with --strict: no warnings either; with --diff: nothing to change)
  1  errors were found (with --strict: or warnings; with --diff: or changes)
  2  wrong usage, a file that could not be written, or a failure of cim-validate itself
  130, 141  interrupted; whoever read the output went away
"""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for. `explain` is "" for all rules."""

    paths: list[str]
    stdin_filename: str | None
    format: Literal["text", "json"]
    fix: bool
    unsafe_fixes: bool
    diff: bool
    strict: bool
    quiet: bool
    statistics: bool
    color: When
    explain: str | None
    isolated: bool
    force_exclude: bool
    show_config: str | None
    show_files: bool
    version: bool

    @property
    def reads_stdin(self) -> bool:
        return self.paths == [STDIN]

    @property
    def severities(self) -> tuple[str, ...]:
        """What makes a run fail."""
        return ("error", "warning") if self.strict else ("error",)


def parse(argv: Sequence[str] | None) -> Options:
    """The options; raises SystemExit, with code 2 for wrong usage, which it explains on stderr."""
    parser = _parser()
    options = Options(**vars(parser.parse_args(argv)))
    if problem := _problem(options):
        parser.error(problem)
    return options


def _problem(options: Options) -> str | None:
    """What is wrong with options that can each be read."""
    outputs = {"--format json": options.format == "json", "--diff": options.diff, "--statistics": options.statistics}
    asked = [name for name, is_asked in outputs.items() if is_asked]
    if len(asked) > 1:
        return f"{asked[0]} and {asked[1]} can't be printed at once"
    if STDIN in options.paths and not options.reads_stdin:
        return f"{STDIN} (standard input) can't be judged together with files"
    if options.stdin_filename is not None and not options.reads_stdin:
        return f"--stdin-filename names what comes with {STDIN}"
    if options.show_config is not None and not os.path.lexists(options.show_config):
        return f"no such file or folder: {options.show_config!r}"
    if options.show_files and options.reads_stdin:
        return f"--show-files lists files, and {STDIN} is none"
    missing = [] if options.reads_stdin else [path for path in options.paths if not os.path.lexists(path)]
    return f"no such file or folder: {', '.join(map(repr, missing))}" if missing else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "cim-validate",
        description="Judge the domain and module files of a CIM, and mend them.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files, or folders with CIM files that git doesn't ignore (default: this folder); - reads standard input",
    )
    _add_fixing(parser)
    _add_output(parser)
    _add_configuration(parser)
    parser.add_argument("--stdin-filename", metavar="NAME", help="the name to judge standard input by")
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    parser.add_argument(
        "--explain", nargs="?", const="", metavar="CODE", help="print a rule's manual; alone: list all rules"
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    return parser


def _add_fixing(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("fixing")
    group.add_argument("--fix", action="store_true", help="apply safe fixes, then tell what remains")
    group.add_argument("--diff", action="store_true", help="print what --fix would change, and write nothing")
    group.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff: apply unsafe fixes as well; alone: no effect"
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    group.add_argument("--format", choices=("text", "json"), default="text", help="how findings are told")
    group.add_argument("--statistics", action="store_true", help="count each rule's findings instead of telling them")
    group.add_argument(
        "-q", "--quiet", action="store_true", help="tell nothing but what makes the run fail: no hints, no summary"
    )
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="when to use colours")


def _add_configuration(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("configuration (.cim.toml, or [tool.cim] in pyproject.toml)")
    group.add_argument("--isolated", action="store_true", help="judge as if there were no configuration")
    group.add_argument(
        "--force-exclude", action="store_true", help="leave alone what a configuration excludes, though it is named"
    )
    group.add_argument("--show-config", metavar="PATH", help="print what is in force for a path, and who says so")
    group.add_argument("--show-files", action="store_true", help="list the files that would be judged")
