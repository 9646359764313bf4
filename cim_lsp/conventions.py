"""The conventions of names, purposes and sizes: what people agree on and no schema should enforce."""

from __future__ import annotations

import re
import unicodedata

NAME_LENGTH = range(3, 51)
PURPOSE_LENGTH = range(10, 501)
LARGEST = 5_000_000
"""How many bytes a file may have: 125,000 lines, which nobody writes by hand. The verdict on a larger one would take
longer than anybody waits."""

_OPENINGS = (
    "todo", "tbd", "tba", "fixme", "xxx", "lorem ipsum", "wip", "change", "to be ", "fill ", "the ", "your ", "my ",
    "some ", "insert ", "purpose", "description", "text", "test", "placeholder", "none", "null", "n/a", "na",
)  # fmt: skip
"""What a purpose begins with that only keeps the place of one, if it begins with a letter or digit of ASCII at all."""
_PLACE_HELD = (
    r"(?-i:TODO|TBD|FIXME|XXX)\b.*|lorem ipsum\b.*"
    r"|(?:todo|tbd|tba|fixme|wip|xxx+|change ?me|to be (?:defined|done|decided)|fill (?:me )?in)"
    r"(?:\W*|\s*[:,;.!(…–—-].*)"
    r"|(?:the |your |my |some |insert )*(?:purpose|description|text|test|placeholder|none|null|n/?a)(?: here)?\W*"
    r"|<[^<>]*>|\$\{[^{}]*\}|\{\{.*\}\}|\[[^\[\]]*\]|[\W_]+"
)
"""Words that announce a purpose to come, with whatever follows them, or that stand for one. Seldom compiled."""


def is_kebab(name: str) -> bool:
    """Whether a name is kebab-case of 3 to 50 characters."""
    if len(name) not in NAME_LENGTH or not name.isascii() or name != name.lower():
        return False
    return name[0].isalpha() and all(map(str.isalnum, name.split("-")))


def slug(text: str) -> str:
    """A text in kebab-case: lower-case words joined by hyphens, accents dropped; empty where nothing is left."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", ascii_only)
    return "-".join(re.findall(r"[a-z0-9]+", words.lower()))


def holds_place(purpose: str) -> bool:
    """Whether a purpose only keeps the place of one: `TODO`, `<why>`, `...`."""
    purpose = purpose.strip()
    if purpose[:1].isalnum() and purpose.isascii() and not purpose.lower().startswith(_OPENINGS):
        return False
    return re.fullmatch(_PLACE_HELD, purpose, re.IGNORECASE | re.DOTALL) is not None


def repeats_name(purpose: str, name: str) -> bool:
    """Whether a purpose says the name once more and nothing else."""
    first, other = purpose[:1], name[:1]
    if first.isascii() and first.isalnum() and other.isascii() and other.isalnum() and first.lower() != other.lower():
        return False  # as most do, and to compare all of their words takes long
    words = slug(purpose)
    return bool(words) and words == slug(name)


def excess(size: int) -> str | None:
    """What is said of a file of that size instead of reading it; None where it may be read."""
    return f"this is too large: {size:,} bytes; a CIM file has at most {LARGEST:,}" if size > LARGEST else None


def byte_size(text: str) -> int:
    """How many bytes a text has in UTF-8; of one that is small whatever its characters, at least so many."""
    is_counted = text.isascii() or len(text) * len("\U0010ffff".encode()) <= LARGEST
    return len(text) if is_counted else len(text.encode("utf-8", "surrogatepass"))
