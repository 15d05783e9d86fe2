"""Tells the kind of a file."""

from pathlib import PurePosixPath

_KINDS = {
    ".csv": "csv",
    ".docx": "docx",
    ".markdown": "markdown",
    ".md": "markdown",
    ".mdx": "mdx",
    ".odp": "odp",
    ".ods": "sheet",
    ".odt": "odt",
    ".pptx": "pptx",
    ".rtf": "rtf",
    ".tsv": "csv",
    ".txt": "plain",
    ".xls": "sheet",
    ".xlsb": "sheet",
    ".xlsx": "sheet",
}


def kind_of(name: str, data: bytes) -> str:
    """Return the kind of a file, which is a name in `index.documents.formats.READERS`."""
    return _KINDS.get(PurePosixPath(name).suffix.lower(), "unsupported")
