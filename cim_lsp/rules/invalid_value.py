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
from typing import Any

from ..diagnostics import Diagnostic, Fix, Rule, Severity, safe
from ..evidence import Evidence
from ..faults import Fault
from ..nodes import Scalar, resolve
from ..scalars import replace_value
from ..schema import Schema
from ..vocabulary import nearest

CODE = "invalid-value"
_SHORT_VERSION = re.compile(r"[vV=]?\s*(0|[1-9][0-9]*)(?:\.(0|[1-9][0-9]*))?(?:\.(0|[1-9][0-9]*))?")


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for fault in evidence.of(CODE):
        yield Diagnostic(CODE, Severity.ERROR, fault.span, _message(fault), fixes=tuple(_fixes(fault)))


def _message(fault: Fault) -> str:
    schema: Schema = fault.violation.schema if fault.violation else {}
    if choices := _choices(schema):
        value = _text(fault)
        near = nearest(value, choices) if value else None
        question = f"; did you mean `{near}`?" if near else ""
        return f"expected one of {', '.join(choices)}{question}"
    said = str(schema.get("patternErrorMessage") or schema.get("errorMessage") or "this value is not allowed here")
    return said[0].lower() + said[1:].rstrip(".")


def _choices(schema: Schema) -> tuple[str, ...]:
    """The words of a closed vocabulary."""
    options: list[Any] = schema.get("oneOf", [])
    return tuple(str(option["const"]) for option in options if "const" in option)


def _text(fault: Fault) -> str | None:
    node = resolve(fault.node) if fault.node else None
    return node.data if isinstance(node, Scalar) and isinstance(node.data, str) else None


def _fixes(fault: Fault) -> Iterator[Fix]:
    text, violation = _text(fault), fault.violation
    if text is None or violation is None or not isinstance(fault.node, Scalar):
        return
    better = nearest(text, _choices(violation.schema))
    if violation.definition == "semver" and (match := _SHORT_VERSION.fullmatch(text.strip())):
        better = ".".join(part or "0" for part in match.groups())
    if better:
        yield safe(f"Replace with `{better}`", replace_value(fault.node, better))


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
