"""Somebody who works in a generated project: what an editor asks for, and how long it waits for each of it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from .client import Editor
from .items import position
from .processes import memory_now, peak_memory
from .project_files import OTHER, READERS, checkout
from .servers import Candidate

Taken = dict[str, list[float]]
"""Figures by what was measured: milliseconds, or MB."""
KEYS = 10
"""So many keystrokes at a time, and so many requests of each sort in a round."""
TURNS = 3
"""How often in a round it is somebody's turn to type."""
QUERIES = {"short": "led", "long": "harbour booking approvals", "empty": ""}

INDEX, FIRST = "index", "first diagnostics while indexing"
PEAK, AFTER = "memory at its peak", "memory after the index"
NAME, PURPOSE, HUB = "keystroke in a name", "keystroke in a purpose", "keystroke in a name used everywhere"
SYMBOLS = {query: f"workspace symbols, {query} query" for query in QUERIES}
DEFINITION, REFERENCES, RENAME = "definition", "references", "rename"
CHECKOUT, VALIDATE = "checkout of up to 1,000 files", "cim-validate"
VALIDATOR = (sys.executable, "-m", "cim_lsp.cli.validate")


class Colleague:
    """An editor with the second module of a project and its readers open; the first of all is closed.

    A server is started with each round anew, since only then is there an index to wait for.
    """

    def __init__(
        self, candidate: Candidate, root: Path, files: dict[str, str], validator: Sequence[str] = VALIDATOR
    ) -> None:
        modules = [path for path in files if "/modules/" in path]
        domain = [path for path in files if path.endswith("/domain.yaml")][1]
        self.root, self.files, self.candidate, self.validator = root, files, candidate, validator
        self.changed = "".join(modules[:1])
        self.typed, *self.readers = modules[1 : READERS + 2]
        self.hub = next(path for path in modules if Path(path).parts[0] == Path(domain).parts[0])
        self.is_sound = True

    def round(self, taken: Taken) -> Iterator[None]:
        """Take every figure of one round, and pause between them, so that others may have their turns."""
        taken[VALIDATE] = [self._validated()]
        yield
        with self._started(taken) as editor:
            yield
            for path in self.readers:
                self._show(editor, path)
                self._judged(editor, path)
            for _ in range(TURNS):
                self._keystrokes(editor, taken.setdefault(PURPOSE, []), self.typed, "purpose")
                yield
                self._keystrokes(editor, taken.setdefault(NAME, []), self.typed, "name", self.readers)
                yield
            self._ask(editor, taken)
            yield
            taken[CHECKOUT] = self._checkouts(editor)
            yield
            self._show(editor, self.hub)
            self._judged(editor, self.hub)
            self._keystrokes(editor, taken.setdefault(HUB, []), self.hub, "name")

    def _validated(self) -> float:
        begun = time.perf_counter()
        subprocess.run((*self.validator, "--no-cache", str(self.root)), check=True, capture_output=True)
        return _since(begun)

    def _started(self, taken: Taken) -> Editor:
        """An editor once its server has read the project; a file was opened in the meantime."""
        editor = self.candidate.start(self.root, push=True)
        begun = time.perf_counter()
        self._show(editor, self.typed)
        while not {INDEX, FIRST} <= taken.keys():
            message = editor.notes.pop(0) if editor.notes else editor.read()
            if message is None:
                raise EOFError("the server ended")
            match message:
                case {"method": "textDocument/publishDiagnostics"}:
                    taken.setdefault(FIRST, [_since(begun)])
                case {"method": "$/progress", "params": {"value": {"kind": "end"}}}:
                    taken[INDEX] = [_since(begun)]
                case _:
                    pass
        taken |= {name: [it] for name, it in memory(editor.process.pid).items()}
        return editor

    def _keystrokes(self, editor: Editor, taken: list[float], path: str, key: str, broken: Sequence[str] = ()) -> None:
        """Each until all that is open has its diagnostics; a letter at the end of a key's value goes and comes."""
        text = self.files[path]
        found = _value(text, key)
        self._settle(editor)
        for number in range(KEYS):
            start, end = position(text, found - 1), position(text, found - number % 2)
            editor.notes.clear()
            begun = time.perf_counter()
            editor.edit(self._uri(path), {"start": start, "end": end}, text[found - 1] if number % 2 else "")
            self._judged(editor, path)
            for other in (self.typed, *self.readers):
                if self._has_errors(editor, other) is not (other in broken and number % 2 == 0):
                    raise ValueError(f"a keystroke in the {key} of {path} left {other} as it was")
            taken.append(_since(begun))
            self._settle(editor)

    def _ask(self, editor: Editor, taken: Taken) -> None:
        """What is looked up from a place in an open file."""
        for query, name in SYMBOLS.items():
            asked = {"query": QUERIES[query]}
            taken[name] = [_timed(lambda asked=asked: editor.request("workspace/symbol", asked)) for _ in range(KEYS)]
        text = self.files[self.readers[0]]
        name = Path(self.typed).name.partition(".")[0]
        place = {"textDocument": {"uri": self._uri(self.readers[0])}, "position": position(text, text.index(name))}
        for what, method, rest in (
            (DEFINITION, "textDocument/definition", {}),
            (REFERENCES, "textDocument/references", {"context": {"includeDeclaration": True}}),
            (RENAME, "textDocument/rename", {"newName": "another-name"}),
        ):
            taken[what] = [_timed(lambda m=method, r=rest: editor.request(m, {**place, **r})) for _ in range(KEYS)]

    def _checkouts(self, editor: Editor) -> list[float]:
        """To the other branch and back: until the diagnostics of all that is open are right again."""
        differing = subprocess.run(
            ["git", "-C", str(self.root), "diff", "--name-only", "main", OTHER],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        changes = [{"uri": self._uri(path), "type": 2} for path in differing.stdout.splitlines()]
        taken: list[float] = []
        for branch in (OTHER, "main"):
            checkout(self.root, branch)
            self._settle(editor)
            begun = time.perf_counter()
            editor.send("workspace/didChangeWatchedFiles", {"changes": changes})
            self._all_have(editor, branch == OTHER)
            taken.append(_since(begun))
        return taken

    def _all_have(self, editor: Editor, errors: bool) -> None:
        """Wait until the last diagnostics of each open file have errors, or none of them has."""
        wrong = {self._uri(path) for path in (self.typed, *self.readers)}
        while wrong:
            found = editor.note("textDocument/publishDiagnostics")
            if any(it["severity"] == 1 for it in found["diagnostics"]) is errors:
                wrong.discard(found["uri"])

    def _show(self, editor: Editor, path: str) -> None:
        editor.show(self._uri(path), self.files[path])

    def _judged(self, editor: Editor, path: str) -> None:
        """Wait for the next diagnostics of a file."""
        editor.has_errors(self._uri(path))

    def _has_errors(self, editor: Editor, path: str) -> bool:
        found = editor.request("textDocument/diagnostic", {"textDocument": {"uri": self._uri(path)}})
        return any(it["severity"] == 1 for it in found["items"])

    def _settle(self, editor: Editor) -> None:
        """Nobody types so fast that what the server still does for the keystroke before would be in the way."""
        time.sleep(0.02)
        self._has_errors(editor, self.typed)
        editor.notes.clear()

    def _uri(self, path: str) -> str:
        return (self.root / path).as_uri()


class Passerby:
    """Somebody who types in the same file, in the editor of a server that knows single files only."""

    def __init__(self, candidate: Candidate, root: Path, files: dict[str, str]) -> None:
        path = [path for path in files if "/modules/" in path][1]
        self.candidate, self.root, self.uri, self.text = candidate, root, (root / path).as_uri(), files[path]

    def round(self, taken: Taken) -> Iterator[None]:
        """The keystrokes of one round, as `Colleague` has them in a purpose."""
        found = _value(self.text, "purpose")
        with self.candidate.start(self.root, push=True) as editor:
            editor.show(self.uri, self.text)
            editor.has_errors(self.uri)
            yield
            for _ in range(TURNS):
                for number in range(KEYS):
                    start, end = position(self.text, found - 1), position(self.text, found - number % 2)
                    time.sleep(0.02)
                    begun = time.perf_counter()
                    editor.edit(self.uri, {"start": start, "end": end}, self.text[found - 1] if number % 2 else "")
                    editor.has_errors(self.uri)
                    taken.setdefault(f"{PURPOSE}, {self.candidate.name}", []).append(_since(begun))
                yield


def memory(pid: int) -> dict[str, float]:
    """The MB that a server has taken at most, and those that it takes now; nothing where there is no /proc."""
    found = {PEAK: peak_memory(pid), AFTER: memory_now(pid)}
    return {what: taken for what, taken in found.items() if taken}


def _value(text: str, key: str) -> int:
    """Where the value of an entity's key ends. Raises ValueError where the key isn't there."""
    found = re.search(rf"(?m)^  {key}: .*$", text)
    if found is None:
        raise ValueError(f"no {key} in {text!r}")
    return found.end()


def _timed(ask: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    ask()
    return _since(begun)


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
