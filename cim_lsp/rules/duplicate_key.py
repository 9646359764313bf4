"""A key that stands twice.

In a mapping, and in the list form of a domain or module, each key may stand once. Tools differ in which of two they
believe, so YAML forbids it. The later one is reported; removing it is safe when both say the same.

```yaml
domain:
  name: accounting
  name: bookkeeping    # the second name
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Fix, Related, Rule, Severity, safe, unsafe
from ..document import Document
from ..editing import remove_entry
from ..evidence import Evidence
from ..faults import Fault
from ..nodes import data

CODE = "duplicate-key"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for fault in evidence.of(CODE):
        related = (Related(fault.other.key.span, f"the first `{fault.key}`"),) if fault.other else ()
        fixes = tuple(_fixes(evidence.document, fault))
        yield Diagnostic(CODE, Severity.ERROR, fault.span, f"`{fault.key}` stands here a second time", related, fixes)


def _fixes(document: Document, fault: Fault) -> Iterator[Fix]:
    if not fault.entry or not fault.other:
        return
    if edits := remove_entry(document, fault.holder, fault.entry):
        loses = data(fault.entry.value) != data(fault.other.value) or "#" in fault.entry.span.of(document.text)
        yield (unsafe if loses else safe)(f"Remove this `{fault.key}`", *edits)


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
