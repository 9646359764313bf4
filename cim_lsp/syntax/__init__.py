"""YAML read: a tree with exact places for each document of a stream, also where the text can't be read to its end.

`stream` cuts at document markers; `yaml_syntax`, the only door to ruamel.yaml, reads one document, `builder` keeps
what was read of it, `malformed` says in a person's words why it went no further. `incremental` reads an edited text
from what it was before.
"""

from .trees import Tree, parse

__all__ = ["Tree", "parse"]
