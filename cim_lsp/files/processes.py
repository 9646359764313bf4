"""Work on many files at once: portions of it go to processes, and what they make of it comes back in order.

Where processes can be forked each begins with what this one knows; elsewhere it is told.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, TypeVar

    S = TypeVar("S")
    T = TypeVar("T")
    R = TypeVar("R")

CAN_FORK = sys.platform == "linux"
"""Whether a process may be forked: on macOS what the system itself has loaded may not stand it."""
WORTHWHILE = 500
"""From so many files on more processes take less time than to start them does."""
_PORTION = 250
"""How many items are handed to a process at a time, at most; with fewer items it is a quarter of its share."""
_task: tuple[Callable[[Any, Any], Any], Any] | None = None
"""In a process that was started for it: what is to be made of a portion, and what it must know for that."""


def spread(
    work: Callable[[S, Sequence[T]], R], state: S, items: Sequence[T], jobs: int, start: str | None = None
) -> Iterator[R]:
    """What `work` makes of each portion of the items, given the state, in their order, by so many processes.

    Where they can't be had, or one of them is killed, this one does the rest. `start` is a start method of
    multiprocessing. What `work` raises is raised here.
    """
    size = min(_PORTION, len(items) // (4 * jobs) + 1) if jobs > 1 else _PORTION
    portions = [items[at : at + size] for at in range(0, len(items), size)]
    done = 0
    if jobs > 1 and len(portions) > 1:
        for result in _by_others(work, state, portions, min(jobs, len(portions)), start):
            done += 1
            yield result
    for portion in portions[done:]:
        yield work(state, portion)


class Aside:
    """Work that a process of its own does meanwhile, beginning with what this one knows."""

    def __init__(self, process: Any, receiver: Any) -> None:
        self._process = process
        self._receiver = receiver

    @classmethod
    def begin(cls, work: Callable[[], object]) -> Aside | None:
        """None where there can't be another process."""
        if not CAN_FORK:
            return None
        from multiprocessing import get_context  # noqa: PLC0415 - slow to import

        context = get_context("fork")
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_stand_aside, args=(work, sender), daemon=True)
        try:
            process.start()
        except OSError:
            return None
        sender.close()
        return cls(process, receiver)

    def result(self) -> Any:
        """What the work has come to, once it is done; None where the process was killed."""
        try:
            return self._receiver.recv()
        except EOFError:
            return None
        finally:
            self._process.join()


def usable() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _by_others(
    work: Callable[[S, Sequence[T]], R], state: S, portions: Sequence[Sequence[T]], jobs: int, start: str | None
) -> Iterator[R]:
    """The first results, as far as other processes bring them."""
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # noqa: PLC0415 - slow to import
    from multiprocessing import get_context  # noqa: PLC0415

    context = get_context(start or ("fork" if CAN_FORK else "spawn"))
    try:
        with ProcessPoolExecutor(jobs, context, _begin, (work, state)) as pool:
            try:
                yield from pool.map(_do, portions)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    except (BrokenProcessPool, OSError):
        return


def _stand_aside(work: Callable[[], object], sender: Any) -> None:
    """Work in a process that was forked; the one that did that is who is interrupted."""
    import signal  # noqa: PLC0415 - only here

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sender.send(work())


def _begin(work: Callable[[S, Sequence[T]], R], state: S) -> None:
    """Get ready in a new process; the one that started it is who is interrupted."""
    import gc  # noqa: PLC0415 - only here
    import signal  # noqa: PLC0415

    global _task  # noqa: PLW0603 - what a process begins with can't be handed over in any other way
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    _task = work, state


def _do(portion: Sequence[Any]) -> Any:
    if _task is None:
        raise RuntimeError("no work was given to this process")
    work, state = _task
    return work(state, portion)
