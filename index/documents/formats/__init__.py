"""Reads a file by its format, with a room for each family of formats.

In: the bytes of a file, and its name.
Out: its raw documents: the text, its shape, and what the file says of its title and date.
Unknown here: where files are found, and how text is cleaned and split.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from index.documents.formats.kinds import kind_of
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument

Reader = Callable[[Original], Iterator[RawDocument | FileReport]]
"""Yields the documents in a file, and a report of each part that cannot be read.

The path of such a report is the name of the part. Raises Unreadable where the whole file cannot be
read.
"""


def read(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield the documents in a file, and a report of each part of it that cannot be read.

    Raises Unreadable with the reason where the whole file cannot be read.
    """
    kind = kind_of(original.name, original.data)
    if kind not in READERS:
        raise Unreadable("of a kind that Pincite does not read", FileStatus.UNSUPPORTED)
    yield from READERS[kind](original)


def shaped(raw: RawDocument) -> RawDocument:
    """Return a document that lies in no file with its shape: without one, it is plain text."""
    from index.documents.formats.plain.plain_text import read_plain

    if raw.shape.blocks:
        return raw
    plain = read_plain(raw.document_id, raw.text)
    return replace(raw, text=plain.text, shape=plain.shape)


# A reader is imported when a file of its kind is read: the parsers of all kinds take long to load.


def _plain(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.decoding.encodings import decode
    from index.documents.formats.plain.plain_text import read_plain

    yield read_plain(original.name, decode(original.data))


def _markdown(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.decoding.encodings import decode
    from index.documents.formats.markup.markdown import read_markdown

    yield read_markdown(original.name, decode(original.data))


def _mdx(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.decoding.encodings import decode
    from index.documents.formats.markup.markdown import read_mdx

    yield read_mdx(original.name, decode(original.data))


def _docx(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.office.word.word_document import read_docx

    return read_docx(original)


def _pptx(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.office.powerpoint.slides import read_pptx

    return read_pptx(original)


def _odt(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.office.opendocument.open_document import read_odt

    return read_odt(original)


def _odp(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.office.opendocument.open_document import read_odp

    return read_odp(original)


def _rtf(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.office.rich_text import read_rtf

    return read_rtf(original)


def _sheet(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.tables.spreadsheet import read_spreadsheet

    return read_spreadsheet(original)


def _csv(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.tables.separated import read_separated

    return read_separated(original)


READERS: dict[str, Reader] = {
    "csv": _csv,
    "docx": _docx,
    "markdown": _markdown,
    "mdx": _mdx,
    "odp": _odp,
    "odt": _odt,
    "plain": _plain,
    "pptx": _pptx,
    "rtf": _rtf,
    "sheet": _sheet,
}
