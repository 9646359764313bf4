"""Somebody who works in a generated project for an hour: types, asks, saves, renames, moves files, changes branches.

What is done is bounded, so that the project stays as large as it is: letters that are typed are taken back again, what
is deleted comes back, and a name that is changed is changed back.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cim_lsp.syntax import parse

from .items import position
from .project_files import OTHER, checkout, commit
from .soak_desk import Desk

DRAFT = 40
"""About so many letters of a file are typed before they are taken back."""
MOST_OPEN, MOST_DRAFTS, MOST_GONE = 8, 20, 10
LETTERS = "aeinorst" * 3 + " :-#'\"[]{},&*|\n\té😀"
SUFFIX = "-anew"
ATTIC = "/attic/"
ASKED = (
    "textDocument/documentSymbol", "textDocument/codeLens", "textDocument/semanticTokens/full",
    "textDocument/foldingRange", "textDocument/documentLink", "textDocument/diagnostic",
)  # fmt: skip
AT_A_PLACE = ("textDocument/definition", "textDocument/documentHighlight", "textDocument/prepareRename")


class Person:
    """What somebody at a desk does, one event at a time; `counts` says how often each."""

    def __init__(self, desk: Desk, chance: random.Random) -> None:
        self.desk, self.chance = desk, chance
        self.counts: Counter[str] = Counter()
        self._drafts: dict[str, list[str]] = {}
        """What each file that was typed in said before each letter; first what it said before all of them."""
        self._gone: dict[str, dict[str, str]] = {"main": {}, OTHER: {}}
        self._branch = "main"
        self._typed_in = ""
        self._pen = 0

    def act(self) -> None:
        """One event, some more often than others."""
        event = self.chance.choices(list(EVENTS), list(EVENTS.values()))[0]
        if not self.desk.texts:
            event = Person.show
        self.counts[event.__name__.replace("_", " ")] += 1
        event(self)
        self.desk.editor.notes.clear()

    def mend(self) -> None:
        """Take letters back until every open file can be read: what a torn one declared before stays known."""
        for path in self.desk.texts:
            self._mend(path)

    def types(self) -> None:
        """A letter, or one less, mostly where the last one was; or one is taken back."""
        path = self._current()
        text, draft = self.desk.texts[path], self._drafts.setdefault(path, [])
        if draft and self.chance.random() < len(draft) / DRAFT:
            self._take_back(path)
        else:
            if self.chance.random() < 0.1 or self._pen > len(text):
                self._pen = self.chance.randrange(len(text) + 1)
            draft.append(text)
            is_less = self.chance.random() < 0.2
            letter = "" if is_less else self.chance.choice(LETTERS)
            start = max(self._pen - is_less, 0)
            self.desk.edit(path, start, self._pen, letter)
            self._pen = start + len(letter)
        if self.chance.random() < 0.3:
            self.desk.ask("textDocument/diagnostic", path)

    def completes(self) -> None:
        path = self._current()
        text = self.desk.texts[path]
        self.desk.ask("textDocument/completion", path, {"position": position(text, min(self._pen, len(text)))})

    def hovers(self) -> None:
        self.desk.ask("textDocument/hover", self._current(), self._place())

    def looks(self) -> None:
        """What an editor asks for by itself, and what is looked up."""
        path = self._current()
        self.desk.ask(self.chance.choice(ASKED), path)
        self.desk.ask(self.chance.choice(AT_A_PLACE), path, self._place())
        if self.chance.random() < 0.2:
            self.desk.ask("textDocument/references", path, {**self._place(), "context": {"includeDeclaration": True}})
            self.desk.editor.request("workspace/symbol", {"query": self.chance.choice(("led", "harbour", ""))})

    def asks_for_fixes(self) -> None:
        path, text = self._current(), self.desk.texts[self._current()]
        everything = {"start": position(text, 0), "end": position(text, len(text))}
        self.desk.ask("textDocument/codeAction", path, {"range": everything, "context": {"diagnostics": []}})

    def saves(self) -> None:
        self._save(self._current())

    def show(self) -> None:
        """Open another file; one that has a draft where there are many of them."""
        pool = [path for path in self._drafts if path not in self.desk.texts]
        if len(pool) < MOST_DRAFTS:
            pool = [path for path in self.desk.disk if path not in self.desk.texts]
        while len(self.desk.texts) >= MOST_OPEN:
            self.hides()
        self.desk.open(self.chance.choice(sorted(pool)))

    def hides(self) -> None:
        """Close a file, its letters taken back or saved as they are."""
        path = self.chance.choice(sorted(self.desk.texts))
        if self.chance.random() < 0.7:
            self._take_all_back(path)
        self._save(path)
        self.desk.close(path)

    def renames(self) -> None:
        """A module everywhere, with its file; the next time back."""
        self._settle()
        path = self.chance.choice(sorted(path for path in self.desk.disk if ".module." in path))
        if path not in self.desk.texts:
            self.desk.open(path)
        text = self.desk.texts[path]
        name = Path(path).name.partition(".")[0]
        new = name.removesuffix(SUFFIX) if name.endswith(SUFFIX) else name + SUFFIX
        asked = {"position": position(text, text.index(name)), "newName": new}
        self.desk.apply(self.desk.ask("textDocument/rename", path, asked))

    def creates(self) -> None:
        """What was deleted comes back."""
        gone = self._gone[self._branch]
        if gone:
            path = self.chance.choice(sorted(gone))
            self.desk.write(path, gone.pop(path))
            self.desk.editor.send("workspace/didCreateFiles", {"files": [{"uri": self.desk.uri(path)}]})
            self.desk.tell({path: 1})

    def deletes(self) -> None:
        if len(self._gone[self._branch]) < MOST_GONE:
            self._settle()
            path = self.chance.choice(sorted(path for path in self.desk.disk if ".module." in path))
            self.desk.close(path)
            (self.desk.root / path).unlink()
            self._gone[self._branch][path] = self.desk.disk.pop(path)
            self.desk.editor.send("workspace/didDeleteFiles", {"files": [{"uri": self.desk.uri(path)}]})
            self.desk.tell({path: 3})

    def moves(self) -> None:
        """A file into another folder, or back from there; the server is asked what else would change."""
        self._settle()
        path = self.chance.choice(sorted(path for path in self.desk.disk if ".module." in path))
        folder, _, name = path.rpartition("/")
        new = path.replace(ATTIC, "/") if ATTIC in path else f"{folder}{ATTIC}{name}"
        if new not in self._gone[self._branch]:
            files = [{"oldUri": self.desk.uri(path), "newUri": self.desk.uri(new)}]
            self.desk.apply(self.desk.editor.request("workspace/willRenameFiles", {"files": files}))
            self.desk.move(path, new)

    def changes_branch(self) -> None:
        """All is saved and committed; the other branch is checked out, and what is open follows the disk."""
        self._settle()
        commit(self.desk.root)
        before = self.desk.git("rev-parse", "HEAD")
        self._branch = OTHER if self._branch == "main" else "main"
        checkout(self.desk.root, self._branch)
        changes: dict[str, int] = {}
        for path in self.desk.git("diff", "--name-only", "--no-renames", before, "HEAD").splitlines():
            was_there, is_there = path in self.desk.disk, (self.desk.root / path).exists()
            changes[path] = 2 if was_there and is_there else 1 if is_there else 3
            if is_there:
                self.desk.disk[path] = (self.desk.root / path).read_text(encoding="utf-8")
                self.desk.change(path, self.desk.disk[path])
            else:
                self.desk.close(path)
                del self.desk.disk[path]
        self.desk.tell(changes)

    def _current(self) -> str:
        """The file that is worked in, now and then another one."""
        if self._typed_in not in self.desk.texts or self.chance.random() < 0.02:
            self._typed_in = self.chance.choice(sorted(self.desk.texts))
            self._pen = len(self.desk.texts[self._typed_in])
        return self._typed_in

    def _place(self) -> dict[str, Any]:
        text = self.desk.texts[self._current()]
        return {"position": position(text, self.chance.randrange(len(text) + 1))}

    def _take_back(self, path: str) -> None:
        self.desk.change(path, self._drafts[path].pop())

    def _take_all_back(self, path: str) -> None:
        draft = self._drafts.pop(path, [])
        if draft:
            self.desk.change(path, draft[0])

    def _mend(self, path: str) -> None:
        while self._drafts.get(path) and any(tree.fault for tree in parse(self.desk.texts[path])):
            self._take_back(path)

    def _save(self, path: str) -> None:
        """Save what can be read."""
        self._mend(path)
        if self.desk.texts[path] != self.desk.disk[path]:
            self.desk.write(path, self.desk.texts[path])
            self.desk.editor.send("textDocument/didSave", {"textDocument": {"uri": self.desk.uri(path)}})
            self.desk.tell({path: 2})

    def _settle(self) -> None:
        """Nothing is typed that isn't taken back, and everything is saved."""
        for path, draft in [*self._drafts.items()]:
            if draft and path not in self.desk.texts:
                self.desk.write(path, draft[0])
                self.desk.tell({path: 2})
            self._take_all_back(path)
        self._drafts.clear()
        for path in self.desk.texts:
            self._save(path)


EVENTS: dict[Callable[[Person], None], float] = {
    Person.types: 700, Person.completes: 80, Person.hovers: 60, Person.looks: 50, Person.asks_for_fixes: 20,
    Person.saves: 30, Person.show: 15, Person.hides: 12, Person.renames: 4, Person.creates: 7, Person.deletes: 6,
    Person.moves: 4, Person.changes_branch: 2,
}  # fmt: skip
"""What is done, and how often in about a thousand events."""
