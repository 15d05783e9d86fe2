from collections.abc import Iterator
from dataclasses import replace

from index.documents.parts import PartNames, RecordIds, read_part
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import Place, RawDocument, Shape
from tests.index.timing import seconds_of

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


def names_of(names: list[str]) -> set[str]:
    part_names = PartNames()
    return {part_names.safe(name) for name in names}


def test_many_parts_of_one_name_take_about_as_long_as_others() -> None:
    same, apart = ["in/a.txt"] * 2000, [f"in/{number}.txt" for number in range(2000)]
    assert len(names_of(same)) == 2000
    assert seconds_of(lambda: names_of(same), 1) < 10 * seconds_of(lambda: names_of(apart))


def test_no_two_records_have_the_same_id() -> None:
    ids = RecordIds("a.json")
    keys = ["a", "a-3", "a", "a-4", "a", "", "a/b", "a_b", "7", "", "10-10", "a"]
    made = [ids.next(key, number) for number, key in enumerate(keys, start=1)]
    assert len(set(made)) == len(keys)
    assert made[:3] == ["a.json#a", "a.json#a-3", "a.json#a-4"]


def test_a_record_that_comes_again_is_numbered_by_its_place() -> None:
    ids = RecordIds("a.json")
    made = [ids.next(key, number) for number, key in enumerate(["a", "b", "a", "b"], start=1)]
    assert made == ["a.json#a", "a.json#b", "a.json#a-3", "a.json#b-4"]
