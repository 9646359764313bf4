"""What takes minutes and is no Python of ours: installations, other programs' verdicts. It is done beside the tests.

A test module has such jobs in `MEANWHILE`; they begin once it is known which tests will run, one after another. A test
that needs a job's result asks for it as ever: it gets what is there, waits for what is on its way, or does it itself.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

ENVIRONMENT = dict(os.environ)
"""That of the tests' own process before any of them has changed it."""
_pool = ThreadPoolExecutor(1, "meanwhile")


def once(make: Callable[P, R]) -> Callable[P, R]:
    """A function whose result is made once for the same arguments, by whoever asks first; others wait for that."""
    lock = RLock()
    made: dict[Hashable, R] = {}

    @wraps(make)
    def asked(*args: P.args, **options: P.kwargs) -> R:
        key = args, tuple(sorted(options.items()))
        with lock:
            if key not in made:
                made[key] = make(*args, **options)
            return made[key]

    return asked


@once
def outcome(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """What a command came to in a folder, whatever that is."""
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def begin(jobs: Iterable[Callable[[], object]]) -> None:
    """Do these jobs, one after another. What fails here fails again, and is told, where a test asks for it."""
    for job in jobs:
        _pool.submit(job)


def end() -> None:
    """Begin no more of them: no test waits for them."""
    _pool.shutdown(wait=False, cancel_futures=True)
