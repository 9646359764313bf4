"""An id that another domain or module has already.

An id is an identity for life: whoever refers to it means one thing. A file that was copied to begin a new one keeps
the id of the original; the copy needs an id of its own. The original is the file that git has known longer, or the
one whose path sorts first. Where the name was copied as well, this is told once.

```yaml
module:
  name: billing
  id: 01939b5e-2f4c-7a31-9c5d-0242ac120002    # that of module `accounting`
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..conflicts import has_copied_both, original_by_id
from ..diagnostics import Applicability, Diagnostic, Fix, Related, Rule, Severity
from ..evidence import Evidence
from ..nodes import Node, Scalar
from ..scalars import replace_value
from ..summary import Member

CODE = "duplicate-id"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for member, declaration in evidence.members():
        original = original_by_id(evidence.project, member)
        if original and declaration.id:
            yield _diagnostic(evidence, member, original, declaration.id)


def _diagnostic(evidence: Evidence, member: Member, original: Member, node: Node) -> Diagnostic:
    if has_copied_both(evidence.project, member):
        message = f"this is a copy: another {member.kind} has this id, and the name `{member.name}` as well"
    else:
        owner = f"{original.kind} `{original.name}`" if original.name else f"another {original.kind}"
        message = f"{owner} has this id already"
    return Diagnostic(
        CODE, Severity.ERROR, node.span, message, tuple(_related(evidence, original)), tuple(_fixes(evidence, node))
    )


def _related(evidence: Evidence, original: Member) -> Iterator[Related]:
    if place := evidence.declared(original):
        document, declaration = place
        yield Related((declaration.id or declaration.key).span, "the original", document)


def _fixes(evidence: Evidence, node: Node) -> Iterator[Fix]:
    if isinstance(node, Scalar):
        yield Fix(
            "Insert UUIDv7",
            Applicability.UNSAFE,
            lambda mint: (replace_value(evidence.document, node, mint()),),
            mints=True,
        )


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
