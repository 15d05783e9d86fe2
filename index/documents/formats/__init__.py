"""One file per family of formats -> RawDocument."""

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
    """Read one file by its suffix. Raises Unreadable with the reason."""
    parse = _TEXT_FORMATS[Path(source.path).suffix.lower()]
    return parse(source.document_id, read_text(source.path))
