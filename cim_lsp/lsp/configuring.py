"""What is in force in an editor: its settings and the configurations of projects, kept up with both.

What is wrong with a configuration is told of the file that it stands in, open or not; what is wrong with a setting
goes to the client's log, once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from lsprotocol.types import LogMessageParams, MessageType

from ..diagnostics import weighed
from ..document import Document
from ..files.configurations import is_configuration
from ..text import LineIndex
from .buffer import Buffer
from .closed import Publish, Render
from .session import Session
from .settings import Settings
from .verdicts import Reading

_MOMENT = 0.1
"""How long changes are gathered before all configurations are read anew, in seconds."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is asked of the server."""

    opened: Callable[[], list[Buffer]]
    rejudge: Callable[[], None]
    """Have whatever is open judged anew."""
    reach: Callable[[str], None]
    """Say as much of closed files as a scope of diagnostics wants."""
    log: Callable[[LogMessageParams], None]
    do: Callable[[Coroutine[Any, Any, None]], None]


class Configuring:
    """The settings, and the configurations that something was said about while they were closed."""

    def __init__(self, session: Session, around: Surroundings, render: Render, publish: Publish) -> None:
        self.settings = Settings()
        self._session = session
        self._around = around
        self._render = render
        self._publish = publish
        self._initial = Settings()
        self._waiting: asyncio.TimerHandle | None = None
        self._scope = self.settings.scope
        self._told: set[str] = set()
        self._logged: set[str] = set()

    def start(self, options: object) -> None:
        """Take the settings that the client came with; whatever it says later is more than these."""
        self._initial = Settings.of(options)
        self.take(None)

    def take(self, given: object) -> None:
        """Take other settings."""
        before, self.settings = self.settings, Settings.of(given, self._initial)
        for complaint in (*self._initial.complaints, *self.settings.complaints):
            if complaint not in self._logged:
                self._logged.add(complaint)
                self._around.log(LogMessageParams(MessageType.Warning, complaint))
        self._reach()
        if self.settings.basis != before.basis:
            self.soon()
        elif replace(self.settings, complaints=()) != replace(before, complaints=()):
            self._around.rejudge()

    def under(self, reading: Reading | None) -> Settings:
        """The settings, and for what they leave open the configuration that is in force for a document."""
        return self.settings.over(reading.effective.merged) if reading else self.settings

    def at(self, path: str) -> Settings:
        """The same for a file that isn't open."""
        return self.settings.over(self._session.projects.configurations.of(path).merged)

    def _reach(self) -> None:
        """A server has one scope: where the editor sets none, that of the first folder whose configuration does."""
        projects = self._session.projects
        sets = (effective.merged for effective in map(projects.configurations.at, projects.configurations.tops))
        found = next((each.scope for each in sets if each and each.scope), None)
        scope = self.settings.own.scope or found or self.settings.scope
        if scope != self._scope:
            self._scope = scope
            self._around.reach(scope)

    def soon(self) -> None:
        """The configurations may be others, on disk or where one is open."""
        if self._waiting is None:
            self._waiting = asyncio.get_running_loop().call_later(_MOMENT, self._start)

    def _start(self) -> None:
        self._waiting = None
        self._around.do(self._look())

    async def _look(self) -> None:
        opened = {each.path: each.source for each in self._around.opened() if is_configuration(each.path)}
        await self._session.projects.configure(opened, self.settings.basis)
        self.tell()
        self._around.rejudge()

    def tell(self) -> None:
        """Publish what is wrong with closed configurations, and take back what no longer is."""
        self._reach()
        configurations, opened = self._session.projects.configurations, {each.path for each in self._around.opened()}
        layers = {layer.path: layer for layer in configurations.layers() if layer.path not in opened}
        for path in sorted(self._told - layers.keys()):
            self._told.discard(path)
            self._publish(path, [])
        for path, layer in layers.items():
            found = tuple(weighed(layer.problems, configurations.of(path).levels))
            if found or path in self._told:
                self._publish(path, self._render(Document(path, layer.text, (), LineIndex(layer.text)), found))
            (self._told.add if found else self._told.discard)(path)
