"""A file in which git left conflict markers.

Two versions of the file stand between the markers, so nothing sensible can be said about either: this is the only
diagnostic of the file. Choose what to keep, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`.

```yaml
domain:
<<<<<<< HEAD
  name: accounting
=======
  name: bookkeeping
>>>>>>> feature
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Rule, Severity
from ..document import Document
from ..syntax.stream import conflict_marker

CODE = "merge-conflict"


def find(document: Document) -> Iterator[Diagnostic]:
    """The first marker of a file; whoever judges the file asks this first."""
    if marker := conflict_marker(document.text):
        yield Diagnostic(CODE, Severity.ERROR, marker, "this file has an unresolved merge conflict")


RULE = Rule.of(CODE, Severity.ERROR, __doc__, lambda evidence: find(evidence.document))
