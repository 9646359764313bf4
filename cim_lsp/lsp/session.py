"""What the server knows while it runs: a reading of each open document, and a verdict on it, each made once a text.

Edits that follow one another within a moment are judged once, at the latest text. A verdict that a newer edit has
overtaken is never published, and the work on it stops.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial

from ..diagnostics import Diagnostic
from ..files.configurations import NOTHING
from ..filetypes import is_certain
from ..known import Known
from ..project import Project
from ..vocabulary import KINDS
from .buffer import Buffer
from .heads import Heads
from .latest import Latest
from .projects import Changed, Projects
from .uris import key_of, path_of
from .verdicts import Reading, Verdict, judge, read
from .worker import Worker

_log = logging.getLogger(__name__)

SHORT, FEW = 1_500, 20
"""A text of up to so many characters, in which no more was found the last time than so few faults, is read and judged
on the event loop, as soon as that has taken in what has arrived: this takes 1 to 3 ms, and to wake another thread twice
takes longer where other programs are at work. What is all faults may take a hundred."""
SOON = 0.001
"""How long an edit of a longer text waits for more that come with it, in seconds."""
QUIET = 0.03
"""How long an edit waits that came while the text before it was still being judged: somebody is typing fast."""
PATIENCE = 10 * QUIET
"""How long somebody may type on before the text is judged all the same."""
LULL, BREATH = 1.0, 0.02
"""How long the heavy doors stay shut where no document is opened, and behind the first verdict, in seconds."""


class Session:
    """The readings and the verdicts: of short texts on the event loop, of others one at a time on a thread."""

    def __init__(self, changed: Changed) -> None:
        self.worker = Worker()
        self.answers = Worker()
        """Where what an editor asks of a document is answered: no answer waits for a verdict."""
        self.projects = Projects(self.worker, changed)
        self.heads = Heads(self.worker, self.projects)
        self.readings = Latest(self._read, lambda buffer: (buffer.state, self.projects.epoch))
        self.verdicts = Latest(self._judge, self._state)
        self._epochs: Counter[str] = Counter()
        self._scheduled: dict[str, tuple[float, asyncio.TimerHandle]] = {}
        self._publishing: dict[str, asyncio.Task[None]] = {}
        self._warming: asyncio.TimerHandle | None = None
        self.is_warm = False
        """Whether the heavy doors are open: two threads never open them at once."""

    def _state(self, buffer: Buffer) -> tuple[int, int, int]:
        """What a verdict is made of: the text, the other files of its project, and the configurations."""
        return buffer.state, self._epochs.get(buffer.path, 0), self.projects.epoch

    async def _read(self, buffer: Buffer) -> Reading:
        before, in_force = self.readings.last(buffer), self.projects.configurations.of
        job = partial(read, buffer.path, buffer.source, buffer.state, before, in_force)
        reading = await self.worker.run(job, here=self._is_done_here(buffer))
        if reading.is_cim:
            self.projects.open(reading.document, reading.said)
        elif before and before.is_cim:
            self.projects.leave(buffer.path)
        return reading

    async def _judge(self, buffer: Buffer) -> Verdict:
        reading = await self.readings.of(buffer)
        job = partial(judge, reading, self.projects.of(buffer.path))
        verdict = await self.worker.run(job, here=self._is_done_here(buffer))
        self.warm_up(BREATH)
        return verdict

    def _is_done_here(self, buffer: Buffer) -> bool:
        """Whether a document is short enough for the event loop, which opens no heavy door."""
        last = self.verdicts.last(buffer)
        return self.is_warm and buffer.is_within(SHORT) and (last is None or len(last.diagnostics) <= FEW)

    def outdate(self, path: str) -> None:
        """A document stays what it is, but its project has changed: its verdict is no longer the latest."""
        self._epochs[path] += 1

    async def is_ours(self, buffer: Buffer) -> bool:
        """Whether a document is a CIM file; most are known by their name and an earlier look at them."""
        last = self.readings.last(buffer)
        return last.is_cim if last and is_certain(buffer.path) else (await self.readings.of(buffer)).is_cim

    def diagnostics(self, buffer: Buffer) -> tuple[Diagnostic, ...]:
        """What was found in the document as it is, if it has been judged; nobody waits for that."""
        verdict = self.verdicts.last(buffer)
        return verdict.diagnostics if verdict and verdict.reading.state == buffer.state else ()

    def known(self, buffer: Buffer) -> Callable[[str], Iterable[Known]]:
        """The domains and modules that a document may refer to, by their kind."""
        return self.projects.known(buffer.path)

    def names(self, path: str) -> Callable[[str], str | None]:
        """The name of what has an id, for as many as the project of a file knows."""
        known = self.projects.known(path)
        names = {each.id.lower(): each.name for kind in KINDS for each in known(kind) if each.id}
        return lambda uuid: names.get(uuid.lower())

    def changed(self, buffer: Buffer) -> None:
        """The document has another text: work on the old one stops."""
        self.readings.overtake(buffer)
        self.verdicts.overtake(buffer)

    def schedule(self, buffer: Buffer, publish: Callable[[Buffer, Verdict], None]) -> None:
        """Have a document judged and its diagnostics published soon; edits until then are part of it."""
        loop = asyncio.get_running_loop()
        first, scheduled = self._scheduled.get(buffer.key, (loop.time(), None))
        if scheduled:
            scheduled.cancel()
        wait = 0 if self._is_done_here(buffer) else SOON
        if buffer.key in self._publishing:
            wait = QUIET
        when = min(loop.time() + wait, first + PATIENCE)
        self._scheduled[buffer.key] = first, loop.call_at(when, self._start, buffer, publish)

    def _start(self, buffer: Buffer, publish: Callable[[Buffer, Verdict], None]) -> None:
        self._scheduled.pop(buffer.key, None)
        if buffer.key not in self._publishing:
            task = asyncio.ensure_future(self._publish(buffer, publish))
            self._publishing[buffer.key] = task
            task.add_done_callback(partial(self._end, buffer.key))

    def _end(self, key: str, task: asyncio.Task[None]) -> None:
        if self._publishing.get(key) is task:
            del self._publishing[key]
        if not task.cancelled() and (error := task.exception()):
            _log.error("a document could not be judged", exc_info=error)

    async def _publish(self, buffer: Buffer, publish: Callable[[Buffer, Verdict], None]) -> None:
        verdict = await self.verdicts.of(buffer)
        if verdict.reading.state == buffer.state:
            publish(buffer, verdict)

    def forget(self, uri: str) -> None:
        """A document was closed."""
        key = key_of(uri)
        self.readings.forget(key)
        self.verdicts.forget(key)
        self._epochs.pop(path_of(uri) or "", None)
        if publishing := self._publishing.pop(key, None):
            publishing.cancel()
        if scheduled := self._scheduled.pop(key, None):
            scheduled[1].cancel()

    def warm_up(self, wait: float = LULL) -> None:
        """Open the heavy doors, once, in so many seconds: the first document needs none of them where it is sound."""
        loop = asyncio.get_running_loop()
        known = self._warming
        if known is None or loop.time() + wait < known.when():
            if known:
                known.cancel()
            self._warming = loop.call_later(wait, self.worker.submit, self._warm_up)

    def _warm_up(self) -> None:
        text = "module: {name: warm, id: up, purpose: }"
        reading = read("warm.module.yaml", text, 0, None, lambda _: NOTHING, lambda: None)
        judge(reading, Project.of(), lambda: None)
        gc.freeze()  # what is there by now stays: to look for garbage in it holds an edit up, some 20 ms now and then
        self.is_warm = True

    def close(self) -> None:
        self.worker.close()
        self.answers.close()
