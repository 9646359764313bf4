"""Which paths git ignores: the rules of `.gitignore` and `.git/info/exclude` (gitignore(5), git's wildmatch.c).

A folder that is ignored is never entered, so a pattern only has to be held against a path itself, never against the
folders above it. That is what git does, and what libraries that judge lists of files can't: in `*`, `!*/`, `!*.yaml`
the second pattern must re-include folders, but not the files inside them. Git compares bytes; so does this, each byte
standing for the character of that number.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_ATOM = re.compile(r"\\.|\[[!^]?\]?(?:\[:\w*:\]|\\.|[^\]\\])*\]|\*+|.", re.DOTALL)
_MEMBER = re.compile(r"\[:(?P<class>\w*):\]|\\?(?P<low>.)(?:-\\?(?P<high>[^\]]))?", re.DOTALL)
_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "digit": "0-9",
    "lower": "a-z",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


class _BadPatternError(ValueError):
    """A pattern that git takes to match nothing."""


@dataclass(frozen=True, slots=True)
class _Level:
    """The patterns that stand in one folder, the last first. A group has matched where a path is ignored."""

    folder: str
    files: re.Pattern[str]
    folders: re.Pattern[str]

    def judge(self, path: str, *, is_folder: bool) -> bool | None:
        """Whether an absolute path is ignored; None where no pattern speaks of it."""
        relative = os.fsencode(path[len(self.folder) :].lstrip(os.sep)).decode("latin-1").replace(os.sep, "/")
        match = (self.folders if is_folder else self.files).fullmatch(relative)
        return match and match.lastindex is not None


@dataclass(frozen=True, slots=True)
class Ignores:
    """The patterns in force in a folder, the outermost first."""

    levels: tuple[_Level, ...] = ()

    @classmethod
    def at(cls, folder: str) -> Ignores:
        """What is in force in an absolute folder: everything from the repository's root down to it.

        A folder that is ignored itself, and still asked for, is read as if it stood alone.
        """
        chain = [Path(folder), *Path(folder).parents]
        depth = next((depth for depth, path in enumerate(chain) if os.path.lexists(path / ".git")), 0)
        ignores = cls()
        for path in reversed(chain[: depth + 1]):
            ignores = (cls() if ignores.cover(str(path), is_folder=True) else ignores).enter(str(path))
        return ignores

    def enter(self, folder: str) -> Ignores:
        """What is in force in a folder one level down. A repository inside another one is a world of its own."""
        git = Path(folder, ".git")
        is_repository = os.path.lexists(git)
        lines = [*_lines(_common(git) / "info/exclude")] if is_repository else []
        lines += _lines(Path(folder, ".gitignore"))
        outer = () if is_repository else self.levels
        return Ignores((*outer, _compile(folder, lines))) if lines else Ignores(outer)

    def holding(self, folder: str, patterns: Iterable[str]) -> Ignores:
        """These, and more patterns that stand in an absolute folder further down."""
        lines = [pattern.encode().decode("latin-1") for pattern in patterns]
        return Ignores((*self.levels, _compile(folder, lines))) if lines else self

    def judge(self, path: str, *, is_folder: bool) -> bool | None:
        """Whether an absolute path is ignored: the innermost folder that speaks of it decides; None where none does."""
        verdicts = (level.judge(path, is_folder=is_folder) for level in reversed(self.levels))
        return next((verdict for verdict in verdicts if verdict is not None), None)

    def cover(self, path: str, *, is_folder: bool) -> bool:
        """The same; what none speaks of isn't ignored."""
        return self.judge(path, is_folder=is_folder) or False


def _common(git: Path) -> Path:
    """The folder of what all work trees of a repository share; in a linked work tree `.git` is a file that leads there.

    See gitrepository-layout(5), "gitdir" and "commondir".
    """
    leads_to = next(iter(_lines(git)), "")
    if not leads_to.startswith("gitdir:"):
        return git
    gitdir = git.parent / leads_to.removeprefix("gitdir:").strip()
    return gitdir / next(iter(_lines(gitdir / "commondir")), "")


def _lines(path: Path) -> list[str]:
    """The lines of a small file; none where it can't be read."""
    try:
        text = path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    except OSError:
        return []
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def _compile(folder: str, lines: list[str]) -> _Level:
    patterns = [pattern for line in reversed(lines) if (pattern := _Pattern.of(line))]
    files = "|".join(pattern.regex for pattern in patterns if not pattern.only_folders)
    folders = "|".join(pattern.regex for pattern in patterns)
    return _Level(folder, *(re.compile(regex or "(?!)", re.DOTALL) for regex in (files, folders)))


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What a line says: a regular expression for whole paths, with a group in it where it ignores."""

    regex: str
    only_folders: bool

    @classmethod
    def of(cls, line: str) -> _Pattern | None:
        """None for comments, blank lines and what is no pattern."""
        if line.startswith("#"):
            return None
        negated = line.startswith("!")
        atoms: list[str] = _ATOM.findall(line[negated:])
        while atoms and atoms[-1] == " ":
            atoms.pop()
        only_folders = atoms[-1:] == ["/"]
        del atoms[len(atoms) - only_folders :]
        is_anchored = "/" in atoms
        del atoms[: atoms[:1] == ["/"]]
        try:
            regex = "".join(_glob(atoms) if is_anchored else ("(?:.*/)?", *map(_regex, atoms)))
        except _BadPatternError:
            return None
        return cls(f"(?:{regex})" if negated else f"({regex})", only_folders) if atoms else None


def _glob(atoms: list[str]) -> Iterator[str]:
    """A pattern with slashes in it, in which `**` between them stands for any number of folders."""
    index = 0
    while index < len(atoms):
        atom, before, after = atoms[index], atoms[index - 1 : index], atoms[index + 1 : index + 2]
        index += 1
        if not atom.startswith("**") or before not in ([], ["/"]) or after not in ([], ["/"]):
            yield _regex(atom)
        elif after:
            yield "(?:.*/)?"
            index += 1
        else:
            yield ".*"


def _regex(atom: str) -> str:
    match atom[0]:
        case "*":
            return "[^/]*"
        case "?":
            return "[^/]"
        case "[":
            return _bracket(atom)
        case "\\" if len(atom) == 1:
            raise _BadPatternError
        case _:
            return re.escape(atom[-1])


def _bracket(atom: str) -> str:
    """A bracket expression: one character out of a set, or with `!` or `^` none of it, and never a slash."""
    if len(atom) < len("[a]"):
        raise _BadPatternError
    negated = atom[1] in "!^"
    members = "".join(map(_member, _MEMBER.finditer(atom[1 + negated : -1])))
    return f"(?!/)[{'^' if negated else ''}{members}]" if members else "[^/]" if negated else "(?!)"


def _member(match: re.Match[str]) -> str:
    if (name := match["class"]) is not None:
        if name not in _CLASSES:
            raise _BadPatternError
        return _CLASSES[name]
    low, high = match["low"], match["high"] or match["low"]
    return f"{re.escape(low)}-{re.escape(high)}" if low <= high else ""
