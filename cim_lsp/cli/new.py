"""`cim-new`: begin a domain or a module. All that a person has to provide are its name and its purpose."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from .. import __version__
from . import UsageError, request
from .request import Request

PROGRAM = "cim-new"
_INTERRUPTED = 130
_BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run `cim-new`; returns its exit code. Raises SystemExit for `--help` and wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(request.parse(argv))
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write(f"\n{PROGRAM}: interrupted; nothing was written\n")
        return _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except EOFError:
        sys.stderr.write(f"\n{PROGRAM}: no answer; nothing was written\n")
        return 1
    except UsageError as error:
        return _complain(str(error), 2)
    except Exception:
        import traceback  # noqa: PLC0415 - seldom needed

        traceback.print_exc()
        return _complain("failed; this is a fault of its own, please report it", 2)
    return code


def _run(asked: Request) -> int:
    if asked.version == "":
        print(f"{PROGRAM} {__version__}")
        return 0
    asked = request.complete(asked)
    from .founding import run  # noqa: PLC0415 - brings the analysis in, which nobody should wait for before answering
    from .joining import RefusedError  # noqa: PLC0415
    from .writing import UnwritableError  # noqa: PLC0415

    try:
        return run(asked, asked.name or "", asked.purpose or "")
    except (RefusedError, UnwritableError) as error:
        return _complain(str(error), 1)


def _complain(message: str, code: int) -> int:
    sys.stderr.write(f"{PROGRAM}: {message}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
