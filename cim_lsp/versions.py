"""Whether a version meets a range: carets, tildes, comparators, `1.x`, `1.2 - 2`, `||`. The only door to nodesemver.

nodesemver reads as node's semver does, which is what people know carets from; tests compare the two.
"""

# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false, reportUnknownArgumentType=false
# (nodesemver is untyped)

from __future__ import annotations

import re
from functools import lru_cache

_ANY = ("*", "latest")
"""What every version meets. To node, `*` leaves pre-releases out; nobody means that here."""
_VERSION = (
    r"(?:(?:0|[1-9][0-9]*)\.){2}(?:0|[1-9][0-9]*)"
    r"(?:-(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)
_PARTS, _LONGEST = 3, 30
"""The numbers of a release, and how long a text of them is at most where they are compared here."""
_RANGE = r"[ ,|<>=^~*.+0-9A-Za-z-]+"


@lru_cache(4096)
def satisfies(version: str, range: str) -> bool | None:  # noqa: A002 - that is what it is called
    """Whether a Semantic Version meets a range; None where either of them is none."""
    if (known := _plainly(version, range)) is not None:
        return known
    if not re.fullmatch(_VERSION, version) or not re.fullmatch(_RANGE, range):
        return None
    if range in _ANY:
        return True
    import nodesemver  # noqa: PLC0415 - a project without ranges pays nothing

    wanted = range.replace(",", " ")
    try:
        return bool(nodesemver.satisfies(version, wanted)) if nodesemver.valid_range(wanted, loose=False) else None
    except ValueError:
        return None


def _plainly(version: str, range: str) -> bool | None:  # noqa: A002
    """The same for a release and a mere caret or tilde, which most are: to ask the library takes long.

    A caret holds what stands up to the first number that isn't 0, or else up to the last one; a tilde holds the first
    two numbers. What follows may grow. None where that isn't all there is to it.
    """
    release, least = numbers(version), numbers(range[1:])
    if len(release) != _PARTS or not least or range[0] not in "^~":
        return None
    last = len(least) - 1
    held = min(last, 1) if range[0] == "~" else next((at for at, number in enumerate(least) if number), last)
    return release[: held + 1] == least[: held + 1] and release >= least


@lru_cache(4096)
def numbers(text: str) -> tuple[int, ...]:
    """One to three short numbers with dots between them; nothing for any other text."""
    parts = text.split(".")
    if not (len(parts) <= _PARTS and text.isascii() and all(map(str.isdigit, parts)) and len(text) <= _LONGEST):
        return ()
    return tuple(map(int, parts)) if all(part[0] != "0" or part == "0" for part in parts) else ()
