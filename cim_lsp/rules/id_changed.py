"""An id other than the one that the last commit has for the same domain or module.

An id is an identity for life: names, files and purposes change, and whoever refers to the id still means the same
thing. So git's HEAD is asked who this was: the one of this kind and name in the same file, the one in the same place
there if it has only been renamed, or, where a file has been moved, the one of this kind and name in the file that is
gone. The fix restores that id. It is for you to decide, since the present id may be meant: another entity may have
taken the place of the old one, and somebody may refer to it already.

Nothing is said where the old id was no UUIDv7 or claims to be from the future, for that is what `invalid-id` and
`future-id` ask to be replaced; where another entity still has it, for that is how a copy gets an id of its own; while
the present id is missing, no UUIDv7 or a copy, for then other rules speak of it; or where git knows nothing.

```yaml
module:
  name: billing
  id: 01939b5e-2f4c-7a31-9c5d-0242ac120002    # in the last commit: 01939b5e-2f4c-7a31-9c5d-0242ac120001
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..conflicts import id_before
from ..diagnostics import Diagnostic, Fix, Rule, Severity, unsafe
from ..evidence import Evidence
from ..identifiers import is_ahead
from ..nodes import Scalar
from ..scalars import replace_value

CODE = "id-changed"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for member, declaration in evidence.members():
        old, node = id_before(evidence.project, member), declaration.id
        if old and node and not is_ahead(old, evidence.now):
            message = f"the last commit has another id for this {member.kind}, {old}: an id is for life"
            fixes = (_restore(evidence, node, old),) if isinstance(node, Scalar) else ()
            yield Diagnostic(CODE, Severity.WARNING, node.span, message, fixes=fixes)


def _restore(evidence: Evidence, node: Scalar, old: str) -> Fix:
    return unsafe("Restore the id of the last commit", replace_value(evidence.document, node, old))


RULE = Rule.of(CODE, Severity.WARNING, __doc__, check)
