"""Configurations on the command line: what is wrong with them, what is in force, and which files that leaves."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from ..configuration import Configuration, Layer
from ..diagnostics import weighed
from ..document import Document
from ..files.configurations import Configurations, Effective
from ..files.reading import mode
from ..rules import RULES
from ..schema import schema
from ..text import LineIndex
from . import discovery
from .arguments import Options
from .census import shown
from .findings import findings
from .output.characters import printable
from .verdicts import Verdict

Value = TypeVar("Value")


def problems(layers: Iterable[Layer], configurations: Configurations) -> Iterator[Verdict]:
    """The verdicts on those configurations of which there is something to say."""
    for layer in layers:
        if told := tuple(weighed(layer.problems, configurations.of(layer.path).levels)):
            document = Document(layer.path, layer.text, (), LineIndex(layer.text))
            path = shown(layer.path)
            yield Verdict(path, findings(path, document, told), is_unreadable=True)


def show(options: Options) -> int:
    """Print what `--show-config` or `--show-files` asks for; returns the exit code, 1 for a bad configuration."""
    configurations = discovery.configurations(isolated=options.isolated)
    if options.show_config is not None:
        path = Path(os.path.realpath(options.show_config))
        is_folder = stat.S_ISDIR(mode(path))
        effective = configurations.at(str(path)) if is_folder else configurations.of(str(path))
        excluded = effective.is_excluded if is_folder else effective.excludes(str(path))
        sys.stdout.write(f"{_toml(effective, is_excluded=excluded)}\n")
    else:
        found = discovery.find(options.paths or ["."], configurations, force_exclude=options.force_exclude)
        sys.stdout.writelines(f"{printable(path)}\n" for path in found.files)
    wrong = [
        (verdict.path, finding)
        for verdict in problems(configurations.layers(), configurations)
        for finding in verdict.findings
    ]
    for path, finding in wrong:
        place = f"{printable(path)}:{finding.place.line}:{finding.place.column}"
        sys.stderr.write(f"{place}: {finding.severity}[{finding.code}] {printable(finding.message)}\n")
    return int(any(finding.severity == "error" for _, finding in wrong))


def _toml(effective: Effective, *, is_excluded: bool) -> str:
    return "\n".join(_lines(effective, is_excluded=is_excluded))


def _lines(effective: Effective, *, is_excluded: bool) -> Iterator[str]:
    """What is in force, in the form of `.cim.toml`, and behind each value the file that says so."""
    if is_excluded:
        yield "# excluded: left alone unless it is named"
    yield from _patterns(effective, "include", lambda layer: layer.include)
    yield from _patterns(effective, "exclude", lambda layer: layer.exclude)
    keys = schema("config")["properties"]
    inner = keys["diagnostics"]["properties"], keys["inlayHints"]["properties"]
    yield _line("structural", _source(effective, lambda each: each.structural), keys["structural"])
    yield _line("diagnostics.scope", _source(effective, lambda each: each.scope), inner[0]["scope"])
    yield _line("inlayHints.created", _source(effective, lambda each: each.created_hints), inner[1]["created"])
    yield _line("inlayHints.name", _source(effective, lambda each: each.name_hints), inner[1]["name"])
    yield "\n[rules]"
    for rule in RULES:
        value, path = _source(effective, _level_of(rule.code))
        yield _line(rule.code, (value, path), {"default": rule.severity.word})


def _level_of(code: str) -> Callable[[Configuration], str | None]:
    def level(configuration: Configuration) -> str | None:
        if code not in configuration.rules:
            return None
        severity = configuration.rules[code]
        return severity.word if severity else "off"

    return level


def _patterns(effective: Effective, key: str, of: Callable[[Configuration], tuple[str, ...]]) -> Iterator[str]:
    """Patterns of all files, each relative to its own."""
    found = [(pattern, layer.path) for layer in effective.layers for pattern in of(layer.configuration)]
    if not found:
        yield f"{key} = []  # default"
        return
    yield f"{key} = ["
    yield from (f"    {_text(pattern)},  # {printable(shown(path))}" for pattern, path in found)
    yield "]"


def _source(effective: Effective, of: Callable[[Configuration], Value | None]) -> tuple[Value | None, str]:
    """A value, and the file that sets it: the nearest one that does."""
    for layer in reversed(effective.layers):
        if (value := of(layer.configuration)) is not None:
            return value, layer.path
    return None, ""


def _line(key: str, found: tuple[object, str], described: dict[str, object]) -> str:
    value, path = found
    comment = printable(shown(path)) if path else "default"
    return f"{key} = {_text(value if path else described['default'])}  # {comment}"


def _text(value: object) -> str:
    """A text, true or false in TOML; of all characters that JSON leaves as they are, TOML escapes DEL too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
