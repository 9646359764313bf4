"""What the server leaves out to start sooner, and that all else is as it was."""

from __future__ import annotations

import json
import subprocess
import sys

CODE = """\
import attrs, gc, json, sys
define = attrs.define
from cim_lsp.lsp.startup import trimmed
with trimmed():
    from cim_lsp.lsp.server import Server
    from lsprotocol.types import Hover, Position
print(json.dumps({
    "written": Hover.__eq__ is not object.__eq__ or Hover.__repr__ is not object.__repr__,
    "positions": Position(1, 2) == Position(1, 2) < Position(1, 3),
    "ssl": sys.modules.get("ssl") is not None,
    "restored": attrs.define is define and gc.isenabled(),
}))
"""


def test_only_what_nobody_asks_for_is_left_out():
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == {"written": False, "positions": True, "ssl": False, "restored": True}
