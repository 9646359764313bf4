"""An id that claims to be from the future.

A UUIDv7 tells when it was made. One whose time lies more than a day ahead was typed by hand, or made by a clock that
was wrong, and sorts behind everything made until then.

```yaml
domain:
  id: 0f439b5e-2f4c-7a31-9c5d-0242ac120002    # made in the year 2501
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import partial

from ..diagnostics import Applicability, Diagnostic, Fix, Rule, Severity
from ..document import Document
from ..evidence import Evidence
from ..identifiers import Mint, created, is_ahead, is_uuid7
from ..nodes import Node, Scalar
from ..scalars import replace_value
from ..text import Edit

CODE = "future-id"
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for entity in evidence.entities:
        text, node = entity.text("id") or ("", entity.body)
        if is_uuid7(text) and is_ahead(text, evidence.now):
            message = f"this id was made in the future, on {_date(created(text))}"
            fix = Fix("Insert UUIDv7", Applicability.UNSAFE, partial(_replace, evidence.document, node), mints=True)
            fixes = (fix,) if isinstance(node, Scalar) else ()
            yield Diagnostic(CODE, Severity.WARNING, node.span, message, fixes=fixes)


def _replace(document: Document, node: Node, mint: Mint) -> tuple[Edit, ...]:
    return (replace_value(document, node, mint()),)


def _date(milliseconds: int) -> str:
    """The day of a time; 48 bits of milliseconds reach beyond the last year that `datetime` knows."""
    try:
        return f"{_EPOCH + timedelta(milliseconds=milliseconds):%Y-%m-%d}"
    except OverflowError:
        return "a day after the year 9999"


RULE = Rule.of(CODE, Severity.WARNING, __doc__, check)
