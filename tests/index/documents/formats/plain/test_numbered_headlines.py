import pytest

from index.documents.formats.plain.plain_text import read_plain


def headings_of(text: str) -> list[tuple[int, str]]:
    document = read_plain("a.txt", text)
    return [
        (block.level, block.span.of(document.text))
        for block in document.shape.blocks
        if block.kind.value == "heading"
    ]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        (
            "CONTRACT\n\n1. Definitions\n1.1 The client is Orion.\n1.2 The hall is our hall.\n\n"
            "2. Fees\n2.1 The client pays.\n2.2 Late payments bear interest.\n\n"
            "3. Term\nThis contract starts on 1 July 2022 and ends on 30 June 2025 unless\n"
            "it is ended before.",
            [(1, "CONTRACT"), (2, "1. Definitions"), (2, "2. Fees"), (2, "3. Term")],
        ),
        (
            "Vertrag\n\n§ 1 Mietgegenstand\nVermietet wird die Wohnung im Hof.\n\n§ 2 Miete\n"
            "(1) Die Miete ist hoch.\n(2) Sie ist bald zu zahlen.\n\n§ 3 Kaution\n\nKeine.",
            [(1, "Vertrag"), (2, "§ 1 Mietgegenstand"), (2, "§ 2 Miete"), (2, "§ 3 Kaution")],
        ),
        (
            "Contract\n\nArticle 5. Deposit\n\nA deposit is due.\n\nARTICLE VI\nTERMINATION\n\n"
            "Either party may end it.",
            [(1, "Contract"), (2, "Article 5. Deposit"), (2, "ARTICLE VI TERMINATION")],
        ),
        (
            "Paper\n\nI. INTRODUCTION\nOtters are old.\n\nII. METHODS\nWe counted them.",
            [(1, "Paper"), (2, "I. INTRODUCTION"), (2, "II. METHODS")],
        ),
        (  # numbers within numbers
            "Rules\n\nPART I\nOF THE CLUB\n\n1. Name\nIt is Kelp.\n\n2. Seat\nIt is in Oslo.\n\n"
            "PART II\nOF THE HALL\n\n1. Use\nIt is free.\n\n2. Keys\nAda has them.",
            [
                (1, "Rules"),
                (2, "PART I OF THE CLUB"),
                (3, "1. Name"),
                (3, "2. Seat"),
                (2, "PART II OF THE HALL"),
                (3, "1. Use"),
                (3, "2. Keys"),
            ],
        ),
    ],
)
def test_numbers_that_follow_each_other_make_headlines(
    text: str, headings: list[tuple[int, str]]
) -> None:
    assert headings_of(text) == headings


@pytest.mark.parametrize(
    "text",
    [
        "Intro.\n\n1. Break the bulb into cloves.\nKeep the skin on.\n\n2. Push it in.\nWater it.",
        "Use one of these woods:\n\n1. Oak\nIt is hard.\n\n2. Pine\nIt is soft.",
        "Some text.\n\n1. Milk\n\n2. Eggs\n\n3. Flour",
        "Text.\n\n1. How do I get a locker?\n   Ask at the desk.\n\n2. Are dogs allowed?\n   No.",
        "Some text.\n\n1. Milk\n2. Eggs\n\n2. Bread\n3. Salt.",
        "In 1 year the club was moved to a house of\nAnna Falk. It is big.\n\n"
        "In 2 years it was moved to the house of\nLena Berg. It is small.",
        "Some text.\n\nFigure 1 shows the house\nof Ada.\n\nFigure 2 shows the hall\nof Bo.",
        "Some text.\n\nRoom 5\nName: Ada\nPhone: 1\n\nRoom 6\nName: Bo\nPhone: 2",
        "Some text.\n\n12 Harbour Road\nMonterey\n\n13 Harbour Road\nMonterey",
    ],
)
def test_lists_prose_and_records_with_numbers_are_no_headlines(text: str) -> None:
    assert headings_of(text) == []
