"""`cim-lsp`: the language server as a command."""

from __future__ import annotations

import argparse
import ipaddress
import logging
import sys
from collections.abc import Sequence

from .. import __version__

LEVELS = ("debug", "info", "warning", "error")
_EPILOG = """\
An editor starts cim-lsp by itself and talks to it over standard input and output.

examples:
  cim-lsp
  cim-lsp --log-file /tmp/cim-lsp.log --log-level debug
  cim-lsp --tcp 9257                 listen on 127.0.0.1
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `cim-lsp`; returns its exit code: 0 after `shutdown`, 1 where the client left without it."""
    options, _ = make_parser().parse_known_args(argv)
    logging.basicConfig(
        filename=options.log_file, level=options.log_level.upper(), format="%(asctime)s %(levelname)s %(message)s"
    )
    if options.log_level != "debug":
        logging.getLogger("pygls").setLevel(logging.WARNING)
    from .startup import trimmed  # noqa: PLC0415

    with trimmed():
        from .handlers import COMMANDS, FEATURES  # noqa: PLC0415 - brings pygls in, which --version and --help need not wait for
        from .server import Server  # noqa: PLC0415

        server = Server(FEATURES, COMMANDS)
    if options.tcp:
        _warn_of_strangers(options.tcp[0])
    server.serve(options.tcp)
    server.session.close()
    return 0 if server.protocol.was_shut_down else 1


def make_parser() -> argparse.ArgumentParser:
    """The options as argparse knows them; completions and man pages are generated from them."""
    parser = argparse.ArgumentParser(
        "cim-lsp",
        description="Language server for the files that a CIM (Composable Information Machine) starts from.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--stdio", action="store_true", help="talk over standard input and output (the default)")
    parser.add_argument(
        "--tcp", metavar="HOST:PORT", type=_address, help="listen on a port instead; without HOST, on 127.0.0.1"
    )
    parser.add_argument("--log-file", metavar="FILE", help="write the log there instead of to standard error")
    parser.add_argument("--log-level", choices=LEVELS, default="warning", help="what to log (default: %(default)s)")
    parser.add_argument("--version", action="version", version=f"cim-lsp {__version__}")
    return parser


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not port.isdecimal() or int(port) >= 1 << 16:
        raise argparse.ArgumentTypeError(f"{text!r} is no HOST:PORT, such as 127.0.0.1:9257")
    return host.strip("[]") or "127.0.0.1", int(port)


def _warn_of_strangers(host: str) -> None:
    try:
        is_local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_local = False
    if not is_local:
        sys.stderr.write(f"cim-lsp: listening on {host}: whoever reaches this port can use the server\n")


if __name__ == "__main__":
    sys.exit(main())
