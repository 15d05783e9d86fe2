import pytest

from index.documents.formats.plain.plain_text import read_plain


def shape_of(text: str) -> list[tuple[str, str, int | None]]:
    """The kind of each block, its text, and the place of the block that it is under."""
    document = read_plain("a.txt", text)
    return [
        (block.kind.value, block.span.of(document.text), block.under)
        for block in document.shape.blocks
    ]


def test_lines_and_paragraphs_between_two_items_belong_to_the_first() -> None:
    text = (
        "To plant garlic:\n\n1. Break the bulb into cloves.\nKeep the skin on.\n\n"
        "2. Push each clove into the soil.\n\n   Point upwards.\n\n"
        "3. Cover them.\n\nUse straw.\n\n4. Water once a week.\n\nIt is ripe in July."
    )
    assert shape_of(text) == [
        ("paragraph", "To plant garlic:", None),
        ("item", "1. Break the bulb into cloves.", 0),
        ("paragraph", "Keep the skin on.", 1),
        ("item", "2. Push each clove into the soil.", 0),
        ("paragraph", "Point upwards.", 3),
        ("item", "3. Cover them.", 0),
        ("paragraph", "Use straw.", 5),
        ("item", "4. Water once a week.", 0),
        ("paragraph", "It is ripe in July.", None),
    ]


def test_code_and_quotations_stand_inside_an_item() -> None:
    text = (
        "Steps:\n\n1. Build it:\n\n       make all;\n\n2. Read this:\n\n   > It works.\n\n3. Rest."
    )
    assert shape_of(text) == [
        ("paragraph", "Steps:", None),
        ("item", "1. Build it:", 0),
        ("code", "make all;", 1),
        ("item", "2. Read this:", 0),
        ("quotation", "It works.", 3),
        ("item", "3. Rest.", 0),
    ]


def test_a_short_line_inside_an_item_is_no_heading() -> None:
    text = "You need:\n - bulbs\n - compost\n\n   Two bags of it\n\n - a trowel\n\nThe end\n\nText."
    assert shape_of(text)[3:] == [
        ("paragraph", "Two bags of it", 2),
        ("item", "- a trowel", 0),
        ("heading", "The end", None),
        ("paragraph", "Text.", 5),
    ]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("- one\n- two\nThe list is over.", ("paragraph", "The list is over.", None)),
        ("1. one\n2. two\n\nThe list is over.", ("paragraph", "The list is over.", None)),
        ("- one\n\nBetween two lists.\n\n- two", ("item", "- two", None)),
        ("1. one\n\nText.\n\n1. other", ("item", "1. other", None)),
        (
            "  * one\n  * two\n\n                 PART TWO\n\nText.",
            ("paragraph", "Text.", 2),
        ),
    ],
)
def test_what_comes_after_a_list_is_not_part_of_it(
    text: str, last: tuple[str, str, int | None]
) -> None:
    blocks = shape_of(text)
    assert blocks[-1] == last
    assert all(under is None for kind, _, under in blocks[:-1] if kind != "item")


def test_items_with_blank_lines_between_them_keep_their_levels() -> None:
    document = read_plain("a.txt", "- a\n\n  - b\n\n  - c\n\n- d")
    assert [block.level for block in document.shape.blocks] == [1, 2, 2, 1]
