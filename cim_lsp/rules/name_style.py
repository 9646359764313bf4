"""A name that isn't kebab-case of 3 to 50 characters.

Names become file names, package names and addresses, and others refer to them: lower-case words joined by hyphens
travel best. It is a convention and no error: a name that means something to people is fine as it is, and *fix all*
leaves it alone.

```yaml
module:
  name: Order Management
```
```yaml
module:
  name: order-management
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..conventions import is_kebab, slug
from ..diagnostics import Diagnostic, Fix, Rule, Severity, unsafe
from ..document import Document
from ..evidence import Evidence
from ..nodes import Node, Scalar
from ..scalars import replace_value

CODE = "name-style"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for entity in evidence.entities:
        text, node = entity.text("name") or ("", entity.body)
        if text.strip() and not is_kebab(text):
            message = "a name is kebab-case of 3 to 50 characters by convention"
            fixes = tuple(_fixes(evidence.document, node, slug(text)))
            yield Diagnostic(CODE, Severity.HINT, node.span, message, fixes=fixes)


def _fixes(document: Document, node: Node, better: str) -> Iterator[Fix]:
    if is_kebab(better) and isinstance(node, Scalar):
        yield unsafe(f"Rename to `{better}`", replace_value(document, node, better))


RULE = Rule.of(CODE, Severity.HINT, __doc__, check)
