"""The places that are typed as one: the name (or local id) of a record, and every link that spells it.

Only where all of them are spelled alike and mean that one record: an escape, an alias, or a second record of the same
name in the same section is left to rename, which can be looked at first.
"""

from __future__ import annotations

from ..document import Document
from ..places import inner, tree_at
from ..symbols import linked_records
from ..text import Span


def linked(document: Document, offset: int) -> tuple[Span, ...]:
    """The spans that change together with the one at an offset, itself among them, without quotes; else nothing."""
    tree = tree_at(document, offset)
    if not tree or not tree.root:
        return ()
    records = linked_records(tree.root)
    meant = [record for record in records if any(_holds(place.span, offset) for place in record.places)]
    if len(meant) != 1:
        return ()
    text = next(place.text for place in meant[0].places if _holds(place.span, offset))
    places = {place.span for place in meant[0].places if place.text == text}
    shared = {place.span for record in records if record is not meant[0] for place in record.places}
    spans = sorted(inner(document.text, span) for span in places)
    is_alike = places.isdisjoint(shared) and all(span.of(document.text) == text for span in spans)
    return tuple(spans) if is_alike and len(spans) > 1 and any(_holds(span, offset) for span in spans) else ()


def _holds(span: Span, offset: int) -> bool:
    return span.start <= offset <= span.end
