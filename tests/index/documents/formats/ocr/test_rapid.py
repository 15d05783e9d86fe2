from index.documents.formats.ocr.rapid import in_reading_order
from index.documents.formats.ocr.words import SeenWord
from index.documents.formats.pdf.layout.geometry import Box


def word(text: str, left: float, top: float, width: float = 400) -> SeenWord:
    return SeenWord(text, Box(left, top, left + width, top + 30))


def test_columns_are_read_one_after_the_other() -> None:
    """The engine gives its boxes from top to bottom, across the whole page."""
    found = [
        word("title", 100, 20, 900),
        *(word(f"{side}{n}", left, 100 + 40 * n) for n in range(4) for side, left in SIDES),
    ]
    lines = [[part.text for part in line] for line in in_reading_order(found)]
    assert lines == [
        ["title"],
        *([f"left{n}"] for n in range(4)),
        *([f"right{n}"] for n in range(4)),
    ]


def test_the_parts_of_a_line_are_one_line() -> None:
    found = [word("first", 100, 20, 200), word("half", 310, 24, 200), word("next", 100, 60)]
    lines = [[part.text for part in line] for line in in_reading_order(found)]
    assert lines == [["first", "half"], ["next"]]


SIDES = [("left", 100), ("right", 600)]
