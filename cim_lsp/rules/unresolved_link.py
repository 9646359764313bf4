"""A link between domain-driven-design records that names nothing in the document.

Events, commands, aggregates and policies link to one another by name or by local id, within one YAML document. Free
prose (`when: the month ends`) is no link and is never checked; `actor` may name anybody.

```yaml
events:
  - name: InvoiceSent
    aggregate: Invioce      # no record of this name
aggregates:
  - name: Invoice
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Rule, Severity, safe, unsafe
from ..evidence import Evidence
from ..nodes import Node
from ..symbols import Reference, loose_links
from ..text import Edit
from ..vocabulary import Spellings

CODE = "unresolved-link"


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for tree in evidence.document.trees:
        if tree.root and not tree.fault:
            yield from _check(tree.root, evidence)


def _check(root: Node, evidence: Evidence) -> Iterator[Diagnostic]:
    links, known = loose_links(root)
    spelled = Spellings.of(known)
    for link in links:
        yield _diagnostic(link, spelled, evidence)


def _diagnostic(link: Reference, known: Spellings, evidence: Evidence) -> Diagnostic:
    near = known.nearest(link.text)
    message = f"`{link.key}` names nothing in this document" + (f"; did you mean `{near}`?" if near else "")
    written = link.span.of(evidence.document.text)
    if not near or link.text not in written:
        return Diagnostic(CODE, Severity.WARNING, link.span, message)
    edit = Edit(link.span, written.replace(link.text, near))
    fix = (safe if near.casefold() == link.text.casefold() else unsafe)(f"Replace with `{near}`", edit)
    return Diagnostic(CODE, Severity.WARNING, link.span, message, fixes=(fix,))


RULE = Rule.of(CODE, Severity.WARNING, __doc__, check)
