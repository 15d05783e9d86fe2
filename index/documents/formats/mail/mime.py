"""Takes the texts and attachments out of the parts of a message (MIME, RFC 2045 to 2049, 1847)."""

import mimetypes
from collections.abc import Sequence
from email.message import Message

from index.documents.formats.decoding.encodings import decode
from index.documents.formats.mail.flowed import unflowed
from index.documents.formats.mail.headers import decoded, header
from index.documents.formats.mail.messages import Attachment, MailMessage, Writing
from index.errors import Unreadable
from index.originals import FileStatus

_PGP = "-----BEGIN PGP MESSAGE-----"
_SIGNATURES = frozenset(
    f"application/{name}"
    for name in ("pgp-signature", "pkcs7-signature", "x-pkcs7-signature", "pgp-keys")
)
_ENVELOPED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_MOST_PARTS = 1000


def content_of(message: Message) -> MailMessage:
    """Return the texts and attachments of a message.

    Raises Unreadable: ENCRYPTED, or TOO_LARGE where it has too many parts.
    """
    if sum(1 for _ in message.walk()) > _MOST_PARTS:
        raise Unreadable(f"it has more than {_MOST_PARTS:,} parts", FileStatus.TOO_LARGE)
    mail = MailMessage()
    _add(message, mail)
    return mail


def _add(part: Message, mail: MailMessage) -> None:
    """Add what is in a part of a message."""
    kind = part.get_content_type()
    if kind == "multipart/encrypted" or _is_enveloped(part, kind):
        raise _encrypted()
    if part.is_multipart():
        inner = [each for each in part.get_payload() if isinstance(each, Message)]
        if kind == "message/rfc822":
            _add_message(inner[0], mail)
        elif kind == "multipart/alternative":
            _add_best(inner, mail)
        else:
            for each in inner:
                _add(each, mail)
    elif kind in ("text/plain", "text/html") and not _is_file(part):
        _add_text(part, kind == "text/html", mail)
    elif kind not in _SIGNATURES and not _is_picture_of_text(part):
        _add_file(part, mail)


def _is_enveloped(part: Message, kind: str) -> bool:
    """Whether it is encrypted by S/MIME, which also packs what is signed alone."""
    return kind in _ENVELOPED and part.get_param("smime-type") != "signed-data"


def _encrypted() -> Unreadable:
    return Unreadable("an encrypted message", FileStatus.ENCRYPTED, "save it decrypted")


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_file_name(part))


def _file_name(part: Message) -> str:
    try:
        return decoded(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):  # a name that is encoded wrongly
        return ""


def _is_picture_of_text(part: Message) -> bool:
    """Whether a part is a picture that stands in the text, such as a logo."""
    inside = part.get_content_disposition() == "inline" or "Content-ID" in part
    return part.get_content_maintype() == "image" and inside


def _add_message(message: Message, mail: MailMessage) -> None:
    name = header(message, "Subject").replace("/", " ") or "message"
    mail.attachments.append(Attachment(f"{name}.eml", message.as_bytes()))


def _add_best(alternatives: Sequence[Message], mail: MailMessage) -> None:
    """Add the plain one of several forms of a text, else the last that has any.

    What is attached may stand within any one of them.
    """
    best: list[Writing] = []
    for alternative in alternatives:
        form = MailMessage()
        _add(alternative, form)
        mail.attachments += [a for a in form.attachments if a not in mail.attachments]
        mail.warnings += form.warnings
        plain = bool(best) and not any(body.is_html for body in best)
        if form.bodies and not plain:
            best = form.bodies
    mail.bodies += best


def _add_text(part: Message, is_html: bool, mail: MailMessage) -> None:
    data = _bytes_of(part)
    try:
        text = decode(data, part.get_content_charset())
    except Unreadable as error:
        if error.status is not FileStatus.EMPTY:
            mail.warnings.append(f"a part of its text cannot be read ({error})")
        return
    if not is_html and text.lstrip().startswith(_PGP):
        raise _encrypted()
    if not is_html and part.get_param("format") == "flowed":
        text = unflowed(text, part.get_param("delsp") == "yes")
    mail.bodies.append(Writing(text, is_html))


def _add_file(part: Message, mail: MailMessage) -> None:
    name = _file_name(part)
    if not name:
        suffix = mimetypes.guess_extension(part.get_content_type()) or ""
        name = f"attachment {len(mail.attachments) + 1}{suffix}"
    mail.attachments.append(Attachment(name, _bytes_of(part)))


def _bytes_of(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
