"""Reads a file by its format, with a module for each family of formats.

In: a file to index.
Out: its raw document: the text, and what its format says of title and date.
Unknown here: where files are found, and how text is cleaned and split.
"""

from collections.abc import Callable
from pathlib import Path

from index.documents.formats.markdown import read_markdown
from index.documents.formats.text import read_text
from index.records import RawDocument, SourceFile


def _read_plain(document_id: str, text: str) -> RawDocument:
    return RawDocument(document_id, text)


_TEXT_FORMATS: dict[str, Callable[[str, str], RawDocument]] = {
    ".txt": _read_plain,
    ".md": read_markdown,
}
SUFFIXES = frozenset(_TEXT_FORMATS)


def read(source: SourceFile) -> RawDocument:
    """Return the document in a file, read by its suffix. Raises Unreadable with the reason."""
    parse = _TEXT_FORMATS[Path(source.path).suffix.lower()]
    return parse(source.document_id, read_text(source.path))
