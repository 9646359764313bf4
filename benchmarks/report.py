"""The figures of a run: tables for people, JSON with every cell and every miss for who goes through them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cim_lsp.text import LineIndex

from .contexts import CONTEXTS, TYPED
from .outcomes import Outcome
from .points import FORMS, KINDS_OF_POINT

Results = Mapping[str, Sequence[Outcome]]
Group = tuple[str | int, ...]

_PRINTED = 30
_SHARES = ("offered", "recall", "first", "top2", "edit")
_ORDER: dict[str | int, int] = {name: at for at, name in enumerate((*KINDS_OF_POINT, *FORMS, *CONTEXTS, *TYPED))}
_LEGEND = """\
offered: the word is among the items. recall: the editor shows it. first: it is on top. top 2: first or second.
edit: of those shown, how many leave the file that was meant when accepted. All in percent, rounded down."""


def figures(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """The counts of a group of outcomes, and the shares that the tables print; no share of nothing."""
    ranks = [it.rank for it in outcomes if it.rank is not None]
    count, seen = len(outcomes), len(ranks)
    return {
        "points": count,
        "offered": sum(it.offered for it in outcomes) / count if count else None,
        "recall": seen / count if count else None,
        "first": sum(rank == 1 for rank in ranks) / count if count else None,
        "top2": sum(rank <= 2 for rank in ranks) / count if count else None,
        "mean_reciprocal_rank": sum(1 / rank for rank in ranks) / count if count else None,
        "edit": sum(it.right for it in outcomes) / seen if seen else None,
    }


def tables(results: Results) -> str:
    """The tables in Markdown; a cell has the share of each server, in the order in which they are named."""
    by_form = _table(results, ("kind", "form"), lambda it: (_kind(it), it.scenario.point.form))
    by_context = _table(results, ("context",), lambda it: (it.scenario.context,))
    by_typed = _table(results, ("kind", "typed"), lambda it: (_kind(it), _typed(it)))
    parts = [f"# Completion: {' / '.join(results)}", _LEGEND, "## By kind and form", by_form]
    parts += ["## By context", by_context, "## By kind and typed characters", by_typed]
    parts += ["## Recall and edit, by kind, context and typed characters", _crossed(results)]
    return "\n\n".join(parts)


def _kind(it: Outcome) -> str:
    return it.scenario.point.kind


def _typed(it: Outcome) -> int:
    return len(it.scenario.typed)


def _groups(results: Results, key: Callable[[Outcome], Group]) -> dict[Group, dict[str, list[Outcome]]]:
    groups: dict[Group, dict[str, list[Outcome]]] = {}
    for name, outcomes in results.items():
        for it in outcomes:
            groups.setdefault(key(it), {}).setdefault(name, []).append(it)
    return dict(sorted(groups.items(), key=lambda it: [_ORDER[part] for part in it[0]]))


def _table(results: Results, heads: Sequence[str], key: Callable[[Outcome], Group]) -> str:
    """One row a group, and one for all."""
    rows = [[*heads, "points", *(share.replace("top2", "top 2") for share in _SHARES)]]
    rows += [_row(results, group, found) for group, found in _groups(results, key).items()]
    rows.append(_row(results, ("all", *("",) * (len(heads) - 1)), results))
    return _markdown(rows, len(heads))


def _row(results: Results, group: Group, found: Mapping[str, Sequence[Outcome]]) -> list[str]:
    by_name = [figures(found.get(name, ())) for name in results]
    cells = [" / ".join(_percent(each[share]) for each in by_name) for share in _SHARES]
    return [*map(str, group), str(by_name[0]["points"]), *cells]


def _crossed(results: Results) -> str:
    rows = [["kind", "context", *(f"{typed} typed" for typed in TYPED)]]
    for group, found in _groups(results, lambda it: (_kind(it), it.scenario.context)).items():
        cells = [
            " / ".join(_pair([it for it in found.get(name, ()) if _typed(it) == typed]) for name in results)
            for typed in TYPED
        ]
        rows.append([*map(str, group), *cells])
    return _markdown(rows, 2)


def _pair(outcomes: Sequence[Outcome]) -> str:
    found = figures(outcomes)
    return f"{_percent(found['recall'])} {_percent(found['edit'])}" if outcomes else ""


def _percent(share: float | None) -> str:
    """Rounded down, so that 100 is said of nothing less than all."""
    return "–" if share is None else str(int(share * 100 + 1e-9))


def _markdown(rows: Sequence[Sequence[str]], lefts: int) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    aligned = [
        [cell.ljust(width) if at < lefts else cell.rjust(width) for at, (cell, width) in enumerate(pairs)]
        for pairs in (tuple(zip(row, widths, strict=True)) for row in rows)
    ]
    rule = ["-" * width if at < lefts else "-" * (width - 1) + ":" for at, width in enumerate(widths)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (aligned[0], rule, *aligned[1:]))


def misses(outcomes: Iterable[Outcome]) -> Iterator[dict[str, Any]]:
    """Every scenario in which the word isn't shown, or accepting it is wrong; lines and columns count from 1."""
    for it in outcomes:
        if it.right:
            continue
        made = it.scenario
        line, column = LineIndex(made.text).position(made.offset)
        source_line, _ = LineIndex(made.point.source.text).position(made.point.word.start)
        yield {
            "file": made.point.source.origin,
            "line": source_line + 1,
            "kind": made.point.kind,
            "form": made.point.form,
            "context": made.context,
            "typed": made.typed,
            "expected": made.point.expected,
            "fault": "edit" if it.rank else "filtered" if it.offered else "absent",
            "rank": it.rank,
            "shown": it.count,
            "first": list(it.first),
            "cursor": {"line": line + 1, "column": column + 1},
            "text": made.text,
        }


def misses_as_text(results: Results) -> str:
    """The first misses of the first server, with the line of the cursor (marked ‸)."""
    name, outcomes = next(iter(results.items()))
    found = list(misses(outcomes))
    parts = [f"## Misses of {name}: {len(found)} of {len(outcomes)}"]
    for miss in found[:_PRINTED]:
        line = LineIndex(miss["text"]).line_span(miss["cursor"]["line"] - 1).of(miss["text"])
        at = miss["cursor"]["column"] - 1
        first = ", ".join(miss["first"]) or "nothing"
        parts.append(
            f"{miss['file']}:{miss['line']}: {miss['fault']}: {miss['kind']} {miss['expected']!r} "
            f"({miss['form']}, {miss['context']})\n    {line[:at]}‸{line[at:]}\n    shown: {first}"
        )
    return "\n\n".join(parts)


def as_json(results: Results) -> dict[str, Any]:
    """Every cell of kind, form, context and typed characters, and every miss, by server."""
    heads = ("kind", "form", "context", "typed")
    cells = _groups(results, lambda it: (_kind(it), it.scenario.point.form, it.scenario.context, _typed(it)))
    return {
        name: {
            "all": figures(outcomes),
            "cells": [
                {**dict(zip(heads, group, strict=True)), **figures(found.get(name, ()))}
                for group, found in cells.items()
            ],
            "misses": list(misses(outcomes)),
        }
        for name, outcomes in results.items()
    }


def write_json(file: Path, results: Results) -> None:
    file.write_text(json.dumps(as_json(results), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
