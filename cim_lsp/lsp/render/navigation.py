"""Places in any file: locations, links, workspace symbols, and the items of a hierarchy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from ... import schema
from ...document import Document
from ...features.definition import Target
from ...features.hierarchy import Item
from ...schema_places import SchemaPlace
from ...summary import Member
from ...targets import Declared, Location
from ...text import LineIndex
from ..client import Client
from ..convert import to_range
from ..uris import uri_of

Uri = Callable[[str], str]
"""The URI of a path."""

_KINDS = {"domain": types.SymbolKind.Namespace, "module": types.SymbolKind.Module}


def location(found: Location, uri: Uri, client: Client) -> types.Location:
    return types.Location(uri(found.document.path), to_range(found.document.lines, found.span, client.encoding))


def link(found: Target, origin: Document, uri: Uri, client: Client) -> types.LocationLink:
    lines = found.document.lines
    return types.LocationLink(
        uri(found.document.path),
        to_range(lines, found.span, client.encoding),
        to_range(lines, found.selection, client.encoding),
        to_range(origin.lines, found.origin, client.encoding),
    )


def schema_location(found: SchemaPlace, client: Client) -> types.Location:
    """A place in the file of a schema."""
    path = str(Path(schema.location(), f"{found.schema}.schema.json"))
    lines = LineIndex(schema.text(found.schema))
    return types.Location(uri_of(path), to_range(lines, found.selection, client.encoding))


def workspace_symbol(member: Member, at: types.Location | types.LocationUriOnly) -> types.WorkspaceSymbol:
    return types.WorkspaceSymbol(at, member.name or member.id or member.kind, _KINDS[member.kind], data=_data(member))


def declaration(at: Declared, uri: Uri, client: Client) -> types.Location:
    """Where a member is named best."""
    return location(Location(at.document, at.selection), uri, client)


def hierarchy_item(item: Item, uri: Uri, client: Client) -> types.CallHierarchyItem:
    member, at = item.member, item.declared
    return types.CallHierarchyItem(
        member.name or member.id or member.kind,
        _KINDS[member.kind],
        uri(at.document.path),
        to_range(at.document.lines, at.span, client.encoding),
        to_range(at.document.lines, at.selection, client.encoding),
        detail=member.purpose,
        data=_data(member),
    )


def _data(member: Member) -> dict[str, Any]:
    return {"path": member.path, "index": member.index}


def member_place(data: Any) -> tuple[str, int]:
    """The place that was written into an item or a symbol. Raises JsonRpcInvalidParams for anything else."""
    try:
        return str(data["path"]), int(data["index"])
    except (TypeError, KeyError, ValueError, OverflowError) as error:
        raise JsonRpcInvalidParams("this item was not offered here") from error
