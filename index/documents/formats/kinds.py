"""Tells the kind of a file."""

from pathlib import PurePosixPath

_KINDS = {".md": "markdown", ".markdown": "markdown", ".mdx": "mdx", ".txt": "plain"}
_KINDS |= {".html": "html", ".htm": "html", ".xhtml": "html", ".mhtml": "mhtml", ".mht": "mhtml"}
_KINDS |= {".epub": "epub", ".rst": "rst"}


def kind_of(name: str, data: bytes) -> str:
    """Return the kind of a file, which is a name in `index.documents.formats.READERS`."""
    return _KINDS.get(PurePosixPath(name).suffix.lower(), "unsupported")
