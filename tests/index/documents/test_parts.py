from collections.abc import Iterator
from dataclasses import replace

from index.documents.parts import PartNames, read_part
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import Place, RawDocument, Shape

OUTER = Original("in/a.zip", b"")


def book(original: Original) -> Iterator[RawDocument | FileReport]:
    """A document of two chapters on three pages, with a title before them."""
    places = (
        Place("part", "one", 7, 11, "chapter one"),
        Place("part", "two", 13, 17, "chapter two"),
        Place("page", "1", 0, 9),
        Place("page", "2", 9, 17),
    )
    yield RawDocument(original.name, "Title\n\nabcd\n\nefgh", shape=Shape(places=places))


def test_the_parts_of_a_part_are_named_with_it_and_lie_one_after_the_other() -> None:
    (raw,) = read_part(OUTER, "b/book.epub", b"", book)
    assert isinstance(raw, RawDocument)
    assert raw.document_id == "in/a.zip!/b/book.epub"
    parts = [place for place in raw.shape.places if place.kind == "part"]
    assert [(p.value, p.label, p.start, p.end) for p in parts] == [
        ("b/book.epub", "book.epub in a.zip", 0, 7),
        ("b/book.epub!/one", "chapter one, book.epub in a.zip", 7, 11),
        ("b/book.epub!/two", "chapter two, book.epub in a.zip", 13, 17),
    ]
    assert [place.value for place in raw.shape.places if place.kind == "page"] == ["1", "2"]
    starts = [place.start for place in raw.shape.places]
    assert starts == sorted(starts)


def test_what_cannot_be_read_is_a_report_and_its_depth_is_limited() -> None:
    def refuse(original: Original) -> Iterator[RawDocument | FileReport]:
        raise Unreadable(f"at depth {original.depth}", FileStatus.ENCRYPTED, "ask")

    (report,) = read_part(OUTER, "b", b"", refuse)
    assert report == FileReport("in/a.zip!/b", FileStatus.ENCRYPTED, "at depth 1", "ask")
    (report,) = read_part(replace(OUTER, depth=2), "b", b"", book)
    assert isinstance(report, FileReport)
    assert report.status is FileStatus.TOO_LARGE


def test_names_lead_nowhere_and_are_unique() -> None:
    names = PartNames()
    given = ["../a.txt", "a.txt", "A.TXT", "", "..\\..", "b\0\u202e.txt", "c:\\d", "\ud800.txt"]
    assert [names.safe(name, "part") for name in given] == [
        "a.txt",
        "a (2).txt",
        "A (3).TXT",
        "part",
        "part (2)",
        "b.txt",
        "d",
        "?.txt",
    ]
