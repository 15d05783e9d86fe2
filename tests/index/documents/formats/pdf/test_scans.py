from collections.abc import Callable

import pytest

from index.documents.clean import clean
from index.documents.formats import read
from index.documents.formats.ocr import recognition
from index.documents.formats.ocr.words import Recognised, SeenWord
from index.documents.formats.pdf.layout.geometry import Box
from index.documents.formats.pdf.pages import page_picture, quote_rectangles
from index.errors import Unreadable
from index.originals import FileStatus, Original
from index.records import RawDocument, Span
from tests.index.documents.formats.pdf.pdfs import Pdf, Picture, Text, lines_at

SCAN = [Picture(0, 0, 600, 800)]
SCANNED = ["The otter swims in the cold water of the river and it eats", "fish and frogs there."]
Install = Callable[[Callable[[bytes], Recognised] | None], None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Let an engine, or none, be the one that is there."""

    def installed(engine: Callable[[bytes], Recognised] | None) -> None:
        monkeypatch.setattr(recognition, "_engine", lambda: engine)

    return installed


def recognised(picture: bytes) -> Recognised:
    """Two lines at a tenth of the page, at 200 dots an inch, in letters of 16 pixels."""
    assert picture.startswith(b"\x89PNG")
    found = Recognised(1667, 2223)
    for n, line in enumerate(SCANNED):
        x = 167.0
        found.lines.append([])
        for text in line.split():
            box = Box(x, 222 + 40 * n, x + 16 * len(text), 250 + 40 * n)
            found.lines[-1].append(SeenWord(text, box))
            x = box.right + 16
    return found


def read_with_ocr(data: bytes, name: str = "a.pdf") -> RawDocument:
    raw = next(read(Original(name, data, ocr=True)))
    assert isinstance(raw, RawDocument)
    return raw


def test_a_scan_is_read_where_it_is_asked_for(install: Install) -> None:
    install(recognised)
    raw = read_with_ocr(Pdf([SCAN]).bytes())
    assert raw.text == " ".join(SCANNED)
    assert [(p.kind, p.value, p.label) for p in raw.shape.places] == [
        ("page", "1", "page 1"),
        ("ocr", "1", "read from a picture"),
    ]
    assert raw.warnings == ("1 of 1 pages was read from a picture",)


def test_text_that_is_written_is_not_marked_as_read_from_a_picture(install: Install) -> None:
    install(recognised)
    raw = read_with_ocr(Pdf([lines_at(60, 100, ["Written text."]), SCAN]).bytes())
    ocr = [p for p in raw.shape.places if p.kind == "ocr"]
    assert [raw.text[p.start : p.end] for p in ocr] == [" ".join(SCANNED)]


def test_without_an_engine_a_scan_stays_one(install: Install) -> None:
    install(None)
    with pytest.raises(Unreadable) as caught:
        read_with_ocr(Pdf([SCAN]).bytes())
    assert caught.value.status is FileStatus.SCAN
    assert "--ocr" in caught.value.hint


def test_without_an_engine_the_written_pages_are_read(install: Install) -> None:
    install(None)
    raw = read_with_ocr(Pdf([lines_at(60, 100, ["Written text."]), SCAN]).bytes())
    assert raw.text == "Written text."
    assert raw.warnings == ("1 of 2 pages is a picture without text",)


def test_a_quote_from_a_scan_has_its_rectangle(install: Install) -> None:
    install(recognised)
    data = Pdf([SCAN]).bytes()
    document, _ = clean(read_with_ocr(data))
    start = document.text.index("otter")
    found = quote_rectangles(
        Original("a.pdf", data, ocr=True), Span(start, start + 5), document.sha256
    )
    left, top = (167 + 4 * 16) / 1667, 222 / 2223
    assert found[1][0] == pytest.approx((left, top, left + 80 / 1667, 250 / 2223), abs=0.002)


def test_a_page_that_lies_on_its_side_is_turned(install: Install) -> None:
    def on_its_side(picture: bytes) -> Recognised:
        upright = recognised(picture)
        return Recognised(
            upright.height,
            upright.width,
            [
                [
                    SeenWord(
                        w.text, Box(w.box.top, 1667 - w.box.right, w.box.bottom, 1667 - w.box.left)
                    )
                    for w in line
                ]
                for line in upright.lines
            ],
        )

    install(on_its_side)
    assert read_with_ocr(Pdf([SCAN]).bytes()).text == " ".join(SCANNED)


_PICTURES = {
    "a.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "b.JPG": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "c.tiff": b"II*\0\x08\0\0\0",
}


@pytest.mark.parametrize(("name", "data"), _PICTURES.items(), ids=_PICTURES)
def test_a_picture_file_is_not_read_without_ocr(name: str, data: bytes, install: Install) -> None:
    install(recognised)
    with pytest.raises(Unreadable) as caught:
        list(read(Original(name, data)))
    assert caught.value.status is FileStatus.UNSUPPORTED
    raw = read_with_ocr(data, name)
    assert raw.text == " ".join(SCANNED)
    assert [p.kind for p in raw.shape.places] == ["ocr"]
    install(lambda _: Recognised(10, 10))
    with pytest.raises(Unreadable) as empty:
        read_with_ocr(data, name)
    assert empty.value.status is FileStatus.EMPTY


@pytest.mark.skipif(recognition._engine() is None, reason="nothing here reads text from pictures")
def test_a_real_engine_reads_a_drawn_page() -> None:
    page = Pdf([[Text(60, 100, "It is 22 metres long.", 24, "helvetica")]]).bytes()
    raw = read_with_ocr(page_picture(page, 1), "a.png")
    assert "22 metres" in raw.text
