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
from index.records import RawDocument, Reader


def read(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield the documents in a file, and a report of each part of it that cannot be read.

    Raises Unreadable with the reason where the whole file cannot be read.
    """
    kind = kind_of(original.name, original.data)
    if kind not in READERS:
        raise Unreadable(f"a {kind}, which Pincite does not read", FileStatus.UNSUPPORTED)
    yield from READERS[kind](original)


def shaped(raw: RawDocument) -> RawDocument:
    """Return a document that lies in no file with its shape: without one, it is plain text."""
    from index.documents.formats.paged.paged_text import read_paged

    if raw.shape.blocks:
        return raw
    plain = read_paged(raw.document_id, raw.text)
    return replace(raw, text=plain.text, shape=plain.shape, cut=plain.cut)


# A reader is imported when a file of its kind is read: the parsers of all kinds take long to load.


def _plain(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.paged.paged_text import read_paged

    yield _text_read(original, read_paged)


def _markdown(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.markup.markdown import read_markdown

    yield _text_read(original, read_markdown)


def _mdx(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.markup.markdown import read_mdx

    yield _text_read(original, read_mdx)


def _text_read(original: Original, reader: Callable[[str, str], RawDocument]) -> RawDocument:
    """Return what a reader of text makes of a file, with what is to be known of its encoding."""
    from index.documents.formats.decoding.encodings import decode_with_warnings

    text, warnings = decode_with_warnings(original.data)
    raw = reader(original.name, text)
    return replace(raw, warnings=(*warnings, *raw.warnings))


def _eml(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.mail.read_mail import read_eml

    return read_eml(original, read)


def _mbox(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.mail.read_mail import read_mbox

    return read_mbox(original, read)


def _msg(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.mail.read_mail import read_msg

    return read_msg(original, read)


def _zip(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.archives.zip_files import read_zip

    return read_zip(original, read)


def _tar(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.archives.tar_files import read_tar

    return read_tar(original, read)


def _gzip(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.archives.tar_files import read_gzip

    return read_gzip(original, read)


def _captions(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.data.captions import read_captions

    yield _text_read(original, read_captions)


def _json(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.data.json_files import read_json

    return read_json(original)


def _jsonl(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.data.json_files import read_jsonl

    return read_jsonl(original)


def _xml(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.data.xml_text import read_xml

    yield read_xml(original)


def _docx(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.office.word.word_document import read_docx

    return read_docx(original)


def _locked_office(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.office.password_locked import read_locked

    return read_locked(original, read)


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


def _pdf(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.pdf.pdf_reader import read_pdf

    yield from read_pdf(original)


def _picture(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.pdf.scans import read_picture_file

    yield from read_picture_file(original)


def _html(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.web.html_page import read_html

    return read_html(original)


def _epub(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.books.epub import read_epub

    return read_epub(original)


def _rst(original: Original) -> Iterator[RawDocument | FileReport]:
    from index.documents.formats.rst.rst_reader import read_rst

    yield _text_read(original, read_rst)


READERS: dict[str, Reader] = {
    "captions": _captions,
    "csv": _csv,
    "docx": _docx,
    "epub": _epub,
    "gzip": _gzip,
    "html": _html,
    "json": _json,
    "jsonl": _jsonl,
    "locked_office": _locked_office,
    "mail": _eml,
    "markdown": _markdown,
    "mbox": _mbox,
    "mdx": _mdx,
    "msg": _msg,
    "odp": _odp,
    "odt": _odt,
    "pdf": _pdf,
    "picture": _picture,
    "plain": _plain,
    "pptx": _pptx,
    "rst": _rst,
    "rtf": _rtf,
    "sheet": _sheet,
    "tar": _tar,
    "xml": _xml,
    "zip": _zip,
}
