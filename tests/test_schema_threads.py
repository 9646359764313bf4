"""The schemas are asked for by several threads of the server, and must be the same objects to all of them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

from cim_lsp import schema

if TYPE_CHECKING:
    import pytest


def test_a_schema_is_one_object_though_threads_parse_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    both, loads = Barrier(2), json.loads

    def parse(text: str) -> Any:
        both.wait()
        return loads(text)

    monkeypatch.setattr(schema, "_parsed", {})
    monkeypatch.setattr(json, "loads", parse)
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(schema.schema, ("cim", "cim"))
    assert one is other
