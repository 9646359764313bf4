"""What a picture can be drawn as."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from ..features.graph import Graph

Format = Literal["mermaid", "dot", "json", "svg"]
FORMATS: tuple[Format, ...] = get_args(Format)
MOST = 300
"""How many nodes an image has at most: one of more shows nothing."""


class NothingToDrawError(Exception):
    """There is no picture of what was asked for; the message says why."""


class TooMuchError(NothingToDrawError):
    """There would be so much in an image that it shows nothing."""


def render(graph: Graph, format: Format) -> str:  # noqa: A002 - the option's own word
    """A graph in a format. Raises TooMuchError where an image has too much in it."""
    if format == "svg" and len(graph.nodes) > MOST:
        raise TooMuchError(f"an image of {len(graph.nodes)} boxes shows nothing; {MOST} are drawn at most")
    text: str = import_module(f".{format}", __package__).render(graph)
    return text
