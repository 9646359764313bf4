"""The options of `cim-validate`, and which of them go together."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from .output.style import When

Format = Literal["text", "json", "sarif", "github", "gitlab", "junit", "rdjson"]
FORMATS: tuple[Format, ...] = get_args(Format)
STDIN = "-"
_STDOUT = "-"
_EPILOG = """\
examples:
  cim-validate                        judge the CIM files of this folder and below
  cim-validate --fix domain.yaml      insert missing ids, mend typos, then judge
  cim-validate --diff modules         show what --fix would change
  cim-validate --format json | jq .   findings for a program
  cim-validate --format sarif --output cim.sarif
                                      the same for a forge, and text for who reads the log
  cim-validate --since origin/main    what was changed on this branch, or broken by that
  cim-validate --baseline cim-baseline.json --update-baseline
                                      take what is found now as known; later runs tell what is new
  cim-validate --explain invalid-id   what a rule wants, and why

exit codes:
  0  no errors (with --strict: no warnings either; with --diff: nothing to change)
  1  errors were found (with --strict: or warnings; with --diff: or changes)
  2  wrong usage, a file that could not be written, a baseline or a revision that can't be
     used, or a failure of cim-validate itself
  130, 141  interrupted; whoever read the output went away
"""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for. `explain` is "" for all rules."""

    paths: list[str]
    stdin_filename: str | None
    format: Format
    output: str | None
    baseline: str | None
    update_baseline: bool
    since: str | None
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
    def wants_details(self) -> bool:
        """Whether findings need what only programs ask for."""
        return self.baseline is not None or self.format not in ("text", "json")

    @property
    def prints_format(self) -> bool:
        """Whether standard output is for a program."""
        return self.format != "text" and self.output is None

    @property
    def severities(self) -> tuple[str, ...]:
        """What makes a run fail."""
        return ("error", "warning") if self.strict else ("error",)


def parse(argv: Sequence[str] | None) -> Options:
    """The options; raises SystemExit, with code 2 for wrong usage, which it explains on stderr."""
    parser = make_parser()
    options = Options(**vars(parser.parse_args(argv)))
    if options.output == _STDOUT:
        options = replace(options, output=None)
    if problem := _problem(options) or _file_problem(options):
        parser.error(problem)
    return options


def _problem(options: Options) -> str | None:
    """What is wrong with options that can each be read."""
    prints = {f"--format {options.format}": options.prints_format, "--diff": options.diff}
    asked = [name for name, is_asked in {**prints, "--statistics": options.statistics}.items() if is_asked]
    if len(asked) > 1:
        return f"{asked[0]} and {asked[1]} can't be printed at once"
    findings = {"--output": options.output, "--baseline": options.baseline}
    if options.diff and (idle := next((name for name, value in findings.items() if value is not None), None)):
        return f"--diff shows changes and no findings, and {idle} is about findings"
    if options.update_baseline and options.baseline is None:
        return "--update-baseline needs --baseline FILE"
    if options.since is not None and options.reads_stdin:
        return f"--since compares files, and {STDIN} is none"
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


def _file_problem(options: Options) -> str | None:
    """What is wrong with the files that were named to be written."""
    for option, path in (("--output", options.output), ("--baseline", options.baseline)):
        if path is not None:
            from ..filetypes import is_named  # noqa: PLC0415 - seldom needed

            folder = os.path.dirname(path) or os.curdir  # noqa: PTH120
            if is_named(path):
                return f"{option}: {path!r} is the name of a CIM file"
            if not os.path.isdir(folder) or os.path.isdir(path) or not path:  # noqa: PTH112
                return f"{option}: {path!r} is no file in a folder that exists"
    return None


def make_parser() -> argparse.ArgumentParser:
    """The options as argparse knows them; completions and man pages are generated from them."""
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
    _add_known(parser)
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
    group.add_argument("--format", choices=FORMATS, default="text", help="how findings are told (default: text)")
    group.add_argument(
        "--output",
        metavar="FILE",
        help="put the format into a file, at one stroke, and print text; - is standard output",
    )
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


def _add_known(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("telling only what is new")
    group.add_argument(
        "--since", metavar="REV", help="tell of files changed since the branch left REV, and what they broke"
    )
    group.add_argument("--baseline", metavar="FILE", help="tell only findings that this file doesn't know")
    group.add_argument(
        "--update-baseline", action="store_true", help="write the --baseline anew: all findings are known"
    )
