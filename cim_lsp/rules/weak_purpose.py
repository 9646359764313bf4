"""A purpose that says little.

The purpose drives everything: it tells why the domain or module exists. Between 10 and 500 characters say it best (a
hint); a placeholder, or the name once more, says nothing at all (a warning).

```yaml
module:
  name: billing
  purpose: TODO
```
```yaml
module:
  name: billing
  purpose: Send invoices and follow them until they are paid
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..conventions import PURPOSE_LENGTH, holds_place, repeats_name
from ..diagnostics import Diagnostic, Rule, Severity
from ..document import Entity
from ..evidence import Evidence

CODE = "weak-purpose"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for entity in evidence.entities:
        text, node = entity.text("purpose") or ("", entity.body)
        if not (text := text.strip()):
            continue
        if reason := _nothing_said(entity, text):
            yield Diagnostic(CODE, Severity.WARNING, node.span, reason)
        elif len(text) not in PURPOSE_LENGTH:
            length = "long" if len(text) >= PURPOSE_LENGTH.stop else "short"
            message = f"a purpose of {len(text)} characters is {length}; 10 to 500 say it best"
            yield Diagnostic(CODE, Severity.HINT, node.span, message)


def _nothing_said(entity: Entity, text: str) -> str | None:
    name, _ = entity.text("name") or ("", None)
    if holds_place(text):
        return f"this only keeps the place of a purpose: why does this {entity.kind} exist?"
    if repeats_name(text, name):
        return f"the purpose repeats the name: why does this {entity.kind} exist?"
    return None


RULE = Rule.of(CODE, Severity.WARNING, __doc__, check)
