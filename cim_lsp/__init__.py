"""Understand the files that a CIM (Composable Information Machine) starts from.

    text -> syntax -> Document -> faults -> Evidence -> rules -> Diagnostic -+-> lsp (editors)
                         |                     |                             +-> cli (terminal, CI)
                         +-> Summary -> Project                              +-> api (other programs)
                         +-> symbols, mentions -> features ------------------+

`syntax` reads YAML into trees with exact places; a `Document` is a file's text and its trees; the published schemas
judge the data, and `faults` tells what the writer did to break them, once; each rule puts one kind of fault into
words and offers the way out. The core knows neither LSP nor the command line, opens no file and reads no clock.

What other programs use is here, and is imported when first asked for:
"""

from __future__ import annotations

from .values import TYPE_CHECKING

if TYPE_CHECKING:
    from .api import Declaration, Edit, Finding, Fix, Note, Place, check, check_project, fix, parse
    from .identifiers import mint
    from .schema import registry as schema_registry
    from .schema import text as schema_text

__version__ = "0.1.0"
__all__ = [
    "Declaration",
    "Edit",
    "Finding",
    "Fix",
    "Note",
    "Place",
    "__version__",
    "check",
    "check_project",
    "fix",
    "mint",
    "parse",
    "schema_registry",
    "schema_text",
]

_API = ("Declaration", "Edit", "Finding", "Fix", "Note", "Place", "check", "check_project", "fix", "parse")
_PUBLIC = {
    **{name: ("api", name) for name in _API},
    "mint": ("identifiers", "mint"),
    "schema_registry": ("schema", "registry"),
    "schema_text": ("schema", "text"),
}


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - whoever only wants the version pays for nothing else

    module, attribute = _PUBLIC[name]
    return getattr(import_module(f"{__name__}.{module}"), attribute)
