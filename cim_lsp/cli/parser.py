"""The options of `cim-validate` as argparse reads and explains them; completions and man pages are made from this."""

from __future__ import annotations

import argparse

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "rdjson")
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


def make_parser() -> argparse.ArgumentParser:
    """What reads the options; wrong usage ends in SystemExit, explained on stderr."""
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
    parser.add_argument(
        "--jobs", type=int, metavar="N", help="how many processes share many files (default: one for each processor)"
    )
    parser.add_argument(
        "--cache-dir", metavar="DIR", help="where to keep what is found out about many files (default: $CIM_CACHE_DIR)"
    )
    parser.add_argument("--no-cache", action="store_true", help="find out everything anew, and keep nothing of it")
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
