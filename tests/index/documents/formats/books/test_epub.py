import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest

from index.documents.formats.books.epub import read_epub
from index.errors import Unreadable
from index.originals import FileStatus, Original
from index.records import BlockKind, RawDocument
from tests.index.documents.formats import real_files

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Locks</dc:title>
<dc:creator>Ann Lee</dc:creator><dc:language>en</dc:language><dc:date>2024-05-03</dc:date>
</metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="two" href="ch%202.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="ch1.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine></package>"""
NAV = (
    '<html xmlns:epub="http://www.idpf.org/2007/ops"><nav epub:type="toc"><ol>'
    '<li><a href="ch1.xhtml">Gates</a><ol><li><a href="ch1.xhtml#s">Sills</a></li></ol></li>'
    '<li><a href="ch%202.xhtml">Water</a></li></ol></nav></html>'
)
ENCRYPTED = (
    '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
    '<enc:EncryptionMethod Algorithm="{0}"/><enc:CipherData><enc:CipherReference URI="{1}"/>'
    "</enc:CipherData></enc:EncryptedData></encryption>"
)
MEMBERS = {
    "META-INF/container.xml": CONTAINER,
    "OPS/book.opf": PACKAGE,
    "OPS/nav.xhtml": NAV,
    "OPS/ch1.xhtml": (
        "<html><body><h1>Gates</h1><p>They <span epub:type='pagebreak'>12</span>leak."
        "<a epub:type='noteref' href='ch%202.xhtml#n1'>1</a></p>"
        "<h2 id='s'>Sills</h2><p>Beams.&#160;Old.</p></body></html>"
    ),
    "OPS/ch 2.xhtml": (
        "<html><body><h1>Water</h1><p>It rises.</p>"
        "<aside epub:type='footnote' id='n1'><p>Since May.</p></aside></body></html>"
    ),
}


def book(changes: Mapping[str, str] | None = None) -> Original:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in {**MEMBERS, **(changes or {})}.items():
            archive.writestr(name, content)
    return Original("book.epub", data.getvalue())


def read(changes: Mapping[str, str] | None = None) -> RawDocument:
    return next(read_epub(book(changes)))


@real_files.needed
@pytest.mark.parametrize("file", real_files.files_of("epub"))
def test_real_files_are_read_right(file: dict[str, Any]) -> None:
    document = real_files.check(file)[0]
    assert document.title == file.get("title", document.title)
    assert document.author == file.get("author", document.author)
    assert document.shape.places


def test_chapters_come_in_reading_order_each_at_its_place() -> None:
    document = read()
    assert document.text == (
        "Gates\n\nThey leak.¹\n\nSills\n\nBeams. Old.\n\nWater\n\nIt rises.\n\nSince May."
    )
    places = document.shape.places
    assert [(p.kind, p.value, p.label) for p in places] == [
        ("part", "Gates", 'chapter "Gates"'),
        ("part", "Water", 'chapter "Water"'),
    ]
    assert document.text[places[1].start :].startswith("Water")
    assert document.text[places[0].start : places[0].end].endswith("Old.")
    headings = [b.level for b in document.shape.blocks if b.kind is BlockKind.HEADING]
    assert headings == [1, 2, 1]


def test_the_book_says_who_wrote_it_and_when() -> None:
    document = read()
    assert (document.title, document.author, document.language, document.published) == (
        "Locks",
        "Ann Lee",
        "en",
        "2024-05-03",
    )


def test_a_footnote_is_under_what_refers_to_it_in_another_chapter() -> None:
    blocks = read().shape.blocks
    assert (blocks[-1].kind, blocks[-1].under) == (BlockKind.NOTE, 1)


def test_chapters_that_begin_within_a_file_are_places_too() -> None:
    nav = NAV.replace("ch%202.xhtml", "ch1.xhtml#s").replace(">Sills<", "><")
    document = read({"OPS/nav.xhtml": nav})
    assert [p.value for p in document.shape.places] == ["Gates", "Water"]
    assert document.text[document.shape.places[1].start :].startswith("Sills")


def test_a_book_is_read_without_its_table_of_contents() -> None:
    document = read({"OPS/nav.xhtml": "<nav"})
    assert document.text.startswith("Gates")
    assert document.shape.places == ()


def test_a_missing_chapter_is_named() -> None:
    document = read({"OPS/book.opf": PACKAGE.replace("ch1.xhtml", "gone.xhtml")})
    assert "It rises." in document.text
    assert "gone.xhtml" in document.warnings[0]


def test_protected_text_is_refused_and_protected_fonts_are_not() -> None:
    protected = ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OPS/ch1.xhtml")
    with pytest.raises(Unreadable) as refused:
        read({"META-INF/encryption.xml": protected})
    assert refused.value.status is FileStatus.ENCRYPTED
    fonts = ENCRYPTED.format("http://www.idpf.org/2008/embedding", "OPS/font.otf")
    assert read({"META-INF/encryption.xml": fonts}).text


@pytest.mark.parametrize(
    "changes",
    [
        {"META-INF/container.xml": "<container/>"},
        {"OPS/book.opf": "<package"},
        {"OPS/book.opf": "<!DOCTYPE p [<!ENTITY a 'x'>]><package/>"},
    ],
)
def test_a_damaged_package_is_broken(changes: dict[str, str]) -> None:
    with pytest.raises(Unreadable) as refused:
        read(changes)
    assert refused.value.status is FileStatus.BROKEN


def test_what_unpacks_to_far_more_than_it_is_is_refused() -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in MEMBERS.items():
            archive.writestr(name, content)
        archive.writestr("OPS/bomb.xhtml", b"\0" * 2**24)
    with pytest.raises(Unreadable) as refused:
        next(read_epub(Original("bomb.epub", data.getvalue())))
    assert refused.value.status is FileStatus.BROKEN
