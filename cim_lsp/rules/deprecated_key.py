"""A form that older files use.

Three of them are recognised, and moved to the present form: `uid` and `uuid` are called `id`; a `description` that
stands in for a missing `purpose` is the purpose; a domain or module that is a mere name becomes a record.

```yaml
domain: Accounting
```
```yaml
domain:
  name: Accounting
  id: 01939b5e-2f4c-7a31-9c5d-0242ac120002
  purpose:
```
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..diagnostics import Applicability, Diagnostic, Fix, Rule, Severity, safe
from ..document import Document, Entity
from ..editing import open_body
from ..evidence import Evidence
from ..identifiers import Mint
from ..nodes import Scalar
from ..scalars import rename_key, scalar_text
from ..text import Edit

CODE = "deprecated-key"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for fault in evidence.of(CODE):
        if fault.entity and fault.entry is fault.entity.top:
            message = f"a {fault.entity.kind} is a record of name, id and purpose now"
            yield Diagnostic(CODE, Severity.ERROR, fault.span, message, fixes=_record(evidence.document, fault.entity))
        elif fault.entry and fault.near:
            stands = "stands in for" if fault.key == "description" else "is called"
            fixes = (safe(f"Rename to `{fault.near}`", rename_key(fault.entry, fault.near)),)
            message = f"`{fault.key}` {stands} `{fault.near}`{'' if fault.key == 'description' else ' now'}"
            yield Diagnostic(CODE, Severity.ERROR, fault.span, message, fixes=fixes)


def _record(document: Document, entity: Entity) -> tuple[Fix, ...]:
    if not isinstance(entity.top.value, Scalar):
        return ()
    make = partial(_open, document, entity, entity.top.value)
    return (Fix("Make it a record of name, id and purpose", Applicability.SAFE, make, mints=True),)


def _open(document: Document, entity: Entity, name: Scalar, mint: Mint) -> tuple[Edit, ...]:
    text = name.text if name.style in ("|", ">") else name.span.of(document.text)
    value = text if name.style in ("'", '"') else scalar_text(" ".join(text.split()))
    return (open_body(document, entity, (("name", value), ("id", mint()), ("purpose", ""))),)


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
