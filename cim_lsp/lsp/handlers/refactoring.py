"""Code actions: listed without minting anything, made when one is chosen."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from ...actions import EXTRACT, Action
from ...features.code_actions import code_actions
from ...features.creation import creations
from ...features.refactorings import refactorings
from ...identifiers import mint
from ...text import Span
from ..convert import to_span
from ..render.actions import Choice, code_action
from ..render.edits import workspace_edit
from ..server import Feature, Server
from ..verdicts import Verdict, now


async def listed(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    buffer = ls.buffer(params.text_document.uri)
    if buffer is None or not ls.client.edits.literals:
        return []
    verdict = await ls.session.verdicts.of(buffer)
    span = to_span(verdict.document.lines, params.range, ls.client.encoding)
    return [
        code_action(action, verdict, Choice(buffer.uri, verdict.reading.state, span, number), ls.target, ls.client)
        for number, action in enumerate(await ls.session.worker.run(lambda _: _actions(ls, verdict, span)))
        if _is_wanted(action.kind, params.context.only) and (action.kind != EXTRACT or ls.client.edits.creates)
    ]


async def resolve(ls: Server, params: types.CodeAction) -> types.CodeAction:
    choice = Choice.read(params.data)
    buffer = ls.buffer(choice.uri)
    if buffer is None or buffer.state != choice.state:
        raise JsonRpcContentModified("the document has changed since this was offered")
    verdict = await ls.session.verdicts.of(buffer)
    action = (await ls.session.worker.run(lambda _: _actions(ls, verdict, choice.span)))[choice.number]
    params.edit = workspace_edit(action.make(mint), ls.target, ls.client)
    return params


def _actions(ls: Server, verdict: Verdict, span: Span) -> tuple[Action, ...]:
    if not verdict.reading.is_cim:
        return ()
    document, found = verdict.document, verdict.diagnostics
    here = [diagnostic for diagnostic in found if diagnostic.span.touches(span)] if ls.client.edits.creates else []
    created = creations(ls.project(document), document, here)
    levels = verdict.reading.effective.levels
    return (*code_actions(document, found, span, now(), levels), *created, *refactorings(document, found, span))


def _is_wanted(kind: str, only: Iterable[types.CodeActionKind | str] | None) -> bool:
    """Whether a client asked for a kind, or for one that it is a part of (`source` for `source.fixAll.cim`)."""
    wanted = [str(getattr(each, "value", each)) for each in only or ()]
    return only is None or any(kind == each or kind.startswith(f"{each}.") or not each for each in wanted)


FEATURES = (
    Feature(types.TEXT_DOCUMENT_CODE_ACTION, listed),
    Feature(types.CODE_ACTION_RESOLVE, resolve),
)
