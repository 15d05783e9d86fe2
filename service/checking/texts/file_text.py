"""A file of any kind that Pincite reads -> the text to check, with its blocks."""

from dataclasses import dataclass, replace

from index.documents.contained.contained_reader import ContainedReader
from index.documents.contained.file_reader import FileReader
from index.documents.formats.decoding.encodings import decode_with_warnings
from index.documents.formats.kinds import kind_of
from index.errors import Unreadable
from index.originals import FileStatus, Original
from index.records import Block

_AS_IT_STANDS = ("plain", "markdown")


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file. blocks: none of a plain or Markdown text, which is as in the file."""

    text: str
    blocks: tuple[Block, ...] = ()


def text_of_file(original: Original, reader: FileReader | None = None) -> FileText:
    """Return the text of a file.

    reader: of all but plain and Markdown text; by default one that reads in a process of its own.
    Raises Unreadable; ReadersFailed.
    """
    if kind_of(original.name, original.data) in _AS_IT_STANDS:
        text, _ = decode_with_warnings(original.data)
        return FileText(text)
    if reader is None:
        with ContainedReader(workers=1) as own:
            return _read(original, own)
    return _read(original, reader)


def _read(original: Original, reader: FileReader) -> FileText:
    [(_, done)] = reader.read([(None, replace(original, ocr=False))])
    if done.failure:
        raise done.failure
    if len(done.documents) != 1:
        raise Unreadable(
            f"it holds {len(done.documents)} documents; check them one by one",
            FileStatus.UNSUPPORTED,
        )
    [document] = done.documents
    return FileText(document.text, document.shape.blocks)
