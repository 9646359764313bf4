"""Between the URIs of a client and the paths of files.

A client may send any text as a URI, and may escape in it what another one leaves as it is.
"""

from __future__ import annotations

from urllib.parse import unquote

from pygls import uris


def key_of(uri: str) -> str:
    """What a document is known by, however much of its URI a client escapes."""
    return unquote(uri)


def path_of(uri: str) -> str | None:
    """The path of a `file` URI; None for any other, and for what is no URI at all (`http://[`)."""
    try:
        return uris.to_fs_path(uri) or None
    except ValueError:
        return None


def uri_of(path: str) -> str:
    """The URI of a path that no document had before."""
    uri = uris.from_fs_path(path)
    if uri is None:
        raise ValueError(f"{path!r} is no path")
    return uri
