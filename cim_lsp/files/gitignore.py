"""Which paths git ignores: the rules of `.gitignore` and `.git/info/exclude` (gitignore(5), git's wildmatch.c).

A folder that is ignored is never entered, so a pattern only has to be held against a path itself, never against the
folders above it. That is what git does, and what libraries that judge lists of files can't: in `*`, `!*/`, `!*.yaml`
the second pattern must re-include folders, but not the files inside them. Git compares bytes; so does this, each byte
standing for the character of that number.

A repository may be anybody's, so no pattern may take for ever: where another `*` or `**/` follows, the first place at
which what stands between the two fits is as good as any later one, and no other is tried.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from ..values import NamedTuple
from .reading import UnreadableError, read

_LONGEST = 4096
"""How long a line may be, in bytes; no path that a system opens is longer (PATH_MAX)."""
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


class _Level(NamedTuple):
    """The patterns that stand in one folder, the last first. A group `ignored…` is the last where a path is ignored."""

    folder: str
    files: re.Pattern[str]
    folders: re.Pattern[str]

    def judge(self, path: str, *, is_folder: bool) -> bool | None:
        """Whether an absolute path is ignored; None where no pattern speaks of it."""
        relative = os.fsencode(path[len(self.folder) :].lstrip(os.sep)).decode("latin-1").replace(os.sep, "/")
        match = (self.folders if is_folder else self.files).fullmatch(relative)
        return match and (match.lastgroup or "").startswith("ignored")


class Ignores(NamedTuple):
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
        text = read(str(path)).removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    except UnreadableError:
        return []
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def _compile(folder: str, lines: list[str]) -> _Level:
    patterns = [pattern for number, line in enumerate(reversed(lines)) if (pattern := _Pattern.of(line, str(number)))]
    files = "|".join(pattern.regex for pattern in patterns if not pattern.only_folders)
    folders = "|".join(pattern.regex for pattern in patterns)
    return _Level(folder, *(re.compile(regex or "(?!)", re.DOTALL) for regex in (files, folders)))


class _Pattern(NamedTuple):
    """What a line says: a regular expression for whole paths, in a group of its own where it ignores."""

    regex: str
    only_folders: bool

    @classmethod
    def of(cls, line: str, name: str) -> _Pattern | None:
        """None for comments, blank lines and what is no pattern; the name is part of those of its groups."""
        if line.startswith("#") or len(line) > _LONGEST:
            return None
        negated = line.startswith("!")
        atoms: list[str] = _ATOM.findall(line[negated:])
        while atoms and atoms[-1] == " ":
            atoms.pop()
        only_folders = atoms[-1:] == ["/"]
        del atoms[len(atoms) - only_folders :]
        is_anchored = "/" in atoms
        del atoms[: atoms[:1] == ["/"]]
        names = (f"_{name}_{number}" for number in count())
        try:
            regex = _glob(atoms, names) if is_anchored else "(?:.*/)?" + _component(atoms, names)
        except _BadPatternError:
            return None
        return cls(f"(?:{regex})" if negated else f"(?P<ignored{name}>{regex})", only_folders) if atoms else None


def _glob(atoms: list[str], names: Iterator[str]) -> str:
    """A pattern with slashes in it, in which `**` between them stands for any number of folders."""
    parts = _split(atoms, "/")
    regex, run, floats = "", "", False
    for number, part in enumerate(parts, 1):
        if len(part) != 1 or not part[0].startswith("**"):
            run += _component(part, names) + "/" * (number < len(parts))
            continue
        regex += _once(f"(?:.*?/)??{run}", names) if floats and run else run
        if number == len(parts):
            return f"{regex}.*"
        run, floats = "", True
    return f"{regex}(?:.*/)?{run}" if floats else run


def _component(atoms: list[str], names: Iterator[str]) -> str:
    """What stands between two slashes: no `*` in it goes beyond them."""
    first, *rest = ("".join(map(_regex, part)) for part in _split(atoms, "*"))
    between = "".join(_once(f"[^/]*?{part}", names) for part in rest[:-1])
    return first + between + "".join(f"[^/]*{part}" for part in rest[-1:])


def _once(regex: str, names: Iterator[str]) -> str:
    """The first match of it and no other, as `(?>…)` says it from Python 3.11 on."""
    name = next(names)
    return f"(?=(?P<{name}>{regex}))(?P={name})"


def _split(atoms: list[str], sign: str) -> list[list[str]]:
    """What stands before, between and behind the atoms that begin with a sign."""
    parts: list[list[str]] = [[]]
    for atom in atoms:
        if atom.startswith(sign):
            parts.append([])
        else:
            parts[-1].append(atom)
    return parts


def _regex(atom: str) -> str:
    match atom[0]:
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
