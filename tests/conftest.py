"""What holds for every test: nothing is kept where the user's own tools keep theirs, and byte code is kept at all.

No test hangs on a clock. What takes minutes and is no Python of ours begins at once, and real editors come last.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests import meanwhile

settings.register_profile("ours", deadline=None)
settings.load_profile("ours")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "editors" in item.path.parts)


def pytest_collection_finish(session: pytest.Session) -> None:
    modules = dict.fromkeys(item.module for item in session.items if isinstance(item, pytest.Function))
    for module in modules:
        meanwhile.begin(getattr(module, "MEANWHILE", ()))


def pytest_sessionfinish() -> None:
    meanwhile.end()


@pytest.fixture(scope="session", autouse=True)
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CIM_CACHE_DIR", str(tmp_path_factory.mktemp("caches")))
        yield


@pytest.fixture(scope="session", autouse=True)
def byte_code(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where nobody wants byte code beside the sources, it is kept elsewhere, for the tests' thousands of processes.

    Each of them would compile all that it imports, and take three times as long to start.
    """
    with pytest.MonkeyPatch.context() as patch:
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):
            patch.delenv("PYTHONDONTWRITEBYTECODE")
            patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("byte-code")))
        yield
