"""Where a file declares its domains and modules, and where it refers to others: the places of what `summary` says."""

from __future__ import annotations

from collections.abc import Iterator

from .document import Document, Entity, entity_of
from .nodes import Alias, Node, Scalar, Sequence, data, entries, resolve
from .summary import Reference, Site, Steps, Summary, kind_and_fields, references, summarise
from .syntax import Tree
from .text import Span
from .values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .summary import Form


class Mention(NamedTuple):
    """A reference and its tokens: its name or id, its range, and the name beside an id, should they be there.

    Behind an alias, the alias is the token. `member` is the index of the member that refers, `number` counts the
    references of that one.
    """

    reference: Reference
    member: int
    number: int
    node: Node
    range: Node | None
    label: Node | None
    form: Form

    @property
    def span(self) -> Span:
        """The name or id, its quotes included."""
        return self.node.span

    @property
    def inner(self) -> Span:
        """The name or id without its quotes."""
        return inner(self.node)


class Declaration(NamedTuple):
    """A member of the file by its index, and its tokens: the `domain` or `module` key, the values of its keys."""

    member: int
    kind: str
    key: Node
    name: Node | None
    id: Node | None
    version: Node | None


def summary(document: Document) -> Summary:
    """What a document tells the rest of its project."""
    roots = (data(tree.root) for tree in document.trees if tree.root)
    return summarise(document.path, roots, torn=any(map(_is_torn, document.trees)))


def mentions(document: Document, *, sound: bool = False) -> tuple[Mention, ...]:
    """Every reference of a document, in the order of its summary; `sound` leaves out what stands before a fault."""
    return tuple(
        _mention(reference, site, (member, index), tree.root)
        for member, tree, _ in _members(document)
        if tree.root and not (sound and tree.fault) and (found := kind_and_fields(data(tree.root)))
        for index, (reference, site) in enumerate(references(found[1]))
    )


def declarations(document: Document, *, sound: bool = False) -> tuple[Declaration, ...]:
    """Every domain and module of a document, in the order of its summary."""
    return tuple(
        Declaration(index, entity.kind, entity.key, _name(entity), _value(entity, "id"), _value(entity, "version"))
        for index, tree, entity in _members(document)
        if not (sound and tree.fault)
    )


def inner(node: Node) -> Span:
    """The place of a token without its quotes."""
    quotes = isinstance(node, Scalar) and node.style in ("'", '"')
    return Span(node.span.start + quotes, node.span.end - quotes)


def _members(document: Document) -> Iterator[tuple[int, Tree, Entity]]:
    found = ((tree, entity_of(tree.root)) for tree in document.trees)
    members = ((tree, entity) for tree, entity in found if entity)
    return ((index, tree, entity) for index, (tree, entity) in enumerate(members))


def _is_torn(tree: Tree) -> bool:
    """Whether a fault may hide who is declared: the name and the id don't both stand before it."""
    entity = entity_of(tree.root) if tree.fault else None
    return tree.fault is not None and not (entity and entity.text("name") and entity.text("id"))


def _name(entity: Entity) -> Node | None:
    is_bare = isinstance(entity.body, Scalar) and isinstance(entity.body.data, str)
    return entity.top.value if is_bare else _value(entity, "name")


def _value(entity: Entity, key: str) -> Node | None:
    entry = entity.get(key)
    return entry and entry.value


def _mention(reference: Reference, site: Site, number: tuple[int, int], root: Node) -> Mention:
    key, value = _follow(root, site.path)
    range_ = _follow(root, site.range)[1] if site.range else None
    label = _follow(root, site.label)[1] if site.label else None
    return Mention(reference, *number, key if site.form == "key" else value, range_, label, site.form)


def _follow(root: Node, path: Steps) -> tuple[Node, Node]:
    """The last key of a path and the value there; where a list or a record stands behind an alias, that for both."""
    own = 3 if isinstance(path[1], int) else 2
    key = node = root
    for depth, step in enumerate(path):
        if depth >= own and isinstance(node, Alias):
            return node, node
        holder = resolve(node)
        if isinstance(step, int):
            key = node = holder.items[step] if isinstance(holder, Sequence) else node
        else:
            entry = next(entry for entry in entries(holder) if entry.name == step)
            key, node = entry.key, entry.value
    return key, node
