"""What holds for every test: nothing is kept where the user's own tools keep theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CIM_CACHE_DIR", str(tmp_path_factory.mktemp("caches")))
        yield
