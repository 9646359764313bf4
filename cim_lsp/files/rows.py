"""What is known of a file's content by itself, as it travels between processes and is kept: JSON, written once."""

from __future__ import annotations

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..summary import Packed

    Row = tuple[Packed, bool, str | None, bool, str]
    """The summary of a content, whether it is certainly fine by itself, its name in git where it was committed, whether
    it is plain (no other is kept), and its digest."""


def write_rows(rows: Sequence[Row]) -> str:
    from json import dumps  # noqa: PLC0415 - whoever names few files needs none of it

    return dumps(rows, separators=(",", ":"))


def read_rows(rows: str) -> list[Row]:
    """Rows that were just written."""
    from json import loads  # noqa: PLC0415

    return loads(rows)
