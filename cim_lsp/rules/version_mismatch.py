"""A version range that the module found doesn't meet.

Ranges are read as node's semver reads them: `^0.2` is every release compatible with 0.2, `~1.4.0` a patch release of
1.4; `*` and `latest` are met by any version. A module without a version meets every range.

```yaml
module:
  dependencies:
    ledger: ^0.2    # the project's `ledger` is at version 0.3.0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..conflicts import mismatched
from ..diagnostics import Diagnostic, Related, Rule, Severity
from ..evidence import Evidence
from ..summary import Member

CODE = "version-mismatch"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    blamed = {fault.span for fault in evidence.faults}
    for mention in evidence.mentions:
        found = mismatched(evidence.project, mention.reference)
        if found and mention.range and mention.range.span not in blamed:
            name = found.name or mention.reference.text
            message = f"`{name}` is at version {found.version}, which `{mention.reference.range}` leaves out"
            related = tuple(_related(evidence, found))
            yield Diagnostic(CODE, Severity.WARNING, mention.range.span, message, related)


def _related(evidence: Evidence, found: Member) -> Iterator[Related]:
    if place := evidence.declared(found):
        document, declaration = place
        yield Related((declaration.version or declaration.key).span, "the version found", document)


RULE = Rule.of(CODE, Severity.WARNING, __doc__, check)
