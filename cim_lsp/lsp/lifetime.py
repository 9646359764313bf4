"""How long the server lives: no longer than the process that started it."""

from __future__ import annotations

import asyncio
import os

_PULSE = 3
"""How often the parent process is looked for, in seconds."""


async def outlive_nobody(parent: int) -> None:
    """End with the process that started this one, even where it leaves the pipe open."""
    while True:
        await asyncio.sleep(_PULSE)
        try:
            os.kill(parent, 0)
        except ProcessLookupError:
            os._exit(1)
        except PermissionError:
            continue
