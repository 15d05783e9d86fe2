from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from index.documents.formats import read
from index.documents.formats.mail.read_mail import read_eml, read_mbox
from index.documents.parts import MAX_DEPTH
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import BlockKind, RawDocument

LETTER = """From: Ann Lee <ann@example.org>
To: Bo Ek <bo@example.org>
Subject: Otters
Date: Fri, 3 May 2024 23:30:00 -0700
Message-ID: <1@example.org>

They dive for clams.
"""


def letter(body: str = "They dive for clams.\n", **headers: str) -> EmailMessage:
    message = EmailMessage()
    fields = {"From": "Ann Lee <ann@example.org>", "Subject": "Otters", **headers}
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message


def documents(name: str, data: bytes) -> list[RawDocument]:
    found = list(read(Original(name, data)))
    assert not [report for report in found if isinstance(report, FileReport)]
    return [raw for raw in found if isinstance(raw, RawDocument)]


def only(data: bytes, name: str = "a/mail.eml") -> RawDocument:
    (raw,) = documents(name, data)
    return raw


def status_of(data: bytes, name: str = "mail.eml") -> FileStatus:
    with pytest.raises(Unreadable) as refused:
        list(read(Original(name, data)))
    return refused.value.status


def test_a_message_says_who_wrote_what_and_when() -> None:
    raw = only(LETTER.encode())
    assert (raw.title, raw.author, raw.published) == ("Otters", "Ann Lee", "2024-05-03")
    assert raw.text == (
        "From: Ann Lee <ann@example.org>\nTo: Bo Ek <bo@example.org>\n"
        "Date: Fri, 3 May 2024 23:30:00 -0700\n\nThey dive for clams."
    )
    (place,) = raw.shape.places
    assert (place.kind, place.value) == ("message", "1@example.org")
    assert place.label == "message of 3 May 2024 from Ann Lee"
    assert (place.start, place.end) == (0, len(raw.text))


def test_headers_and_text_in_old_encodings_are_read() -> None:
    raw = only(
        b"From: =?iso-8859-1?Q?J=F6rg?= <j@example.org>\n"
        b"Subject: =?utf-8?B?RmlzY2hvdHRlcg==?=\n =?utf-8?Q?_im_M=C3=A4rz?=\n"
        b'Content-Type: text/plain; charset="koi8-r"\n\n' + "Калан спит.".encode("koi8-r")
    )
    assert (raw.author, raw.title) == ("Jörg", "Fischotter im März")
    assert raw.text.endswith("Калан спит.")


def test_headers_with_bare_bytes_are_read() -> None:
    raw = only("From: Jörg <j@example.org>\nSubject: Frühling\n\nSie schläft.".encode("cp1252"))
    assert (raw.author, raw.title) == ("Jörg", "Frühling")
    assert raw.text.endswith("Sie schläft.")


def test_mail_saved_as_utf16_is_read() -> None:
    assert only(LETTER.encode("utf-16")).text == only(LETTER.encode()).text


def test_what_is_quoted_and_signed_is_no_paragraph() -> None:
    body = "At ten.\n\nOn 3 May 2024, Bo <bo@x.org> wrote:\n> When do we meet?\n\n-- \nAnn\n"
    raw = only(letter(body).as_bytes())
    kinds = [(block.kind, block.span.of(raw.text)) for block in raw.shape.blocks[1:]]
    assert kinds == [
        (BlockKind.PARAGRAPH, "At ten."),
        (BlockKind.QUOTATION, "On 3 May 2024, Bo <bo@x.org> wrote:\nWhen do we meet?"),
        (BlockKind.NOTE, "Ann"),
    ]


def test_plain_text_is_taken_before_html() -> None:
    message = letter()
    message.add_alternative("<p>They <b>dive</b> for mussels.</p>", subtype="html")
    assert "clams" in only(message.as_bytes()).text
    assert "mussels" not in only(message.as_bytes()).text


def test_html_alone_is_read_with_all_that_it_shows() -> None:
    message = EmailMessage()
    cells = "<td>Your withdrawal of 0.5 Müscheln</td></tr><tr><td><a href='/x'>Cancel</a></td>"
    small = "<div style='display:none'>Preview</div><p>This is an automated message.</p>" * 2
    message.set_content(
        f"<table><tr>{cells}</tr></table>{small}", subtype="html", charset="iso-8859-1"
    )
    text = only(message.as_bytes()).text
    assert "Your withdrawal of 0.5 Müscheln" in text
    assert "Cancel" in text
    assert text.count("This is an automated message.") == 2
    assert "Preview" not in text


def test_a_page_saved_as_a_message_is_a_page() -> None:
    def reader(original: Original) -> Iterator[RawDocument | FileReport]:
        yield RawDocument(original.name, "They dive for mussels.")

    message = EmailMessage()
    message["From"], message["Subject"] = "<Saved by a browser>", "Otters"
    message["Snapshot-Content-Location"] = "https://example.org/otters"
    message.set_content("<p>They dive for mussels.</p>", subtype="html")
    message.add_related(b"\x89PNG", "image", "png")
    (raw,) = read_eml(Original("in/page.mhtml", message.as_bytes()), reader)
    assert raw == RawDocument(
        "in/page.mhtml", "They dive for mussels.", title="Otters", url="https://example.org/otters"
    )


def test_a_message_answered_in_html_is_a_quotation() -> None:
    headers = "From: Bo Ek<br>Sent: Friday, May 3, 2024 10:02 AM<br>To: Ann Lee<br>Subject: Otters"
    message = letter(Subject="RE: Otters")
    message.set_content(f"<p>At ten.</p><p>{headers}</p><p>When do they dive?</p>", subtype="html")
    kinds = [block.kind for block in only(message.as_bytes()).shape.blocks[1:]]
    assert kinds == [BlockKind.PARAGRAPH, BlockKind.QUOTATION, BlockKind.QUOTATION]


def test_attachments_are_documents_of_their_own() -> None:
    message = letter()
    message.add_attachment("# Report\n\nSeven otters.", subtype="markdown", filename="../report.md")
    message.add_attachment(b"\x7fELF\0\0", "application", "x-program", filename="run")
    found = list(read(Original("in/mail.eml", message.as_bytes())))
    assert isinstance(found[1], RawDocument)
    assert found[1].document_id == "in/mail.eml!/report.md"
    assert found[1].title is None or found[1].title == "Report"
    assert [(p.kind, p.value, p.label) for p in found[1].shape.places] == [
        ("part", "report.md", "report.md in mail.eml")
    ]
    assert found[2] == FileReport(
        "in/mail.eml!/run",
        FileStatus.UNSUPPORTED,
        "a program, which Pincite does not read",
    )


def test_an_attached_message_is_a_document_in_a_part() -> None:
    outer = letter("See below.", Subject="Fwd: Otters")
    outer.add_attachment(letter("They sleep afloat."))
    _, inner = documents("mail.eml", outer.as_bytes())
    assert inner.document_id == "mail.eml!/Otters.eml"
    assert [place.kind for place in inner.shape.places] == ["part", "message"]
    assert inner.text.endswith("They sleep afloat.")


def test_messages_in_messages_end_at_a_depth() -> None:
    message = letter("The innermost.")
    for _ in range(MAX_DEPTH + 2):
        outer = letter("See below.")
        outer.add_attachment(message)
        message = outer
    *read_in, last = read(Original("mail.eml", message.as_bytes()))
    assert len(read_in) == MAX_DEPTH + 1
    assert isinstance(last, FileReport)
    assert last.status is FileStatus.TOO_LARGE


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.c\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n\nA\n--x--\n",
        b"From: a@b.c\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIAG",
        b"From: a@b.c\n\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n",
    ],
)
def test_an_encrypted_message_is_told(data: bytes) -> None:
    assert status_of(data) is FileStatus.ENCRYPTED


def test_hostile_mail_ends_cleanly() -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
    )
    assert status_of(b"From: a@b.c\n" + nested) is FileStatus.TOO_LARGE
    parts = b"--x\n\na\n" * 5000
    mixed = b"From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n\n" + parts
    assert status_of(mixed) is FileStatus.TOO_LARGE
    assert only(b"From: " + b"(" * 100_000 + b"\nSubject: a\n\nOtters dive.")
    assert only(b"Subject: =?utf-8?B?\xff?= =?no?Q?=FF?=\nDate: never\n\nOtters dive.")


def test_each_message_of_an_mbox_is_a_document() -> None:
    box = (
        f"From ann@example.org Fri May  3 10:02:11 2024\n{LETTER}\n"
        f"From bo@example.org Fri May  3 10:05:00 2024\n"
        "From: bo@example.org\nSubject: Re: Otters\nMessage-ID: <../2 b@example.org>\n\n"
        "At noon.\n>From there on they sleep.\n\n"
        f"From ann@example.org Fri May  3 10:07:11 2024\n{LETTER}\n"
        "From bo@example.org Fri May  3 10:09:00 2024\n"
        "From: bo@example.org\nContent-Type: multipart/encrypted\n\nsecret\n"
    )
    found = list(read(Original("in.mbox", box.encode())))
    assert [f.document_id for f in found if isinstance(f, RawDocument)] == [
        "in.mbox#1@example.org",
        "in.mbox#.._2_b@example.org",
        "in.mbox#1@example.org-3",
    ]
    assert isinstance(found[1], RawDocument)
    assert found[1].text.endswith("At noon.\nFrom there on they sleep.")
    assert isinstance(found[3], FileReport)
    assert (found[3].path, found[3].status) == ("in.mbox#4", FileStatus.ENCRYPTED)


def test_a_box_without_messages_is_empty() -> None:
    with pytest.raises(Unreadable) as refused:
        list(read_mbox(Original("in.mbox", b"Otters dive."), read))
    assert refused.value.status is FileStatus.EMPTY


def test_the_rest_of_a_box_in_a_file_of_one_message_is_left_out() -> None:
    rest = "From bo@example.org Fri May  3 10:05:00 2024\nX-Labels: a\nSubject: b\n"
    assert only(f"{LETTER}\n{rest}".encode()).text == only(LETTER.encode()).text


def test_a_damaged_outlook_message_is_broken() -> None:
    assert (
        status_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "a.msg") is FileStatus.BROKEN
    )
