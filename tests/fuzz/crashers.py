"""Texts that have broken a law, as small as they can be made; they are kept, and replayed by the tests."""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.harness import CASES

from .laws import holds
from .texts import encode

FOLDER = CASES / "crashers"
TRIES = 2_000
"""How often a smaller text is tried."""


def fault(text: str) -> str | None:
    """What a text breaks, in words that are the same for all that break it alike; None for nothing."""
    try:
        holds(text)
    except Exception as error:
        return _named(error)
    return None


def _named(error: Exception) -> str:
    """The law, or the exception and the function that raised it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    if isinstance(error, AssertionError) and Path(last.filename).name == "laws.py":
        return re.sub(r"edited into .*, it", "edited, it", str(error), flags=re.DOTALL).partition("\n")[0]
    return f"{type(error).__name__} in {Path(last.filename).stem}.{last.name}"


def shrunk(text: str, breaks: Callable[[str], bool]) -> str:
    """A smaller text that still breaks: parts of it are left out, large ones first."""
    size, tries = len(text) // 2, 0
    while size:
        at = 0
        while at < len(text) and tries < TRIES:
            less, tries = text[:at] + text[at + size :], tries + 1
            if breaks(less):
                text = less
            else:
                at += size
        size //= 2
    return text


def keep(text: str, name: str, folder: Path = FOLDER) -> Path:
    """The text in a file that is named after what it breaks. Its bytes are those of `decode`."""
    data = encode(text)
    slug = re.sub(r"\W+", "-", name.lower()).strip("-")[:60]
    file = folder / f"{slug}-{hashlib.sha256(data).hexdigest()[:8]}.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


class Finder:
    """Tries texts, and keeps the first that breaks each law in its own way."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.found: dict[str, Path] = {}

    def try_(self, text: str) -> None:
        name = fault(text)
        if name is not None and name not in self.found:
            small = shrunk(text, lambda less: fault(less) == name)
            self.found[name] = keep(small, name, self.folder)
            print(f"{name}: {self.found[name]}", flush=True)
