"""The options of `cim-validate`, and which of them go together."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from ..values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal, NoReturn

    from .output.style import When

    Format = Literal["text", "json", "sarif", "github", "gitlab", "junit", "rdjson"]

STDIN = "-"
_STDOUT = "-"


class Options(NamedTuple):
    """What the command line asks for. `explain` is "" for all rules."""

    paths: list[str]
    stdin_filename: str | None = None
    format: Format = "text"
    output: str | None = None
    baseline: str | None = None
    update_baseline: bool = False
    since: str | None = None
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    strict: bool = False
    quiet: bool = False
    statistics: bool = False
    color: When = "auto"
    explain: str | None = None
    isolated: bool = False
    force_exclude: bool = False
    show_config: str | None = None
    show_files: bool = False
    jobs: int | None = None
    cache_dir: str | None = None
    no_cache: bool = False
    version: bool = False

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
    words = sys.argv[1:] if argv is None else list(argv)
    if not any(word.startswith("-") for word in words):
        options = Options(words)
    else:
        from .parser import make_parser  # noqa: PLC0415 - to name files, as pre-commit does, needs none of it

        options = Options(**vars(make_parser().parse_args(words)))
    if options.output == _STDOUT:
        options = options._replace(output=None)
    if problem := _problem(options) or _file_problem(options):
        refuse(problem)
    return options


def refuse(problem: str) -> NoReturn:
    """Explain on stderr how the command was called wrongly; raises SystemExit with code 2."""
    from .parser import make_parser  # noqa: PLC0415 - slow to import

    make_parser().error(problem)


def _problem(options: Options) -> str | None:
    """What is wrong with options that can each be read."""
    prints = {f"--format {options.format}": options.prints_format, "--diff": options.diff}
    asked = [name for name, is_asked in {**prints, "--statistics": options.statistics}.items() if is_asked]
    if len(asked) > 1:
        return f"{asked[0]} and {asked[1]} can't be printed at once"
    findings = {"--output": options.output, "--baseline": options.baseline}
    if options.diff and (idle := next((name for name, value in findings.items() if value is not None), None)):
        return f"--diff shows changes and no findings, and {idle} is about findings"
    if options.jobs is not None and options.jobs < 1:
        return "--jobs needs at least one"
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
    return None


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
