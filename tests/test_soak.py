"""A short soak: whatever is typed, renamed and checked out, the server says what one started fresh says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks import soak

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_short_soak_finds_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    report = tmp_path / "soak.json"
    soak.main(["--events", "150", "--files", "60", "--json", str(report)])
    found = json.loads(report.read_text(encoding="utf-8"))
    assert [it["differences"] for it in found["checkpoints"]] == [[]] * (soak.CHECKPOINTS + 1)
    assert sum(found["events"].values()) >= 150
    assert "Memory since the warm-up" in capsys.readouterr().out


def test_what_differs_and_what_grows_is_told():
    first, last = (soak.Checkpoint(events, 1.0, 9, 2, memory) for events, memory in ((1, 100.0), (2, 111.0)))
    grown = soak.Soak([first, last])
    assert not grown.is_fine()
    assert grown.is_fine(None)
    assert "+11.0%" in soak.page(grown)
    differing = soak.differences({"closed": {"a": 1}, "graph": ["x"]}, {"closed": {"a": 2}, "graph": ["x"]})
    assert len(differing) == 1
    assert not soak.Soak([first, soak.Checkpoint(2, 1.0, 9, 2, 100.0, tuple(differing))]).is_fine()
