"""A file that can't be read, or isn't UTF-8.

YAML files are UTF-8 text. A file that can't be opened, is no regular file or holds bytes that are no UTF-8 can't be
judged; the other files still are.

**Way out:** check the file's permissions, or convert it: `iconv -f ISO-8859-1 -t UTF-8 old.yaml > new.yaml`.
"""

from __future__ import annotations

from ..diagnostics import Diagnostic, Rule, Severity
from ..text import Span

CODE = "unreadable-file"


def report(reason: str) -> Diagnostic:
    """The one diagnostic of such a file, at its start. The faces make it: the core opens no file."""
    return Diagnostic(CODE, Severity.ERROR, Span(0, 0), reason)


RULE = Rule.of(CODE, Severity.ERROR, __doc__, lambda _: ())
