"""`cim-graph`: draw a project. Only what every run needs is imported here."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from . import order

PROGRAM = "cim-graph"
_INTERRUPTED = 130
_BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run `cim-graph`; returns its exit code. Raises SystemExit for `--help`, `--version` and wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        options = order.parse(argv)
        from ..pictures.formats import NothingToDrawError  # noqa: PLC0415 - whoever asks for help needs none of it
        from .drawing import run  # noqa: PLC0415
        from .output.characters import printable  # noqa: PLC0415
        from .writing import UnwritableError  # noqa: PLC0415

        try:
            run(options)
        except (NothingToDrawError, UnwritableError) as error:
            sys.stderr.write(f"{PROGRAM}: {printable(str(error))}\n")
            return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except Exception:
        import traceback  # noqa: PLC0415 - seldom needed

        traceback.print_exc()
        sys.stderr.write(f"{PROGRAM} failed; this is a fault of its own, please report it\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
