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

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, Fix, Rule, Severity, unsafe
from ..evidence import Evidence
from ..nodes import Scalar
from ..scalars import replace_value
from ..vocabulary import slug

CODE = "name-style"
_LENGTH = range(3, 51)
_KEBAB = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for entity in evidence.entities:
        node = entity.text("name")
        if node and node.text.strip() and not _is_styled(node.text):
            message = "a name is kebab-case of 3 to 50 characters by convention"
            yield Diagnostic(CODE, Severity.HINT, node.span, message, fixes=tuple(_fixes(node)))


def _is_styled(name: str) -> bool:
    return len(name) in _LENGTH and _KEBAB.fullmatch(name) is not None


def _fixes(node: Scalar) -> Iterator[Fix]:
    better = slug(node.text)
    if _is_styled(better):
        yield unsafe(f"Rename to `{better}`", replace_value(node, better))


RULE = Rule.of(CODE, Severity.HINT, __doc__, check)
