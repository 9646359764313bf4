"""One run of `cim-graph`: read the project, take the part that is asked for, draw it, and put it where it belongs."""

from __future__ import annotations

import importlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from ..document import Document
from ..features.graph import Graph, graph
from ..files.folders import files_below
from ..files.reading import UnreadableError, decode, mode, read
from ..files.roots import repository
from ..files.summaries import summarise_text
from ..pictures.parts import around, below, find
from ..plain import RefusedError
from ..plain import read as read_plain
from ..project import Project
from ..summary import Summary
from ..vocabulary import nearest
from .creation import create
from .order import Options
from .output.characters import printable
from .writing import UnwritableError, replace

_PREFIX = "cim-graph: "


class NothingToDrawError(Exception):
    """There is no picture of what was asked for; the message says why."""


def run(options: Options) -> None:
    """Do what the options ask for. Raises NothingToDrawError, UnwritableError."""
    folder = _folder(options.path)
    found = graph(Project.of(_summaries(folder)))
    if not found.nodes:
        raise NothingToDrawError(f"no domain and no module in {printable(folder)}")
    text = _render(_part(found, options), options)
    if options.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    else:
        _write(options.output, text.encode())


def _folder(path: str) -> str:
    """The folder of the project that a path lies in."""
    real = Path(os.path.realpath(path))
    folder = real if stat.S_ISDIR(mode(real)) else real.parent
    return repository(str(folder / "any")) or str(folder)


def _summaries(folder: str) -> Iterator[Summary]:
    """What the files of a project say, by their paths in it, which are the same on every machine."""
    for path in files_below(folder):
        place = Path(path).relative_to(folder).as_posix()
        try:
            text = decode(read(path))
        except UnreadableError as error:
            _warn(f"{place}: {error}")
            continue
        if summary := summarise_text(place, text):
            if not _is_read_to_its_end(place, text):
                _warn(f"{place} is no valid YAML and is drawn as far as it can be read; cim-validate says more")
            yield summary


def _is_read_to_its_end(path: str, text: str) -> bool:
    try:
        read_plain(text)
    except RefusedError:
        return not any(tree.fault for tree in Document.parse(path, text).trees)
    return True


def _part(found: Graph, options: Options) -> Graph:
    """The part that is asked for."""
    kind, text = ("domain", options.domain) if options.domain is not None else ("module", options.around)
    if text is None:
        return found
    node = find(found, kind, text)
    if node is None:
        near = nearest(text, (each.label for each in found.nodes if each.key.startswith(f"{kind}:")))
        hint = f"; did you mean {printable(near)!r}?" if near else ""
        raise NothingToDrawError(f"there is no {kind} {printable(text)!r}{hint}")
    return below(found, node) if options.domain is not None else around(found, node, options.depth)


def _render(part: Graph, options: Options) -> str:
    """The picture, and a warning where it is too large for those who usually draw it."""
    narrow = "narrow it with --domain, or with --around and --depth"
    if options.format == "svg":
        from ..pictures import svg  # noqa: PLC0415 - one run draws in one format

        if len(part.nodes) > svg.MOST:
            why = f"an image of {len(part.nodes)} boxes shows nothing; {svg.MOST} are drawn at most"
            raise NothingToDrawError(f"{why}: {narrow}")
        return svg.render(part)
    text: str = importlib.import_module(f"..pictures.{options.format}", __package__).render(part)
    if options.format == "mermaid":
        from ..pictures.mermaid import MOST_CHARACTERS, MOST_EDGES  # noqa: PLC0415

        if len(part.edges) > MOST_EDGES or len(text) > MOST_CHARACTERS:
            why = f"Mermaid draws {MOST_EDGES} edges and {MOST_CHARACTERS} characters unless told otherwise"
            _warn(f"{why}; these are {len(part.edges)} and {len(text)}: {narrow}")
    return text


def _write(path: str, data: bytes) -> None:
    """Put a picture into its file at one stroke, over an earlier one. Raises UnwritableError."""
    if not os.path.lexists(path):
        create(path, data)
        return
    try:
        before = read(path)
        if before != data:
            replace(path, before, data)
    except (UnreadableError, UnwritableError) as error:
        raise UnwritableError(f"{printable(path)} could not be written: {error}") from error


def _warn(message: str) -> None:
    sys.stderr.write(f"{_PREFIX}{printable(message)}\n")
