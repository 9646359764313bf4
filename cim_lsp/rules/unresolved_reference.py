"""A reference that nobody in the project answers.

`modules` and `dependencies` name modules, `domain` names a domain, by name or by id; names are matched exactly. What
lies outside of the project is referred to with a version range or a repository, and need not be found.

```yaml
module:
  dependencies:
    - ledgr              # no module of this name
    - currencies: ^1.0   # may lie elsewhere
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..conflicts import is_unresolved, meant, of_other_kind
from ..diagnostics import Diagnostic, Fix, Rule, Severity, unsafe
from ..evidence import Evidence
from ..identifiers import is_uuid7
from ..mentions import Mention
from ..nodes import Scalar
from ..scalars import replace_value
from ..summary import Reference

CODE = "unresolved-reference"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for mention in evidence.mentions:
        if is_unresolved(evidence.project, mention.reference):
            near = meant(evidence.project, evidence.member(mention.member), mention.reference)
            message = _message(evidence, mention.reference, near)
            fixes = tuple(_fixes(evidence, mention, near)) if near else ()
            yield Diagnostic(CODE, Severity.ERROR, mention.span, message, fixes=fixes)


def _message(evidence: Evidence, reference: Reference, near: str | None) -> str:
    if other := of_other_kind(evidence.project, reference):
        return f"`{other.name or reference.text}` is a {other.kind}; a {reference.kind} is wanted here"
    if is_uuid7(reference.text):
        return f"no {reference.kind} has this id"
    return f"no {reference.kind} is named `{reference.text}`" + (f"; did you mean `{near}`?" if near else "")


def _fixes(evidence: Evidence, mention: Mention, near: str) -> Iterator[Fix]:
    if isinstance(mention.node, Scalar):
        yield unsafe(f"Replace with `{near}`", replace_value(evidence.document, mention.node, near))


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
