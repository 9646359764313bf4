"""What files are called that are CIM files, and the modeline that makes one of any other."""

from __future__ import annotations

import re
from collections.abc import Callable
from os.path import basename, splitext

from .conventions import slug

SUFFIXES = (".yaml", ".yml", ".json")
PATTERN = "**/*.{yaml,yml,json}"
"""A glob of every file that may be a CIM file (LSP 3.17, GlobPattern)."""
_GENERIC = ("cim", "domain", "module")
MODELINE = r"#[ \t]*yaml-language-server[ \t]*:[ \t]*\$schema=(?P<schema>\S+)"
"""A comment in which a file names its schema; a text, since few who import this look for one."""
_OWN_LINE = rf"(?:\A\ufeff?|(?<=[\r\n]))[ \t]*{MODELINE}"
_OURS = r"(?:\A|[/\\])(?:cim|domain|module)(?:\.draft-07)?\.schema\.json\Z"


def is_named(path: str) -> bool:
    """Whether a file is a CIM file by its name: `domain.yaml`, `x.module.yml`, `cim.json`, …"""
    stem, dot, suffix = path.rpartition(".")  # splitext and Path cost more, and every file is asked
    return dot + suffix in SUFFIXES and basename(stem).rpartition(".")[2] in _GENERIC  # noqa: PTH119


def is_certain(path: str) -> bool:
    """Whether a file is a CIM file whatever is in it: by a name that nobody else uses."""
    return is_named(path) and splitext(basename(path))[0] not in _GENERIC  # noqa: PTH119, PTH122


def own_name(path: str, kind: str) -> str:
    """The name that a file or, where it is called `domain.yaml` or the like, its folder has; else `my-domain`."""
    from pathlib import PurePath  # noqa: PLC0415 - the others do without

    name = PurePath(path)
    stem, _, last = name.stem.rpartition(".")
    return slug((stem if last in _GENERIC else name.stem) or name.parent.name) or f"my-{kind}"


def file_name(kind: str, name: str, is_taken: Callable[[str], bool]) -> str | None:
    """What the file of a new domain or module is called; None where nothing can be made of its name.

    The first domain of a folder is in `domain.yaml`, whatever its name. `is_taken` tells of a name in that folder.
    """
    if kind == "domain" and not any(is_taken(f"domain{suffix}") for suffix in SUFFIXES):
        return "domain.yaml"
    stem = slug(name)
    return f"{stem}.{kind}.yaml" if stem else None


def has_modeline(text: str) -> bool:
    """Whether a comment of the file names one of our schemas."""
    return any(re.search(_OURS, match["schema"]) for match in re.finditer(_OWN_LINE, text))
