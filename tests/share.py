"""What `share/` holds, made from the commands' own parsers: completions for bash, fish and zsh, and man pages.

`python -m tests.share` writes the folder anew. The wheel carries it, so that nothing of this is done at run time.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from cim_lsp.cli import order, parser, request
from cim_lsp.lsp import main
from cim_lsp.rules import RULES

ROOT = Path(__file__).parent.parent
PARSERS = {
    "cim-graph": order.make_parser,
    "cim-lsp": main.make_parser,
    "cim-new": request.make_parser,
    "cim-validate": parser.make_parser,
}
PLACES = {
    "bash": "bash-completion/completions/{}",
    "fish": "fish/vendor_completions.d/{}.fish",
    "zsh": "zsh/site-functions/_{}",
}
"""Where each shell looks for the completions of a command, below a `share` folder."""


def files() -> Iterator[tuple[str, str]]:
    """Every file of `share/` and what is in it."""
    for command, make in PARSERS.items():
        for shell, place in PLACES.items():
            yield place.format(command), _completion(make(), shell)
        yield f"man/man1/{command}.1", _man_page(make())


def _completion(parser: argparse.ArgumentParser, shell: str) -> str:
    import shtab  # noqa: PLC0415 - whoever only reads the table above needs none of it

    kinds = {"PATH": shtab.FILE, "FILE": shtab.FILE, "DOMAIN": shtab.FILE, "DIR": shtab.DIRECTORY}
    for action in _actions(parser):
        if action.metavar == "CODE":
            action.choices = [rule.code for rule in RULES]
        elif isinstance(action.metavar, str) and action.metavar in kinds:
            action.complete = kinds[action.metavar]  # type: ignore[attr-defined]
    return shtab.complete(parser, shell).rstrip() + "\n"


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return parser._actions  # pyright: ignore[reportPrivateUsage] - argparse has no public way


def _man_page(parser: argparse.ArgumentParser) -> str:
    """The manual of a command; its examples and exit codes stand as they are written."""
    from argparse_manpage.manpage import Manpage  # noqa: PLC0415

    epilog, parser.epilog = parser.epilog or "", None
    name, about = parser.prog, (parser.description or "").rstrip(".")
    os.environ["COLUMNS"] = "100"
    body = str(Manpage(parser)).partition(".SH SYNOPSIS")[2].replace("\n\n", "\n").strip()
    head = f'.TH {_roff(name.upper())} 1 "" "{name}" "User Commands"\n.SH NAME\n{_roff(name)} \\- {_roff(about)}\n'
    return f"{head}.SH SYNOPSIS\n{body}\n.SH NOTES\n.nf\n{_roff(epilog).strip()}\n.fi\n"


def _roff(text: str) -> str:
    """A text for roff: its backslashes and hyphens are characters, and no line of it is a request."""
    lines = text.replace("\\", "\\e").replace("-", "\\-").split("\n")
    return "\n".join(f"\\&{line}" if line.startswith((".", "'")) else line for line in lines)


if __name__ == "__main__":
    for path, text in files():
        target = ROOT / "share" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
