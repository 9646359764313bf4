"""What holds for every test: nothing is kept where the user's own tools keep theirs, and byte code is kept at all.

No test hangs on a clock. Where several processes test, each takes one file after another; but all tests that want
something from `meanwhile` are one's, who begins with them, while the others have the rest. One process alone begins
with the rest.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests import meanwhile

settings.register_profile("ours", deadline=None)
settings.load_profile("ours")

IS_ONE_OF_SEVERAL = "PYTEST_XDIST_WORKER" in os.environ


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.xdist_group("apart" if _is_apart(item) else item.path.stem))
    items.sort(key=lambda item: _is_apart(item) != IS_ONE_OF_SEVERAL)


def pytest_collection_finish(session: pytest.Session) -> None:
    if not IS_ONE_OF_SEVERAL:
        _begin(session)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if _is_apart(item):
        _begin(item.session)


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


def _is_apart(item: pytest.Item) -> bool:
    return "editors" in item.path.parts or bool(_jobs(item))


def _jobs(item: pytest.Item) -> tuple[Callable[[], object], ...]:
    return getattr(item.module, "MEANWHILE", ()) if isinstance(item, pytest.Function) else ()


@meanwhile.once
def _begin(session: pytest.Session) -> None:
    meanwhile.begin(dict.fromkeys(job for item in session.items for job in _jobs(item)))
