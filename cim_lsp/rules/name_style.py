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
from ..evidence import Evidence
from ..nodes import Scalar
from ..scalars import replace_value

CODE = "name-style"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for entity in evidence.entities:
        node = entity.text("name")
        if node and node.text.strip() and not is_kebab(node.text):
            message = "a name is kebab-case of 3 to 50 characters by convention"
            yield Diagnostic(CODE, Severity.HINT, node.span, message, fixes=tuple(_fixes(node)))


def _fixes(node: Scalar) -> Iterator[Fix]:
    better = slug(node.text)
    if is_kebab(better):
        yield unsafe(f"Rename to `{better}`", replace_value(node, better))


RULE = Rule.of(CODE, Severity.HINT, __doc__, check)
