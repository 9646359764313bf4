"""A value of the right type that isn't one of those allowed.

A word from a closed list (`status`, `type`, `visibility`), a version that is no Semantic Version, an address without
its scheme, a text that is blank.

```yaml
module:
  status: prodution
  version: "1.0"
```
```yaml
module:
  status: production
  version: "1.0.0"
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, Fix, Rule, Severity, safe
from ..document import Document
from ..evidence import Evidence
from ..faults import Fault
from ..nodes import Scalar, resolve
from ..scalars import replace_value
from ..schema import Violation
from ..vocabulary import nearest

CODE = "invalid-value"
_SHORT_VERSION = re.compile(r"[vV=]?\s*(0|[1-9][0-9]*)(?:\.(0|[1-9][0-9]*))?(?:\.(0|[1-9][0-9]*))?")


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for fault in evidence.of(CODE):
        if fault.violation:
            text = _text(fault)
            fixes = tuple(_fixes(evidence.document, fault, fault.violation, text))
            yield Diagnostic(CODE, Severity.ERROR, fault.span, _message(fault.violation, text), fixes=fixes)


def _message(violation: Violation, text: str | None) -> str:
    if choices := violation.choices:
        near = nearest(text, choices) if text else None
        question = f"; did you mean `{near}`?" if near else ""
        return f"expected one of {', '.join(choices)}{question}"
    schema = violation.schema
    said = str(schema.get("patternErrorMessage") or schema.get("errorMessage") or "this value is not allowed here")
    return said[0].lower() + said[1:].rstrip(".")


def _text(fault: Fault) -> str | None:
    node = resolve(fault.node) if fault.node else None
    return node.data if isinstance(node, Scalar) and isinstance(node.data, str) else None


def _fixes(document: Document, fault: Fault, violation: Violation, text: str | None) -> Iterator[Fix]:
    if text is None or not isinstance(fault.node, Scalar):
        return
    better = nearest(text, violation.choices)
    if violation.definition == "semver" and (match := _SHORT_VERSION.fullmatch(text.strip())):
        better = ".".join(part or "0" for part in match.groups())
    if better:
        yield safe(f"Replace with `{better}`", replace_value(document, fault.node, better))


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
