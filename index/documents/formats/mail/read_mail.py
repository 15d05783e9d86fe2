"""Reads the formats of mail: EML, mbox, and the MSG of Outlook."""

from collections.abc import Iterator
from dataclasses import replace

from index.documents.formats.mail.eml import message_of, messages_of
from index.documents.formats.mail.mail_document import documents_of, page_of
from index.documents.formats.mail.messages import MailMessage
from index.documents.formats.mail.msg import outlook_message_of
from index.documents.parts import RecordIds
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument, Reader

_MOST_MESSAGES = 100_000


def read_eml(original: Original, reader: Reader) -> Iterator[RawDocument | FileReport]:
    """Yield the document of a message and those of its attachments. reader: of attachments."""
    mail = message_of(original.data)
    if mail.page_url:
        yield from page_of(original, mail, reader)
    else:
        yield from _unless_empty(original, mail, reader)


def read_msg(original: Original, reader: Reader) -> Iterator[RawDocument | FileReport]:
    """Do the same for a message that Outlook saved."""
    yield from _unless_empty(original, outlook_message_of(original.data), reader)


def _unless_empty(
    original: Original, mail: MailMessage, reader: Reader
) -> Iterator[RawDocument | FileReport]:
    if not (mail.bodies or mail.attachments or mail.subject or mail.fields):
        raise Unreadable("a message without text", FileStatus.EMPTY)
    yield from documents_of(original, mail, reader)


def read_mbox(original: Original, reader: Reader) -> Iterator[RawDocument | FileReport]:
    """Yield the documents of the messages in a file, and a report of each that cannot be read."""
    ids = RecordIds(original.name)
    number = 0
    for number, mail in enumerate(messages_of(original.data), start=1):
        if number > _MOST_MESSAGES:
            reason = f"it holds more than {_MOST_MESSAGES:,} messages; the others are left out"
            yield FileReport(original.name, FileStatus.TOO_LARGE, reason, "split it")
            return
        if isinstance(mail, Unreadable):
            yield FileReport(f"{original.name}#{number}", mail.status, str(mail), mail.hint)
            continue
        message = replace(original, name=ids.next(mail.message_id, number))
        yield from documents_of(message, mail, reader)
    if not number:
        raise Unreadable("no message is in it", FileStatus.EMPTY)
