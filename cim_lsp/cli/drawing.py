"""One run of `cim-graph`: read the project, take the part that is asked for, draw it, and put it where it belongs."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from ..document import Document
from ..features.graph import Graph, graph
from ..files.configurations import Configurations
from ..files.folders import files_below
from ..files.reading import UnreadableError, decode, mode, read
from ..files.roots import repository
from ..files.summaries import summarise_text
from ..pictures.formats import NothingToDrawError, TooMuchError, render
from ..pictures.parts import part
from ..plain import RefusedError
from ..plain import read as read_plain
from ..project import Project
from ..summary import Summary
from .creation import put
from .order import Options
from .output.characters import printable

_PREFIX = "cim-graph: "
_NARROW = "narrow it with --domain, or with --around and --depth"


def run(options: Options) -> None:
    """Do what the options ask for. Raises NothingToDrawError, UnwritableError."""
    folder = _folder(options.path)
    found = graph(Project.of(_summaries(folder)))
    if not found.nodes:
        raise NothingToDrawError(f"no domain and no module in {printable(folder)}")
    chosen = part(found, options.domain, options.around, options.depth)
    text = _render(chosen, options)
    if options.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    else:
        put(options.output, text.encode())


def _folder(path: str) -> str:
    """The folder of the project that a path lies in."""
    real = Path(os.path.realpath(path))
    folder = real if stat.S_ISDIR(mode(real)) else real.parent
    return repository(str(folder / "any")) or str(folder)


def _summaries(folder: str) -> Iterator[Summary]:
    """What the files of a project say, by their paths in it, which are the same on every machine."""
    configurations = Configurations((folder,))
    for path in files_below(folder, configurations):
        place = Path(path).relative_to(folder).as_posix()
        try:
            text = decode(read(path))
        except UnreadableError as error:
            _warn(f"{place}: {error}")
            continue
        if summary := summarise_text(place, text, included=configurations.includes(path)):
            if not _is_read_to_its_end(place, text):
                _warn(f"{place} is no valid YAML and is drawn as far as it can be read; cim-validate says more")
            yield summary


def _is_read_to_its_end(path: str, text: str) -> bool:
    try:
        read_plain(text)
    except RefusedError:
        return not any(tree.fault for tree in Document.parse(path, text).trees)
    return True


def _render(graph: Graph, options: Options) -> str:
    """The picture, and a warning where it is too large for those who usually draw it."""
    try:
        text = render(graph, options.format)
    except TooMuchError as error:
        raise NothingToDrawError(f"{error}: {_NARROW}") from error
    if options.format == "mermaid":
        from ..pictures.mermaid import MOST_CHARACTERS, MOST_EDGES  # noqa: PLC0415 - one run draws in one format

        if len(graph.edges) > MOST_EDGES or len(text) > MOST_CHARACTERS:
            why = f"Mermaid draws {MOST_EDGES} edges and {MOST_CHARACTERS} characters unless told otherwise"
            _warn(f"{why}; these are {len(graph.edges)} and {len(text)}: {_NARROW}")
    return text


def _warn(message: str) -> None:
    sys.stderr.write(f"{_PREFIX}{printable(message)}\n")
