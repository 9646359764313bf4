"""A purpose that says little.

The purpose drives everything: it tells why the domain or module exists. Between 10 and 500 characters say it best (a
hint); a placeholder, or the name once more, says nothing at all (a warning).

```yaml
module:
  name: billing
  purpose: TODO
```
```yaml
module:
  name: billing
  purpose: Send invoices and follow them until they are paid
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, Rule, Severity
from ..document import Entity
from ..evidence import Evidence
from ..nodes import Scalar
from ..vocabulary import slug

CODE = "weak-purpose"
_LENGTH = range(10, 501)
_PLACE_HELD = re.compile(
    r"(?:todo|tbd|tba|fixme|wip|xxx+|change ?me|to be (?:defined|done|decided)|lorem ipsum|fill (?:me )?in)\b.*"
    r"|(?:the |your |my |some |insert )*(?:purpose|description|text|test|placeholder|none|null|n/?a)(?: here)?\W*"
    r"|<[^<>]*>|\$\{[^{}]*\}|\{\{.*\}\}|\[[^\[\]]*\]|[\W_]+",
    re.IGNORECASE | re.DOTALL,
)
"""Words that announce a purpose to come, with whatever follows them, or that stand for one."""


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for entity in evidence.entities:
        node = entity.text("purpose")
        if not node or not (text := node.text.strip()):
            continue
        if reason := _nothing_said(entity, text):
            yield Diagnostic(CODE, Severity.WARNING, node.span, reason)
        elif len(text) not in _LENGTH:
            length = "long" if len(text) >= _LENGTH.stop else "short"
            message = f"a purpose of {len(text)} characters is {length}; 10 to 500 say it best"
            yield Diagnostic(CODE, Severity.HINT, node.span, message)


def _nothing_said(entity: Entity, text: str) -> str | None:
    name = entity.text("name")
    if _PLACE_HELD.fullmatch(text):
        return f"this only keeps the place of a purpose: why does this {entity.kind} exist?"
    if isinstance(name, Scalar) and slug(name.text) == slug(text) and slug(text):
        return f"the purpose repeats the name: why does this {entity.kind} exist?"
    return None


RULE = Rule.of(CODE, Severity.WARNING, __doc__, check)
