"""Where a document link leads."""

from __future__ import annotations

from urllib.parse import urljoin

from ...features.document_links import Link


def target(link: Link, uri: str) -> str:
    """A URI: a relative target is one relative to the document of that URI."""
    return link.target if "://" in link.target else urljoin(uri, link.target)
