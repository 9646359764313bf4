"""Where somebody is typing, told from the lines around alone: no tree is needed, so no fault elsewhere is in the way.

A place is a path of keys from the top of the YAML document, with None for an item of a sequence; beside it stands
what a completion must know: the word to be replaced, its quotes, and the keys that are there already.
"""

from .locate import Cursor, locate

__all__ = ["Cursor", "locate"]
