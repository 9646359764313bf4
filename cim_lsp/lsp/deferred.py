"""lsprotocol's types, each finished when it is first used.

lsprotocol has 554 types, and at import attrs writes and compiles an `__init__` and more for each: two fifths of a
start, and 11 MB; whoever edits a file meets a third of them. Here a type is left as it was written, and finished in
place, as `attrs.define` does where no slots are asked for, when somebody makes one or asks what fields it has. Until
then two attributes stand in for what attrs would have put there.

It rests on what attrs has in public. A type that isn't defined by a bare `@attrs.define` is made at once, and whoever
asks for more than is stood in for here gets a finished type: that would be slower, but not wrong.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from importlib import import_module
from threading import RLock
from typing import Any, cast

import attrs

_DEFINE, _HAS, _RESOLVE = attrs.define, attrs.has, attrs.resolve_types
_FIELDS = "__attrs_attrs__"
"""Where attrs keeps the fields of a type, and finds out that it is one of its own."""
_lock = RLock()


@contextmanager
def deferred() -> Generator[None, None, None]:
    """Import lsprotocol's types, unfinished; within it is made what asks about all of them, a converter."""
    attrs.define = _define
    try:
        import_module("lsprotocol.types")
        attrs.define, attrs.has, attrs.resolve_types = _DEFINE, _has, _resolve
        yield
    finally:
        attrs.define, attrs.has, attrs.resolve_types = _DEFINE, _HAS, _RESOLVE


class _Unfinished:
    """The fields of a type, found out when they are first asked for."""

    def __init__(self, owner: type) -> None:
        self._owner = owner
        self._is_begun = False
        self.names: dict[str, Any] | None = None
        """By which the types of the fields are to be resolved."""

    def __get__(self, _: object, asked: type) -> Any:
        self.finish()
        return getattr(asked, _FIELDS)

    def finish(self) -> None:
        """Threads wait for whichever is the first; attrs itself finds nothing there while it is at work."""
        with _lock:
            if self._is_begun and _unfinished(self._owner):
                raise AttributeError(_FIELDS)
            if not self._is_begun:
                self._is_begun = True
                _DEFINE(self._owner, init=True, eq=False, repr=False, slots=False)
                if self.names is not None:
                    _RESOLVE(self._owner, self.names, {})


def _define(owner: Any = None, **options: Any) -> Any:
    """`attrs.define` of a type with no wishes of its own. Nobody here compares or prints one."""
    if owner is None or options:
        return _DEFINE(owner, **options)
    fields = _Unfinished(owner)

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        fields.finish()
        owner.__init__(self, *args, **kwargs)

    owner.__init__ = __init__
    setattr(owner, _FIELDS, fields)
    return owner


def _has(owner: type) -> bool:
    return _unfinished(owner) is not None or _HAS(owner)


def _resolve(owner: Any, globalns: Any = None, localns: Any = None, *rest: Any, **more: Any) -> Any:
    """An unfinished type is resolved when it is finished."""
    fields = _unfinished(owner)
    if fields is None or globalns is None or localns or rest or more:
        return _RESOLVE(owner, globalns, localns, *rest, **more)
    fields.names = globalns
    return owner


def _unfinished(owner: Any) -> _Unfinished | None:
    known: Mapping[str, object] = vars(cast("type", owner))
    fields = known.get(_FIELDS)
    return fields if isinstance(fields, _Unfinished) else None
