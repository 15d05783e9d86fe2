"""Reads a file by its format, with a module for each family of formats.

In: a file to index.
Out: its raw document: the text, and what its format says of title and date.
Unknown here: where files are found, and how text is cleaned and split.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from index.documents.formats.markdown import read_markdown, read_mdx
from index.documents.formats.plain import read_plain
from index.documents.formats.text import read_text
from index.records import RawDocument, SourceFile

_TEXT_FORMATS: dict[str, Callable[[str, str], RawDocument]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".mdx": read_mdx,
}
SUFFIXES = frozenset(_TEXT_FORMATS)


def read(source: SourceFile) -> RawDocument:
    """Return the document in a file, read by its suffix. Raises Unreadable with the reason."""
    parse = _TEXT_FORMATS[Path(source.path).suffix.lower()]
    return parse(source.document_id, read_text(source.path))


def shaped(raw: RawDocument) -> RawDocument:
    """Return a document that lies in no file with its shape: without one, it is plain text."""
    if raw.shape.blocks:
        return raw
    plain = read_plain(raw.document_id, raw.text)
    return replace(raw, text=plain.text, shape=plain.shape)
