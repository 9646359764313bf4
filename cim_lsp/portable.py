"""Text as YAML that every reader takes for the same text, those of YAML 1.1 included.

To us, and to YAML 1.2, `yes` and `2024-05-01` are text. Many a program that reads these files still goes by YAML 1.1
(https://yaml.org/type), where they are a boolean and a date; so what we write anew puts them in quotes.
"""

from __future__ import annotations

import re

from .core_schema import plain_data
from .scalars import scalar_text

_TYPED = (
    r"(?:y|n|yes|no|on|off)"
    r"|0b[01_]+|0x[0-9a-f_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?"
    r"|[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9_]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:t|\s+)[0-9].*)?"
)
_BLOCK_PLAIN = r"[\w(¡-\U0010ffff](?:[^\x00-\x1f\x7f-\xa0:#]|:(?=\S)|(?<=\S)#)*"
"""What may stand without quotes outside of brackets and braces, where commas and apostrophes are just that.

A text, as is the one above: its pattern takes longest of all to compile, and whoever starts wants none of them yet.
"""
_RAW = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON leaves as it is between quotes, and YAML forbids or takes for the end of a line."""


def portable_text(value: str, style: str = "") -> str:
    """A value as YAML text on one line: in the given quotes, or plain where every reader finds the same text in it.

    It may stand anywhere, in brackets and braces too.
    """
    if _RAW.search(value):
        return _RAW.sub(lambda match: f"\\u{ord(match.group()):04x}", scalar_text(value, '"'))
    return scalar_text(value, style or ('"' if _is_typed(value) else ""))


def block_text(value: str) -> str:
    """A value as the same text, for a place outside of brackets and braces: there fewer values need quotes."""
    is_plain = re.fullmatch(_BLOCK_PLAIN, value) and value == value.strip() and isinstance(plain_data(value), str)
    return value if is_plain and not _RAW.search(value) and not _is_typed(value) else portable_text(value)


def _is_typed(value: str) -> bool:
    """Whether YAML 1.1 reads a plain text as a boolean, a number or a date."""
    return re.fullmatch(_TYPED, value, re.IGNORECASE) is not None
