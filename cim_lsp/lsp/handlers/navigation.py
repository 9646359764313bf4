"""From a name to where it is declared, to all who use it, and to another name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from ...changes import Changes
from ...document import Document
from ...features import hierarchy
from ...features.code_lens import lenses
from ...features.definition import definition, type_definition
from ...features.file_rename import renamed_file
from ...features.references import references
from ...features.rename import prepare, rename
from ...features.workspace_symbols import workspace_symbols
from ...project import Project
from ...refactoring.renaming import Refusal
from ...summary import Member
from ...targets import Declared, Location, declared
from ..convert import to_offset, to_range
from ..render import navigation as render
from ..render.edits import workspace_edit
from ..server import Feature, Server
from ..uris import path_of


async def _at(ls: Server, params: Any) -> tuple[Project, Document, int] | None:
    """The project, the document and the offset that a request is about."""
    document = await ls.document(params.text_document.uri)
    if document is None:
        return None
    return ls.project(document), document, to_offset(document.lines, params.position, ls.client.encoding)


async def define(ls: Server, params: types.DefinitionParams) -> list[types.Location] | list[types.LocationLink]:
    if not (asked := await _at(ls, params)):
        return []
    targets = await ls.session.worker.run(lambda _: definition(*asked))
    if ls.client.links:
        return [render.link(target, asked[1], ls.uri, ls.client) for target in targets]
    return [render.location(Location(target.document, target.selection), ls.uri, ls.client) for target in targets]


async def define_type(ls: Server, params: types.TypeDefinitionParams) -> list[types.Location]:
    asked = await _at(ls, params)
    found = type_definition(*asked[1:]) if asked else None
    return [render.schema_location(found, ls.client)] if found else []


async def refer(ls: Server, params: types.ReferenceParams) -> list[types.Location]:
    if not (asked := await _at(ls, params)):
        return []
    include = params.context.include_declaration
    found = await ls.session.worker.run(lambda _: references(*asked, include_declaration=include))
    return [render.location(each, ls.uri, ls.client) for each in found]


async def symbols(ls: Server, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
    """Who answers a query. Where that is needs a look into each file, so a client that can asks for it later."""
    projects = ls.session.projects.all()
    found = await ls.session.worker.run(
        lambda _: [(it, each.member) for it in projects for each in workspace_symbols(it, params.query)]
    )
    if ls.client.resolves_symbols:
        return [render.workspace_symbol(each, types.LocationUriOnly(ls.uri(each.path))) for _, each in found]
    places = await ls.session.worker.run(partial(_declared, found))
    return [render.workspace_symbol(each, render.declaration(at, ls.uri, ls.client)) for each, at in places]


def _declared(
    found: Iterable[tuple[Project, Member]], checkpoint: Callable[[], None]
) -> Iterable[tuple[Member, Declared]]:
    places: list[tuple[Member, Declared]] = []
    for project, member in found:
        checkpoint()
        if at := declared(project, member):
            places.append((member, at))
    return places


async def resolve_symbol(ls: Server, symbol: types.WorkspaceSymbol) -> types.WorkspaceSymbol:
    """A symbol of ours with its place; as it is where that is gone."""
    project, member = _member(ls, symbol)
    at = declared(project, member) if project and member else None
    return render.workspace_symbol(member, render.declaration(at, ls.uri, ls.client)) if member and at else symbol


async def prepare_rename(ls: Server, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    if not (asked := await _at(ls, params)):
        return None
    found = prepare(*asked)
    if isinstance(found, Refusal):
        raise JsonRpcInvalidParams(found.reason)
    span, text = found
    return types.PrepareRenamePlaceholder(to_range(asked[1].lines, span, ls.client.encoding), text)


async def renamed(ls: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    if not (asked := await _at(ls, params)):
        return None
    changes = await ls.session.worker.run(lambda _: rename(*asked, params.new_name, files=ls.client.edits.renames))
    if isinstance(changes, Refusal):
        raise JsonRpcInvalidParams(changes.reason)
    return workspace_edit(changes, ls.target, ls.client)


async def will_rename(ls: Server, params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
    """The names follow their files; of several files at once only the first that has a name to change."""
    for file in params.files:
        old, new = path_of(file.old_uri), path_of(file.new_uri)
        project = ls.session.projects.of(old) if old else None
        changes = renamed_file(project, old, new) if project and old and new else Changes()
        if changes.edits:
            return workspace_edit(changes, ls.target, ls.client)
    return None


async def prepare_hierarchy(ls: Server, params: types.CallHierarchyPrepareParams) -> list[types.CallHierarchyItem]:
    asked = await _at(ls, params)
    return [render.hierarchy_item(each, ls.uri, ls.client) for each in hierarchy.item(*asked)] if asked else []


async def incoming(ls: Server, params: types.CallHierarchyIncomingCallsParams) -> list[types.CallHierarchyIncomingCall]:
    calls = _calls(ls, params.item, outward=False)
    return [
        types.CallHierarchyIncomingCall(render.hierarchy_item(call.item, ls.uri, ls.client), _ranges(ls, call))
        for call in calls
    ]


async def outgoing(ls: Server, params: types.CallHierarchyOutgoingCallsParams) -> list[types.CallHierarchyOutgoingCall]:
    project, member = _member(ls, params.item)
    if project is None or member is None:
        return []
    own = declared(project, member)
    return [
        types.CallHierarchyOutgoingCall(
            render.hierarchy_item(call.item, ls.uri, ls.client),
            [to_range(own.document.lines, span, ls.client.encoding) for span in call.ranges] if own else [],
        )
        for call in _calls(ls, params.item, outward=True)
    ]


def _calls(ls: Server, item: types.CallHierarchyItem, *, outward: bool) -> Iterable[hierarchy.Call]:
    project, member = _member(ls, item)
    if project is None or member is None:
        return ()
    return hierarchy.outgoing(project, member) if outward else hierarchy.incoming(project, member)


def _ranges(ls: Server, call: hierarchy.Call) -> list[types.Range]:
    lines = call.item.declared.document.lines
    return [to_range(lines, span, ls.client.encoding) for span in call.ranges]


def _member(ls: Server, item: types.CallHierarchyItem | types.WorkspaceSymbol) -> tuple[Project | None, Member | None]:
    """The member that an item of ours stands for, if it is still there."""
    path, index = render.member_place(item.data)
    project = ls.session.projects.of(path)
    members = project.summaries[path].members if project and path in project.summaries else ()
    return project, next((member for member in members if member.index == index), None)


async def code_lenses(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
    document = await ls.document(params.text_document.uri)
    if document is None:
        return []
    project = ls.project(document)
    found = await ls.session.worker.run(lambda _: lenses(project, document))
    return [
        types.CodeLens(to_range(document.lines, lens.span, ls.client.encoding), types.Command(lens.title, ""))
        for lens in found
    ]


_FILES = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)

FEATURES = (
    Feature(types.TEXT_DOCUMENT_DEFINITION, define),
    Feature(types.TEXT_DOCUMENT_TYPE_DEFINITION, define_type),
    Feature(types.TEXT_DOCUMENT_REFERENCES, refer),
    Feature(types.WORKSPACE_SYMBOL, symbols, types.WorkspaceSymbolOptions(resolve_provider=True)),
    Feature(types.WORKSPACE_SYMBOL_RESOLVE, resolve_symbol),
    Feature(types.TEXT_DOCUMENT_PREPARE_RENAME, prepare_rename),
    Feature(types.TEXT_DOCUMENT_RENAME, renamed, types.RenameOptions(prepare_provider=True)),
    Feature(types.WORKSPACE_WILL_RENAME_FILES, will_rename, _FILES),
    Feature(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY, prepare_hierarchy),
    Feature(types.CALL_HIERARCHY_INCOMING_CALLS, incoming),
    Feature(types.CALL_HIERARCHY_OUTGOING_CALLS, outgoing),
    Feature(types.TEXT_DOCUMENT_CODE_LENS, code_lenses),
)
