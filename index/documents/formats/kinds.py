"""Tells the kind of a file."""

from pathlib import PurePosixPath

_KINDS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "mdx",
    ".txt": "plain",
    ".pdf": "pdf",
    ".png": "picture",
    ".jpg": "picture",
    ".jpeg": "picture",
    ".tif": "picture",
    ".tiff": "picture",
}


def kind_of(name: str, data: bytes) -> str:
    """Return the kind of a file, which is a name in `index.documents.formats.READERS`."""
    return _KINDS.get(PurePosixPath(name).suffix.lower(), "unsupported")
