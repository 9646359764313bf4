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
_RANGE = r"[ ,|<>=^~*.+0-9A-Za-z-]+"


@lru_cache(4096)
def satisfies(version: str, range: str) -> bool | None:  # noqa: A002 - that is what it is called
    """Whether a Semantic Version meets a range; None where either of them is none."""
    if not re.fullmatch(_VERSION, version) or not re.fullmatch(_RANGE, range):
        return None
    if range in _ANY:
        return True
    import nodesemver  # noqa: PLC0415 - a project without ranges pays nothing

    known = range.replace(",", " ")
    try:
        return bool(nodesemver.satisfies(version, known)) if nodesemver.valid_range(known, loose=False) else None
    except ValueError:
        return None
