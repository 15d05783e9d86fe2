"""Parses a message that Outlook saved (MSG, Microsoft's MS-OXMSG)."""

import codecs
import re
from email.message import Message as Headers
from email.parser import HeaderParser

from oxmsg import Message
from oxmsg.attachment import Attachment as OutlookAttachment
from oxmsg.domain import constants

from index.documents.formats.decoding.encodings import decode
from index.documents.formats.mail.damaged_mail import damage_told
from index.documents.formats.mail.headers import date_of, header, sender_of, shown_fields
from index.documents.formats.mail.messages import Attachment, MailMessage, Writing
from index.errors import Unreadable
from index.originals import FileStatus

_ENVELOPED = "IPM.Note.SMIME"
_SIGNED = "IPM.Note.SMIME.MultipartSigned"
_RECIPIENTS = {1: "To", 2: "Cc"}


def _windows_codec(name: str) -> codecs.CodecInfo | None:
    """Find code pages by the names that the parser gives them: Python knows some as cp alone."""
    page = re.fullmatch(r"windows[_-](\d+)", name)
    return codecs.lookup(f"cp{page[1]}") if page else None


codecs.register(_windows_codec)


def outlook_message_of(data: bytes) -> MailMessage:
    """Return the message in a file. Raises Unreadable: ENCRYPTED, BROKEN or TOO_LARGE."""
    with damage_told("a damaged message of Outlook"):
        return _mail(Message.load(data))


def _mail(message: Message) -> MailMessage:
    kind = message.message_class
    if kind.startswith(_ENVELOPED) and kind != _SIGNED:
        raise Unreadable("an encrypted message", FileStatus.ENCRYPTED, "save it decrypted")
    properties = message.properties
    headers = HeaderParser().parsestr(
        properties.str_prop_value(constants.PID_TRANSPORT_MESSAGE_HEADERS) or ""
    )
    sent = message.sent_date or properties.date_prop_value(constants.PID_MESSAGE_DELIVERY_TIME)
    identity = properties.str_prop_value(constants.PID_INTERNET_MESSAGE_ID) or ""
    sender = header(headers, "From") or message.sender or ""
    mail = MailMessage(
        subject=" ".join(message.subject.split()),
        sender=sender_of(sender),
        date=date_of(header(headers, "Date")) or sent,
        message_id=(identity or header(headers, "Message-ID")).strip("<> "),
        attachments=[_attachment(each) for each in message.attachments],
    )
    mail.fields = _fields(message, headers, sender, mail)
    _add_body(message, mail)
    return mail


def _fields(
    message: Message, headers: Headers, sender: str, mail: MailMessage
) -> list[tuple[str, str]]:
    """Return the headers that people read: as they were sent, else from what Outlook knows."""
    found = dict(shown_fields(headers))
    lists: dict[str, list[str]] = {"To": [], "Cc": []}
    for recipient in message.recipients:
        kind = recipient.properties.int_prop_value(constants.PID_RECIPIENT_TYPE) or 1
        if kind in _RECIPIENTS:
            lists[_RECIPIENTS[kind]].append(_address(recipient.name, recipient.email_address))
    known = {"From": sender, **{name: ", ".join(people) for name, people in lists.items()}}
    known["Date"] = f"{mail.date:%a, %d %b %Y %H:%M:%S %z}".strip() if mail.date else ""
    fields = [(name, found.get(name) or value) for name, value in known.items()]
    return [(name, value) for name, value in fields if value]


def _address(name: str, address: str) -> str:
    return f"{name} <{address}>" if address and name and name != address else name or address


def _add_body(message: Message, mail: MailMessage) -> None:
    """Add the text of a message: plain, or else HTML."""
    properties = message.properties
    text = message.body
    page = properties.binary_prop_value(constants.PID_HTML)
    if text and text.strip():
        mail.bodies.append(Writing(text))
    elif page:
        mail.bodies.append(Writing(decode(page, properties.body_encoding), is_html=True))
    elif html := properties.str_prop_value(constants.PID_BODY_HTML):
        mail.bodies.append(Writing(html, is_html=True))
    elif properties.binary_prop_value(constants.PID_RTF_COMPRESSED):
        mail.warnings.append("its text is in compressed RTF, which cannot be read")


def _attachment(attachment: OutlookAttachment) -> Attachment:
    properties = attachment.properties
    name = attachment.file_name or properties.str_prop_value(constants.PID_ATTACH_FILENAME)
    name = name or properties.str_prop_value(constants.PID_DISPLAY_NAME) or "attachment"
    try:
        data = attachment.file_bytes
    except Exception:  # as for the whole message: one bad attachment does not spoil it
        return Attachment(name, None, "it is damaged")
    if data is None:
        return Attachment(name, None, "it is a message or an object in Outlook's own form")
    return Attachment(name, data)
