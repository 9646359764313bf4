"""`typing.NamedTuple` for what every run of the command line imports.

To import `typing`, and to have it read annotations, takes a third of all the time in which a valid file is judged. So
there it is left to type checkers; at run time this makes the same classes with `collections.namedtuple` alone.
"""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class _Maker(type):
        """Makes a tuple with named fields of the annotations in a class; its other attributes become those of that."""

        def __new__(cls, name, bases, namespace):
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            fields = namespace.pop("__annotations__", {})
            defaults = [namespace.pop(field) for field in fields if field in namespace]
            made = namedtuple(name, fields, defaults=defaults, module=namespace["__module__"])
            made.__annotations__ = fields
            for key, value in namespace.items():
                if key != "__slots__":
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Maker):
        """What others derive from; they become tuples, and no subclasses of this."""


__all__ = ["TYPE_CHECKING", "NamedTuple"]
