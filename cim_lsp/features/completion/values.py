"""The values that may stand behind a key or a dash: words of a vocabulary, fresh ids, versions, and names of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...editing import STEP
from ...filetypes import own_name
from ...guide import KeyPath, Place, is_entity, place
from ...known import Known
from ...markdown import escape
from ...sections import declared_names, section_names
from ...summary import WANTED
from ...vocabulary import LINKS, SECTIONS, TARGETS
from .item import Item, Note, Request, Text, offer, value_text

_RANGES = (("*", "any version"), ("latest", "the newest version"))


def values(request: Request, path: KeyPath, kind: str | None) -> Iterator[Item]:
    """The values of the key, or of the item, that a path ends with."""
    here = place(path, kind)
    if here is None:
        return
    key = _key(path)
    yield from _words(request, path, here)
    if wanted := _in_reference(path):
        yield from _by_name(request, path, wanted) if key == "name" else _by_id(request, path, wanted, key)
    elif "uuid7" in here.definitions:
        yield fresh_id(request, path)
    elif here.definitions & {"reference", "references"}:
        yield from _references(request, path, wanted="domain" if key == "domain" else "module")
    elif key in LINKS.get(_section(path) or "", ()):
        yield from _links(request, path, str(key))
    elif "range" in here.definitions:
        yield from _ranges(request, path)
    elif key == "name" and is_entity(path[:-1]):
        yield from _own_name(request, path)


def _key(path: KeyPath) -> str | None:
    """The key that a value belongs to, of which it may be one of several."""
    return next((part for part in reversed(path) if part is not None), None)


def _section(path: KeyPath) -> str | None:
    return next((part for part in reversed(path[:-1]) if part in SECTIONS), None)


def _words(request: Request, path: KeyPath, here: Place) -> Iterator[Item]:
    """A closed vocabulary, known words of an open one, or the usual beginning."""
    for choice in here.choices:
        text = Text(value_text(request, choice.value))
        yield offer(request, choice.value, "word", text, Note(choice.meaning, path, choice.value))
    if _key(path) == "category" or _key(path) == "$schema":
        for example in here.examples:
            yield _word(request, str(example), Note(topic=path))
    elif here.default is not None and not here.choices:
        yield _word(request, str(here.default), Note(topic=path))


def _word(request: Request, word: str, note: Note) -> Item:
    return offer(request, word, "word", Text(value_text(request, word)), note)


def fresh_id(request: Request, path: KeyPath) -> Item:
    """A UUIDv7, offered whatever has been typed."""
    typed = request.lines.text[request.cursor.word.start : request.cursor.word.end]
    fresh = request.mint()
    item = offer(request, fresh, "id", Text(value_text(request, fresh)), Note("a fresh UUIDv7", path))
    return replace(item, filter=typed or None)


def _in_reference(path: KeyPath) -> str | None:
    """The kind that is referred to by the record that a key belongs to; None where that is no reference."""
    outer = place(path[:-1], None) if len(path) > 2 else None
    if outer is None or path[-1:] not in (("name",), ("id",)) or "reference-record" not in outer.definitions:
        return None
    return WANTED.get(_key(path[:-1]) or "")


def _references(request: Request, path: KeyPath, wanted: str) -> Iterator[Item]:
    """The modules, or domains, of the project that are not referred to here yet: by name, then by id."""
    yield from _by_name(request, path, wanted)
    yield from _by_id(request, path, wanted, "id")


def _by_name(request: Request, path: KeyPath, wanted: str) -> Iterator[Item]:
    for known in _others(request, wanted):
        yield _named(request, known, _placed(request, path, value_text(request, known.name)), path)


def _by_id(request: Request, path: KeyPath, wanted: str, key: str | None) -> Iterator[Item]:
    for known in _others(request, wanted) if key == "id" else ():
        if known.id:
            text = _placed(request, path, value_text(request, known.id))
            yield offer(request, known.id, "reference", text, _note(known, path, known.id))


def _others(request: Request, wanted: str) -> Iterator[Known]:
    """Those of the project and of this file, but for the one that is written here and those referred to beside it."""
    cursor, text = request.cursor, request.lines.text
    declared = list(declared_names(text))
    own = max((each for each in declared if each[0] <= cursor.word.start), default=None)
    taken = {*cursor.items, *(cursor.keys if cursor.role == "key" else ())}
    if own and own[1] == wanted:
        taken.add(own[2])
    here = (Known(name) for _, kind, name in declared if kind == wanted)
    for known in (*request.known(wanted), *here):
        if known.name not in taken and known.id not in taken:
            taken.add(known.name)
            yield known


def _placed(request: Request, path: KeyPath, text: str) -> Text:
    """A name or id where a list of them is begun behind its key, or just there."""
    is_list_key = request.cursor.role == "value" and path[-1:] in (("modules",), ("dependencies",))
    return _as_list(request, text) if is_list_key else Text(text)


def _as_list(request: Request, name: str) -> Text:
    """The first item of a list that is opened behind a key."""
    if request.cursor.flow:
        return Text(f"[{name}", "]", stop=True)
    line = request.lines.line_at(request.cursor.word.start)
    head = request.lines.text[line.start : request.cursor.word.start]
    column = len(head) - len(head.lstrip(" -")) + len(STEP)
    return Text(f"{request.newline}{' ' * column}- {name}", stop=True)


def named_keys(request: Request, path: KeyPath) -> Iterator[Item]:
    """The modules, or domains, of the project as the keys of a mapping from names, or ids, to ranges."""
    for known in _others(request, WANTED.get(_key(path) or "", "module")):
        for name in filter(None, (known.name, known.id)):
            text = value_text(request, name)
            range_ = f"^{known.version}" if known.version else "*"
            whole = Text(text) if request.cursor.has_colon else Text(f'{text}: "{range_}"')
            yield offer(request, name, "reference", whole, _note(known, path, name))


def _named(request: Request, known: Known, text: Text, path: KeyPath) -> Item:
    return offer(request, known.name, "reference", text, _note(known, path, known.name))


def _note(known: Known, path: KeyPath, label: str) -> Note:
    """What stands beside a name: version and file; beside an id, the name."""
    detail = " ".join(filter(None, (known.version, known.where))) if label == known.name else known.name
    return Note(detail, path, meaning=escape(known.purpose))


def _links(request: Request, path: KeyPath, key: str) -> Iterator[Item]:
    """The names of this document's records, those of the section that the key speaks of first; then their ids."""
    targets = TARGETS[key]
    found = ((section not in targets, what, name, section) for section, what, name in section_names(request.lines.text))
    seen = set(request.cursor.items)
    for _, _, name, section in sorted(dict.fromkeys(found), key=lambda each: (each[0], each[1] == "id")):
        if name not in seen:
            seen.add(name)
            yield offer(request, name, "link", Text(value_text(request, name)), Note(section, path))


def _ranges(request: Request, path: KeyPath) -> Iterator[Item]:
    """Ranges that the module's present version meets, where it is known, and those that any does."""
    versions = [known.version for known in request.known("module") if known.name == path[-1] and known.version]
    ranges = [(f"^{version}", "compatible with it") for version in versions]
    ranges += [(f"~{version}", "its patch releases") for version in versions]
    for label, detail in (*ranges, *_RANGES):
        text = value_text(request, label)
        quoted = f'"{text}"' if text == label else text
        yield offer(request, label, "word", Text(quoted), Note(detail, path))


def _own_name(request: Request, path: KeyPath) -> Iterator[Item]:
    """The name that the file or its folder already has."""
    yield _word(request, own_name(request.path, str(path[0])), Note("as the file is called", path))
