"""Parses a message as it is sent (RFC 5322), and files of many such messages (mbox, RFC 4155)."""

import re
from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import compat32

from index.documents.formats.decoding.encodings import decode
from index.documents.formats.mail.damaged_mail import damage_told
from index.documents.formats.mail.headers import (
    date_of,
    header,
    language_of,
    sender_of,
    shown_fields,
)
from index.documents.formats.mail.messages import MailMessage
from index.documents.formats.mail.mime import content_of
from index.errors import Unreadable

_ENVELOPE = re.compile(rb"^From \S[^\n]*\d\d:\d\d[^\n]*\n(?=[!-9;-~]+:|>From )", re.MULTILINE)
_BODY = re.compile(rb"\r?\n\r?\n\s*\S")
_STUFFED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


def message_of(data: bytes) -> MailMessage:
    """Return the message in a file. Raises Unreadable: ENCRYPTED, BROKEN, TOO_LARGE or EMPTY."""
    data = _in_bytes(data).lstrip(b"\r\n")
    envelope = _ENVELOPE.match(data)
    start = envelope.end() if envelope else 0
    after = _ENVELOPE.search(data, start)
    # Programs that part an mbox into files may leave the beginning of the next message in one.
    cut_off = after and not _BODY.search(data, after.end())
    return _parsed(data[start : after.start() if after and cut_off else len(data)])


def messages_of(data: bytes) -> Iterator[MailMessage | Unreadable]:
    """Yield the messages in an mbox, each of them or why it cannot be read."""
    data = _in_bytes(data)
    envelopes = list(_ENVELOPE.finditer(data))
    ends = [*(found.start() for found in envelopes[1:]), len(data)]
    for envelope, end in zip(envelopes, ends, strict=bool(envelopes)):
        try:
            yield _parsed(_STUFFED.sub(b"", data[envelope.end() : end]))
        except Unreadable as error:
            yield error


def _in_bytes(data: bytes) -> bytes:
    """Return mail in an encoding that its parser knows: it may have been saved as UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:100]:
        return decode(data).encode("utf-8")
    return data.removeprefix(b"\xef\xbb\xbf")


def _parsed(data: bytes) -> MailMessage:
    with damage_told("a damaged message"):
        parsed = BytesParser(policy=compat32).parsebytes(data)
        mail = content_of(parsed)
        mail.fields = shown_fields(parsed)
        mail.subject = header(parsed, "Subject")
        mail.sender = sender_of(header(parsed, "From"))
        mail.date = date_of(header(parsed, "Date"))
        mail.message_id = header(parsed, "Message-ID").strip("<> ")
        mail.language = language_of(header(parsed, "Content-Language"))
        mail.page_url = header(parsed, "Snapshot-Content-Location") or None
    return mail
