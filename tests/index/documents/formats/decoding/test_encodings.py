import pytest

from index.documents.formats.decoding.encodings import decode
from index.errors import Unreadable


@pytest.mark.parametrize(
    "data",
    [
        "Otters 🦦 dive.\r\nשלום".encode(),
        "Otters 🦦 dive.\r\nשלום".encode("utf-8-sig"),
        b"\xff\xfe" + "Otters 🦦 dive.\r\nשלום".encode("utf-16-le"),
        b"\xfe\xff" + "Otters 🦦 dive.\r\nשלום".encode("utf-16-be"),
    ],
)
def test_utf8_and_marked_utf16_are_read_whole(data: bytes) -> None:
    assert decode(data) == "Otters 🦦 dive.\r\nשלום"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b" \r\n\t", "an empty file"),
        (b"\xef\xbb\xbf", "an empty file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a binary file"),
        ("Ein Café über dem Fluss.".encode("latin-1"), "not UTF-8 text (byte 7 is 0xe9)"),
        (b"\xff\xfeO", "not UTF-16 text"),
        (b"\xff\xfe\x00\xd8O\x00", "not UTF-16 text"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(data)
    assert reason in str(refused.value)
