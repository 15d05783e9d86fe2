import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.generations.soundness.sound_shapes import wrong_shapes
from index.records import Block, BlockKind, Document, Link, Passage, Place, Shape, Span
from index.storage.texts import Store
from index.storage.texts_writer import write_store
from tests.index.old_format import store_of_format_3
from tests.index.shaped import SHAPE, TEXT

PARAGRAPH = BlockKind.PARAGRAPH


def write(path: Path, text: str, shape: Shape) -> None:
    document = Document("a.md", "A", text, "11", shape=shape)
    whole = Passage(0, len(text), (Span(0, len(text)),))
    write_store(path, [(document, [whole])], [1])


def problems(path: Path) -> list[str]:
    return list(wrong_shapes(Store(path)))


def test_a_sound_shape_and_none_at_all(tmp_path: Path) -> None:
    write(tmp_path / "shaped", TEXT, SHAPE)
    write(tmp_path / "plain", TEXT, Shape())
    assert problems(tmp_path / "shaped") == problems(tmp_path / "plain") == []


def test_a_store_without_shapes_has_none_that_are_wrong(tmp_path: Path) -> None:
    write(tmp_path / "store", TEXT, SHAPE)
    store_of_format_3(tmp_path / "store")
    assert problems(tmp_path / "store") == []


@pytest.mark.parametrize(
    ("shape", "problem"),
    [
        (Shape((Block(PARAGRAPH, 0, 8),)), "its text after character 8 is in no block"),
        (Shape((Block(PARAGRAPH, 4, 9),)), "characters 0 to 4 are in no block"),
        (
            Shape((Block(PARAGRAPH, 0, 10),)),
            "the block of characters 0 to 10 is out of place",
        ),
        (
            Shape((Block(PARAGRAPH, 0, 6), Block(PARAGRAPH, 5, 9))),
            "the block of characters 5 to 9 is out of place",
        ),
        (
            Shape((Block(PARAGRAPH, 0, 9, under=0),)),
            "the block of characters 0 to 9 stands under one that is not before it",
        ),
        (
            Shape((Block(BlockKind.ROW, 0, 9, cells=(Span(0, 4), Span(3, 9))),)),
            "the block of characters 0 to 9 does not hold its cells",
        ),
        (
            Shape((Block(PARAGRAPH, 0, 9),), (Link(7, 11, "x"),)),
            "the link of characters 7 to 11 is out of place",
        ),
        (
            Shape(
                places=(
                    Place("page", "1", 0, 5),
                    Place("part", "x", 0, 9),
                    Place("page", "2", 4, 9),
                )
            ),
            "the page of characters 4 to 9 is out of place",
        ),
    ],
)
def test_a_shape_that_does_not_fit_the_text_is_named(
    tmp_path: Path, shape: Shape, problem: str
) -> None:
    write(tmp_path / "store", "Two words", shape)
    assert problems(tmp_path / "store") == [f"a.md: {problem}"]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE blocks SET level = 3 WHERE number = 0",
        "UPDATE blocks SET under = 0 WHERE number = 3",
        "UPDATE links SET href = 'https://example.org/other' WHERE number = 0",
        "UPDATE places SET value = '9' WHERE number = 2",
        "DELETE FROM links",
    ],
)
def test_a_row_that_was_altered_is_named(tmp_path: Path, damage: str) -> None:
    write(tmp_path / "store", TEXT, SHAPE)
    with closing(sqlite3.connect(tmp_path / "store")) as connection, connection:
        connection.execute(damage)
    assert problems(tmp_path / "store") == [
        "a.md: its blocks, links or places are not as they were written"
    ]


def test_a_row_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    write(tmp_path / "store", TEXT, SHAPE)
    with closing(sqlite3.connect(tmp_path / "store")) as connection, connection:
        connection.execute("UPDATE blocks SET kind = 'verse' WHERE number = 2")
    [problem] = problems(tmp_path / "store")
    assert "block 2" in problem


def test_the_second_document_is_checked_as_the_first(tmp_path: Path) -> None:
    whole = Passage(0, 9, (Span(0, 9),))
    good = Document("a.md", "A", "Two words", "11", shape=Shape((Block(PARAGRAPH, 0, 9),)))
    bad = replace(good, document_id="b.md", shape=Shape((Block(PARAGRAPH, 0, 3),)))
    write_store(tmp_path / "store", [(good, [whole]), (bad, [whole])], [1, 1])
    assert problems(tmp_path / "store") == ["b.md: its text after character 3 is in no block"]
