"""The YAML tree: what a document says and where it says it.

Nodes follow YAML 1.2.2 chapter 3 and are typed by its core schema (10.3): `yes` is text, `010` is ten, `0x1F` an
integer, dates are text. A span covers a node's own characters: quotes, brackets and block headers belong to it,
anchors, tags and trailing comments do not. Trees hold no cycles: an alias points at a finished node.

A collection that an edit has only moved is not made anew: it is known by the one that it was (`moved`), and what is
inside gets its new places when somebody looks. What has no place in it (`once`) is found out once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from .core_schema import plain_data
from .text import Span
from .values import NamedTuple

Fact = TypeVar("Fact")

_CORE = "tag:yaml.org,2002:"


class Scalar(NamedTuple):
    """A scalar: `text` is its content, unescaped and folded; `style` is '' (plain), "'", '"', '|' or '>'."""

    span: Span
    text: str
    style: str = ""
    tag: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is written here (`key:` and no more)."""
        return not self.text and not self.style and self.tag is None

    @property
    def data(self) -> object:
        """The value by the core schema: str, int, float, bool or None."""
        tag = self.tag.removeprefix(_CORE) if self.tag else None
        if tag is None:
            return self.text if self.style else plain_data(self.text)
        return plain_data(self.text) if tag in ("int", "float", "bool", "null") else self.text


class Alias(NamedTuple):
    """`*name`, and the node that it stands for."""

    span: Span
    name: str
    target: Node


class Entry(NamedTuple):
    """A key and its value in a mapping. `value` is an empty scalar behind the colon where none is written."""

    key: Node
    value: Node

    @property
    def span(self) -> Span:
        return Span(self.key.span.start, self.value.span.end)

    @property
    def name(self) -> str:
        """The key as JSON would have it: its text; for a collection as a key, an unlikely text."""
        key = resolve(self.key)
        return key.text if isinstance(key, Scalar) else f"? {type(key).__name__}"


class _Collection:
    """Equal to whatever says the same at the same place, moved there or not."""

    __slots__ = ()

    def said(self) -> tuple[object, ...]:
        """All that counts of it."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.said() == other.said()

    def __hash__(self) -> int:
        return hash(self.said())

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self.said()}"


class Mapping(_Collection):
    """A collection; where it has only been moved, `origin` is what it was at first."""

    __slots__ = ("entries", "facts", "flow", "origin", "span")

    def __init__(self, span: Span, entries: tuple[Entry, ...], flow: bool = False) -> None:
        self.span = span
        self.entries = entries
        self.flow = flow
        self.origin: Mapping | None = None
        self.facts: dict[Any, Any] | None = None

    def said(self) -> tuple[object, ...]:
        return self.span, self.entries, self.flow

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> tuple[Entry, ...]:
            """The entries of one that was moved, when they are first asked for."""
            by = _distance(self, name, "entries")
            found = tuple([Entry(moved(entry.key, by), moved(entry.value, by)) for entry in self.origin.entries])
            setattr(self, name, found)
            return found


class Sequence(_Collection):
    """A collection; where it has only been moved, `origin` is what it was at first."""

    __slots__ = ("facts", "flow", "items", "origin", "span")

    def __init__(self, span: Span, items: tuple[Node, ...], flow: bool = False) -> None:
        self.span = span
        self.items = items
        self.flow = flow
        self.origin: Sequence | None = None
        self.facts: dict[Any, Any] | None = None

    def said(self) -> tuple[object, ...]:
        return self.span, self.items, self.flow

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> tuple[Node, ...]:
            """The items of one that was moved, when they are first asked for."""
            by = _distance(self, name, "items")
            found = tuple([moved(item, by) for item in self.origin.items])
            setattr(self, name, found)
            return found


Node = Scalar | Mapping | Sequence | Alias


def moved(node: Node, by: int) -> Node:
    """The same node so many characters further on."""
    span = Span(node.span.start + by, node.span.end + by)
    if isinstance(node, Scalar):
        return Scalar(span, node.text, node.style, node.tag)
    if isinstance(node, Alias):
        return Alias(span, node.name, moved(node.target, by))
    origin = node.origin or node
    if origin.span.start == span.start:
        return origin
    copy: Any = object.__new__(type(node))
    copy.span, copy.flow, copy.origin, copy.facts = span, node.flow, origin, None
    return copy


def _distance(node: Mapping | Sequence, name: str, children: str) -> int:
    """How far a collection has been moved whose children are asked for. Raises AttributeError for another name."""
    if name != children or node.origin is None:
        raise AttributeError(name, name=name, obj=node)
    return node.span.start - node.origin.span.start


def once(node: Mapping | Sequence, find: Callable[[Any], Fact]) -> Fact:
    """What `find` says of a collection: asked once, wherever it is moved to. No place may be part of it."""
    origin = node.origin or node
    facts = origin.facts
    if facts is None:
        object.__setattr__(origin, "facts", facts := {})
    if find not in facts:
        facts[find] = find(origin)
    return facts[find]


def resolve(node: Node) -> Scalar | Mapping | Sequence:
    """The node itself, or what the alias stands for."""
    while isinstance(node, Alias):
        node = node.target
    return node


def entries(node: Node) -> Iterator[Entry]:
    """The effective entries of a mapping: its own in order, then those of its merge keys (`<<`) that it has not.

    Of a key that is written twice the first counts. Nothing for a node that is no mapping.
    """
    mapping = resolve(node)
    if not isinstance(mapping, Mapping):
        return
    seen: set[str] = set()
    for entry in mapping.entries:
        if not is_merge(entry) and entry.name not in seen:
            seen.add(entry.name)
            yield entry
    for entry in mapping.entries:
        if is_merge(entry):
            yield from (merged for merged in _merged(entry) if not (merged.name in seen or seen.add(merged.name)))


def names(node: Mapping) -> frozenset[str]:
    """The names of the effective entries of a mapping."""
    return frozenset(entry.name for entry in entries(node))


def is_merge(entry: Entry) -> bool:
    """Whether this is a merge key: a plain `<<` before a mapping or a sequence of mappings."""
    return isinstance(entry.key, Scalar) and entry.key.text == "<<" and not entry.key.style and bool(_sources(entry))


def _sources(entry: Entry) -> tuple[Node, ...]:
    value = resolve(entry.value)
    sources = value.items if isinstance(value, Sequence) else (value,)
    return sources if all(isinstance(resolve(source), Mapping) for source in sources) else ()


def _merged(entry: Entry) -> Iterator[Entry]:
    for source in _sources(entry):
        yield from entries(source)


def data(node: Node) -> object:
    """The plain value of a tree, aliases and merge keys resolved: what a JSON Schema judges. Not to be changed."""
    found = resolve(node)
    return found.data if isinstance(found, Scalar) else once(found, _data)


def _data(node: Mapping | Sequence) -> object:
    if isinstance(node, Sequence):
        return [data(item) for item in node.items]
    return {entry.name: data(entry.value) for entry in entries(node)}


def children(node: Node) -> Iterator[Node]:
    """The nodes that are written directly inside another one, keys before their values."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key
            yield entry.value
    elif isinstance(node, Sequence):
        yield from node.items


def walk(node: Node) -> Iterator[Node]:
    """Every node that is written in this tree, parents first; aliases are not followed."""
    yield node
    for child in children(node):
        yield from walk(child)
