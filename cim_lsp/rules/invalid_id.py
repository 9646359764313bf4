"""An id that is no UUIDv7.

An id is a UUID of version 7 (RFC 9562): it is generated, never thought up, and sorts by the time it was made. Told
apart are placeholders (`<some-uuid-v7>`, `TODO`, `${ID}`), UUIDs of other versions, ULIDs, the nil and max UUIDs, a
UUIDv7 in braces, as `urn:uuid:` or without hyphens, and everything else. Unwrapping keeps the identity; a placeholder
is nobody's identity and is replaced by a fresh id, or by the one that the last commit has for this name; replacing
anything else is for you to decide.

```yaml
domain:
  id: <some-uuid-v7>
```
```yaml
domain:
  id: 01939b5e-2f4c-7a31-9c5d-0242ac120002
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Applicability, Diagnostic, Fix, Rule, Severity, safe
from ..evidence import Evidence
from ..faults import Fault
from ..lookalikes import Kind, Recognised, recognise
from ..nodes import Alias, Scalar, resolve
from ..scalars import replace_value

CODE = "invalid-id"
_NOBODYS = (Kind.PLACEHOLDER, Kind.NIL, Kind.MAX)
"""What can't be anybody's identity, so that replacing it loses nothing."""


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for fault in evidence.of(CODE):
        node = resolve(fault.node) if fault.node else None
        found = recognise(node.text if isinstance(node, Scalar) else fault.span.of(evidence.document.text))
        message = f"this is {found.words}; {'write it bare' if found.uuid7 else 'an id is a UUIDv7'}"
        yield Diagnostic(CODE, Severity.ERROR, fault.span, message, fixes=tuple(_fixes(evidence, fault, found)))


def _fixes(evidence: Evidence, fault: Fault, found: Recognised) -> Iterator[Fix]:
    document, node = evidence.document, fault.node
    if node is None or isinstance(node, Alias):
        return
    if found.uuid7:
        yield safe("Unwrap the UUIDv7", replace_value(document, node, found.uuid7))
    elif fault.entity and fault.entry is fault.entity.get("id"):
        applicability = Applicability.SAFE if found.kind in _NOBODYS else Applicability.UNSAFE
        if old := evidence.lost_id(fault.entity):
            restored = replace_value(document, node, old)
            yield Fix("Restore the id of the last commit", applicability, lambda _: (restored,))
        yield Fix("Insert UUIDv7", applicability, lambda mint: (replace_value(document, node, mint()),), mints=True)


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
