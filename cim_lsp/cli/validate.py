"""`cim-validate`: judge files, tell what was found, and mend it where that is asked for.

Only what every run needs is imported here; the analysis comes in when there is something to judge.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from collections.abc import Sequence

from . import UsageError, arguments, remembering
from .arguments import Options

PROGRAM = "cim-validate"
_GARBAGE = 100_000
"""How many objects are made before garbage is looked for: a run keeps most of what it makes, and soon ends."""
_INTERRUPTED = 130
_BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run `cim-validate`; returns its exit code. Raises SystemExit for `--help` and wrong usage."""
    gc.set_threshold(_GARBAGE)
    atexit.register(gc.freeze)  # what is left goes with the process: to look for garbage in it takes as long as a file
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(arguments.parse(argv))
        sys.stdout.flush()
    except UsageError as error:
        arguments.refuse(str(error))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except Exception:
        import traceback  # noqa: PLC0415 - a valid file pays for none of this

        traceback.print_exc()
        sys.stderr.write(f"{PROGRAM} failed; this is a fault of its own, please report it\n")
        return 2
    return code


def _run(options: Options) -> int:
    if options.version:
        sys.stdout.write(f"{PROGRAM} {_version()}\n")
        return 0
    if options.explain is not None:
        return _explain(options.explain)
    if options.show_config is not None or options.show_files:
        from . import configured  # noqa: PLC0415 - seldom asked for

        return configured.show(options)
    if (code := remembering.recall(options)) is not None:
        return code
    from .run import run  # noqa: PLC0415 - brings the analysis in

    return run(options)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to import, seldom asked for

    try:
        return version("cim-lsp")
    except PackageNotFoundError:
        return "(not installed)"


def _explain(code: str) -> int:
    """Print the manual of a rule, or the list of them all."""
    from . import explain  # noqa: PLC0415 - brings all rules in

    text = explain.manual(code) if code else explain.catalogue()
    if text is not None:
        sys.stdout.write(text)
        return 0
    near = explain.nearest(code)
    hint = f"did you mean {' or '.join(near)}?" if near else "--explain alone lists them all"
    sys.stderr.write(f"{PROGRAM}: there is no rule {code!r}; {hint}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
