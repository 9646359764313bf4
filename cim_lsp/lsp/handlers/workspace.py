"""The workspace: its folders indexed when the server starts, and kept up with what changes on disk."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from uuid import uuid4

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from ...files.configurations import NAMES, is_configuration
from ...filetypes import PATTERN
from .. import polling
from ..progress import Progress
from ..server import Feature, Server
from ..uris import path_of

INDEXING, READING = "Indexing CIM files", "Reading CIM files that have changed"


def initialized(ls: Server, _: types.InitializedParams) -> None:
    ls.start()
    folders = [path for uri in ls.buffers.folders if (path := path_of(uri))]
    if not folders and ls.buffers.root_path:
        folders = [ls.buffers.root_path]
    ls.do(index(ls, folders))
    ls.do(ls.session.heads.watch())
    if ls.client.watches:
        ls.do(watch(ls))
    else:
        ls.do(poll(ls))


async def index(ls: Server, folders: list[str]) -> None:
    """Read all CIM files of some folders' projects, and show how far that is, as soon as the client does."""
    async with Progress(ls, INDEXING) as progress:
        if folders:
            progress.begin()
        await ls.session.projects.index(folders, progress.report)
        if ls.session.projects.configurations.layers():
            ls.configuring.tell()
            ls.rejudge()
    await ls.session.heads.look()


async def refresh(ls: Server, paths: Iterable[str]) -> None:
    """Read some files anew; where they are many, as after a checkout, show how far that is."""
    async with Progress(ls, READING) as progress:
        await ls.session.projects.refresh(paths, progress.report)


async def poll(ls: Server) -> None:
    session = ls.session
    await polling.poll(session.projects, session.worker, partial(refresh, ls), ls.configuring.soon)


async def watch(ls: Server) -> None:
    """Have the client watch the CIM files and the configurations."""
    patterns = (PATTERN, *(f"**/{name}" for name in NAMES))
    options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(each) for each in patterns])
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    try:
        await ls.client_register_capability_async(
            types.RegistrationParams([types.Registration(str(uuid4()), method, options)])
        )
    except JsonRpcException:
        await poll(ls)


def did_change_watched_files(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    ls.do(_take_up(ls, (change.uri for change in params.changes)))


def did_create(ls: Server, params: types.CreateFilesParams) -> None:
    ls.do(_take_up(ls, (file.uri for file in params.files)))


def did_delete(ls: Server, params: types.DeleteFilesParams) -> None:
    ls.do(_take_up(ls, (file.uri for file in params.files)))


def did_rename(ls: Server, params: types.RenameFilesParams) -> None:
    ls.do(_take_up(ls, (uri for file in params.files for uri in (file.old_uri, file.new_uri))))


async def _take_up(ls: Server, changed: Iterable[str]) -> None:
    paths = [path for uri in changed if (path := path_of(uri))]
    if any(map(is_configuration, paths)):
        ls.configuring.soon()
    await refresh(ls, ls.session.projects.files(paths))


def did_change_workspace_folders(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    ls.do(_move(ls, *(_paths(folders) for folders in (params.event.removed, params.event.added))))


async def _move(ls: Server, removed: list[str], added: list[str]) -> None:
    for folder in removed:
        await ls.session.projects.drop(folder)
    await index(ls, added)


def _paths(folders: Iterable[types.WorkspaceFolder]) -> list[str]:
    return [path for folder in folders if (path := path_of(folder.uri))]


_YAML = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)

FEATURES = (
    Feature(types.INITIALIZED, initialized),
    Feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, did_change_watched_files),
    Feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, did_change_workspace_folders),
    Feature(types.WORKSPACE_DID_CREATE_FILES, did_create, _YAML),
    Feature(types.WORKSPACE_DID_DELETE_FILES, did_delete, _YAML),
    Feature(types.WORKSPACE_DID_RENAME_FILES, did_rename, _YAML),
)
