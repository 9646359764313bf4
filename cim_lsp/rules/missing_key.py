"""A required key is absent, or has no value yet.

A domain and a module each need a `name`, an `id` and a `purpose`; a record in a domain-driven-design section needs a
`name`. Without them there is no direction. The id is generated: *Insert UUIDv7* writes a fresh one, unless the last
commit has one for this name, which is restored. Name and purpose are yours to give; the fixes for them only propose a
text.

```yaml
module:                # module has no id
  name: billing
  purpose: Send invoices and follow them until they are paid
```
```yaml
module:
  name: billing
  id: 01939b5e-2f4c-7a31-9c5d-0242ac120002
  purpose: Send invoices and follow them until they are paid
```
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..conventions import slug
from ..diagnostics import Applicability, Diagnostic, Fix, Rule, Severity, safe
from ..document import Document, Entity
from ..editing import insert_key, open_record
from ..evidence import Evidence
from ..faults import Fault
from ..identifiers import Mint
from ..scalars import fill, scalar_text
from ..text import Edit
from ..vocabulary import KINDS

CODE = "missing-key"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for fault in evidence.of(CODE):
        fixes = tuple(_fixes(evidence, fault))
        yield Diagnostic(CODE, Severity.ERROR, fault.span, _message(fault), fixes=fixes)


def _message(fault: Fault) -> str:
    if fault.entity is None:
        return f"this record has no {fault.key}" if fault.key == "name" else "there is no `domain` or `module` here"
    if fault.entry:
        return f"`{fault.key}` has no value"
    return f"{fault.entity.kind} has no {fault.key}"


def _fixes(evidence: Evidence, fault: Fault) -> Iterator[Fix]:
    document, entity = evidence.document, fault.entity
    if entity is None:
        return
    if fault.entry is entity.top:
        make = partial(open_record, document, entity, "")
        yield Fix("Add name, id and purpose", Applicability.SAFE, make, mints=True)
    elif fault.entry is not entity.get(fault.key) or not _put(document, fault, entity, lambda: "-"):
        return
    elif fault.key == "id":
        if old := evidence.lost_id(entity):
            yield safe("Restore the id of the last commit", *_put(document, fault, entity, lambda: old))
        yield Fix("Insert UUIDv7", Applicability.SAFE, partial(_put, document, fault, entity), mints=True)
    elif text := proposal(document, entity, fault.key):
        yield Fix(f"Insert a {fault.key}", Applicability.UNSAFE, lambda _: _put(document, fault, entity, lambda: text))


def _put(document: Document, fault: Fault, entity: Entity, value: Mint) -> tuple[Edit, ...]:
    if fault.entry:
        return (fill(document, fault.entry, value()),)
    return insert_key(document, entity, fault.key, value())


def proposal(document: Document, entity: Entity, key: str) -> str | None:
    """A text to begin with: the name after the file or its folder, the purpose as something left to do."""
    if key == "purpose":
        return scalar_text(f"TODO: say what this {entity.kind} is for", '"')
    if key != "name":
        return None
    from pathlib import PurePath  # noqa: PLC0415 - as slow to import as all of the rules

    path = PurePath(document.path)
    stem, _, kind = path.stem.rpartition(".")
    name = stem if kind in (*KINDS, "cim") else path.stem
    return slug(name or path.parent.name) or f"my-{entity.kind}"


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
