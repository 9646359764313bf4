"""A value of another type than the key takes.

YAML reads unquoted `1.0`, `42`, `true` and `null` as numbers, booleans and nothing. Where text is wanted they need
quotes; where a list is wanted, one value becomes a list of one.

```yaml
module:
  version: 1.0          # a number to YAML
  keywords: billing     # a list is wanted
```
```yaml
module:
  version: "1.0.0"
  keywords: [billing]
```
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..diagnostics import Applicability, Diagnostic, Fix, Rule, Severity, safe
from ..document import Document
from ..editing import open_record, split_item
from ..evidence import Evidence
from ..faults import Fault
from ..nodes import Mapping, Node, Scalar, Sequence, resolve
from ..scalars import quote, replace_value, scalar_text
from ..text import Edit

CODE = "wrong-type"
_WANTED = {"string": "text", "array": "a list", "object": "a mapping"}


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    for fault in evidence.of(CODE):
        fixes = tuple(_fixes(evidence.document, fault))
        yield Diagnostic(CODE, Severity.ERROR, fault.span, _message(fault), fixes=fixes)


def _message(fault: Fault) -> str:
    wanted = _wanted(fault)
    if isinstance(fault.node, Scalar) and fault.node.is_empty:
        return f"`{fault.key}` has no value; expected {wanted}" if fault.key else f"an empty item; expected {wanted}"
    if isinstance(fault.node, Mapping) and _is_crowded(fault):
        names = {entry.name for entry in fault.node.entries}
        if names <= {"version", "repository"}:
            return "this reference has no name"
        what = "a reference has one name" if fault.entry else "an item of a list has one key"
        return f"{what} here, this one has {len(names)}"
    hint = ": put it in quotes" if _is_quotable(fault) else ""
    return f"expected {wanted}, found {_found(fault.node)}{hint}"


def _wanted(fault: Fault) -> str:
    kind = fault.violation.schema.get("type") if fault.violation else "object"
    if fault.violation and (choices := fault.violation.choices):
        return f"one of {', '.join(choices)}"
    return "a UUIDv7" if _is_id(fault) else _WANTED.get(str(kind), "a mapping")


def _found(node: Node | None) -> str:
    node = resolve(node) if node else None
    if isinstance(node, Scalar):
        names = {"bool": "a boolean", "int": "a number", "float": "a number", "str": "text", "NoneType": "null"}
        return names[type(node.data).__name__]
    return "a list" if isinstance(node, Sequence) else "a mapping"


def _is_crowded(fault: Fault) -> bool:
    """Whether this is a list item with another number of keys than one."""
    return fault.violation is not None and fault.violation.keyword in ("minProperties", "maxProperties")


def _is_block_item(fault: Fault) -> bool:
    """The same, in block style throughout."""
    is_block = isinstance(fault.holder, Sequence) and not fault.holder.flow
    return is_block and isinstance(fault.node, Mapping) and not fault.node.flow and _is_crowded(fault)


def _is_quotable(fault: Fault) -> bool:
    """Whether quotes make the value what is wanted; never for an id, which no number could be."""
    node = fault.node
    is_bare = isinstance(node, Scalar) and not node.style and not node.tag and not node.is_empty
    return is_bare and _wanted(fault) == "text" and not _is_id(fault)


def _is_id(fault: Fault) -> bool:
    return fault.violation is not None and fault.violation.definition == "uuid7"


def _fixes(document: Document, fault: Fault) -> Iterator[Fix]:
    node = fault.node
    if isinstance(node, Mapping) and _is_block_item(fault) and (edits := split_item(document, node)):
        yield safe("Make each key an item of its own", *edits)
    if not isinstance(node, Scalar) or node.is_empty:
        return
    if fault.entity and fault.entry is fault.entity.top:
        make = partial(open_record, document, fault.entity, "")
        yield Fix("Add name, id and purpose", Applicability.SAFE, make, mints=True)
    elif _is_quotable(fault):
        yield safe("Put it in quotes", quote(document, node))
    elif _is_id(fault) and fault.entity and fault.entry is fault.entity.get("id"):
        applicability = Applicability.SAFE if node.data is None else Applicability.UNSAFE
        yield Fix("Insert UUIDv7", applicability, lambda mint: (_insert(document, fault, mint()),), mints=True)
    elif _wanted(fault) == "a list" and isinstance(node.data, str) and _is_movable(document, fault, node):
        item = node.span.of(document.text) if node.style else scalar_text(node.text)
        yield safe("Make it a list", Edit(node.span, f"[{item}]"))


def _insert(document: Document, fault: Fault, identity: str) -> Edit:
    """An id in place of the value, in quotes where the key is in quotes."""
    key = fault.entry.key if fault.entry else None
    is_json = isinstance(key, Scalar) and key.style == '"'
    if is_json or fault.node is None:
        return Edit(fault.span, scalar_text(identity, '"'))
    return replace_value(document, fault.node, identity)


def _is_movable(document: Document, fault: Fault, node: Scalar) -> bool:
    """Whether a value may become an item: not a block scalar, nor one with a tag, nor one that an alias stands for."""
    key_end = fault.entry.key.span.end if fault.entry else node.span.start
    return node.style not in ("|", ">") and not node.tag and "&" not in document.text[key_end : node.span.start]


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)
