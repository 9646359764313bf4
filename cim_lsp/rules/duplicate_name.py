"""A name that another entity of the same kind has already.

Domains and modules refer to one another by name, so a name means one module, or one domain; a domain and a module may
share one. Of two, the one whose id was made later is reported.

```yaml
module:
  name: accounting    # there is a module of this name
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..conflicts import original_by_name
from ..diagnostics import Diagnostic, Related, Rule, Severity
from ..evidence import Evidence
from ..summary import Member

CODE = "duplicate-name"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for member, declaration in evidence.members():
        original = original_by_name(evidence.project, member)
        if original and declaration.name:
            message = f"another {member.kind} is named `{member.name}` already"
            related = tuple(_related(evidence, original))
            yield Diagnostic(CODE, Severity.ERROR, declaration.name.span, message, related)


def _related(evidence: Evidence, original: Member) -> Iterator[Related]:
    if place := evidence.declared(original):
        document, declaration = place
        yield Related((declaration.name or declaration.key).span, "the earlier one", document)


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
