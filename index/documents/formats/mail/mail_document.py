"""Makes the documents of a message: its own, and those of what is attached to it."""

from collections.abc import Iterator
from dataclasses import replace

from index.documents.formats.mail.messages import MailMessage, Writing
from index.documents.formats.mail.replies import Voice, answered_message, utterances
from index.documents.formats.plain.plain_text import read_plain
from index.documents.formats.web.html_page import read_html_whole
from index.documents.parts import PartNames, part_id, read_part
from index.documents.shape import Piece, TextBuilder, block_of, with_under
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import Block, BlockKind, Link, Place, RawDocument, Reader, Shape, Span

_KINDS = {Voice.QUOTED: BlockKind.QUOTATION, Voice.SIGNATURE: BlockKind.NOTE}


def documents_of(
    original: Original, mail: MailMessage, reader: Reader
) -> Iterator[RawDocument | FileReport]:
    """Yield the document of a message, then those of its attachments, and reports of bad ones.

    original: the file of the message; its name is the document's id. reader: of parts.
    """
    document = _document(original, mail)
    if document.text:
        yield document
    names = PartNames()
    for attachment in mail.attachments:
        name = names.safe(attachment.name)
        if attachment.data is None:
            reason, status = attachment.reason, FileStatus.UNSUPPORTED
            yield FileReport(part_id(original.name, name), status, reason)
        else:
            where = mail.label if "#" in original.name else None
            yield from read_part(original, name, attachment.data, reader, where)


def page_of(original: Original, mail: MailMessage, reader: Reader) -> Iterator[RawDocument]:
    """Yield the page that a browser saved in the form of a message."""
    page = next((body for body in mail.bodies if body.is_html), None)
    if page is None:
        raise Unreadable("a saved page without text", FileStatus.EMPTY)
    for found in reader(_as_page(page, original)):
        if isinstance(found, RawDocument):
            title, url = found.title or mail.subject, found.url or mail.page_url
            yield replace(found, document_id=original.name, title=title, url=url)


def _document(original: Original, mail: MailMessage) -> RawDocument:
    text = _JoinedText()
    if mail.fields:
        text.add(*_header_block(mail))
    warnings = list(mail.warnings)
    for body in mail.bodies:
        try:
            for part in _shaped(body, mail.subject, original):
                text.add(part.text, part.shape)
                warnings += part.warnings
        except Unreadable as error:
            warnings.append(f"a part of its text cannot be read ({error})")
    content, shape = text.built()
    value = mail.message_id or (mail.date.isoformat() if mail.date else mail.label)
    place = Place("message", value, 0, len(content), mail.label)
    return RawDocument(
        original.name,
        content,
        title=mail.subject or mail.label,
        published=mail.date.date().isoformat() if mail.date else None,
        shape=replace(shape, places=(place,) if content else ()),
        author=mail.sender,
        language=mail.language,
        warnings=tuple(warnings),
    )


def _header_block(mail: MailMessage) -> tuple[str, Shape]:
    """Return the headers that people read, each a line: they answer who wrote to whom, and when."""
    builder = TextBuilder()
    lines = "\n".join(f"{name}: {value}" for name, value in mail.fields)
    builder.add(block_of(BlockKind.PARAGRAPH), [Piece(lines)])
    return builder.build()


def _shaped(body: Writing, subject: str, original: Original) -> Iterator[RawDocument]:
    """Yield the parts of a text of a message with their shapes.

    All that it shows is text: what a page has around its main text, a letter has for its reader.
    """
    if body.is_html:
        found = read_html_whole(_as_page(body, original))
        yield replace(found, shape=_answer_alone(found, subject))
        return
    for voice, text in utterances(body.text, subject):
        raw = read_plain(original.name, text)
        yield raw if voice is Voice.OWN else replace(raw, shape=_in_voice(raw.shape, voice))


def _as_page(body: Writing, original: Original) -> Original:
    """Return a text in HTML as a file, marked as UTF-8, whatever it says itself."""
    return replace(
        original, name=f"{original.name}.html", data=body.text.encode("utf-8-sig", "replace")
    )


def _answer_alone(raw: RawDocument, subject: str) -> Shape:
    """Return the shape of a page in which the message that it answers is a quotation."""
    start = answered_message(raw.text, subject)
    blocks = [
        block if block.start < start else Block(BlockKind.QUOTATION, block.start, block.end)
        for block in raw.shape.blocks
    ]
    return replace(raw.shape, blocks=tuple(blocks))


def _in_voice(shape: Shape, voice: Voice) -> Shape:
    """Return the shape of words that are not the writer's own."""
    blocks = tuple(Block(_KINDS[voice], block.start, block.end) for block in shape.blocks)
    return replace(shape, blocks=blocks)


class _JoinedText:
    """A text that grows by texts with their shapes."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._links: list[Link] = []

    def add(self, text: str, shape: Shape) -> None:
        """Append a text after a blank line."""
        if not text:
            return
        begin = self._length + (2 if self._parts else 0)
        first = len(self._blocks)
        self._parts.append(text)
        self._length = begin + len(text)
        self._blocks += [_moved(block, begin, first) for block in shape.blocks]
        self._links += [replace(k, start=k.start + begin, end=k.end + begin) for k in shape.links]

    def built(self) -> tuple[str, Shape]:
        """Return the text and its shape."""
        text = "\n\n".join(self._parts)
        return text, Shape(tuple(with_under(text, self._blocks)), tuple(self._links))


def _moved(block: Block, begin: int, first: int) -> Block:
    """Return a block of a text that begins at `begin`, after so many blocks as `first`."""
    return replace(
        block,
        start=block.start + begin,
        end=block.end + begin,
        cells=tuple(Span(cell.start + begin, cell.end + begin) for cell in block.cells),
        under=None if block.under is None else block.under + first,
    )
