import pytest

from index.documents.formats.decoding.encodings import decode, decode_with_warnings
from index.errors import Unreadable
from index.originals import FileStatus

TEXT = "Otters 🦦 dive.\r\nשלום"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"),
        b"\x00\x00\xfe\xff" + TEXT.encode("utf-32-be"),
    ],
)
def test_unicode_is_read_whole(data: bytes) -> None:
    assert decode_with_warnings(data) == (TEXT, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_zero_bytes(encoding: str) -> None:
    text = "Otters dive – for clams.\nΟι ενυδρίδες"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "status", "reason"),
    [
        (b" \r\n\t", FileStatus.EMPTY, "an empty file"),
        (b"\xef\xbb\xbf", FileStatus.EMPTY, "an empty file"),
        (b"", FileStatus.EMPTY, "an empty file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", FileStatus.UNSUPPORTED, "a binary file"),
        (bytes(range(1, 256)) * 4, FileStatus.UNSUPPORTED, "a binary file"),
        (b"\x00\x01" * 40, FileStatus.UNSUPPORTED, "a binary file"),
        (b"\x01\x02\x03" * 40, FileStatus.UNSUPPORTED, "a binary file"),
        (b"\xff\xfeO", FileStatus.BROKEN, "not UTF-16 text"),
        (b"\xff\xfe\x00\xd8O\x00", FileStatus.BROKEN, "not UTF-16 text"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(
    data: bytes, status: FileStatus, reason: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(data)
    assert reason in str(refused.value)
    assert refused.value.status is status


def test_a_declared_encoding_counts_where_the_bytes_are_not_unicode() -> None:
    assert decode("Größe".encode("cp850"), "IBM850") == "Größe"
    assert decode("“Größe”".encode("cp1252"), "iso-8859-1") == "“Größe”"
    assert decode("Größe".encode(), "iso-8859-1") == "Größe"
    assert decode("海の上".encode("iso2022_jp"), "iso-2022-jp") == "海の上"


@pytest.mark.parametrize("declared", ["", "no such", "zlib", "idna", "undefined", "a\0b", "ascii"])
def test_a_declaration_that_says_nothing_is_passed_over(declared: str) -> None:
    assert decode("Ein Café über dem Fluss.".encode("latin-1"), declared).startswith("Ein Café ü")


def test_an_encoding_that_was_guessed_is_told() -> None:
    text = "Калан питается моллюсками и спит на поверхности воды."
    assert decode_with_warnings(text.encode("koi8_r")) == (
        text,
        ("its encoding is not named; it was read as KOI8-R",),
    )


def test_a_few_bad_bytes_do_not_make_utf8_something_else() -> None:
    data = "Größe, Straße, Fluß, Möwe, Käfer, für, über".encode()
    text, warnings = decode_with_warnings(data + b" \xff " + data)
    assert text.count("Möwe") == 2
    assert warnings == ("a character is not UTF-8 and cannot be read",)
