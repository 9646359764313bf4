"""One run over files or standard input: find, judge, mend, tell, and what that comes to."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator

from ..files.configurations import Configurations
from ..files.processes import usable
from ..files.survey import Survey
from ..values import TYPE_CHECKING
from . import discovery
from .arguments import Options
from .discovery import Found
from .judging import judge, judge_all, judge_file, mend, named
from .output import text
from .output.characters import printable
from .progress import watch
from .remembering import Remembering
from .reporting import save, tell
from .tally import Tally
from .verdicts import Change, Order, UnusableError, Verdict

if TYPE_CHECKING:
    from .baseline import Baseline
    from .since import Since

_UNNAMED = "<stdin>"
_PREFIX = "cim-validate: "


def run(options: Options) -> int:
    """Do what the options ask for; returns the exit code."""
    try:
        return _run(options)
    except UnusableError as error:
        sys.stderr.write(f"{_PREFIX}{error}\n")
        return 2


def _run(options: Options) -> int:
    """Judge, sift, tell. Raises UnusableError."""
    now = time.time_ns() // 1_000_000
    order = Order(now, options.fix or options.diff, options.unsafe_fixes, options.wants_details)
    configurations = discovery.configurations(isolated=options.isolated)
    found = _find(options, configurations)
    paths = tuple(found.files)
    since, baseline = _since(options, paths), _baseline(options)
    survey = _survey(found, configurations, options, now)
    remembering = Remembering(options, now, found, survey)
    if options.reads_stdin:
        verdicts = _judge_stdin(options, order, configurations)
    elif order.fix:
        verdicts = _mend_files(found, options, survey, order, since)
    else:
        verdicts = _judge_files(found, survey, order, remembering)
    if sys.stderr.isatty() and not options.quiet:
        verdicts = watch(verdicts, sys.stderr)
    if baseline:
        verdicts = baseline.sift(verdicts, learn=options.update_baseline)
    if since:
        verdicts = since.sift(verdicts)
    tally = Tally()
    told = tally.watch(_complain(verdicts, options))
    stream = sys.stderr if _is_filter(options) else sys.stdout
    tell(told, tally, options, stream)
    remembering.end(tally)
    if baseline and options.update_baseline:
        save(baseline.path, baseline.text())
    if not options.quiet:
        sys.stderr.write(_remarks(tally, options, baseline))
    return _exit_code(tally, options)


def _find(options: Options, configurations: Configurations) -> Found:
    """The files to judge; none where a text is. Raises UsageError."""
    if options.reads_stdin:
        return Found({})
    return discovery.find(options.paths or ["."], configurations, force_exclude=options.force_exclude)


def _survey(found: Found, configurations: Configurations, options: Options, now: int) -> Survey:
    cache = None if options.no_cache else options.cache_dir or ""
    return Survey(now, configurations, options.jobs or usable(), cache, found.files)


def _since(options: Options, paths: tuple[str, ...]) -> Since | None:
    if options.since is None:
        return None
    from .since import Since  # noqa: PLC0415 - most runs are about all files

    return Since.of(paths, options.since)


def _baseline(options: Options) -> Baseline | None:
    if options.baseline is None:
        return None
    from .baseline import Baseline  # noqa: PLC0415 - most projects have none

    return Baseline.read(options.baseline, may_be_missing=options.update_baseline)


def _is_filter(options: Options) -> bool:
    """Whether standard output is for the mended text of standard input, and findings must go elsewhere."""
    return options.reads_stdin and options.fix and not options.diff


def _judge_stdin(options: Options, order: Order, configurations: Configurations) -> Iterator[Verdict]:
    data = sys.stdin.buffer.read()
    path = options.stdin_filename or _UNNAMED
    survey = Survey(order.now, configurations)
    if options.force_exclude and configurations.excludes(survey.identify(path)):
        if _is_filter(options):
            sys.stdout.buffer.write(data)
        return
    yield from _problems((survey.identify(path),), configurations)
    if options.stdin_filename:
        survey.find((path,), given=data)
        survey.look()
    mended = mend(path, order, survey, data) if order.fix else None
    verdict = judge_file(path, order, survey, mended) if mended else judge(path, data, order, survey)
    if _is_filter(options):
        change = verdict and verdict.change
        sys.stdout.buffer.write(change.after.encode() if change else data)
        sys.stdout.buffer.flush()
    if verdict:
        yield verdict


def _judge_files(found: Found, survey: Survey, order: Order, remembering: Remembering) -> Iterator[Verdict]:
    """Look at all files, and only then judge each in the light of the others."""
    paths = tuple(found.files)
    yield from _problems(map(survey.identify, paths), survey.configurations)
    survey.find(paths, found.folders)
    remembering.begin()
    survey.look()
    fine = 0
    for verdict in judge_all(paths, order, survey):
        fine += not verdict.findings
        yield verdict
    remembering.all_fine = fine == len(paths)


def _mend_files(found: Found, options: Options, survey: Survey, order: Order, since: Since | None) -> Iterator[Verdict]:
    """Look at all files, mend them, and only then judge each in the light of the others."""
    paths = tuple(found.files)
    yield from _problems(map(survey.identify, paths), survey.configurations)
    survey.find(paths, found.folders)
    survey.look()
    mendable = [path for path in paths if since is None or since.holds(path)]
    distinct = {survey.identify(path): path for path in reversed(mendable)}.values()
    mended = {path: named(path, mend, path, order, survey) for path in reversed(distinct)}
    for path in paths:
        verdict = named(path, judge_file, path, order, survey, mended.pop(path, None))
        if verdict and verdict.change and not options.diff:
            verdict = _write(verdict, verdict.change, order, survey)
        if verdict:
            yield verdict


def _problems(identified: Iterable[str], configurations: Configurations) -> Iterator[Verdict]:
    """What is wrong with the configurations that are in force for these files, and with those that were passed."""
    for path in {path.rpartition(os.sep)[0]: path for path in identified}.values():
        configurations.of(path)
    if layers := configurations.layers():
        from .configured import problems  # noqa: PLC0415 - most projects have no configuration

        yield from problems(layers, configurations)


def _write(verdict: Verdict, change: Change, order: Order, survey: Survey) -> Verdict | None:
    """Put a mended text into its file; where that fails, the verdict is the one on the file as it is."""
    from . import writing  # noqa: PLC0415 - seldom needed, and slow to import

    try:
        writing.replace(verdict.path, change.before.encode(), change.after.encode())
    except writing.UnwritableError as error:
        as_it_is = judge_file(verdict.path, order._replace(fix=False), survey)
        return as_it_is and as_it_is._replace(failure=str(error))
    return verdict


def _complain(verdicts: Iterable[Verdict], options: Options) -> Iterator[Verdict]:
    """The same verdicts, less what --quiet keeps silent; what no output tells goes to standard error."""
    for verdict in verdicts:
        if verdict.failure:
            sys.stderr.write(f"{_PREFIX}{printable(verdict.path)} could not be written: {verdict.failure}\n")
        if options.diff and verdict.is_unreadable:
            for finding in verdict.findings:
                sys.stderr.write(f"{_PREFIX}{printable(verdict.path)}: {finding.message}\n")
        yield verdict.only(options.severities) if options.quiet else verdict


def _remarks(tally: Tally, options: Options, baseline: Baseline | None) -> str:
    """What standard error is told at the end, beside the output proper."""
    known = baseline.summary(learned=options.update_baseline) if baseline else ""
    if not tally.files:
        changed = f" changed since {printable(options.since)}" if options.since else ""
        return f"{_PREFIX}no CIM files{changed or ' found'}\n{known}"
    return text.plan(tally) if options.diff else known


def _exit_code(tally: Tally, options: Options) -> int:
    if tally.failed:
        return 2
    if options.diff:
        return int(tally.changed + tally.unreadable > 0)
    return int(any(tally.severities[severity] for severity in options.severities))
