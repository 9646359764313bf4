"""YAML that can't be parsed.

A document must be YAML before it can be a domain or a module. The place named is where the mistake was made, as far
as that can be told: the quote or bracket that is never closed, the line whose indentation is off. While it stands
nothing else is said about that document; other documents in the file are judged as ever.

```yaml
domain:
  purpose: Note: this needs quotes    # `: ` inside plain text
```
```yaml
domain:
  purpose: "Note: this needs quotes"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Rule, Severity, safe
from ..evidence import Evidence

CODE = "syntax-error"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for tree in evidence.document.trees:
        if fault := tree.fault:
            fixes = (safe(fault.title, *fault.edits),) if fault.edits else ()
            yield Diagnostic(CODE, Severity.ERROR, fault.span, fault.message, fixes=fixes)


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
