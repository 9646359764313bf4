"""What an editor can have done by name: a picture of a project, or a domain or module begun in it.

Each command takes one object, all of it optional where a person could mean but one thing.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePath
from typing import Any, get_args

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from ...features.founding import Wish, found
from ...features.graph import Graph, graph
from ...files.roots import repository
from ...identifiers import mint
from ...pictures.formats import FORMATS, Format, NothingToDrawError, render
from ...pictures.parts import part
from ...project import Project
from ...refactoring.renaming import Refusal
from ...skeletons import Form
from ...vocabulary import KINDS
from ..asked import Asked
from ..render.edits import workspace_edit
from ..server import Server
from ..uris import uri_of
from ..verdicts import now

_FORMS: tuple[Form, ...] = get_args(Form)
_SUFFIXES = {"mermaid": "mmd"}


async def picture(ls: Server, *arguments: object) -> Mapping[str, str]:
    """`cim.graph`: a project, or a part of it, in a format; paths in it are relative to `root`, a URI."""
    asked = Asked.of(arguments)
    root = _root(ls, asked.path())
    drawn, text = await ls.session.worker.run(lambda _: _draw(ls.session.projects.at(root), root, asked))
    return {"format": drawn, "text": text, "root": uri_of(root)}


async def show_picture(ls: Server, *arguments: object) -> None:
    """`cim.showGraph`: the same, as an image that the editor is asked to show."""
    asked = Asked.of(arguments)
    root = _root(ls, asked.path())
    wanted = replace(asked, given={"format": "svg", **asked.given})
    drawn, text = await ls.session.worker.run(lambda _: _draw(ls.session.projects.at(root), root, wanted))
    file = _scratch() / f"{PurePath(root).name or 'cim'}.{_SUFFIXES.get(drawn, drawn)}"
    await ls.session.worker.run(lambda _: file.write_text(text, encoding="utf-8"))
    if not ls.client.shows or not await _shown(ls, file, is_external=drawn == "svg"):
        message = types.ShowMessageParams(types.MessageType.Info, f"The picture is in {file}")
        ls.window_show_message(message)


async def begin(ls: Server, *arguments: object) -> Mapping[str, str]:
    """`cim.new`: a domain or module in a file of its own, entered in its domain, as one edit; the URI of the file."""
    asked = Asked.of(arguments)
    if not ls.client.edits.creates or not ls.client.applies:
        raise JsonRpcInvalidParams("this editor doesn't let a server create files; `cim-new` does it in a terminal")
    path = asked.path()
    root = _root(ls, path)
    wish = Wish(
        _folder(path) if path else root,
        asked.choice("kind", KINDS),
        (asked.text("name") or "").strip(),
        (asked.text("purpose") or "").strip(),
        asked.text("domain") or None,
        asked.choice("form", _FORMS, "record"),
    )
    project = ls.session.projects.at(root)
    founded = await ls.session.worker.run(lambda _: found(project, wish, os.path.lexists, mint, now()))
    if isinstance(founded, Refusal):
        raise JsonRpcException(founded.reason, types.LSPErrorCodes.RequestFailed)
    edit = types.ApplyWorkspaceEditParams(workspace_edit(founded.changes, ls.target, ls.client), f"New {wish.kind}")
    applied = await ls.workspace_apply_edit_async(edit)
    if not applied.applied:
        reason = applied.failure_reason or "the editor did not apply the edit"
        raise JsonRpcException(reason, types.LSPErrorCodes.RequestFailed)
    return {"uri": uri_of(founded.path)}


def _draw(project: Project, root: str, asked: Asked) -> tuple[Format, str]:
    drawn: Format = asked.choice("format", FORMATS, "svg")
    whole = _below(graph(project), root)
    try:
        if not whole.nodes:
            raise NothingToDrawError("there is no domain and no module to draw")
        chosen = part(whole, asked.text("domain"), asked.text("around"), asked.number("depth", 1))
        return drawn, render(chosen, drawn)
    except NothingToDrawError as error:
        raise JsonRpcException(str(error), types.LSPErrorCodes.RequestFailed) from error


def _below(whole: Graph, root: str) -> Graph:
    """The same graph, with paths relative to a folder."""
    nodes = (replace(node, path=node.path and Path(node.path).relative_to(root).as_posix()) for node in whole.nodes)
    return replace(whole, nodes=tuple(nodes))


def _root(ls: Server, path: str | None) -> str:
    """The project that is meant: the one around a path, else the only one, else that of the document opened last."""
    if path:
        return ls.session.projects.root(str(PurePath(_folder(path), "any"))) or repository(path) or _folder(path)
    roots = ls.session.projects.roots()
    if len(roots) == 1:
        return roots[0]
    opened = (ls.session.projects.root(buffer.path) for buffer in reversed(ls.buffers.all()) if buffer.path)
    root = next((root for root in opened if root), None)
    if root is None:
        raise JsonRpcException("which project is meant? Say `uri`", types.LSPErrorCodes.RequestFailed)
    return root


def _folder(path: str) -> str:
    return path if Path(path).is_dir() else str(PurePath(path).parent)


@cache
def _scratch() -> Path:
    """A folder for what an editor is to look at; it is gone when the server is."""
    folder = tempfile.mkdtemp(prefix="cim-lsp-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


async def _shown(ls: Server, file: Path, *, is_external: bool) -> bool:
    asked = types.ShowDocumentParams(uri_of(str(file)), external=is_external, take_focus=True)
    try:
        return (await ls.window_show_document_async(asked)).success
    except JsonRpcException:
        return False


COMMANDS: Mapping[str, Callable[..., Any]] = {"cim.graph": picture, "cim.showGraph": show_picture, "cim.new": begin}
