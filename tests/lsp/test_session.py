"""What the server makes of an open document, where and how often, and that it lets go of all of it."""

from __future__ import annotations

import asyncio
from threading import Event

from cim_lsp.lsp.buffer import Buffer
from cim_lsp.lsp.convert import Encoding
from cim_lsp.lsp.session import SHORT, Session
from cim_lsp.lsp.verdicts import Verdict

TEXT = "domain:\n  name: farm\n"


def _nothing(*_: object) -> None:
    """Nobody is told of what has changed."""


async def _at_other_work() -> tuple[Session, Event]:
    """A session that has opened the heavy doors, and whose worker is kept busy until the event."""
    session, other = Session(_nothing), Event()
    await session.verdicts.of(Buffer("file:///first/domain.yaml", TEXT, 1, Encoding.Utf16))
    while not session.is_warm:
        await asyncio.sleep(0.001)
    session.worker.submit(other.wait)
    return session, other


def test_a_document_is_forgotten_however_its_uri_is_spelt() -> None:
    async def kept() -> tuple[object, object]:
        session = Session(_nothing)
        try:
            buffer = Buffer("file:///my%20farm/domain.yaml", "domain:\n", 1, Encoding.Utf16)
            reading = await session.readings.of(buffer)
            assert session.readings.last(buffer) is reading
            session.forget("file:///my farm/domain.yaml")
            return session.readings.last(buffer), session.verdicts.last(buffer)
        finally:
            session.close()

    assert asyncio.run(kept()) == (None, None)


def test_a_short_text_waits_for_no_other_work_and_a_long_one_is_judged_the_same() -> None:
    async def judged() -> list[Verdict]:
        session, other = await _at_other_work()
        try:
            short = await session.verdicts.of(Buffer("file:///farm/domain.yaml", TEXT, 1, Encoding.Utf16))
            other.set()
            long = Buffer("file:///field/domain.yaml", TEXT + "#\n" * SHORT, 1, Encoding.Utf16)
            return [short, await session.verdicts.of(long)]
        finally:
            other.set()
            session.close()

    short, long = asyncio.run(judged())
    found = [[(each.code, each.span, each.message) for each in verdict.diagnostics] for verdict in (short, long)]
    assert found[0]
    assert found[0] == found[1]


def test_a_short_text_that_is_all_faults_holds_nobody_up() -> None:
    async def judged() -> list[bool]:
        session, other = await _at_other_work()
        done = list[bool]()
        try:
            buffer = Buffer(
                "file:///farm/domain.yaml", TEXT + "".join(f"  n{n}:\n" for n in range(50)), 1, Encoding.Utf16
            )
            await session.verdicts.of(buffer)
            buffer.replace(f"{buffer.source}# another\n")
            session.changed(buffer)
            judging = asyncio.ensure_future(session.verdicts.of(buffer))
            for _ in range(100):
                await asyncio.sleep(0)
            done.append(judging.done())
            other.set()
            await judging
            return [*done, judging.done()]
        finally:
            other.set()
            session.close()

    assert asyncio.run(judged()) == [False, True]


def test_edits_that_arrive_together_are_judged_once() -> None:
    async def published() -> list[int]:
        session, told = Session(_nothing), list[int]()
        buffer = Buffer("file:///farm/domain.yaml", TEXT, 1, Encoding.Utf16)
        done = asyncio.Event()

        def publish(_: Buffer, verdict: Verdict) -> None:
            told.append(verdict.reading.state)
            done.set()

        try:
            for number in range(200):
                buffer.replace(f"{TEXT}# {number}\n")
                session.changed(buffer)
                session.schedule(buffer, publish)
            await done.wait()
            await asyncio.sleep(0)
            return [state - buffer.state for state in told]
        finally:
            session.close()

    assert asyncio.run(published()) == [0]
