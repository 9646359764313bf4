"""The semantic tokens that a client was sent last, so that it can be told what has changed in them."""

from __future__ import annotations

from itertools import count


class Remembered:
    """Of each open document, by its key, the last list of numbers, and the id under which the client knows it."""

    def __init__(self) -> None:
        self._ids = count(1)
        self._kept: dict[str, tuple[str, list[int]]] = {}

    def keep(self, key: str, data: list[int]) -> tuple[list[int], str]:
        """The data, and a new id for them."""
        result_id = str(next(self._ids))
        self._kept[key] = (result_id, data)
        return data, result_id

    def kept(self, key: str, result_id: str) -> list[int] | None:
        """The data of that id; None where they are not the last ones."""
        known, data = self._kept.get(key, ("", []))
        return data if known == result_id else None

    def forget(self, key: str) -> None:
        self._kept.pop(key, None)
