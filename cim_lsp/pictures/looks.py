"""The colours and letters of an SVG image, as CSS that concerns nothing else on the page that it may stand in."""

from __future__ import annotations

from .boxes import NAME, SMALL

_SHEET = """\
.cim-graph { font-family: "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif }
.cim-graph .ground { fill: #ffffff }
.cim-graph text { fill: #1f2328; font-size: %(name)gpx }
.cim-graph .name { font-weight: bold }
.cim-graph .small { fill: #59636e; font-size: %(small)gpx }
.cim-graph .mark { stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round; paint-order: stroke }
.cim-graph .box { fill: #f6f8fa; stroke: #818b98 }
.cim-graph .domain { fill: #ddf4ff; stroke: #0969da; stroke-width: 2px }
.cim-graph .external { fill: none; stroke-dasharray: 5 4 }
.cim-graph .missing { fill: #ffebe9; stroke: #cf222e; stroke-dasharray: 5 4 }
.cim-graph .edge { fill: none; stroke: #59636e; stroke-width: 1.3px }
.cim-graph .look-composes { stroke: #54aeff }
.cim-graph .look-external { stroke-dasharray: 5 4 }
.cim-graph .look-mismatched { stroke: #bc4c00; stroke-width: 2px }
.cim-graph .look-cycle { stroke: #cf222e; stroke-width: 2.2px }
.cim-graph .look-unresolved { stroke: #cf222e; stroke-dasharray: 5 4 }
.cim-graph .head { fill: #59636e }
.cim-graph .head-composes { fill: #54aeff }
.cim-graph .head-mismatched, .cim-graph .mark-mismatched { fill: #bc4c00 }
.cim-graph .head-cycle, .cim-graph .head-unresolved, .cim-graph .mark-unresolved { fill: #cf222e }
@media (prefers-color-scheme: dark) {
.cim-graph .ground { fill: #0d1117 }
.cim-graph text { fill: #f0f6fc }
.cim-graph .small { fill: #9198a1 }
.cim-graph .mark { stroke: #0d1117 }
.cim-graph .box { fill: #151b23; stroke: #656c76 }
.cim-graph .domain { fill: #0c2d6b; stroke: #4493f8 }
.cim-graph .external { fill: none }
.cim-graph .missing { fill: #490202; stroke: #f85149 }
.cim-graph .edge { stroke: #9198a1 }
.cim-graph .look-composes { stroke: #316dca }
.cim-graph .look-mismatched { stroke: #f0883e }
.cim-graph .look-cycle, .cim-graph .look-unresolved { stroke: #f85149 }
.cim-graph .head { fill: #9198a1 }
.cim-graph .head-composes { fill: #316dca }
.cim-graph .head-mismatched, .cim-graph .mark-mismatched { fill: #f0883e }
.cim-graph .head-cycle, .cim-graph .head-unresolved, .cim-graph .mark-unresolved { fill: #f85149 }
}
"""


def sheet() -> str:
    """The style sheet."""
    return _SHEET % {"name": NAME, "small": SMALL}
