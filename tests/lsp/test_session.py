"""What the server keeps of an open document, and that it lets go of all of it."""

from __future__ import annotations

import asyncio

from cim_lsp.lsp.buffer import Buffer
from cim_lsp.lsp.convert import Encoding
from cim_lsp.lsp.session import Session


def _nothing(*_: object) -> None:
    """Nobody is told of what has changed."""


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
