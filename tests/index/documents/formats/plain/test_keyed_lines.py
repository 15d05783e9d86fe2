import pytest

from index.documents.clean import clean
from index.documents.formats.plain.plain_text import read_plain

POOL = (
    "Q: When is the pool open?\nA: From 7 to 21 o'clock, except on\nSundays.\n\n"
    "Q: What does a season ticket cost?\nA: A season ticket costs 90 euros for adults and\n"
    "45 euros for children."
)


def blocks_of(text: str) -> list[tuple[str, str]]:
    document = read_plain("a.txt", text)
    return [(block.kind.value, block.span.of(document.text)) for block in document.shape.blocks]


def test_a_question_is_the_headline_over_its_whole_answer() -> None:
    assert blocks_of(POOL) == [
        ("heading", "Q: When is the pool open?"),
        ("paragraph", "A: From 7 to 21 o'clock, except on Sundays."),
        ("heading", "Q: What does a season ticket cost?"),
        ("paragraph", "A: A season ticket costs 90 euros for adults and 45 euros for children."),
    ]
    assert [block.under for block in read_plain("a.txt", POOL).shape.blocks] == [None, 0, None, 2]


def test_the_first_question_is_not_the_title() -> None:
    assert clean(read_plain("pool rules.txt", POOL))[0].title == "pool rules"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (  # in one stretch, with a headline before, a long question and a long answer
            "Rules of the pool\n\nFrage: Wann ist das Bad im Sommer und auch im\nWinter offen?\n"
            "Antwort: Von 7 bis 21 Uhr.\nAn Feiertagen ist es zu.\nFrage: Wer hat Zutritt?\n"
            "Antwort: Alle\n\nWir freuen uns auf Sie.",
            [
                ("heading", "Rules of the pool"),
                ("heading", "Frage: Wann ist das Bad im Sommer und auch im Winter offen?"),
                ("paragraph", "Antwort: Von 7 bis 21 Uhr.\nAn Feiertagen ist es zu."),
                ("heading", "Frage: Wer hat Zutritt?"),
                ("paragraph", "Antwort: Alle"),
                ("paragraph", "Wir freuen uns auf Sie."),
            ],
        ),
        (  # blank lines between the two, and in the answer
            "Q: Who?\n\nA: Ada\n\nQ: Where?\n\nA: In the hall.\n\nIt is on the left.",
            [
                ("heading", "Q: Who?"),
                ("paragraph", "A: Ada"),
                ("heading", "Q: Where?"),
                ("paragraph", "A: In the hall."),
                ("paragraph", "It is on the left."),
            ],
        ),
    ],
)
def test_questions_stand_over_their_answers(text: str, blocks: list[tuple[str, str]]) -> None:
    assert blocks_of(text) == blocks


@pytest.mark.parametrize(
    "text",
    [
        "Anna: How are you?\nBen: Well.\nAnna: So am I.\nBen: Do come in.",  # they talk
        "Name: Ada\nReady?: yes\nRoom: 5",
        "Q: Is one enough?\nA: One is no series.",
        "Note: is it true?\nNote: or is it not?\nNote: nobody knows?",
    ],
)
def test_talk_and_fields_hold_no_headlines(text: str) -> None:
    assert blocks_of(text) == [("paragraph", text)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (
            "Name: Ada Kern\nRemarks: works from home on Mondays and\nTuesdays, never on Fridays.",
            "Name: Ada Kern\nRemarks: works from home on Mondays and Tuesdays, never on Fridays.",
        ),
        (
            "Bank: Nordea\nPurpose: the rent of the hall for two evenings,\nMay and June",
            "Bank: Nordea\nPurpose: the rent of the hall for two evenings, May and June",
        ),
    ],
)
def test_a_wrapped_value_of_a_record_is_whole(text: str, whole: str) -> None:
    assert blocks_of(text) == [("paragraph", whole)]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Kern\nRoom: 2.02\nPhone: 4711\nBo Yilmaz\nRoom: 3.14\nPhone: 4712",
        "ada\nroom: 2.02, the first on the left of the hall\nbo\nroom: 3.14",
        "ada\nroom: 2.02\nbo\nroom: 3.14",
        "Kelp Society\n12 Harbour Road\nPhone: 4711\nFax: 4712",
        "Status: open.\nAda wrote it.\nRoom: 5",
    ],
)
def test_lines_that_begin_anew_in_a_record_stay(text: str) -> None:
    assert blocks_of(text) == [("paragraph", text)]


def test_a_list_in_an_answer_or_a_record_stays_a_list() -> None:
    text = "Q: What is needed?\nA: Bring\n- soap\n- a towel.\n\nQ: Who pays?\nA: The club."
    assert blocks_of(text)[1:4] == [
        ("paragraph", "A: Bring"),
        ("item", "- soap"),
        ("item", "- a towel."),
    ]
    text = "Name: Ada\nTools:\n  - hammer\n  - saw\nRoom: 5"
    assert ("item", "- hammer") in blocks_of(text)
