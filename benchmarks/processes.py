"""What a command costs: wall time, CPU time, and memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PERIOD = 0.01
"""Seconds between two looks at the memory of a running command."""
_LULL, _LOOKS = 0.04, 50
"""Seconds in which what has nothing to do computes nothing, and how often that is looked for."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and CPU time in milliseconds, the exit code, and the peak in MB where it was looked at and can be had.

    The CPU time is that of the command and of the children that it waited for (getrusage(2)).
    """

    wall: float
    cpu: float
    code: int
    is_watched: bool = False
    memory: float | None = None


def cost(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None, *, memory: bool = False
) -> Cost:
    """Run a command to its end, its output thrown away. To watch its memory slows it a little."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=dict(environment) if environment else None,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    peak = _watched(process.pid) if memory else None
    _, status, used = os.wait4(process.pid, 0)
    wall = (time.perf_counter() - begun) * 1000
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(wall, (used.ru_utime + used.ru_stime) * 1000, process.returncode, memory, peak)


def _watched(pid: int) -> float | None:
    """The most MB that were seen until a process ended: of any one process at its peak, or of all at one time."""
    peak = 0.0
    while not _has_ended(pid):
        now = [_kilobytes(each) for each in family(pid)]
        peak = max(peak, _together(now), *(most for _, _, most in now))
        time.sleep(_PERIOD)
    return peak / 1000 if peak else None


def _has_ended(pid: int) -> bool:
    """Whether a process of our own has ended; it isn't reaped yet, so that it can be waited for."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def family(pid: int) -> Iterator[int]:
    """A process and all its descendants (proc_pid_task_children(5)); only itself where that can't be known."""
    yield pid
    try:
        tasks = [*Path(f"/proc/{pid}/task").iterdir()]
    except OSError:  # it may end at any moment
        return
    for task in tasks:
        try:
            children = (task / "children").read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child))


def peak_memory(pid: int) -> float | None:
    """The MB that a server and its descendants have taken, each at its own peak; None where there is no /proc."""
    return sum(most for _, _, most in map(_kilobytes, family(pid))) / 1000 or None


def memory_now(pid: int) -> float | None:
    """The MB that a server and its descendants take, what they share counted once; None where there is no /proc."""
    return _together([_kilobytes(each) for each in family(pid)]) / 1000 or None


def cpu_time(pid: int) -> float | None:
    """The milliseconds that a server and its living descendants have computed, in the clock's ticks of mostly 10 ms."""
    ticks = 0
    for each in family(pid):
        try:
            fields = Path(f"/proc/{each}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks * 1000 / os.sysconf("SC_CLK_TCK") or None


def be_still() -> None:
    """Wait until what this process has started has nothing to do: servers go on collecting garbage, or compiling.

    At most two seconds; where there is no /proc, a moment.
    """
    before: float | None = -1
    for _ in range(_LOOKS):
        time.sleep(_LULL)
        if before == (before := cpu_time(os.getpid())):
            return


def _together(taken: Sequence[tuple[int, int, int]]) -> int:
    """What processes of one family take: of the files that are mapped into them, which are the same, the most once.

    To divide those among all who map them, as the kernel's Pss does, would make a figure of ours hang on who else runs
    Python on the machine: a server of 74 MB took 64 by it while another one ran beside it.
    """
    return sum(own for own, _, _ in taken) + max((mapped for _, mapped, _ in taken), default=0)


def _kilobytes(pid: int) -> tuple[int, int, int]:
    """What a process takes now of its own (what it shares with a fork divided), in mapped files, and at most ever."""
    now, ever = _fields(Path(f"/proc/{pid}/smaps_rollup")), _fields(Path(f"/proc/{pid}/status"))
    return now.get("Pss_Anon", 0), now.get("Rss", 0) - now.get("Anonymous", 0), ever.get("VmHWM", 0)


def _fields(file: Path) -> dict[str, int]:
    """The sizes that a file of /proc tells, in kB; none where the process is gone, or the system isn't Linux."""
    try:
        lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return {}
    pairs = (line.partition(":") for line in lines if line.endswith(" kB"))
    return {name: int(rest.split()[0]) for name, _, rest in pairs}
