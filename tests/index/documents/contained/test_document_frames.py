import hashlib
from array import array
from typing import Any

import pytest

from index.documents.contained.document_frames import document_frame, document_of
from index.documents.contained.frames import FrameError
from index.records import Block, BlockKind, Document, Link, Origin, Place, Shape, Span
from tests.index.shaped import SHAPE, TEXT

PARAGRAPH = BlockKind.PARAGRAPH
PAGE = Place("page", "1", 0, 6)


def whole(shape: Shape = SHAPE, name: str = "a.md", text: str = TEXT) -> Document:
    sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    origin = Origin("a.md", author="Ada", language="pt-BR", warnings=("half of it",))
    return Document(name, "A title", text, sha256, "2026-05-31", shape=shape, origin=origin)


def test_a_document_comes_as_it_was_sent() -> None:
    assert document_of(*document_frame(whole()), "a.md") == whole()


def test_numbers_of_items_may_be_odd() -> None:
    for number in (None, 0, -3, 2**62):
        sent = whole(Shape((Block(BlockKind.ITEM, 0, len(TEXT), level=1, number=number),)))
        assert document_of(*document_frame(sent), "a.md") == sent
    [block] = document_of(
        *document_frame(whole(Shape((Block(BlockKind.ITEM, 0, len(TEXT), number=10**30),)))), "a.md"
    ).shape.blocks
    assert block.number is None


def test_the_hash_is_counted_again() -> None:
    header, data = document_frame(whole())
    assert document_of({**header, "sha256": "forged"}, data, "a.md").sha256 == whole().sha256


@pytest.mark.parametrize("name", ["box.zip#1", "box.zip!/b/c.md", "box.zip/b/c.md", "box.zip"])
def test_a_part_has_the_name_of_its_file(name: str) -> None:
    assert document_of(*document_frame(whole(name=name)), "box.zip").document_id == name


@pytest.mark.parametrize("name", ["other.md", "box.zip.md", "box", "", "box.zipper"])
def test_no_file_speaks_for_another(name: str) -> None:
    with pytest.raises(FrameError):
        document_of(*document_frame(whole(name=name)), "box.zip")


@pytest.mark.parametrize(
    "shape",
    [
        Shape(),
        Shape((Block(PARAGRAPH, 0, 8),)),
        Shape((Block(PARAGRAPH, 4, 9),)),
        Shape((Block(PARAGRAPH, 0, 10),)),
        Shape((Block(PARAGRAPH, -1, 9),)),
        Shape((Block(PARAGRAPH, 9, 0),)),
        Shape((Block(PARAGRAPH, 0, 6), Block(PARAGRAPH, 5, 9))),
        Shape((Block(PARAGRAPH, 0, 9, under=0),)),
        Shape((Block(PARAGRAPH, 0, 9, under=-1),)),
        Shape((Block(BlockKind.ROW, 0, 9, cells=(Span(0, 4), Span(3, 9))),)),
        Shape((Block(BlockKind.ROW, 0, 9, cells=(Span(0, 10),)),)),
        Shape((Block(PARAGRAPH, 0, 9),), links=(Link(0, 10, "a"),)),
        Shape((Block(PARAGRAPH, 0, 9),), links=(Link(4, 6, "a"), Link(0, 2, "b"))),
        Shape((Block(PARAGRAPH, 0, 9),), places=(Place("page", "1", 0, 10),)),
        Shape(
            (Block(PARAGRAPH, 0, 9),), places=(Place("page", "1", 0, 6), Place("page", "2", 5, 9))
        ),
    ],
)
def test_a_shape_that_does_not_fit_its_text_is_refused(shape: Shape) -> None:
    with pytest.raises(FrameError):
        document_of(*document_frame(whole(shape, text="Nine char")), "a.md")


@pytest.mark.parametrize(
    "change",
    [
        {"document_id": 1},
        {"document_id": "a.md#\ud800"},
        {"fields": {"title": "A"}},
        {"fields": {"title": 1, "published": None}},
        {"fields": []},
        {"origin": {}},
        {"origin": None},
        {"text": -1},
        {"text": "9"},
        {"text": 10**9},
        {"rows": [1, 2]},
        {"rows": [-1, 0, 0, 0]},
        {"rows": [10**6, 0, 0, 0]},
        {"rows": [None] * 4},
        {"languages": []},
        {"languages": {"x": "python"}},
        {"languages": {"0": 1}},
        {"links": []},
        {"links": None},
        {"places": [["page"]]},
    ],
)
def test_a_header_that_is_not_of_a_document_is_refused(change: dict[str, Any]) -> None:
    header, data = document_frame(whole())
    with pytest.raises(FrameError):
        document_of({**header, **change}, data, "a.md")


@pytest.mark.parametrize("part", ["fields", "origin"])
def test_every_field_of_a_document_must_come_and_be_of_its_type(part: str) -> None:
    header, data = document_frame(whole())
    for field in header[part]:
        less = {name: value for name, value in header[part].items() if name != field}
        for fields in (less, {**less, field: 1}):
            with pytest.raises(FrameError):
                document_of({**header, part: fields}, data, "a.md")


def test_the_file_is_the_one_that_was_sent() -> None:
    header, data = document_frame(whole())
    header["origin"]["file"] = "other.md"
    assert document_of(header, data, "a.md").origin.file == "a.md"


@pytest.mark.parametrize("number", [-(2**63), -1, 2**62])
def test_any_number_in_any_place_is_refused_or_fits(number: int) -> None:
    header, data = document_frame(whole())
    length = header["text"]
    numbers = array("q", data[length:])
    for place in range(len(numbers)):
        changed = array("q", numbers)
        changed[place] = number
        try:
            shape = document_of(header, data[:length] + changed.tobytes(), "a.md").shape
        except FrameError:
            continue
        for part in (*shape.blocks, *shape.links, *shape.places):
            assert 0 <= part.start <= part.end <= len(TEXT)
        for at, block in enumerate(shape.blocks):
            assert block.under is None or 0 <= block.under < at
            assert all(block.start <= c.start <= c.end <= block.end for c in block.cells)
