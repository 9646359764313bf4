"""A file that can't be read, isn't UTF-8, or is too large.

YAML files are UTF-8 text. A file that can't be opened, is no regular file, holds bytes that are no UTF-8 or has more
than 5,000,000 of them can't be judged; the other files still are.

**Way out:** check the file's permissions, or convert it: `iconv -f ISO-8859-1 -t UTF-8 old.yaml > new.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Rule, Severity
from ..document import Document
from ..text import Span

CODE = "unreadable-file"


def report(reason: str) -> Diagnostic:
    """The one diagnostic of such a file, at its start. The faces make it: the core opens no file."""
    return Diagnostic(CODE, Severity.ERROR, Span(0, 0), reason)


def find(document: Document) -> Iterator[Diagnostic]:
    """The same of a text that is too large, whoever has read it."""
    if document.excess:
        yield report(document.excess)


RULE = Rule.of(CODE, Severity.ERROR, __doc__, lambda _: ())
