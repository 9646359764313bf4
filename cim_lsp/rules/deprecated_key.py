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
from ..editing import open_record
from ..evidence import Evidence
from ..nodes import Scalar
from ..scalars import rename_key, scalar_text

CODE = "deprecated-key"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for fault in evidence.of(CODE):
        if fault.entity and fault.entry is fault.entity.top:
            message = f"a {fault.entity.kind} is a record of name, id and purpose now"
            yield Diagnostic(CODE, Severity.ERROR, fault.span, message, fixes=_record(evidence.document, fault.entity))
        elif fault.entry and fault.near:
            stands = "stands in for" if fault.key == "description" else "is called"
            rename = safe(f"Rename to `{fault.near}`", rename_key(fault.entry, fault.near))
            message = f"`{fault.key}` {stands} `{fault.near}`{'' if fault.key == 'description' else ' now'}"
            yield Diagnostic(CODE, Severity.ERROR, fault.span, message, fixes=() if fault.taken else (rename,))


def _record(document: Document, entity: Entity) -> tuple[Fix, ...]:
    name = entity.top.value
    if not isinstance(name, Scalar):
        return ()
    text = name.text if name.style in ("|", ">") else name.span.of(document.text)
    value = text if name.style in ("'", '"') else scalar_text(" ".join(text.split()))
    make = partial(open_record, document, entity, value)
    return (Fix("Make it a record of name, id and purpose", Applicability.SAFE, make, mints=True),)


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
