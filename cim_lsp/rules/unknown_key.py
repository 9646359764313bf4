"""A key that the format doesn't know.

Most often it is misspelt, and the nearest known key is offered. Data of your own belongs under keys that begin with
`x-`: they are never checked.

```yaml
module:
  nmae: billing          # did you mean `name`?
  owner: finance         # unknown
```
```yaml
module:
  name: billing
  x-owner: finance
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Fix, Rule, Severity, safe, unsafe
from ..evidence import Evidence
from ..faults import Fault
from ..nodes import Mapping, Node, Scalar, entries, names, once
from ..scalars import rename_key
from ..vocabulary import ENTITY_KEYS, KINDS

CODE = "unknown-key"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for fault in evidence.of(CODE):
        yield Diagnostic(CODE, Severity.ERROR, fault.span, _message(fault), fixes=tuple(_fixes(fault)))


def _message(fault: Fault) -> str:
    if fault.near and fault.near != fault.key:
        meant = f"`{fault.near}` is there already" if fault.taken else f"did you mean `{fault.near}`?"
        return f"unknown key `{fault.key}`; {meant} (keys of your own begin with `x-`)"
    if fault.entity and fault.key in KINDS and _is_top(fault):
        return f"unknown key `{fault.key}`: this document is a {fault.entity.kind}; begin another with `---`"
    if fault.entity and fault.key in ENTITY_KEYS and _is_top(fault):
        return f"unknown key `{fault.key}`: it belongs inside `{fault.entity.kind}`"
    if fault.entity and fault.key in ENTITY_KEYS:
        return f"unknown key `{fault.key}`: a {fault.entity.kind} has none; keys of your own begin with `x-`"
    return f"unknown key `{fault.key}`; keys of your own begin with `x-`"


def _fixes(fault: Fault) -> Iterator[Fix]:
    if not fault.entry or not isinstance(fault.entry.key, Scalar) or not fault.key:
        return
    if fault.near and not fault.taken:
        yield safe(f"Rename to `{fault.near}`", rename_key(fault.entry, fault.near))
    extension = f"x-{fault.key}"
    if fault.key not in KINDS and extension not in _names(fault.holder):
        yield unsafe(f"Keep it as `{extension}`", rename_key(fault.entry, extension))


def _names(holder: Node) -> frozenset[str]:
    return once(holder, names) if isinstance(holder, Mapping) else frozenset()


def _is_top(fault: Fault) -> bool:
    return fault.entity is not None and fault.entity.top in tuple(entries(fault.holder))


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
