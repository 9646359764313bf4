"""For a client that doesn't watch the disk: what changes there is looked for over and over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from ..files.configurations import Configurations, is_configuration
from ..files.summaries import Stamps
from .projects import Projects
from .reading import differing, stamps
from .worker import Worker

PULSE = 5
"""How often the disk is looked at, in seconds."""


async def poll(
    projects: Projects,
    worker: Worker,
    refresh: Callable[[Iterable[str]], Awaitable[None]],
    reconfigured: Callable[[], None],
) -> None:
    """Have the files that have changed read anew, and say if a configuration has."""
    before: Stamps | None = None
    while True:
        fresh = Configurations(projects.folders, basis=projects.configurations.basis)
        after = await worker.run(partial(stamps, projects.folders, projects.paths(), fresh))
        gone = [path for path in projects.paths() if path not in after]
        changed = differing(before, after) if before is not None else []
        if any(map(is_configuration, changed)):
            reconfigured()
        await refresh([*gone, *(path for path in changed if not is_configuration(path))])
        before = after
        await asyncio.sleep(PULSE)
