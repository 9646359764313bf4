"""What the server keeps when something is gone: nothing of it, and no heap that only one of its threads can use."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

import pytest

from cim_lsp.document import Document
from cim_lsp.features.refactorings import refactorings
from cim_lsp.lsp.session import Session
from cim_lsp.summary import Member
from cim_lsp.text import Span

from .test_roots import FILES, MODULE, write
from .wire import Server

HEAPS = """
import ctypes, threading
from cim_lsp.lsp.heap import share_one_heap
{0}
c = ctypes.CDLL(None)
c.malloc.restype, c.fopen.restype = ctypes.c_void_p, ctypes.c_void_p
threads = [threading.Thread(target=c.malloc, args=(1000,)) for _ in range(3)]
for each in threads: each.start()
for each in threads: each.join()
out = ctypes.c_void_p(c.fopen(b"/dev/stdout", b"w"))
c.malloc_info(0, out)
c.fclose(out)
"""


def has_glibc() -> bool:
    return sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_info")


@pytest.mark.skipif(not has_glibc(), reason="the heaps are glibc's")
def test_all_threads_have_one_heap() -> None:
    def heaps(before: str) -> int:
        command = [sys.executable, "-c", HEAPS.format(before)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.count("<heap ")

    assert heaps("") > heaps("share_one_heap()") == 1


def repository(folder: Path) -> Path:
    """Ten files that are committed."""
    folder.mkdir()
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    commit(folder, "part", range(10))
    return folder


def commit(folder: Path, name: str, numbers: Iterable[int]) -> None:
    write(folder, {f"{name}-{number}.module.yaml": MODULE.format(f"{name}-{number}", number) for number in numbers})
    for words in (("add", "."), ("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", name)):
        subprocess.run(["git", "-C", str(folder), *words], check=True)


async def members(folder: Path) -> list[Member]:
    """All that are kept of those in a folder."""
    await asyncio.sleep(0)  # the event loop lets go of what it was last about
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, Member) and each.path.startswith(str(folder))]


async def indexed(session: Session, folder: Path) -> None:
    await session.projects.index([str(folder)])
    await session.heads.look()


def nobody(*_: object) -> None:
    """Is told of what has changed."""


def in_a_session(work: Callable[[Session], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        session = Session(nobody)
        try:
            await work(session)
        finally:
            session.close()

    asyncio.run(run())


def test_a_folder_that_is_dropped_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = repository(tmp_path / "parts")

    async def work(session: Session) -> None:
        await indexed(session, folder)
        assert await members(folder)
        await session.projects.drop(str(folder))
        await session.heads.look()
        assert not await members(folder)

    in_a_session(work)


def test_who_is_as_committed_is_kept_once_whoever_reads_first(tmp_path: Path) -> None:
    """A client may tell of a checkout before or after git is asked of it."""
    folder = repository(tmp_path / "parts")

    async def work(session: Session) -> None:
        await indexed(session, folder)
        assert len(await members(folder)) == 10
        commit(folder, "more", range(10, 40))
        await session.projects.refresh(map(str, folder.glob("more-*")))
        await session.heads.look()
        assert len(await members(folder)) == 40
        await session.projects.refresh(session.projects.paths())
        assert len(await members(folder)) == 40

    in_a_session(work)


def test_of_the_documents_that_were_refactored_one_is_kept() -> None:
    def ask(number: int) -> None:
        document = Document.parse("/farm/ledger.module.yaml", MODULE.format("ledger", number))
        refactorings(document, (), Span(0, 0))

    def kept() -> int:
        gc.collect()
        found = [each for each in gc.get_objects() if isinstance(each, Document)]
        return sum(each.path == "/farm/ledger.module.yaml" for each in found)

    for number in range(10):
        ask(number)
    assert kept() <= 1


def test_a_document_that_is_closed_before_it_is_judged_stays_closed(tmp_path: Path) -> None:
    """Its diagnostics are asked for while its project is read, and it is closed before that is done."""
    many = {f"part-{number}.module.yaml": MODULE.format(f"part-{number}", number) for number in range(1000)}
    folder = write(tmp_path, {**FILES, **many})
    at = {"textDocument": {"uri": (folder / "ledger.module.yaml").as_uri()}}
    elsewhere = {"textDocument": {"uri": (folder / "shop.domain.yaml").as_uri()}}
    with Server() as server:
        server.initialize({"textDocument": {"diagnostic": {}}}, rootUri=folder.as_uri())
        server.open(at["textDocument"]["uri"], MODULE.format("unsaved", 999))
        server.send("textDocument/diagnostic", at, id="first")
        assert not server.request("textDocument/documentSymbol", elsewhere)
        server.send("textDocument/didClose", at)
        server.request("workspace/diagnostic", {"previousResultIds": []})
        for query, names in (("ledger", ["ledger"]), ("unsaved", [])):
            assert [each["name"] for each in server.request("workspace/symbol", {"query": query})] == names
        assert server.leave() == 0
