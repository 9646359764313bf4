"""A graph for programs: one JSON object, described by `schemas/graph.schema.json`."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

from ..features.graph import Graph

VERSION = 1
"""The version of the form; keys may be added without a new one."""
_HALF = re.compile("[\ud800-\udfff]")


def render(graph: Graph) -> str:
    """The nodes and edges in their order, in ASCII; half characters, as in odd file names, become U+FFFD."""
    nodes, edges = ([_clean(asdict(each)) for each in part] for part in (graph.nodes, graph.edges))
    return json.dumps({"version": VERSION, "nodes": nodes, "edges": edges}, indent=2) + "\n"


def _clean(value: dict[str, str | None]) -> dict[str, str | None]:
    return {key: text and _HALF.sub("\ufffd", text) for key, text in value.items()}
