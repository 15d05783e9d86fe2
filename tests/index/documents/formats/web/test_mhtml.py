from email.message import EmailMessage

import pytest

from index.documents.formats.web.mhtml import read_mhtml
from index.errors import Unreadable
from index.originals import Original


def test_the_page_is_read_with_the_address_that_it_was_saved_from() -> None:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://h.example/gate"
    message.set_content("<p>Größe: 6 m</p>", subtype="html", cte="quoted-printable")
    message.add_related(b"\x89PNG", "image", "png")
    document = next(read_mhtml(Original("a.mhtml", message.as_bytes())))
    assert (document.text, document.url) == ("Größe: 6 m", "https://h.example/gate")


def test_a_file_without_a_page_is_refused() -> None:
    with pytest.raises(Unreadable):
        next(read_mhtml(Original("a.mhtml", b"From: x\n\nplain")))
