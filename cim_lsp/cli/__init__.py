"""The command line: arguments, files and output around the analysis core. It knows nothing of the language server."""

from __future__ import annotations


class UsageError(Exception):
    """A command was called wrongly; the message says how."""
