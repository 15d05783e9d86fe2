import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import GenerationDamaged
from index.records import Block, BlockKind, Document, Link, Passage, Place, Shape, Span
from index.storage.texts import Store
from index.storage.texts_writer import write_store
from tests.index.shaped import SHAPE, TEXT

OTTERS = Document("otters.md", "Otters", TEXT, "11", shape=SHAPE)
PLAIN = Document("plain.txt", "Plain", "Plain.", "22")


def passage_of(document: Document) -> list[Passage]:
    whole = Span(0, len(document.text))
    return [Passage(whole.start, whole.end, (whole,))]


def store_of(path: Path, *documents: Document) -> Store:
    parts = [(document, passage_of(document)) for document in documents]
    write_store(path, parts, [1] * len(parts))
    return Store(path)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_of(tmp_path / "store.sqlite", PLAIN, OTTERS)


def span_of(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def texts(blocks: dict[int, Block]) -> list[str]:
    return [block.span.of(TEXT) for block in blocks.values()]


def test_a_document_comes_back_with_its_shape(store: Store) -> None:
    assert store.document("otters.md") == OTTERS
    assert list(store.all_documents()) == [PLAIN, OTTERS]
    assert store.shapes.of(1) == SHAPE
    assert store.shapes.of(0) == store.shapes.of(2) == Shape()


def test_the_blocks_of_a_span_are_those_that_it_touches(store: Store) -> None:
    between = store.shapes.blocks_between
    assert between(1, span_of("license\na ri")) == {2: SHAPE.blocks[2], 3: SHAPE.blocks[3]}
    assert texts(between(1, span_of("keeps"))) == ["Who keeps otters needs:"]
    assert list(between(1, Span(0, len(TEXT)))) == list(range(len(SHAPE.blocks)))
    assert between(1, Span(len(TEXT), len(TEXT) + 9)) == between(0, Span(0, 5)) == {}
    gap = Span(SHAPE.blocks[0].end, SHAPE.blocks[1].start)
    assert between(1, gap) == {}


@pytest.mark.parametrize("start", range(0, len(TEXT), 3))
def test_a_span_finds_what_a_look_at_all_of_them_finds(store: Store, start: int) -> None:
    for end in range(start + 1, len(TEXT) + 1, 5):
        span = Span(start, end)
        assert list(store.shapes.blocks_between(1, span).values()) == [
            block for block in SHAPE.blocks if block.start < end and block.end > start
        ]
        assert store.shapes.links_between(1, span) == [
            link for link in SHAPE.links if link.start < end and link.end > start
        ]
        assert store.shapes.places_at(1, span) == [
            place for place in SHAPE.places if place.start < end and place.end > start
        ]


def test_what_a_block_stands_under_is_followed_to_the_top(store: Store) -> None:
    above = store.shapes.blocks_above
    assert texts(above(1, [3])) == ["Otters 🦦", "Who keeps otters needs:", "a license"]
    assert texts(above(1, [10, 5])) == ["Otters 🦦", "name | weight", "Food"]
    assert above(1, [0]) == above(1, []) == above(0, [3]) == {}
    assert store.shapes.blocks_at(1, [9, 2, 40]) == {2: SHAPE.blocks[2], 9: SHAPE.blocks[9]}


def test_places_come_outermost_first_whatever_their_kinds_are_called(tmp_path: Path) -> None:
    places = (
        Place("sheet", "Prices", 0, 20),
        *(Place("row", str(n), 5 * n, 5 * n + 4) for n in range(4)),
    )
    text = "1234 " * 4
    store = store_of(tmp_path / "s", Document("a", "A", text, "33", shape=Shape(places=places)))
    found = store.shapes.places_at(0, Span(6, 7))
    assert [place.value for place in found] == ["Prices", "1"]


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("UPDATE blocks SET kind = 'verse' WHERE number = 3", "block 3"),
        ("UPDATE blocks SET cells = x'010203' WHERE number = 3", "block 3"),
    ],
)
def test_a_row_that_cannot_be_is_damage(
    store: Store, tmp_path: Path, damage: str, problem: str
) -> None:
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as connection, connection:
        connection.execute(damage)
    for read in (Store.document, lambda store, _: list(store.all_documents())):
        with pytest.raises(GenerationDamaged, match=problem):
            read(Store(tmp_path / "store.sqlite"), "otters.md")
    with pytest.raises(GenerationDamaged, match=problem):
        Store(tmp_path / "store.sqlite").shapes.blocks_at(1, [3])


def test_blocks_that_stand_under_each_other_end_too(store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as connection, connection:
        connection.execute("UPDATE blocks SET under = 3 WHERE number = 2")
    assert set(Store(tmp_path / "store.sqlite").shapes.blocks_above(1, [3])) == {2, 3}


def test_a_passage_of_a_long_document_finds_its_blocks_at_once(tmp_path: Path) -> None:
    line, count = "An otter dives in the cold river, and comes up. ", 20_000
    width = len(line)
    shape = Shape(
        tuple(
            Block(BlockKind.PARAGRAPH, n * width, n * width + width - 1, under=n - n % 100 or None)
            for n in range(count)
        ),
        tuple(Link(n * width, n * width + 2, "#") for n in range(count)),
        tuple(Place("page", str(n), n * width, n * width + width) for n in range(count)),
    )
    store = store_of(tmp_path / "s", Document("a", "A", line * count, "33", shape=shape))
    shapes, times = store.shapes, []
    for start in range(0, width * count, width * 401):
        span = Span(start, start + 4 * width)
        begin = time.process_time()
        found = shapes.blocks_between(0, span)
        shapes.blocks_above(0, list(found))
        shapes.links_between(0, span)
        shapes.places_at(0, span)
        times.append(time.process_time() - begin)
        assert len(found) == 4 or start + 4 * width > width * count
    assert sorted(times)[len(times) // 2] < 0.001  # a look at every row takes 5 to 20 ms
