"""Which format a run is told in, and where to: standard output, or a file while people read text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..values import TYPE_CHECKING
from .arguments import Options
from .output import text
from .output.style import Style
from .verdicts import UnusableError, Verdict

if TYPE_CHECKING:
    from typing import TextIO

    from .tally import Tally


def tell(verdicts: Iterable[Verdict], tally: Tally, options: Options, stream: TextIO) -> None:
    """Tell the verdicts as they come, to a stream and to the file that the options name. Raises UnusableError."""
    kept: list[Verdict] = []
    if options.output is not None:
        verdicts = _keep(verdicts, kept)
    stream.writelines(_told(verdicts, tally, options, stream))
    if options.output is not None:
        save(options.output, "".join(_formatted(kept, tally, options)))


def save(path: str, report: str) -> None:
    """Put a text that was made into its file, at one stroke. Raises UnusableError."""
    from .creation import put  # noqa: PLC0415 - seldom needed, and slow to import
    from .writing import UnwritableError  # noqa: PLC0415

    try:
        put(path, report.encode(errors="backslashreplace"))
    except UnwritableError as error:
        raise UnusableError(str(error)) from error


def _keep(verdicts: Iterable[Verdict], kept: list[Verdict]) -> Iterator[Verdict]:
    """The same verdicts; what a format needs of them is kept, and that is no text of a file."""
    for verdict in verdicts:
        kept.append(verdict._replace(change=None))
        yield verdict


def _told(verdicts: Iterable[Verdict], tally: Tally, options: Options, stream: TextIO) -> Iterator[str]:
    style = Style.of(stream, options.color)
    if options.prints_format:
        return _formatted(verdicts, tally, options)
    if options.diff:
        from .output import diff  # noqa: PLC0415 - one run tells in one way

        return diff.render(verdicts, style)
    render = text.statistics if options.statistics else text.render
    return render(verdicts, tally, style, with_summary=not options.quiet)


def _formatted(verdicts: Iterable[Verdict], tally: Tally, options: Options) -> Iterator[str]:
    """The verdicts in the format of the options; text is without colours."""
    if options.format == "text":
        return text.render(verdicts, tally, Style(), with_summary=not options.quiet)
    from importlib import import_module  # noqa: PLC0415 - a run for people needs none of it

    from .output.setting import Setting, root_here  # noqa: PLC0415

    setting = Setting(root_here(), options.severities, tally, options.baseline is not None)
    format_ = import_module(f".output.{options.format}", __package__)
    chunks: Iterator[str] = format_.render(verdicts, setting)
    return chunks
