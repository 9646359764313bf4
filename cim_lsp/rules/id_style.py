"""An id in upper case.

UUIDs are the same in either case, but text searches and file names are not: lower case is canonical (RFC 9562, 4).

```yaml
domain:
  id: 01939B5E-2F4C-7A31-9C5D-0242AC120002
```
```yaml
domain:
  id: 01939b5e-2f4c-7a31-9c5d-0242ac120002
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Rule, Severity, safe
from ..evidence import Evidence
from ..identifiers import is_uuid7
from ..nodes import Scalar
from ..scalars import replace_value

CODE = "id-style"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for entity in evidence.entities:
        text, node = entity.text("id") or ("", entity.body)
        if is_uuid7(text) and text != text.lower():
            lower = replace_value(evidence.document, node, text.lower())
            fixes = (safe("Write it in lower case", lower),) if isinstance(node, Scalar) else ()
            yield Diagnostic(CODE, Severity.HINT, node.span, "an id is written in lower case", fixes=fixes)


RULE = Rule.of(CODE, Severity.HINT, __doc__, check)
