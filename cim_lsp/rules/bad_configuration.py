"""A configuration that says what can't be.

`.cim.toml`, or `[tool.cim]` in `pyproject.toml`, has a key, a rule or a value that there isn't, or is no TOML at all.
It is told at its place in that file; whatever else stands in it holds.

```toml
[tool.cim.rules]
name-stile = "off"         # did you mean `name-style`?
weak-purpose = "eror"      # did you mean `error`?
```

**Why an error:** somebody believes that something is in force which isn't.
"""

from __future__ import annotations

from ..configuration import CODE
from ..diagnostics import Rule, Severity

RULE = Rule.of(CODE, Severity.ERROR, __doc__, lambda _: ())
