"""What the server leaves out or puts off to start sooner, and that all else is as it was."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from typing import Any

LEFT_OUT = """\
import attrs, gc, json, sys
own = attrs.define, attrs.has, attrs.resolve_types
from cim_lsp.lsp.startup import trimmed
with trimmed():
    from cim_lsp.lsp.handlers import COMMANDS, FEATURES
    from cim_lsp.lsp.server import Server
    Server(FEATURES, COMMANDS)
from lsprotocol import types
each = [it for it in types.ALL_TYPES_MAP.values() if isinstance(it, type) and "__attrs_attrs__" in vars(it)]
finished = sum("__match_args__" in vars(it) for it in each)
print(json.dumps({
    "few are finished": 0 < finished < len(each) / 10,
    "written": types.Hover.__eq__ is not object.__eq__ or types.Hover.__repr__ is not object.__repr__,
    "positions": types.Position(1, 2) == types.Position(1, 2) < types.Position(1, 3),
    "ssl": sys.modules.get("ssl") is not None,
    "restored": own == (attrs.define, attrs.has, attrs.resolve_types) and gc.isenabled(),
}))
"""
DESCRIBE = """\
import attrs, inspect, json
from lsprotocol import converters, types
converters.get_converter()
def described(it):
    fields = [(f.name, str(f.type), repr(f.default), f.kw_only, type(f.validator).__name__) for f in attrs.fields(it)]
    return fields, str(inspect.signature(it)), it.__match_args__, it.__doc__, it.__hash__ is object.__hash__
found = {name: described(it) for name, it in types.ALL_TYPES_MAP.items() if isinstance(it, type) and attrs.has(it)}
"""
DEFERRED = f"""\
from cim_lsp.lsp.deferred import deferred
with deferred():
{textwrap.indent(DESCRIBE, "    ")}
print(json.dumps(found))
"""
PLAIN = f"""\
import attrs
from functools import partial
attrs.define = partial(attrs.define, eq=False, repr=False)
{DESCRIBE}
print(json.dumps(found))
"""
RACED = """\
import json, sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from cim_lsp.lsp.deferred import deferred
with deferred():
    from lsprotocol import types
sys.setswitchinterval(1e-6)
barrier = Barrier(4)
def make(name):
    barrier.wait()
    return getattr(types, name)().__class__.__name__
needing = "Markdown", "NotebookDocument", "RegularExpressions", "SemanticTokens", "ShowDocument"
names = [name for name in dir(types) if name.endswith("ClientCapabilities") and not name.startswith(needing)]
with ThreadPoolExecutor(4) as pool:
    made = list(pool.map(make, [name for name in names for _ in range(4)]))
print(json.dumps(made == [name for name in names for _ in range(4)]))
"""


def _run(code: str) -> Any:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def test_only_what_nobody_asks_for_is_left_out():
    left_out = {"few are finished": True, "written": False, "positions": True, "ssl": False, "restored": True}
    assert _run(LEFT_OUT) == left_out


def test_types_are_what_attrs_makes_of_them_whenever_they_are_finished():
    found = _run(DEFERRED)
    assert len(found) > 500
    assert found == _run(PLAIN)


def test_a_type_is_finished_once_though_threads_race_for_it():
    assert _run(RACED) is True
