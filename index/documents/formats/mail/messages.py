"""The values of mail, whatever its format."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message. data: None where it cannot be had; `reason` says why."""

    name: str
    data: bytes | None
    reason: str = ""


@dataclass(slots=True)
class MailMessage:
    """A message. fields: the headers that people read, in order, such as ("From", "Ann Lee").

    sender: whom it is from, as people say it. page_url: the address of a page that a browser saved
    in the form of a message (MHTML, RFC 2557). bodies: its texts. All are empty or None where the
    message does not say.
    """

    fields: list[tuple[str, str]] = field(default_factory=list)
    subject: str = ""
    sender: str | None = None
    date: datetime | None = None
    message_id: str = ""
    language: str | None = None
    page_url: str | None = None
    bodies: list["Writing"] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What people call the message: "message of 3 May 2024 from Ann Lee"."""
        day = f" of {self.date.day} {self.date:%B} {self.date.year}" if self.date else ""
        return f"message{day}" + (f" from {self.sender}" if self.sender else "")


@dataclass(frozen=True, slots=True)
class Writing:
    """A text in a message."""

    text: str
    is_html: bool = False
