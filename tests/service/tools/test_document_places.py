from typing import Any

import pytest

from index.records import Block, BlockKind, Document, Origin, Place, Shape
from service.errors import BadArguments
from service.tools.document_places import part_to_read
from service.tools.tool_arguments import ReadArguments

TEXT = (
    "Guide\n\nAbout rivers.\n\nOtters\n\nOtters  eat\nfish.\n\nFur\n\nIts fur is dense.\n\n"
    "Mills\n\nBarley."
)
HEADINGS = {"Guide": 1, "Otters": 2, "Fur": 3, "Mills": 2}
PAGES = [Place("page", "1", 0, TEXT.index("Fur")), Place("page", "2", TEXT.index("Fur"), len(TEXT))]
SHEET = Place("sheet", "Prices", TEXT.index("Mills"), len(TEXT))


def document() -> Document:
    blocks = tuple(
        Block(
            BlockKind.HEADING,
            TEXT.index(f"{name}\n"),
            TEXT.index(f"{name}\n") + len(name),
            level=level,
        )
        for name, level in HEADINGS.items()
    )
    return make(TEXT, Shape(blocks=blocks, places=(*PAGES, SHEET)))


def make(text: str, shape: Shape) -> Document:
    return Document("guide.md", "Guide", text, "0" * 64, None, Origin(), shape=shape)


def read(**asked: Any) -> str:
    span, _ = part_to_read(document(), ReadArguments(document_id="guide.md", **asked))
    return span.of(TEXT)


def test_a_section_ends_before_the_next_of_its_level() -> None:
    assert read(heading="otters") == TEXT[TEXT.index("Otters") : TEXT.index("Mills")]
    assert read(heading="Fur").startswith("Fur\n\nIts fur")
    assert read(heading="Guide") == TEXT
    assert read(heading="mill") == TEXT[TEXT.index("Mills") :]


def test_a_page_is_named_by_its_number_or_in_words() -> None:
    for name in ("2", "page 2", "Page  2"):
        assert read(place=name) == TEXT[TEXT.index("Fur") :]
    assert read(place="prices") == TEXT[TEXT.index("Mills") :]
    asked: Any = {"document_id": "guide.md", "place": 2}
    assert ReadArguments(**asked).place == "2"


def test_a_part_of_the_text_is_found_with_other_white_space_and_case() -> None:
    span, found = part_to_read(
        document(), ReadArguments(document_id="guide.md", text="otters EAT fish")
    )
    assert found
    assert found.of(TEXT) == "Otters  eat\nfish"
    assert span.start <= found.start < found.end <= span.end


def test_no_more_comes_than_was_asked_for_and_what_was_found_is_in_it() -> None:
    long = "word. " * 5000 + "The needle is here. " + "word. " * 5000
    asked = ReadArguments(document_id="long", text="needle", max_characters=200)
    span, found = part_to_read(make(long, Shape()), asked)
    assert found
    assert span.end - span.start == 200
    assert span.start <= found.start < found.end <= span.end


def test_what_is_not_there_is_told_with_what_is() -> None:
    with pytest.raises(BadArguments, match="it has: Guide, Otters, Fur, Mills"):
        read(heading="Beavers")
    with pytest.raises(BadArguments, match="it has: page 1, page 2, sheet Prices"):
        read(place="3")
    with pytest.raises(BadArguments, match="it has no headings"):
        part_to_read(make("Plain.", Shape()), ReadArguments(document_id="d", heading="Any"))


def test_text_that_looks_like_a_pattern_is_only_text() -> None:
    with pytest.raises(BadArguments, match="does not stand"):
        read(text=".*")
    evil = "a" * 20_000
    with pytest.raises(BadArguments):
        part_to_read(make(evil, Shape()), ReadArguments(document_id="d", text="(a+)+ b"))
